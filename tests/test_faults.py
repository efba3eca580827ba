"""Every fault on every fetcher, as the whole scan tells of it: outcome, exit code, and nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from jempol_netral.errors import ExitCode
from jempol_netral.fetchers.http import Limits
from jempol_netral.testing.server import ELSEWHERE, LATER, SHAPES, STATUSES, Repeating, status
from tests.conftest import Office
from tests.fetchers import (
    fake_bluesky,
    fake_feeds,
    fake_mastodon,
    fake_telegram,
    fake_wordpress,
    fake_x,
    fake_youtube,
)
from tests.scanned import Scanned

TOKENS = {"MASTODON_TOKENS": "server.example=contoh"}
STRIKES = 2 * Limits().tries - 1
"""In a row. Of two hosts that are asked at the same time one is then struck at every try."""
Respond = Callable[[httpx.Request], httpx.Response]
World = Callable[[], Respond]


@dataclass(frozen=True)
class Case:
    """One fetcher, with accounts of the roster and campaign accounts of an invented world."""

    fetcher: str
    account: str
    campaign: str
    world: World
    options: str = "page = 2"
    secrets: dict[str, str] = field(default_factory=dict)
    platform: str = ""
    """Where it is not called as its fetcher."""
    leaves_host: bool = False
    """Sites move about: it may be sent on to another public host, where nobody is."""
    endless: bool = True
    """False: a page that names itself as the next one is taken for the last, since honest feeds do so too."""


def bluesky() -> Respond:
    """A little AppView that knows the roster's account and the campaign's."""
    account, campaign = fake_bluesky.account_world(), fake_bluesky.campaign_world()
    own = {"anggi.example", fake_bluesky.DIDS["anggi.example"]}
    return lambda request: (account if request.url.params.get("actor") in own else campaign)(request)


def mastodon() -> Respond:
    """One server with both accounts."""
    account, campaign = fake_mastodon.account_world(), fake_mastodon.campaign_world()
    return fake_mastodon.FakeServer({**account.feeds, **campaign.feeds}, campaign.contexts)


def youtube() -> Respond:
    """Both channels."""
    account, campaign = fake_youtube.account_world(), fake_youtube.campaign_world()
    return fake_youtube.FakeYouTube(
        channels=account.channels + campaign.channels,
        videos=account.videos + campaign.videos,
        threads=account.threads + campaign.threads,
    )


def telegram() -> Respond:
    """Both channels."""
    account, campaign = fake_telegram.account_world(), fake_telegram.campaign_world()
    return lambda request: (account if "kanal_contoh" in request.url.path else campaign)(request)


def x() -> Respond:
    """Both accounts."""
    account, campaign = fake_x.account_world(), fake_x.campaign_world()
    own = ("/2/users/by/username/anggi_contoh", f"/2/users/{fake_x.USERS['anggi_contoh']}/")
    return lambda request: (account if request.url.path.startswith(own) else campaign)(request)


def feeds() -> Respond:
    """A blog, and a campaign's site on another host."""
    account, campaign = fake_feeds.blog(), fake_feeds.campaign_site()
    return lambda request: (campaign if request.url.host == "situs.example.org" else account)(request)


def wordpress() -> Respond:
    """A person's site, and a campaign's on another host."""
    return fake_wordpress.site()


