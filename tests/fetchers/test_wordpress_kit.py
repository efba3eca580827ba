"""WordPress passes the kit, in each of its readings."""

from __future__ import annotations

from datetime import timedelta

import httpx
from tests.fetchers.fake_wordpress import SITE, START, site

from jempol_netral.fetchers.wordpress import WordPress
from jempol_netral.models import Reading, Source
from jempol_netral.testing import FetcherTests


def source(reading: Reading, handle: str = SITE, native_id: str | None = None) -> Source:
    return Source(
        key="k", fetcher="wordpress", platform="wordpress", reading=reading, handle=handle, native_id=native_id,
        since=START - timedelta(days=1),
    )  # fmt: skip


class TestSite(FetcherTests):
    fetcher_class = WordPress
    options = {"page": 2}
    leaves_host = True
    source = source(Reading.ACCOUNT)

    def respond(self, request: httpx.Request) -> httpx.Response:
        return site()(request)


class TestAuthorPage(FetcherTests):
    fetcher_class = WordPress
    options = {"page": 2}
    leaves_host = True
    source = source(Reading.ACCOUNT, f"{SITE}/author/anggi")

    def respond(self, request: httpx.Request) -> httpx.Response:
        return site()(request)


class TestCampaign(FetcherTests):
    fetcher_class = WordPress
    options = {"page": 2}
    leaves_host = True
    source = source(Reading.CAMPAIGN)

    def respond(self, request: httpx.Request) -> httpx.Response:
        return site()(request)


class TestOneThread(FetcherTests):
    fetcher_class = WordPress
    leaves_host = True
    one_page = True
    source = source(Reading.CAMPAIGN, f"{SITE}/contoh-2")

    def respond(self, request: httpx.Request) -> httpx.Response:
        return site()(request)


class TestAddressesNotRewritten(FetcherTests):
    fetcher_class = WordPress
    options = {"page": 2}
    leaves_host = True
    source = source(Reading.ACCOUNT)

    def respond(self, request: httpx.Request) -> httpx.Response:
        served = site()
        served.rewritten = False
        return served(request)
