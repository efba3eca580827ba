"""The Mastodon fetcher against a real server with the Mastodon API (snac)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.servers.snac import Account, Post, Snac

from jempol_netral.errors import AuthProblem, SourceGone
from jempol_netral.fetchers.answers import Answer
from jempol_netral.fetchers.http import Client
from jempol_netral.fetchers.mastodon import Mastodon
from jempol_netral.models import Act, Cursor, Identity, Item, Page, Reading, Source, TimeQuality

pytestmark = pytest.mark.servers


class Counting(Client):
    """Counts what a fetcher asks for. snac closes each connection, so a question may need a second try."""

    questions: list[str]

    def get(self, url: str, **more: Any) -> Answer:
        self.questions.append(url)
        return super().get(url, **more)


@pytest.fixture
def client() -> Iterator[Counting]:
    opened = Counting(allow_loopback=True)
    opened.questions = []
    yield opened
    opened.close()


def source(reading: Reading = Reading.ACCOUNT, **fields: str) -> Source:
    return Source(
        key="k",
        fetcher="mastodon",
        platform="mastodon",
        reading=reading,
        handle=fields.get("handle"),
        native_id=fields.get("native_id"),
        url=fields.get("url"),
        since=datetime.now(UTC) - timedelta(days=1),
    )


def read(
    client: Counting, src: Source, cursor: Cursor | None = None, *, token_of: Account | None = None, page: int = 40
) -> list[Page]:
    tokens = {"MASTODON_TOKENS": f"{token_of.server.host}={token_of.token}"} if token_of else {}
    fetcher = Mastodon({"page": page}, secrets=tokens)
    return list(fetcher.fetch(src, cursor or Cursor(), client=client, clock=lambda: datetime.now(UTC)))


def items(pages: list[Page]) -> list[Item]:
    return [item for page in pages for item in page.items]


def texts(pages: list[Page]) -> list[str | None]:
    return [item.text for item in items(pages)]


def asked(client: Counting) -> int:
    return len(client.questions)


def test_an_account(snac: Snac, client: Counting) -> None:
    anggi = snac.account("anggi")
    post = anggi.post("Selamat pagi #contoh & kawan\nbaris dua")

    pages = read(client, source(handle=anggi.handle))

    (item,) = items(pages)
    assert (item.id, item.act, item.author) == (post.uri, Act.POST, anggi.handle)
    assert item.text == "Selamat pagi #contoh & kawan\nbaris dua"
    assert (item.time_quality, item.url) == (TimeQuality.PLATFORM, post.uri)
    assert item.author_id is not None
    assert item.author_id.startswith(f"http://{snac.host}/api/v1/accounts/")
    assert pages[0].identity == Identity(item.author_id, anggi.handle)
    assert pages[-1].cursor.watermark == item.created_at


@pytest.mark.parametrize("count", [0, 1, 4, 5, 9, 53])
def test_a_server_that_ignores_which_page_is_asked_for(snac: Snac, client: Counting, count: int) -> None:
    anggi = snac.account("anggi")
    for number in range(count):
        anggi.post(f"Contoh {number}")

    pages = read(client, source(handle=anggi.handle), page=5)

    assert sorted(filter(None, texts(pages))) == sorted(f"Contoh {number}" for number in range(count))
    assert not any(page.gaps for page in pages)
    assert asked(client) <= 3  # the lookup, the feed, and once below its last entry


def test_a_second_reading_makes_one_request(snac: Snac, client: Counting) -> None:
    anggi = snac.account("anggi")
    anggi.post("Contoh")
    first = read(client, source(handle=anggi.handle))
    identity = first[0].identity
    assert identity is not None
    before = asked(client)

    again = read(client, source(handle=anggi.handle, native_id=identity.native_id), first[-1].cursor)

    assert items(again) == items(first)
    assert asked(client) - before == 1


@dataclass(frozen=True)
class Thread:
    """A campaign's post with two answers, and a post without any. snac shows direct answers only."""

    campaign: Account
    anggi: Account
    stranger: Account
    post: Post


@pytest.fixture(scope="module")
def thread(snac: Snac) -> Thread:
    campaign, anggi, stranger = (snac.account(name) for name in ("kampanye", "anggi", "orang"))
    post = campaign.post("Contoh kampanye")
    anggi.post("Siap, menang!", reply_to=post)
    stranger.post("Saya juga", reply_to=post)
    campaign.post("Tanpa komentar")
    snac.await_answers(campaign, post, 2)
    return Thread(campaign, anggi, stranger, post)


