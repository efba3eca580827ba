"""Bluesky passes the kit, in each of its readings."""

from __future__ import annotations

from datetime import timedelta

import httpx
from tests.fetchers.fake_bluesky import START, account_world, campaign_world, uri

from jempol_netral.fetchers.bluesky import Bluesky
from jempol_netral.models import Reading, Source
from jempol_netral.testing import FetcherTests


def source(reading: Reading, **fields: str) -> Source:
    return Source(
        key="k",
        fetcher="bluesky",
        platform="bluesky",
        reading=reading,
        handle=fields.get("handle"),
        url=fields.get("url"),
        since=START - timedelta(days=1),
    )


class TestAccount(FetcherTests):
    fetcher_class = Bluesky
    options = {"page": 2}
    source = source(Reading.ACCOUNT, handle="anggi.example")

    def respond(self, request: httpx.Request) -> httpx.Response:
        return account_world()(request)


class TestCampaign(FetcherTests):
    fetcher_class = Bluesky
    options = {"page": 2}
    source = source(Reading.CAMPAIGN, handle="kampanye.example")

    def respond(self, request: httpx.Request) -> httpx.Response:
        return campaign_world()(request)


class TestOneThread(FetcherTests):
    fetcher_class = Bluesky
    one_page = True
    source = source(Reading.CAMPAIGN, url=uri("kampanye.example", 1))

    def respond(self, request: httpx.Request) -> httpx.Response:
        return campaign_world()(request)
