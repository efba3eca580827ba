"""Feeds pass the kit, in each of their readings and formats."""

from __future__ import annotations

import json
from datetime import timedelta

import httpx
from tests.fetchers.fake_feeds import (
    JSON,
    RSS,
    SITE,
    START,
    FakeSite,
    atom,
    blog,
    campaign_site,
    comment,
    json_feed,
    json_item,
    rss,
    rss_item,
)

from jempol_netral.fetchers.feeds import Feeds
from jempol_netral.models import Reading, Source
from jempol_netral.testing import FetcherTests


def source(reading: Reading, path: str = "/feed", **fields: str) -> Source:
    return Source(
        key="k", fetcher="feeds", platform="web", reading=reading, handle=f"{SITE}{path}",
        native_id=fields.get("native_id"), since=START - timedelta(days=1),
    )  # fmt: skip


class TestAtom(FetcherTests):
    fetcher_class = Feeds
    leaves_host = True
    source = source(Reading.ACCOUNT)

    def respond(self, request: httpx.Request) -> httpx.Response:
        return blog()(request)


class TestRss(FetcherTests):
    fetcher_class = Feeds
    leaves_host = True
    one_page = True
    source = source(Reading.ACCOUNT)

    def respond(self, request: httpx.Request) -> httpx.Response:
        return FakeSite({"/feed": (rss(*(rss_item(number) for number in (3, 2, 1))), RSS)})(request)


class TestJson(FetcherTests):
    fetcher_class = Feeds
    leaves_host = True
    source = source(Reading.ACCOUNT)

    def respond(self, request: httpx.Request) -> httpx.Response:
        first = json_feed(json_item(3), json_item(2), next_url=f"{SITE}/feed?page=2")
        pages = {"/feed": first, "/feed?page=2": json_feed(json_item(1))}
        return FakeSite({path: (json.dumps(page).encode(), JSON) for path, page in pages.items()})(request)


class TestCampaign(FetcherTests):
    fetcher_class = Feeds
    leaves_host = True
    source = source(Reading.CAMPAIGN)

    def respond(self, request: httpx.Request) -> httpx.Response:
        return campaign_site()(request)


class TestCommentFeed(FetcherTests):
    """A comment system's feed of one page, as isso has it."""

    fetcher_class = Feeds
    leaves_host = True
    one_page = True
    source = source(Reading.CAMPAIGN)

    def respond(self, request: httpx.Request) -> httpx.Response:
        feed = atom(comment(2, 9, "Adi", "Siap", "https://adi.example.org"), comment(1, 9, "Warga", "Ya"))
        return FakeSite({"/feed": (feed, RSS)})(request)