def test_comments_under_a_campaign_account(thread: Thread, client: Counting) -> None:
    pages = read(client, source(Reading.CAMPAIGN, handle=thread.campaign.handle), token_of=thread.campaign)

    first, *comments = pages[0].items
    assert first.id == thread.post.uri  # the campaign's own post stands first
    assert {item.text: item.author for item in comments} == {
        "Siap, menang!": thread.anggi.handle,
        "Saya juga": thread.stranger.handle,
    }
    assert {item.act for item in comments} == {Act.COMMENT}
    assert {item.thread_id for item in comments} == {thread.post.uri}
    assert {item.parent_id for item in comments} == {thread.post.uri}
    assert {item.under_id for item in comments} == {first.author_id}
    assert "Tanpa komentar" in texts(pages)
    assert not any(page.gaps for page in pages)


def test_without_a_token_the_comments_are_closed_and_that_is_said(thread: Thread, client: Counting) -> None:
    pages = read(client, source(Reading.CAMPAIGN, handle=thread.campaign.handle))

    assert sorted(filter(None, texts(pages))) == ["Contoh kampanye", "Tanpa komentar"]
    assert [gap.reason for page in pages for gap in page.gaps] == ["comments-closed"]


def test_a_comment_is_the_same_item_from_both_sides(thread: Thread, client: Counting) -> None:
    (mine,) = items(read(client, source(handle=thread.anggi.handle)))
    under = items(read(client, source(Reading.CAMPAIGN, handle=thread.campaign.handle), token_of=thread.campaign))
    (same,) = [item for item in under if item.id == mine.id]

    assert (mine.text, mine.author, mine.author_id, mine.act) == (same.text, same.author, same.author_id, same.act)
    assert mine.under_id == same.under_id  # an answer to the campaign itself, as both sides tell


def test_a_late_comment_is_found_with_two_requests(snac: Snac, client: Counting) -> None:
    campaign, anggi = snac.account("kampanye"), snac.account("anggi")
    post = campaign.post("Contoh kampanye")
    first = read(client, source(Reading.CAMPAIGN, handle=campaign.handle), token_of=campaign)
    (identity,) = {page.identity for page in first if page.identity}
    anggi.post("Terlambat", reply_to=post)
    snac.await_answers(campaign, post, 1)
    before = asked(client)

    known = source(Reading.CAMPAIGN, handle=campaign.handle, native_id=identity.native_id)
    again = read(client, known, first[-1].cursor, token_of=campaign)

    assert "Terlambat" in texts(again)
    assert asked(client) - before == 2  # the feed, and the one thread with replies


def test_an_edit_changes_the_text_and_not_the_id(snac: Snac, client: Counting) -> None:
    anggi = snac.account("anggi")
    post = anggi.post("Dulu")
    anggi.post("Lain")
    (before,) = [item for item in items(read(client, source(handle=anggi.handle))) if item.text == "Dulu"]
    anggi.edit(post, "Kini")

    (after,) = [item for item in items(read(client, source(handle=anggi.handle))) if item.text == "Kini"]

    assert (before.id, before.edited_at) == (after.id, None)
    assert after.edited_at is not None
    assert before.raw != after.raw


def test_a_reply_does_not_change_the_raw_payload(snac: Snac, client: Counting) -> None:
    campaign, anggi = snac.account("kampanye"), snac.account("anggi")
    post = campaign.post("Contoh")
    before = items(read(client, source(handle=campaign.handle)))
    anggi.post("Balasan", reply_to=post)
    snac.await_answers(campaign, post, 1)

    assert items(read(client, source(handle=campaign.handle))) == before


def test_what_is_not_for_everybody(snac: Snac, client: Counting) -> None:
    anggi = snac.account("anggi")
    anggi.post("Umum")
    anggi.post("Diam", visibility="unlisted")
    anggi.post("Pengikut saja", visibility="private")

    pages = read(client, source(handle=anggi.handle), token_of=anggi)

    assert sorted(filter(None, texts(pages))) == ["Diam", "Umum"]


def test_a_content_warning_is_the_authors_words_too(snac: Snac, client: Counting) -> None:
    anggi = snac.account("anggi")
    anggi.post("isi", spoiler_text="peringatan")

    assert texts(read(client, source(handle=anggi.handle))) == ["peringatan\nisi"]


def test_nobody_of_that_name(snac: Snac, client: Counting) -> None:
    gone = f"http://{snac.host}/api/v1/accounts/0123456789abcdef"
    for src in (source(handle=f"tidakada@{snac.host}"), source(native_id=gone)):
        with pytest.raises(SourceGone):
            read(client, src)


def test_a_thread_asked_for_without_a_token(snac: Snac, client: Counting) -> None:
    with pytest.raises(AuthProblem, match="MASTODON_TOKENS"):
        read(client, source(Reading.CAMPAIGN, url=f"https://{snac.host}/@kampanye/1090"))
