"""How often Bluesky is asked: every request is somebody else's machine."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from tests.fetchers.fake_bluesky import START, FakeAppView, account_world, at, campaign_world, node, post, uri

from jempol_netral.fetchers.bluesky import Bluesky
from jempol_netral.fetchers.http import Client
from jempol_netral.models import Cursor, Page, Reading, Source


def read(
    world: FakeAppView, reading: Reading, cursor: Cursor | None = None, overlap: int = 9999, **fields: str
) -> tuple[list[Page], list[str]]:
    """The pages, and what was asked for in order."""
    asked: list[str] = []

    def serve(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params.get("uri") or request.url.params["actor"])
        return world(request)

    source = Source(
        key="k",
        fetcher="bluesky",
        platform="bluesky",
        reading=reading,
        handle=fields.get("handle"),
        native_id=fields.get("native_id"),
        url=fields.get("url"),
        since=START - timedelta(days=1),
        overlap=timedelta(minutes=overlap),
    )
    client = Client(transport=httpx.MockTransport(serve), sleep=lambda _seconds: None)
    fetcher = Bluesky({"appview": "https://appview.example", "page": 100})
    return list(fetcher.fetch(source, cursor or Cursor(), client=client, clock=lambda: at(99))), asked


def test_each_thread_is_asked_for_once_however_many_posts_the_campaign_has_in_it() -> None:
    _, asked = read(campaign_world(), Reading.CAMPAIGN, handle="kampanye.example")

    name = "kampanye.example"
    assert asked == [name, uri(name, 10), uri(name, 1), name]


def test_threads_below_the_overlap_are_left_alone() -> None:
    first, _ = read(campaign_world(), Reading.CAMPAIGN, handle="kampanye.example")

    _, asked = read(campaign_world(), Reading.CAMPAIGN, first[-1].cursor, overlap=12, handle="kampanye.example")

    assert asked == ["kampanye.example", uri("kampanye.example", 10)]


def test_a_known_did_is_asked_for_rather_than_a_handle_that_may_be_anothers_now() -> None:
    _, asked = read(account_world(), Reading.ACCOUNT, handle="anggi.example", native_id="did:plc:anggi")

    assert set(asked) == {"did:plc:anggi"}


@pytest.mark.parametrize("wide", [1, 3, 60])
def test_cut_branches_are_followed_up_to_a_limit_and_then_told(wide: int) -> None:
    name = "kampanye.example"
    root = post(name, 0, "Akar")
    tree, leaves = root, []
    for number in range(wide):
        leaf = post("anggi.example", 100 + number, "daun", parent=uri(name, 0))
        leaves.append(leaf)
    cut = [{**node(leaf), "post": {**leaf, "replyCount": 1}} for leaf in leaves]
    threads = {leaf["uri"]: node(leaf, node(post("warga.example", 500 + n, "lanjut", parent=leaf["uri"])))
               for n, leaf in enumerate(leaves)}  # fmt: skip
    inner = node(post("anggi.example", 5, "x", parent=uri(name, 0)), *cut)
    for level in range(4, 0, -1):
        inner = node(post("anggi.example", level, "x", parent=uri(name, 0)), inner)
    threads[uri(name, 0)] = node(tree, inner)

    (page,), asked = read(FakeAppView([], threads), Reading.CAMPAIGN, url=uri(name, 0))

    assert len(asked) == 1 + min(wide, 40)
    assert len([gap for gap in page.gaps if gap.reason == "thread-cut"]) == max(0, wide - 40)
    assert len([item for item in page.items if item.text == "lanjut"]) == min(wide, 40)
