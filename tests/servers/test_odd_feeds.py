"""The 2,242 odd feeds with which feedparser is tested: each is read or refused by name, quickly, never with a crash."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from tests.servers.at_network import CACHE

from jempol_netral.errors import FetchError
from jempol_netral.fetchers.feeds import Feeds
from jempol_netral.fetchers.http import Client
from jempol_netral.models import Cursor, Reading, Source
from jempol_netral.testing.soundness import faults_of

pytestmark = pytest.mark.servers
FOLDER = CACHE / "feedparser" / "tests"
NOW = datetime(2024, 11, 20, tzinfo=UTC)
MOST_REQUESTS = 25


@pytest.mark.parametrize("reading", [Reading.ACCOUNT, Reading.CAMPAIGN])
def test_every_odd_feed_is_borne(reading: Reading) -> None:
    if not FOLDER.is_dir():
        pytest.skip("no odd feeds: run tests/servers/install-feedparser.sh")
    files = sorted(path for path in FOLDER.rglob("*") if path.is_file())
    outcomes: Counter[str] = Counter()
    began = time.process_time()
    for file in files:
        outcomes[_read(file, reading)] += 1

    assert sum(outcomes.values()) > 2000
    assert outcomes["read"] > 1500, outcomes
    assert time.process_time() - began < 120, "some feed is slow to read"
    print(dict(outcomes), round(time.process_time() - began, 1), "s")


def _read(file: Path, reading: Reading) -> str:
    """How the reading of one file ended. Anything that is no FetchError fails the test."""
    body = file.read_bytes()
    asked = 0

    def respond(_request: httpx.Request) -> httpx.Response:
        nonlocal asked
        asked += 1
        assert asked <= MOST_REQUESTS, f"{file.name}: the reading does not end"
        return httpx.Response(200, content=body, headers={"Content-Type": "application/xml", "ETag": '"1"'})

    source = Source(
        key="k", fetcher="feeds", platform="web", reading=reading, handle="https://situs.example.org/feed",
        since=NOW - timedelta(days=36500),
    )  # fmt: skip
    with Client(transport=httpx.MockTransport(respond), sleep=lambda _: None) as client:
        try:
            pages = list(Feeds(Feeds.manifest.options).fetch(source, Cursor(), client=client, clock=lambda: NOW))
        except FetchError as problem:
            return type(problem).__name__
    for item in (item for page in pages for item in page.items):
        assert not list(faults_of(item, ("web",))), f"{file.name}: {item}"
    return "read"