CASES = [
    Case("bluesky", "anggi.example", "kampanye.example", bluesky),
    Case("mastodon", "anggi@server.example", "kampanye@server.example", mastodon, secrets=TOKENS),
    Case("youtube", "anggi", "kampanye", youtube, secrets={"YOUTUBE_API_KEY": "contoh"}),
    Case("telegram", "kanal_contoh", "kampanye_contoh", telegram, options=""),
    Case(
        "x", "anggi_contoh", "kampanye_contoh", x, options="max_reads_usd = 100.0", secrets={"X_BEARER_TOKEN": "contoh"}
    ),
    Case(
        "feeds",
        "https://blog.example.org/feed",
        "https://situs.example.org/feed",
        feeds,
        options="",
        platform="web",
        leaves_host=True,
        endless=False,
    ),
    Case(
        "wordpress",
        "https://situs.example.org/author/anggi",
        "https://situs.example.org",
        wordpress,
        leaves_host=True,
    ),
]
"""One line for each fetcher."""
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.fetcher)
EXPECTED: dict[str, tuple[Any, str, frozenset[str]]] = {
    **{
        f"http {name}" if name.isdigit() else name: (
            fault,
            "deferred" if name.startswith("429") else "unreadable",  # asked again later, by itself
            frozenset(error.__name__ for error in errors),
        )
        for name, (fault, errors) in STATUSES.items()
    },
    **{name: (fault, "unreadable", frozenset({"ShapeChanged", "NetworkProblem"})) for name, fault in SHAPES.items()},
    "foreign redirect": (
        status(302, Location=f"https://{ELSEWHERE}/"), "unreadable", frozenset({"ShapeChanged"}),
    ),
    "inward redirect": (
        status(302, Location="https://10.0.0.1/"), "unreadable", frozenset({"ShapeChanged", "Refused"}),
    ),
}  # fmt: skip
"""Fault -> how it comes, the outcome's status, and its reason. The exit code is 3 for all of them."""


@pytest.fixture
def scanned(office: Office, monkeypatch: pytest.MonkeyPatch) -> Scanned:
    return Scanned(office, monkeypatch)


def set_up(scanned: Scanned, case: Case, *, campaign: bool = True) -> Respond:
    campaigns = [case.campaign] if campaign else []
    scanned.set_up(
        case.fetcher, [case.account], campaigns, platform=case.platform, options=case.options, secrets=case.secrets
    )
    return case.world()


@pytest.mark.parametrize("fault", EXPECTED)
@each_case
def test_a_fault_at_every_request_is_an_outcome_and_exit_code_3(scanned: Scanned, case: Case, fault: str) -> None:
    world = set_up(scanned, case)
    cause, expected, reasons = EXPECTED[fault]
    if case.leaves_host and fault == "foreign redirect":
        pytest.skip("this fetcher may be sent on to other hosts")

    done, _ = scanned(world, fault=cause)

    assert done.code == ExitCode.INCOMPLETE
    assert set(scanned.not_read) == {case.account, case.campaign}, "every source has its outcome"
    assert {found for found, _ in scanned.not_read.values()} == {expected}
    assert {reason for _, reason in scanned.not_read.values()} <= reasons
    assert scanned.items() == []


@each_case
def test_paging_without_end_ends_and_what_came_is_kept(scanned: Scanned, case: Case) -> None:
    done, _ = scanned(set_up(scanned, case, campaign=False), fault=Repeating())

    assert done.code == (ExitCode.INCOMPLETE if case.endless else ExitCode.DONE)
    assert scanned.not_read == ({case.account: ("partial", "endless-paging")} if case.endless else {})
    assert scanned.items()


@pytest.mark.slow
@pytest.mark.parametrize("fault", LATER)
@each_case
def test_a_fault_in_the_middle_loses_nothing(scanned: Scanned, case: Case, fault: str) -> None:
    """At the second request, in the middle, at the last: longer than the client tries. An hour later all is well."""
    world = set_up(scanned, case)
    _, calm = scanned(world)
    whole, asked, gaps = scanned.items(), len(calm.asked), scanned.not_read
    assert asked > 1
    assert whole
    for number in sorted({2, asked // 2 + 1, asked}):
        for file in scanned.office.root.glob("jempol.db*"):
            file.unlink()
        done, _ = scanned(world, faults=dict.fromkeys(range(number, number + STRIKES), LATER[fault]))
        kept, told = scanned.items(), scanned.not_read
        scanned.later(hours=1)
        scanned(world)

        assert done.code == ExitCode.INCOMPLETE
        assert told != gaps, f"trouble at request {number} was not told"
        assert set(kept) <= set(whole)
        assert (scanned.not_read, scanned.items()) == (gaps, whole), f"trouble at request {number}"
