"""Telegram passes the kit, in each of its readings."""

from __future__ import annotations

from datetime import timedelta

import httpx
from tests.fetchers.fake_telegram import START, account_world, campaign_world

from jempol_netral.fetchers.telegram import Telegram
from jempol_netral.models import Reading, Source
from jempol_netral.testing import FetcherTests


def source(reading: Reading, **fields: str) -> Source:
    return Source(
        key="k",
        fetcher="telegram",
        platform="telegram",
        reading=reading,
        handle=fields.get("handle"),
        url=fields.get("url"),
        since=START - timedelta(days=1),
    )


class TestAccount(FetcherTests):
    fetcher_class = Telegram
    source = source(Reading.ACCOUNT, handle="kanal_contoh")

    def respond(self, request: httpx.Request) -> httpx.Response:
        return account_world()(request)


class TestCampaign(FetcherTests):
    fetcher_class = Telegram
    source = source(Reading.CAMPAIGN, handle="kampanye_contoh")

    def respond(self, request: httpx.Request) -> httpx.Response:
        return campaign_world()(request)


class TestOneThread(FetcherTests):
    fetcher_class = Telegram
    one_page = True
    source = source(Reading.CAMPAIGN, url="https://t.me/kampanye_contoh/1")

    def respond(self, request: httpx.Request) -> httpx.Response:
        return campaign_world()(request)
