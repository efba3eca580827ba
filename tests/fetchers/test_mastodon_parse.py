"""Answers of Mastodon servers in, items out. The statuses are invented; their shape is the documented one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.fetchers.fake_mastodon import HOST, account, at, reblog, status

from jempol_netral.errors import ShapeChanged
from jempol_netral.fetchers.mastodon.feed import parse_context, parse_feed
from jempol_netral.fetchers.mastodon.server import (
    Server,
    next_address,
    read_account_id,
    read_tokens,
    self_host,
    server_of,
)
from jempol_netral.fetchers.mastodon.status import status_item
from jempol_netral.models import Act, Gap, Item, TimeQuality

HERE = server_of(HOST)
NOW = at(1000)
THEIRS = "Kata orang lain"


def item(shown: dict[str, Any], now: datetime = NOW) -> Item:
    return status_item(shown, HERE, now)


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"content": "<p>Satu<br>dua</p>"}, "Satu\ndua"),
        ({"spoiler_text": "Politik", "content": "<p>Isi</p>"}, "Politik\nIsi"),  # a warning is the author's too
        ({"content": ""}, ""),  # there was none, which is not absent
        ({"media_attachments": [{"type": "image", "description": "Poster nomor 2"}]}, "x\nPoster nomor 2"),
        ({"media_attachments": [{"type": "image", "description": None}]}, "x"),
        ({"poll": {"options": [{"title": "Paslon 1"}, {"title": "Paslon 2"}]}}, "x\nPaslon 1\nPaslon 2"),
        ({"card": {"title": "Judul berita", "description": "y"}}, "x"),  # a link card is not theirs
        ({"quote": {"state": "accepted", "quoted_status": status("kampanye", 1, THEIRS)}}, "x"),
        ({"content": '<p class="quote-inline">RE: https://a</p><p>x</p>'}, "x"),  # put there by the server
        ({"content": "<p>a\ud83d</p>"}, "a?"),  # half a character can be stored nowhere
    ],
)
def test_whose_words(more: dict[str, Any], text: str) -> None:
    assert item({**status("anggi", 1, "x"), **more}).text == text


def test_pictures_that_nobody_looked_at_are_told() -> None:
    picture = [{"id": "1", "type": "image", "description": "Poster", "url": "https://x/p.png"}]

    assert item(status("anggi", 1, "x", media_attachments=picture)).unread_media
    assert not item(status("anggi", 1, "x")).unread_media


@pytest.mark.parametrize(
    ("author", "author_id", "handle"),
    [
        (account("anggi"), f"https://{HOST}/api/v1/accounts/1001", f"anggi@{HOST}"),
        ({**account("anggi"), "acct": "Anggi"}, f"https://{HOST}/api/v1/accounts/1001", f"anggi@{HOST}"),
        (
            {**account("anggi"), "acct": f"anggi@{HOST}"},
            f"https://{HOST}/api/v1/accounts/1001",
            f"anggi@{HOST}",
        ),  # snac
        (account("jauh@lain.example"), None, "jauh@lain.example"),  # its number here is not its number at home
        (account("anggi", id=1001), f"https://{HOST}/api/v1/accounts/1001", f"anggi@{HOST}"),  # a JSON number
    ],
)
def test_who_it_was(author: dict[str, Any], author_id: str | None, handle: str) -> None:
    found = item({**status("anggi", 1, "x"), "account": author})

    assert (found.author_id, found.author) == (author_id, handle)


def test_handles_may_have_another_server_than_their_host() -> None:
    server = server_of("social.example.org", "example.org")

    found = status_item(status("anggi", 1, "x"), server, NOW)

    assert (found.author, found.author_id) == ("anggi@example.org", "https://social.example.org/api/v1/accounts/1001")


def test_a_reply_seen_from_its_author() -> None:
    found = item(status("anggi", 2, "Siap", answers=(parent := status("jauh@lain.example", 1, THEIRS))))

    assert found.act is Act.COMMENT
    assert found.parent_id == f"https://{HOST}/api/v1/statuses/{parent['id']}"
    assert found.under == f"https://{HOST}/@jauh@lain.example/{parent['id']}"
    assert found.thread_id is None  # the first post is not told


@pytest.mark.parametrize(
    ("more", "under"),
    [
        ({"in_reply_to_id": None}, "kampanye@server.example"),  # the parent was deleted
        ({"mentions": []}, None),  # whom it answers is known by number only
        ({"in_reply_to_id": "17954704214683755b2060"}, "kampanye@server.example"),  # no number: no such address
        ({"in_reply_to_account_id": "1001"}, f"https://{HOST}/@anggi/{status('kampanye', 1, '')['id']}"),  # oneself
    ],
)
def test_what_a_reply_stands_under(more: dict[str, Any], under: str | None) -> None:
    found = item({**status("anggi", 2, "Siap", answers=status("kampanye", 1, THEIRS)), **more})

    assert (found.act, found.under) == (Act.COMMENT, under)


def test_a_reblog_is_the_act_of_who_reblogged() -> None:
    original = status("kampanye", 1, THEIRS, spoiler_text="Ajakan")

    found = item(reblog("anggi", 9, original))

    assert (found.act, found.author, found.reshared_author) == (Act.RESHARE, f"anggi@{HOST}", f"kampanye@{HOST}")
    assert (found.text, found.created_at, found.url) == (f"Ajakan\n{THEIRS}", at(9), original["url"])
    assert found.id != original["uri"]
    assert THEIRS in found.raw.decode()


def test_a_reblog_of_what_is_not_for_everybody_keeps_no_words() -> None:
    found = item(reblog("anggi", 9, status("anggi", 1, THEIRS, visibility="private")))

    assert found.text is None
    assert THEIRS not in found.raw.decode()


def test_words_of_others_are_not_in_the_evidence() -> None:
    quoted = status("kampanye", 1, THEIRS)
    shown = status("anggi", 2, "x", quote={"state": "accepted", "quoted_status": quoted}, card={"title": THEIRS})

    raw = item(shown).raw.decode()

    assert THEIRS not in raw
    assert quoted["uri"] in raw


def test_what_drifts_is_not_in_the_evidence() -> None:
    before = status("anggi", 2, "x", media_attachments=[{"id": "1", "type": "image", "url": "https://a/1"}])
    after = {**before, "replies_count": 5, "favourites_count": 7, "account": account("anggi", display_name="Baru")}
    after["media_attachments"] = [{"id": "1", "type": "image", "url": "https://b/2"}]

    assert item(before).raw == item(after).raw


@pytest.mark.parametrize(
    ("said", "now", "quality"),
    [
        ("2024-10-01T00:00:00.000Z", NOW, TimeQuality.PLATFORM),
        ("2031-01-01T00:00:00.000Z", NOW, TimeQuality.ESTIMATED),  # a clock that is wrong
        ("2024-10-01T07:00:00+07:00", NOW, TimeQuality.PLATFORM),
    ],
)
def test_times(said: str, now: datetime, quality: TimeQuality) -> None:
    found = item(status("anggi", 1, "x", created_at=said), now)

    assert found.time_quality is quality
    assert found.created_at is not None
    assert found.created_at.utcoffset() == timedelta(0)


def test_an_edit_has_its_time() -> None:
    assert item(status("anggi", 1, "x", edited_at="2024-10-01T03:00:00.000Z")).edited_at == at(180)


# --- feeds ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"account": None},
        {"uri": None},
        {"content": None},
        {"created_at": "kemarin"},
        {"id": "../../x"},  # could not stand in an address
        {"account": account("kampanye")},  # another's words are not this account's
        {"reblog": "x"},
    ],
)
def test_an_odd_entry_hides_nothing_but_itself(odd: dict[str, Any]) -> None:
    sound = status("anggi", 1, "x")
    broken = {**status("anggi", 2, "y"), **odd} if odd else "x"

    feed = parse_feed([broken, sound], HERE, "1001", NOW)

    assert [found.text for found in feed.items] == ["x"]
    assert [gap.reason for gap in feed.gaps] == ["bad-entry"]
    with pytest.raises(ShapeChanged):
        parse_feed([broken], HERE, "1001", NOW)


@pytest.mark.parametrize("answer", [{}, None, "x", 3])
def test_no_list_is_no_empty_feed(answer: object) -> None:
    with pytest.raises(ShapeChanged):
        parse_feed(answer, HERE, "1001", NOW)


@pytest.mark.parametrize("visibility", ["private", "direct", "local", None])
def test_what_is_not_for_everybody_is_left_alone_but_counts_as_seen(visibility: str | None) -> None:
    shown = status("anggi", 2, "x", visibility=visibility)

    feed = parse_feed([shown], HERE, "1001", NOW)

    assert (feed.items, feed.entries, feed.newest) == ((), (shown["id"],), at(2))


def test_a_pinned_post_at_the_top_does_not_end_the_walk() -> None:
    feed = parse_feed([status("anggi", minutes, "x") for minutes in (1, 9, 8)], HERE, "1001", NOW)

    assert (feed.newest, feed.oldest) == (at(9), at(8))


# --- threads ----------------------------------------------------------------------------------------------------------


def context(*below: dict[str, Any], above: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    return {"ancestors": list(above), "descendants": list(below)}


def test_a_thread_begins_with_the_campaigns_own_post() -> None:
    first = status("kampanye", 1, "Satu")
    second = status("kampanye", 2, "Dua", answers=first)
    comment = status("jauh@lain.example", 3, "Ya", answers=second)

    page = parse_context(context(comment, above=(first,)), second, HERE, NOW, with_token=False).page

    assert [found.text for found in page.items] == ["Satu", "Dua", "Ya"]
    assert [found.parent_id for found in page.items] == [None, first["uri"], second["uri"]]
    assert {found.thread_id for found in page.items[1:]} == {first["uri"]}
    assert {found.under for found in page.items[1:]} == {f"https://{HOST}/@kampanye/{first['id']}"}
    assert {found.under_id for found in page.items[1:]} == {f"https://{HOST}/api/v1/accounts/1002"}


def test_a_campaigns_answer_to_a_stranger_is_the_beginning_itself() -> None:
    question = status("warga", 1, THEIRS)
    answer = status("kampanye", 2, "Dua", answers=question)

    page = parse_context(context(above=(question,)), answer, HERE, NOW, with_token=False).page

    assert [found.text for found in page.items] == ["Dua"]


@pytest.mark.parametrize(
    ("count", "with_token", "cut"),
    [(59, False, False), (60, False, True), (60, True, False), (4096, True, True)],
)
def test_a_full_list_is_a_cut_one(count: int, with_token: bool, cut: bool) -> None:
    post = status("kampanye", 1, "Satu")
    below = [status("warga", 2 + number, "Ya", answers=post) for number in range(count)]

    thread = parse_context(context(*below), post, HERE, NOW, with_token=with_token)

    where = f"https://{HOST}/@kampanye/{post['id']}"
    assert thread.page.gaps == ((Gap("replies-cut", where),) if cut else ())
    assert len(thread.page.items) == count + 1
    assert (below[0]["id"] in thread.covered) is not cut  # what may hold more is asked for itself


def test_a_branch_that_goes_on_below_the_deepest_level_is_cut() -> None:
    chain = [status("kampanye", 0, "Satu")]
    for level in range(1, 21):
        chain.append(status("warga", level, "Ya", answers=chain[-1]))
    open_end = {**chain[-1], "replies_count": 1}

    whole = parse_context(context(*chain[1:]), chain[0], HERE, NOW, with_token=False)
    cut = parse_context(context(*chain[1:-1], open_end), chain[0], HERE, NOW, with_token=False)

    assert [gap.reason for gap in whole.page.gaps] == []
    assert [gap.reason for gap in cut.page.gaps] == ["replies-cut"]


def test_private_answers_and_odd_ones() -> None:
    post = status("kampanye", 1, "Satu")
    private = status("warga", 2, "Ya", answers=post, visibility="private")
    odd = {**status("warga", 3, "Ya", answers=post), "content": 3}

    page = parse_context(context(private, odd), post, HERE, NOW, with_token=True).page

    assert [found.text for found in page.items] == ["Satu"]
    assert [gap.reason for gap in page.gaps] == ["bad-entry"]


# --- names ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("native_id", "read"),
    [
        ("https://a.example/api/v1/accounts/109", ("a.example", "109")),
        ("http://127.0.0.1:80/api/v1/accounts/c16b", ("127.0.0.1:80", "c16b")),
        ("109", None),  # a number of which server?
        ("https://a.example/api/v1/accounts/../x", None),
        ("https://a.example/users/anggi", None),
    ],
)
def test_stable_ids(native_id: str, read: tuple[str, str] | None) -> None:
    assert read_account_id(native_id) == read


@pytest.mark.parametrize(
    ("host", "base"),
    [
        ("Server.Example", "https://server.example"),
        ("127.0.0.1:8031", "http://127.0.0.1:8031"),  # one's own machine, in tests only
        ("[::1]:8031", "http://[::1]:8031"),
        ("localhost", "http://localhost"),
        ("10.0.0.1", "https://10.0.0.1"),  # which the client refuses
        ("127.0.0.1.evil.example", "https://127.0.0.1.evil.example"),
    ],
)
def test_only_ones_own_machine_is_asked_without_encryption(host: str, base: str) -> None:
    assert server_of(host).base == base


@pytest.mark.parametrize(
    ("said", "tokens"),
    [
        ("", {}),
        ("a.example=abc", {"a.example": "abc"}),
        ("A.example=abc, b.example:8031=d=e-f_g", {"a.example": "abc", "b.example:8031": "d=e-f_g"}),
        ("abc", None),  # a token of which server?
        ("https://a.example=abc", None),
        ("a.example=", None),
        ("a.example=ab\u00e9", None),  # could not stand in a header
    ],
)
def test_tokens(said: str, tokens: dict[str, str] | None) -> None:
    assert read_tokens(said) == tokens


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ('<https://a/x?max_id=1,2>; rel="next", <https://a/x?min_id=2>; rel="prev"', "https://a/x?max_id=1,2"),
        ('<https://a/p>; rel="prev", <https://a/n>; title="t"; rel="next"', "https://a/n"),
        ("<https://a/n>; rel=next", "https://a/n"),
        ('<https://a/p>; rel="prev"', None),
        ("", None),
        ("next", None),
    ],
)
def test_links(link: str, address: str | None) -> None:
    assert next_address({"link": link}) == address


@pytest.mark.parametrize(
    ("jrd", "host"),
    [
        ({"links": [{"rel": "self", "type": "application/activity+json", "href": "https://B.example/u"}]}, "b.example"),
        ({"links": [{"rel": "self", "type": "text/html", "href": "https://b.example/u"}]}, None),
        ({"links": [{"rel": "self", "type": "application/activity+json", "href": "https://[x/u"}]}, None),
        ({"links": "x"}, None),
        ({}, None),
    ],
)
def test_webfinger(jrd: dict[str, Any], host: str | None) -> None:
    assert self_host(jrd) == host


def test_addresses_of_posts() -> None:
    server = Server("https://social.example.org", "example.org")

    assert server.page_address("anggi@example.org", "1090") == "https://social.example.org/@anggi/1090"
    assert server.page_address("jauh@lain.example", "1090") == "https://social.example.org/@jauh@lain.example/1090"
    assert server.page_address("anggi@example.org", "17ab") is None
