"""The Mastodon fetcher on what a real Mastodon 4.7.3 answered (recordings of the Mastodon.py project)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from tests.fetchers.fake_mastodon import FakeServer

from jempol_netral.errors import SourceGone
from jempol_netral.fetchers.http import Client
from jempol_netral.fetchers.limits import retry_after
from jempol_netral.fetchers.mastodon import Mastodon
from jempol_netral.fetchers.mastodon.feed import parse_context
from jempol_netral.fetchers.mastodon.server import server_of
from jempol_netral.fetchers.mastodon.status import PUBLIC, status_item
from jempol_netral.models import Act, Cursor, Item, Page, Reading, Source
from jempol_netral.testing.soundness import faults_of

pytestmark = pytest.mark.servers

NOW = datetime(2026, 11, 1, tzinfo=UTC)
HOST = "localhost:3000"
NAME = "mastodonpy_test"
Recordings = list[dict[str, Any]]


def statuses(said: object) -> Iterator[dict[str, Any]]:
    """Every status in an answer, wherever it stands."""
    if isinstance(said, dict):
        if said.keys() >= {"content", "account", "uri", "visibility"}:
            yield said
        for part in said.values():
            yield from statuses(part)
    elif isinstance(said, list):
        for part in said:
            yield from statuses(part)


@pytest.fixture(scope="session")
def recorded(mastodon_recordings: Recordings) -> list[tuple[dict[str, Any], Item]]:
    """Every status that was recorded, and the item that it becomes."""
    return [
        (status, status_item(status, server_of(urlsplit(answer["url"]).netloc), NOW))
        for answer in mastodon_recordings
        for status in statuses(answer["body"])
    ]


def fetch(answers: Any, *, page: int, cursor: Cursor | None = None) -> tuple[list[Page], int]:
    source = Source(
        key="k", fetcher="mastodon", platform="mastodon", reading=Reading.ACCOUNT, handle=f"{NAME}@{HOST}",
        since=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    with Client(transport=httpx.MockTransport(answers), allow_loopback=True) as client:
        fetcher = Mastodon({"page": page}, secrets={})
        pages = list(fetcher.fetch(source, cursor or Cursor(), client=client, clock=lambda: NOW))
        return pages, sum(client.requests.values())


def replayed(recordings: Recordings, cassette: str) -> Any:
    """A server that gives the recorded answers of one cassette, and the accounts of all."""
    known = {
        (urlsplit(each["url"]).path, tuple(sorted(parse_qsl(urlsplit(each["url"]).query)))): each
        for each in recordings
        if each["method"] == "GET" and (each["from"] == cassette or "accounts/lookup" in each["url"])
    }

    def answer(request: httpx.Request) -> httpx.Response:
        found = known.get((request.url.path, tuple(sorted(request.url.params.multi_items()))))
        if found is None:
            return httpx.Response(200, json=[])
        return httpx.Response(found["status"], json=found["body"], headers=found["headers"])

    return answer


def test_every_recorded_status_becomes_a_sound_item(recorded: list[tuple[dict[str, Any], Item]]) -> None:
    assert len(recorded) > 500
    assert [(status["uri"], fault) for status, item in recorded for fault in faults_of(item, ("mastodon",))] == []


def test_reblogs(recorded: list[tuple[dict[str, Any], Item]]) -> None:
    found = [(status, item) for status, item in recorded if status.get("reblog")]

    assert found
    for status, item in found:
        assert (item.act, item.id) == (Act.RESHARE, status["uri"])
        assert item.author == f"{status['account']['acct']}@{HOST}"
        assert item.reshared_author == f"{status['reblog']['account']['acct']}@{HOST}"
        original = status_item(status["reblog"], server_of(HOST), NOW)
        words = original.text if status["reblog"]["visibility"] in PUBLIC else None  # else they are not for us
        assert (item.text, item.url) == (words, original.url)


def test_quoted_words_are_cut(recorded: list[tuple[dict[str, Any], Item]]) -> None:
    found = [(s, item) for s, item in recorded if (s.get("quote") or {}).get("quoted_status")]

    assert found
    for status, item in found:
        quoted = status["quote"]["quoted_status"]
        assert quoted["content"].encode() not in item.raw
        assert quoted["uri"].encode() in item.raw
        assert "RE: " not in (item.text or "")


def test_edits_polls_warnings_and_pictures(recorded: list[tuple[dict[str, Any], Item]]) -> None:
    for status, item in recorded:
        own = status.get("reblog") or status
        assert (item.edited_at is not None) == bool(status.get("edited_at")) or status.get("reblog")
        assert item.unread_media == bool(own["media_attachments"])
        words = [own["spoiler_text"], *(media["description"] or "" for media in own["media_attachments"])]
        words += [choice["title"] for choice in (own.get("poll") or {}).get("options", [])]
        assert all(word.strip() in (item.text or "") for word in words)
    assert sum(bool(status.get("poll")) for status, _ in recorded) > 5
    assert sum(item.edited_at is not None for _, item in recorded) > 5


def test_an_edited_status_keeps_its_id(recorded: list[tuple[dict[str, Any], Item]]) -> None:
    edited = next(item for status, item in recorded if status.get("edited_at") and not status.get("reblog"))
    versions = {item.raw for _, item in recorded if item.id == edited.id}

    assert versions


def test_replies_say_whom_they_answer(recorded: list[tuple[dict[str, Any], Item]]) -> None:
    replies = [(s, item) for s, item in recorded if s.get("in_reply_to_id") and "localhost" in s["uri"]]

    assert replies
    for status, item in replies:
        assert item.act is Act.COMMENT
        assert item.parent_id == f"http://{HOST}/api/v1/statuses/{status['in_reply_to_id']}"
        assert item.under_id == f"http://{HOST}/api/v1/accounts/{status['in_reply_to_account_id']}"


def test_pages_are_followed_by_their_links(mastodon_recordings: Recordings) -> None:
    pages, requests = fetch(replayed(mastodon_recordings, "test_fetch_next_previous"), page=5)

    assert [len(page.items) for page in pages] == [5, 5, 0]
    assert len({item.id for page in pages for item in page.items}) == 10
    assert requests == 4  # the lookup, two pages, and one that is empty
    assert not any(page.gaps for page in pages)
    assert pages[0].identity is not None
    assert pages[0].identity.handle == f"{NAME}@{HOST}"


def test_an_account_that_is_not_there(mastodon_recordings: Recordings) -> None:
    missing = next(each for each in mastodon_recordings if "accounts/lookup" in each["url"] and each["status"] == 404)

    with pytest.raises(SourceGone):
        fetch(lambda request: httpx.Response(404, json=missing["body"]), page=40)


def test_all_recorded_statuses_of_one_account_as_its_feed(recorded: list[tuple[dict[str, Any], Item]]) -> None:
    """Reblogs, replies, edits and quotes in one feed; a second scan costs one request for each page of the overlap."""
    named = [s for s, _ in recorded if s["account"]["acct"] == NAME and "localhost" in s["uri"]]
    number, _ = Counter(s["account"]["id"] for s in named).most_common(1)[0]  # recorded in several sessions
    own = {s["id"]: s for s in named if s["account"]["id"] == number}
    newest_first = sorted(own.values(), key=lambda status: int(status["id"]), reverse=True)
    world = FakeServer({})
    world.feeds[NAME], world.accounts[NAME] = newest_first, newest_first[0]["account"]

    first, before = fetch(world, page=40)
    again, after = fetch(world, page=40, cursor=first[-1].cursor)

    shown = {item.id for page in first for item in page.items}
    public = {status["uri"] for status in newest_first if status["visibility"] in PUBLIC}
    assert shown == public
    assert len(public) > 50
    assert {item.id for page in again for item in page.items} <= shown
    assert after <= before


def test_recorded_contexts(mastodon_recordings: Recordings) -> None:
    found = 0
    for answer in mastodon_recordings:
        if not urlsplit(answer["url"]).path.endswith("/context") or not answer["body"]["descendants"]:
            continue
        found += 1
        below = answer["body"]["descendants"]
        post = {**below[0], "id": below[0]["in_reply_to_id"] or "1", "uri": "https://server.example/first"}
        thread = parse_context(answer["body"], post, server_of(urlsplit(answer["url"]).netloc), NOW, with_token=True)
        ids = {item.id for item in thread.page.items}
        assert ids >= {each["uri"] for each in below if each["visibility"] in PUBLIC}
        assert {item.parent_id for item in thread.page.items[2:]} <= ids
    assert found


def test_rest_is_asked_for_as_an_iso_time(mastodon_recordings: Recordings) -> None:
    headers = next(each["headers"] for each in mastodon_recordings if "x-ratelimit-reset" in each["headers"])
    reset = datetime.fromisoformat(headers["x-ratelimit-reset"])

    assert retry_after(headers, reset) == 0
    assert (retry_after(headers, datetime(2026, 10, 1, tzinfo=UTC)) or 0) > 0
