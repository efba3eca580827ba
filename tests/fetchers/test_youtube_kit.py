"""YouTube passes the kit, in each of its readings."""

from __future__ import annotations

from datetime import timedelta

import httpx
from tests.fetchers.fake_youtube import START, account_world, campaign_world, channel_id, video_id

from jempol_netral.fetchers.youtube import YouTube
from jempol_netral.models import Reading, Source
from jempol_netral.testing import FetcherTests


def source(reading: Reading, **fields: str) -> Source:
    return Source(
        key="k",
        fetcher="youtube",
        platform="youtube",
        reading=reading,
        handle=fields.get("handle"),
        native_id=fields.get("native_id"),
        url=fields.get("url"),
        since=START - timedelta(days=1),
    )


class TestAccount(FetcherTests):
    fetcher_class = YouTube
    options = {"page": 2}
    source = source(Reading.ACCOUNT, handle="anggi")

    def respond(self, request: httpx.Request) -> httpx.Response:
        return account_world()(request)


class TestAccountById(FetcherTests):
    """Known before, under another handle."""

    fetcher_class = YouTube
    options = {"page": 2}
    source = source(Reading.ACCOUNT, handle="nama.lama", native_id=channel_id("anggi"))

    def respond(self, request: httpx.Request) -> httpx.Response:
        return account_world()(request)


class TestVideosOnly(FetcherTests):
    fetcher_class = YouTube
    options = {"page": 2, "own_comments": False}
    source = source(Reading.ACCOUNT, handle="anggi")

    def respond(self, request: httpx.Request) -> httpx.Response:
        return account_world()(request)


class TestCampaign(FetcherTests):
    fetcher_class = YouTube
    options = {"page": 2}
    source = source(Reading.CAMPAIGN, handle="kampanye")

    def respond(self, request: httpx.Request) -> httpx.Response:
        return campaign_world()(request)


class TestOneVideo(FetcherTests):
    fetcher_class = YouTube
    options = {"page": 2}
    source = source(Reading.CAMPAIGN, url=f"https://www.youtube.com/watch?v={video_id(11)}")

    def respond(self, request: httpx.Request) -> httpx.Response:
        return campaign_world()(request)
