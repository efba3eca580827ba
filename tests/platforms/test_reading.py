"""Accounts and posts as people write them; every row says why it is there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jempol_netral.errors import UserError
from jempol_netral.platforms import (
    PLATFORMS,
    AccountName,
    ThreadName,
    account_url,
    handle_key,
    platform_slug,
    read_account,
    read_source,
    read_thread,
)
from jempol_netral.platforms.patterns import PATTERNS, Kind, Pattern

UC = "UC0123456789abcdefghijkl"
DID = "did:plc:abcdefghijklmnopqrstuvwx"

EXAMPLES = [
    pytest.param(slug, pattern, example, id=f"{slug}-{example}")
    for slug, patterns in PATTERNS.items()
    for pattern in patterns
    for example in pattern.examples
]


@pytest.mark.parametrize(("slug", "pattern", "example"), EXAMPLES)
def test_every_pattern_reads_its_own_examples(slug: str, pattern: Pattern, example: str) -> None:
    if pattern.kind in (Kind.SHORT, Kind.OTHER):
        with pytest.raises(UserError) as caught:
            read_source(None, example)
        assert caught.value.template == pattern.what
        return
    name = read_source(None, example)
    assert name.platform == slug
    assert isinstance(name, ThreadName if pattern.kind is Kind.THREAD else AccountName)
    assert read_source(slug, example) == name


@pytest.mark.parametrize(("slug", "pattern", "example"), EXAMPLES)
def test_a_canonical_address_reads_back_to_the_same(slug: str, pattern: Pattern, example: str) -> None:
    if pattern.kind is Kind.THREAD:
        thread = read_thread(example)
        again = read_thread(thread.url)
        assert (again.url, again.native_id) == (thread.url, thread.native_id)
    elif pattern.kind is Kind.ACCOUNT:
        account = read_account(None, example)
        if account.url is not None:
            assert read_account(None, account.url) == account


ACCOUNTS = [
    ("x", "@Nama_Contoh", "nama_contoh", None),  # X ignores case
    ("Twitter", "nama", "nama", None),  # the old name
    ("X (Twitter)", "https://twitter.com/nama?ref_src=x", "nama", None),  # as forms write it
    (None, "http://www.x.com/Nama/", "nama", None),  # address alone tells
    ("ig", "budi.contoh", "budi.contoh", None),  # a dot does not make it an address
    ("ig", "  \u200b@budi.contoh\u00a0", "budi.contoh", None),  # what Excel leaves around
    ("ig", "＠ｂｕｄｉ", "budi", None),  # full-width keyboard
    ("ig", "'budi'", "budi", None),  # quoted against Excel
    ("instagram", "nama.", "nama", None),  # a sentence's full stop
    ("Facebook", "100000000000001", None, "100000000000001"),  # bare id
    ("fb", "Budi.Contoh.5", "budi.contoh.5", None),
    ("fb", "HTTPS://WWW.FACEBOOK.COM/profile.php?id=100000000000001", None, "100000000000001"),
    ("YT", UC, None, UC),  # channel id keeps its case
    ("youtube", "@NamaContoh", "namacontoh", None),
    (None, f"youtube.com/channel/{UC}/featured", None, UC),
    ("bluesky", DID, None, DID),
    (None, DID, None, DID),
    (None, "Nama.bsky.social", "nama.bsky.social", None),
    ("bsky", "https://nama.bsky.social/", "nama.bsky.social", None),  # the handle's own web address
    ("bsky", f"at://{DID}", None, DID),
    ("mastodon", "@Nama@Server.example", "nama@server.example", None),
    (None, "acct:nama@server.example", "nama@server.example", None),
    ("mastodon", "nama@127.0.0.1:3000", "nama@127.0.0.1:3000", None),  # a server on loopback
    ("mastodon", "http://127.0.0.1:3000/@nama", "nama@127.0.0.1:3000", None),
    ("mastodon", "https://social.example/users/Nama", "nama@social.example", None),
    ("tele", "https://nama_kanal.t.me", "nama_kanal", None),  # the third form of Telegram's addresses
    ("threads", "nama", "nama", None),
    ("tiktok", "@nama.contoh_", "nama.contoh_", None),
    ("web", "Contoh.example.org/berita/", "https://contoh.example.org/berita", None),
    ("RSS", "http://127.0.0.1:8080/feed?type=1", "http://127.0.0.1:8080/feed?type=1", None),
    ("WP", "https://blog.example.org:443", "https://blog.example.org", None),
]


@pytest.mark.parametrize(("platform", "text", "handle", "native_id"), ACCOUNTS)
def test_accounts(platform: str | None, text: str, handle: str | None, native_id: str | None) -> None:
    name = read_account(platform, text)
    assert (name.handle, name.native_id) == (handle, native_id)


REFUSED = [
    ("x", "Budi Contoh", "display name"),
    ("x", "@satu, @dua", "more than one"),
    ("x", "https://www.instagram.com/nama", "of Instagram, but the platform column says X"),
    (None, "@nama", "any platform"),  # never guess
    (None, UC, "any platform"),  # a valid Instagram handle too
    (None, "nama@gmail.com", "e-mail"),
    ("bluesky", "nama", "cannot be a handle of Bluesky"),  # nama.bsky.social? ask, do not guess
    ("ig", "nаma", "CYRILLIC SMALL LETTER A"),  # a look-alike is another account
    ("tiktok", "nаma", "CYRILLIC SMALL LETTER A"),
    ("ig", "https://www.instagram.com/p/C1abcDE/", "single post"),
    ("ig", "https://www.instagram.com/explore/", "page of Instagram itself"),
    ("ig", "explore", "page of Instagram itself"),
    ("ig", "instagram.com", "neither an account"),
    ("fb", "https://www.facebook.com/groups/contoh", "a group"),
    ("fb", "https://www.facebook.com/marketplace/item/1", "not an account"),
    ("tiktok", "https://vt.tiktok.com/ZSabc/", "short link"),
    (None, "https://medium.com/@nama", "not a host of a platform"),
    (None, "https://tiktok.example/@nama", "not a host of a platform"),  # a brand in a foreign host is a trap
    (None, "https://contoh.example.org/berita", "no platform known here"),
    ("mastodon", "nama", "cannot be a handle"),
    ("x", "https://x.com/" + "a" * 40, "neither an account"),
    ("x", "a" * 5000, "5000 characters"),
    ("x", "", "nothing is written"),
    ("x", "\u200b", "nothing is written"),
    ("friendster", "nama", "is not a platform"),
    ("web", "situs saya", "not the address"),
    ("web", "javascript:alert(1)", "well-formed"),
    ("web", "https://www.instagram.com/nama", "of Instagram"),
    ("mastodon", "https://[::1/@nama", "well-formed"),
]


@pytest.mark.parametrize(("platform", "text", "reason"), REFUSED)
def test_refusals_say_what_it_is(platform: str | None, text: str, reason: str) -> None:
    with pytest.raises(UserError) as caught:
        read_account(platform, text)
    assert reason in caught.value.message


THREADS = [
    ("https://twitter.com/Nama/status/1?s=20", "https://x.com/nama/status/1", "1", "nama"),
    ("https://x.com/i/status/1", "https://x.com/i/status/1", "1", None),
    ("https://youtu.be/AbCdEfGhI-1?t=3", "https://www.youtube.com/watch?v=AbCdEfGhI-1", "AbCdEfGhI-1", None),
    (
        "https://www.youtube.com/shorts/AbCdEfGhI-1",
        "https://www.youtube.com/watch?v=AbCdEfGhI-1",
        "AbCdEfGhI-1",
        None,
    ),
    ("https://www.instagram.com/nama/p/C1abcDE/", "https://www.instagram.com/p/C1abcDE/", "C1abcDE", "nama"),
    ("https://www.tiktok.com/@Nama/video/73?q=1", "https://www.tiktok.com/@nama/video/73", "73", "nama"),
    ("https://t.me/s/Kanal_Contoh/9", "https://t.me/kanal_contoh/9", "9", "kanal_contoh"),
    ("https://server.example/@Nama/109", "https://server.example/@nama/109", "109", "nama@server.example"),
    (
        "https://bsky.app/profile/nama.bsky.social/post/3k",
        "https://bsky.app/profile/nama.bsky.social/post/3k",
        "at://nama.bsky.social/app.bsky.feed.post/3k",
        "nama.bsky.social",
    ),
    (
        f"at://{DID}/app.bsky.feed.post/3k",
        f"https://bsky.app/profile/{DID}/post/3k",
        f"at://{DID}/app.bsky.feed.post/3k",
        None,
    ),
]


@pytest.mark.parametrize(("text", "url", "native_id", "handle"), THREADS)
def test_threads(text: str, url: str, native_id: str, handle: str | None) -> None:
    thread = read_thread(text)
    assert (thread.url, thread.native_id) == (url, native_id)
    assert (thread.account.handle if thread.account else None) == handle


def test_an_account_is_no_thread() -> None:
    with pytest.raises(UserError, match="is an account"):
        read_thread("https://x.com/nama")


def test_facebook_ignores_dots_in_names() -> None:
    assert handle_key("facebook", "Budi.Contoh") == handle_key("facebook", "budicontoh")
    assert handle_key("instagram", "budi.contoh") != handle_key("instagram", "budicontoh")


def test_every_slug_and_alias_is_understood_and_none_means_two() -> None:
    words = [word for p in PLATFORMS.values() for word in (p.slug, *p.aliases)]
    assert len(words) == len(set(words))
    for platform in PLATFORMS.values():
        for word in (platform.slug, platform.name, platform.name.upper(), *platform.aliases):
            assert platform_slug(word) == platform.slug
        assert platform_slug(f"  {platform.slug} ") == platform.slug


def test_platforms_without_a_public_door_say_why() -> None:
    assert {slug for slug, p in PLATFORMS.items() if p.closed} == {
        "instagram",
        "facebook",
        "tiktok",
        "threads",
    }


def test_addresses_by_id() -> None:
    assert account_url("youtube", None, UC) == f"https://www.youtube.com/channel/{UC}"
    assert account_url("tiktok", None, "1") is None  # TikTok has no address by id


@given(st.sampled_from([None, *PLATFORMS]), st.text(max_size=60))
def test_any_text_is_read_or_refused(platform: str | None, text: str) -> None:
    try:
        name = read_source(platform, text)
    except UserError:
        return
    if isinstance(name, AccountName):
        assert name.handle or name.native_id


@given(
    st.sampled_from(["https://x.com/", "https://m.facebook.com/", "https://s.example/@", "https://youtu.be/", "at://"]),
    st.text(max_size=60),
)
def test_any_path_is_read_or_refused(start: str, rest: str) -> None:
    try:
        name = read_source(None, start + rest)
    except UserError:
        return
    assert name.platform in PLATFORMS


ENDS = {"mastodon": "@server.example", "bluesky": ".example.org"}


@pytest.mark.parametrize("slug", [s for s in PLATFORMS if s not in ("web", "wordpress")])
@settings(max_examples=30, deadline=None)
@given(word=st.from_regex(r"[a-z][a-z0-9]{5,12}", fullmatch=True))
def test_handles_read_back_whatever_the_decoration(slug: str, word: str) -> None:
    """A canonical handle means the same with an @, in capitals, with a space behind and as an address."""
    handle = word + ENDS.get(slug, "")
    if handle in PLATFORMS[slug].reserved:
        return
    name = read_account(slug, handle)
    assert name.handle == handle
    assert read_account(slug, f" @{handle.upper()} ") == name
    assert name.url is not None
    assert read_account(None, name.url) == name
