"""X passes the kit, in each of its readings."""

from __future__ import annotations

from datetime import timedelta

import httpx
from tests.fetchers.fake_x import START, account_world, campaign_world, number

from jempol_netral.fetchers.x import X
from jempol_netral.models import Reading, Source
from jempol_netral.testing import FetcherTests


def source(reading: Reading, **fields: str) -> Source:
    return Source(
        key="k",
        fetcher="x",
        platform="x",
        reading=reading,
        handle=fields.get("handle"),
        url=fields.get("url"),
        since=START - timedelta(days=1),
    )


class TestAccount(FetcherTests):
    fetcher_class = X
    options = {"max_reads_usd": 100.0}
    source = source(Reading.ACCOUNT, handle="anggi_contoh")

    def respond(self, request: httpx.Request) -> httpx.Response:
        return account_world()(request)


class TestCampaign(FetcherTests):
    fetcher_class = X
    options = {"max_reads_usd": 100.0}
    source = source(Reading.CAMPAIGN, handle="kampanye_contoh")

    def respond(self, request: httpx.Request) -> httpx.Response:
        return campaign_world()(request)


class TestOneThread(FetcherTests):
    fetcher_class = X
    options = {"max_reads_usd": 100.0}
    one_page = True
    source = source(Reading.CAMPAIGN, url=f"https://x.com/kampanye_contoh/status/{number(10)}")

    def respond(self, request: httpx.Request) -> httpx.Response:
        return campaign_world()(request)
