"""The Bluesky fetcher against a real AT-protocol network."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from tests.servers.at_network import Account, AtNetwork, Ref

from jempol_netral.errors import SourceGone, SourcePrivate
from jempol_netral.fetchers.bluesky import Bluesky
from jempol_netral.fetchers.http import Client
from jempol_netral.models import Act, Cursor, Identity, Item, Page, Reading, Source, TimeQuality

pytestmark = pytest.mark.servers

OCTOBER = datetime(2024, 10, 1, tzinfo=UTC)


def minute(number: int) -> datetime:
    return OCTOBER + timedelta(minutes=number)


@pytest.fixture
def client() -> Iterator[Client]:
    with Client(allow_loopback=True) as opened:
        yield opened


def source(reading: Reading = Reading.ACCOUNT, **fields: str) -> Source:
    return Source(
        key="k",
        fetcher="bluesky",
        platform="bluesky",
        reading=reading,
        handle=fields.get("handle"),
        native_id=fields.get("native_id"),
        url=fields.get("url"),
        since=datetime(2024, 8, 27, tzinfo=UTC),
    )


def read(network: AtNetwork, client: Client, src: Source, cursor: Cursor | None = None, page: int = 100) -> list[Page]:
    network.settle()
    fetcher = Bluesky({"appview": network.appview, "page": page})
    return list(fetcher.fetch(src, cursor or Cursor(), client=client, clock=lambda: datetime.now(UTC)))


def items(pages: list[Page]) -> list[Item]:
    return [item for page in pages for item in page.items]


def texts(pages: list[Page]) -> list[str | None]:
    return [item.text for item in items(pages)]


def test_an_author_feed_page_by_page(at_network: AtNetwork, client: Client) -> None:
    anggi = at_network.account("anggi")
    for number in range(7):
        anggi.post(f"Contoh {number}", at=minute(number))

    pages = read(at_network, client, source(handle=anggi.handle), page=3)

    assert texts(pages) == [f"Contoh {number}" for number in range(6, -1, -1)]
    assert pages[0].identity == Identity(anggi.did, anggi.handle)
    assert pages[-1].cursor.watermark == minute(6)
    first = items(pages)[0]
    assert (first.author_id, first.author, first.act) == (anggi.did, anggi.handle, Act.POST)
    assert (first.created_at, first.time_quality) == (minute(6), TimeQuality.PLATFORM)


def test_a_second_reading_makes_one_request(at_network: AtNetwork, client: Client) -> None:
    anggi = at_network.account("anggi")
    anggi.post("Contoh", at=minute(0))
    cursor = read(at_network, client, source(handle=anggi.handle))[-1].cursor
    before = sum(client.requests.values())

    assert texts(read(at_network, client, source(native_id=anggi.did), cursor)) == ["Contoh"]
    assert sum(client.requests.values()) - before == 1


def test_a_reading_stopped_after_any_page_goes_on_there(at_network: AtNetwork, client: Client) -> None:
    anggi = at_network.account("anggi")
    for number in range(5):
        anggi.post(f"Contoh {number}", at=minute(number))
    at_network.settle()
    fetcher = Bluesky({"appview": at_network.appview, "page": 2})
    cursor, seen = Cursor(), []
    for number in range(5, 9):
        pages = fetcher.fetch(source(handle=anggi.handle), cursor, client=client, clock=lambda: datetime.now(UTC))
        page = next(pages)
        seen += [item.text for item in page.items]
        cursor = page.cursor
        anggi.post(f"Contoh {number}", at=minute(number))  # the world goes on meanwhile
        at_network.settle()

    assert set(seen) | set(texts(read(at_network, client, source(handle=anggi.handle), cursor))) == {
        f"Contoh {number}" for number in range(9)
    }


def campaign_with_comments(network: AtNetwork) -> tuple[Account, Account, Account, Ref]:
    campaign, anggi, stranger = (network.account(name) for name in ("kampanye", "anggi", "orang-lain"))
    post = campaign.post("Contoh kampanye", at=minute(0))
    comment = anggi.post("Siap, menang!", at=minute(1), reply_to=post)
    stranger.post("Saya juga", at=minute(2), reply_to=post)
    stranger.post("Balasan di dalam", at=minute(3), reply_to=comment, root=post)
    campaign.post("Tanpa komentar", at=minute(4))
    return campaign, anggi, stranger, post


def test_comments_under_a_campaign_account(at_network: AtNetwork, client: Client) -> None:
    campaign, anggi, stranger, post = campaign_with_comments(at_network)

    pages = read(at_network, client, source(Reading.CAMPAIGN, handle=campaign.handle))

    thread = pages[0].items
    assert thread[0].id == post.uri  # the campaign's own post stands first
    assert {item.text: item.author_id for item in thread[1:]} == {
        "Siap, menang!": anggi.did,
        "Saya juga": stranger.did,
        "Balasan di dalam": stranger.did,
    }
    assert {item.thread_id for item in thread[1:]} == {post.uri}
    assert {item.under_id for item in thread[1:]} == {campaign.did}
    assert "Tanpa komentar" in texts(pages)


def test_a_late_comment_is_found_with_two_requests(at_network: AtNetwork, client: Client) -> None:
    campaign, anggi, _, post = campaign_with_comments(at_network)
    src = source(Reading.CAMPAIGN, handle=campaign.handle)
    cursor = read(at_network, client, src)[-1].cursor
    anggi.post("Terlambat", at=minute(9), reply_to=post)
    before = sum(client.requests.values())

    assert "Terlambat" in texts(read(at_network, client, src, cursor))
    assert sum(client.requests.values()) - before == 2  # the feed, and the one thread with replies


def test_one_watched_thread(at_network: AtNetwork, client: Client) -> None:
    campaign, _, _, post = campaign_with_comments(at_network)
    url = f"https://bsky.app/profile/{campaign.handle}/post/{post.rkey}"

    (page,) = read(at_network, client, source(Reading.CAMPAIGN, url=url))

    assert page.items[0].text == "Contoh kampanye"
    assert len(page.items) == 4


def test_a_deep_thread_is_read_to_its_bottom(at_network: AtNetwork, client: Client) -> None:
    campaign, anggi = at_network.account("kampanye"), at_network.account("anggi")
    root = post = campaign.post("Tingkat 0", at=minute(0))
    for level in range(1, 131):
        post = anggi.post(f"Tingkat {level}", at=minute(level), reply_to=post, root=root)

    (page,) = read(at_network, client, source(Reading.CAMPAIGN, url=root.uri))

    assert {item.text for item in page.items} == {f"Tingkat {level}" for level in range(131)}


def test_a_comment_seen_from_its_author(at_network: AtNetwork, client: Client) -> None:
    campaign, anggi, _, post = campaign_with_comments(at_network)

    (comment,) = items(read(at_network, client, source(native_id=anggi.did)))

    assert (comment.act, comment.parent_id, comment.thread_id) == (Act.COMMENT, post.uri, post.uri)
    assert comment.under_id == campaign.did
    assert "Contoh kampanye" not in comment.raw.decode()


def test_a_comment_is_the_same_item_from_both_sides(at_network: AtNetwork, client: Client) -> None:
    campaign, anggi, _, _ = campaign_with_comments(at_network)

    (mine,) = items(read(at_network, client, source(native_id=anggi.did)))
    under = read(at_network, client, source(Reading.CAMPAIGN, handle=campaign.handle))

    assert mine in items(under)


def test_a_repost_belongs_to_who_reposted_and_its_words_to_another(at_network: AtNetwork, client: Client) -> None:
    campaign, anggi = at_network.account("kampanye"), at_network.account("anggi")
    repost = anggi.repost(campaign.post("Kata orang lain", at=minute(0)), at=minute(5))

    (item,) = items(read(at_network, client, source(handle=anggi.handle)))

    assert (item.act, item.id, item.author_id) == (Act.RESHARE, repost.uri, anggi.did)
    assert (item.text, item.reshared_author) == ("Kata orang lain", campaign.handle)
    assert item.created_at == minute(5)


def test_a_quote_keeps_only_ones_own_words(at_network: AtNetwork, client: Client) -> None:
    campaign, anggi = at_network.account("kampanye"), at_network.account("anggi")
    anggi.quote(campaign.post("Kata orang lain", at=minute(0)), "Hm.", at=minute(1))

    (item,) = items(read(at_network, client, source(handle=anggi.handle)))

    assert item.text == "Hm."
    assert "Kata orang lain" not in item.raw.decode()


def test_a_renamed_account_is_found_by_its_did(at_network: AtNetwork, client: Client) -> None:
    anggi = at_network.account("anggi")
    anggi.post("Sebelum", at=minute(0))
    (before,) = items(read(at_network, client, source(handle=anggi.handle)))
    old = anggi.handle
    anggi.rename("anggita")
    anggi.post("Sesudah", at=minute(1))

    pages = read(at_network, client, source(native_id=anggi.did, handle=old))

    assert texts(pages) == ["Sesudah", "Sebelum"]
    assert pages[0].identity == Identity(anggi.did, anggi.handle)
    after = items(pages)[1]
    assert (after.id, after.raw, after.url) == (before.id, before.raw, before.url)  # the evidence is the same


def test_an_edit_changes_the_text_and_the_raw_payload(at_network: AtNetwork, client: Client) -> None:
    anggi = at_network.account("anggi")
    post = anggi.post("Dulu", at=minute(0))
    (before,) = items(read(at_network, client, source(handle=anggi.handle)))
    anggi.edit(post, "Kini", at=minute(0))

    (after,) = items(read(at_network, client, source(handle=anggi.handle)))

    assert (before.id, before.text, after.text) == (after.id, "Dulu", "Kini")
    assert before.raw != after.raw


def test_a_like_does_not_change_the_raw_payload(at_network: AtNetwork, client: Client) -> None:
    anggi, other = at_network.account("anggi"), at_network.account("orang-lain")
    post = anggi.post("Contoh", at=minute(0))
    before = items(read(at_network, client, source(handle=anggi.handle)))
    like = {"$type": "app.bsky.feed.like", "subject": post.json(), "createdAt": "2024-10-01T00:00:00Z"}
    other.create("app.bsky.feed.like", like, rkey=at_network.tid(minute(3)))
    other.post("Balasan", at=minute(4), reply_to=post)

    assert items(read(at_network, client, source(handle=anggi.handle))) == before


def test_a_deleted_post_is_gone(at_network: AtNetwork, client: Client) -> None:
    anggi = at_network.account("anggi")
    anggi.post("Tinggal", at=minute(0))
    anggi.delete(anggi.post("Hilang", at=minute(1)))

    assert texts(read(at_network, client, source(handle=anggi.handle))) == ["Tinggal"]


def test_a_deleted_thread(at_network: AtNetwork, client: Client) -> None:
    campaign, _, _, post = campaign_with_comments(at_network)
    campaign.delete(post)

    pages = read(at_network, client, source(Reading.CAMPAIGN, handle=campaign.handle))
    assert texts(pages) == ["Tanpa komentar"]
    with pytest.raises(SourceGone):
        read(at_network, client, source(Reading.CAMPAIGN, url=post.uri))


def test_a_deleted_comment_leaves_the_rest_readable(at_network: AtNetwork, client: Client) -> None:
    campaign, anggi, stranger, post = campaign_with_comments(at_network)
    gone = anggi.post("Hilang", at=minute(6), reply_to=post)
    stranger.post("Di bawah yang hilang", at=minute(7), reply_to=gone, root=post)
    anggi.delete(gone)

    pages = read(at_network, client, source(Reading.CAMPAIGN, handle=campaign.handle))

    assert "Saya juga" in texts(pages)
    assert "Hilang" not in texts(pages)


def test_forged_dates(at_network: AtNetwork, client: Client) -> None:
    anggi = at_network.account("anggi")
    future = {"$type": "app.bsky.feed.post", "text": "Besok", "createdAt": "2031-01-01T00:00:00Z"}
    past = {"$type": "app.bsky.feed.post", "text": "Dahulu", "createdAt": "2024-09-01T00:00:00Z"}
    anggi.create("app.bsky.feed.post", future, rkey=at_network.tid(datetime.now(UTC)))
    anggi.create("app.bsky.feed.post", past, rkey=at_network.tid(datetime.now(UTC)))

    pages = read(at_network, client, source(handle=anggi.handle))

    assert texts(pages) == ["Besok", "Dahulu"]
    assert {item.time_quality for item in items(pages)} == {TimeQuality.ESTIMATED}
    watermark = pages[-1].cursor.watermark
    assert watermark is not None
    assert watermark <= datetime.now(UTC)


def test_nobody_of_that_name(at_network: AtNetwork, client: Client) -> None:
    for name in ("tidak-ada.test", "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"):
        with pytest.raises(SourceGone):
            read(at_network, client, source(handle=name))


def test_an_account_shown_to_signed_in_visitors_only(at_network: AtNetwork, client: Client) -> None:
    anggi = at_network.account("anggi")
    anggi.post("Contoh", at=minute(0))
    anggi.show_to_signed_in_only()

    with pytest.raises(SourcePrivate):
        read(at_network, client, source(handle=anggi.handle))


def test_a_deactivated_account(at_network: AtNetwork, client: Client) -> None:
    anggi = at_network.account("anggi")
    anggi.post("Contoh", at=minute(0))
    anggi.deactivate()

    with pytest.raises(SourceGone):
        read(at_network, client, source(handle=anggi.handle))
