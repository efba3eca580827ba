"""Mastodon passes the kit, in each of its readings."""

from __future__ import annotations

from datetime import timedelta

import httpx
from tests.fetchers.fake_mastodon import HOST, START, FakeServer, account_world, campaign_world, number

from jempol_netral.fetchers.base import Fetcher
from jempol_netral.fetchers.mastodon import Mastodon
from jempol_netral.models import Reading, Source
from jempol_netral.testing import FetcherTests
from jempol_netral.testing.kit import SECRET


def source(reading: Reading, **fields: str) -> Source:
    return Source(
        key="k",
        fetcher="mastodon",
        platform="mastodon",
        reading=reading,
        handle=fields.get("handle"),
        native_id=fields.get("native_id"),
        url=fields.get("url"),
        since=START - timedelta(days=1),
    )


class MastodonTests(FetcherTests):
    fetcher_class = Mastodon
    options = {"page": 2}

    def make(self) -> Fetcher:
        tokens = {"MASTODON_TOKENS": f"{HOST}={SECRET}"}
        return Mastodon({**Mastodon.manifest.options, **self.options}, secrets=tokens)

    def world(self) -> FakeServer:
        raise NotImplementedError

    def respond(self, request: httpx.Request) -> httpx.Response:
        return self.world()(request)


class TestAccount(MastodonTests):
    source = source(Reading.ACCOUNT, handle=f"anggi@{HOST}")

    def world(self) -> FakeServer:
        return account_world()


class TestAccountById(MastodonTests):
    source = source(Reading.ACCOUNT, handle=f"dulu@{HOST}", native_id=f"https://{HOST}/api/v1/accounts/1001")

    def world(self) -> FakeServer:
        return account_world()


class TestServerWithoutLinks(MastodonTests):
    source = source(Reading.ACCOUNT, handle=f"anggi@{HOST}")

    def world(self) -> FakeServer:
        world = account_world()
        world.link = False
        return world


class TestCampaign(MastodonTests):
    source = source(Reading.CAMPAIGN, handle=f"kampanye@{HOST}")

    def world(self) -> FakeServer:
        return campaign_world()


class TestOneThread(MastodonTests):
    one_page = True
    source = source(Reading.CAMPAIGN, url=f"https://{HOST}/@kampanye/{number(1)}")

    def world(self) -> FakeServer:
        return campaign_world()
