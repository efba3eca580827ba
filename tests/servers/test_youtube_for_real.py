"""YouTube against its own published description: every request we make, every answer our invented service gives.

So that neither the fetcher nor the tests of it rest on a shape that the platform does not have.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.fetchers.fake_youtube import (
    START,
    FakeYouTube,
    account_world,
    campaign_world,
    channel,
    channel_id,
    comment,
    private_entry,
    reply,
    thread,
    upload,
    video,
    video_id,
)
from tests.servers.youtube_discovery import Checked, Discovery, NotInstalled

from jempol_netral.fetchers.http import Client
from jempol_netral.fetchers.youtube import YouTube
from jempol_netral.models import Cursor, Item, Reading, Source

pytestmark = pytest.mark.servers

NOW = datetime(2024, 11, 20, 12, tzinfo=UTC)
KEY = "kunci-contoh-rahasia"
PREFIX = "/youtube/v3/"


@pytest.fixture(scope="module")
def discovery() -> Discovery:
    try:
        return Discovery.installed()
    except NotInstalled as reason:
        pytest.skip(str(reason))


def source(reading: Reading, **names: Any) -> Source:
    return Source(
        key="k", fetcher="youtube", platform="youtube", reading=reading, since=START - timedelta(days=365), **names
    )


# --- the checker itself -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "asked", "fault"),
    [
        ("playlistItems", {"part": "snippet", "playlistId": "UU1", "maxResults": "50"}, ""),
        ("playlistItems", {"playlistId": "UU1"}, "missing part"),
        ("playlistItems", {"part": "snippet", "maxResults": "51"}, "out of 0..50"),
        ("commentThreads", {"part": "snippet", "maxResults": "500"}, "out of 1..100"),
        ("commentThreads", {"part": "snippet", "order": "newest"}, "is none of"),
        ("commentThreads", {"part": "snippet", "text_format": "plainText"}, "unknown text_format"),
        ("commentThread", {"part": "snippet"}, "there is no list"),
    ],
)
def test_requests_are_checked(discovery: Discovery, method: str, asked: dict[str, str], fault: str) -> None:
    found = discovery.request_faults(PREFIX + method, httpx.QueryParams(asked))

    assert fault in "; ".join(found) if fault else found == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({}, ""),
        ({"likeCount": "3"}, "str instead of integer"),
        ({"likeCount": True}, "bool instead of integer"),
        ({"publishedAt": "kemarin"}, "is no time"),
        ({"moderationStatus": "fine"}, "not in the list"),
        ({"authorChannelId": "UCx"}, "str instead of object"),
        ({"penulis": "x"}, "unknown penulis"),
    ],
)
def test_answers_are_checked(discovery: Discovery, change: dict[str, Any], fault: str) -> None:
    answer = {"kind": "youtube#commentListResponse", "items": [comment("c", "warga", 1, "x", **change)]}
    found = discovery.answer_faults(PREFIX + "comments", answer)

    assert fault in "; ".join(found) if fault else found == []


@pytest.mark.parametrize(
    ("method", "made"),
    [
        ("channels", channel("anggi")),
        ("videos", video(1, "anggi", 1, "x")),
        ("playlistItems", upload(video(1, "anggi", 1, "x"))),
        ("playlistItems", private_entry(1, "anggi", 1)),
        ("commentThreads", thread("c", video(1, "anggi", 1, "x"), "warga", 2, "y", [reply("c.1", "warga", 3, "z")])),
        ("comments", reply("c.1", "warga", 3, "z")),
    ],
)
def test_invented_things_have_the_published_shape(discovery: Discovery, method: str, made: dict[str, Any]) -> None:
    """Each part alone; the lists around them are checked below."""
    assert discovery.answer_faults(PREFIX + method, {"items": [made]}) == []


# --- readings -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("world", "read"),
    [
        (account_world(), source(Reading.ACCOUNT, handle="anggi")),
        (account_world(), source(Reading.ACCOUNT, native_id=channel_id("anggi"))),
        (FakeYouTube(channels=[channel("anggi")]), source(Reading.ACCOUNT, handle="user/anggi")),
        (campaign_world(), source(Reading.CAMPAIGN, handle="kampanye")),
        (campaign_world(), source(Reading.CAMPAIGN, url=f"https://youtu.be/{video_id(11)}")),
    ],
    ids=["account", "by id", "by old name", "campaign", "one video"],
)
@pytest.mark.parametrize("page", [1, 2, 50, 100, 1000])
def test_every_request_and_every_answer_is_as_published(
    discovery: Discovery, world: FakeYouTube, read: Source, page: int
) -> None:
    service = Checked(world, discovery)
    fetcher = YouTube({**YouTube.manifest.options, "page": page}, secrets={"YOUTUBE_API_KEY": KEY})
    with Client(transport=httpx.MockTransport(service), sleep=lambda _: None) as client:
        pages = list(fetcher.fetch(read, Cursor(), client=client, clock=lambda: NOW))

    assert service.faults == []
    assert len(service.asked) == fetcher.allowance.spent, "what is counted is what was asked"
    assert pages[-1].cursor.continuation is None
    assert not [request for request in service.asked if KEY in str(request.url)]
    assert not [request for request in service.asked if request.url.path.endswith("/search")], "a hundred units each"


# --- units --------------------------------------------------------------------------------------------------------


DAY = 24 * 60
"""In minutes."""


def crowded(videos: int, threads: int, long: int) -> FakeYouTube:
    """A campaign channel; every video with so many threads, so many of them with more replies than the sample."""
    world = FakeYouTube(channels=[channel("kampanye")], sample=5)
    for number in range(videos):
        clip = video(number, "kampanye", DAY * number, f"Contoh {number}")
        world.videos.append(clip)
        for below in range(threads):
            id_, count = f"t{number}-{below}", 8 if below < long else 2
            answers = [reply(f"{id_}.{each}", "warga", DAY * number + 20 + each, "Ya") for each in range(count)]
            world.threads.append(thread(id_, clip, "warga", DAY * number + below, "Contoh", answers))
    return world


@dataclass
class Cost:
    """What one reading came to."""

    items: list[Item] = field(default_factory=list)
    by_method: dict[str, int] = field(default_factory=dict)
    units: int = 0
    cursor: Cursor = field(default_factory=Cursor)


def cost(service: Checked, world: FakeYouTube, read: Source, cursor: Cursor, now: datetime) -> Cost:
    world.asked.clear()
    fetcher = YouTube(YouTube.manifest.options, secrets={"YOUTUBE_API_KEY": KEY})
    spent = Cost(cursor=cursor)
    with Client(transport=httpx.MockTransport(service), sleep=lambda _: None) as client:
        for page in fetcher.fetch(read, cursor, client=client, clock=lambda: now):
            spent.items += page.items
            spent.cursor = page.cursor
    spent.by_method, spent.units = dict(world.asked), fetcher.allowance.spent
    return spent


@pytest.mark.parametrize(("threads", "long"), [(10, 0), (10, 2)])
def test_units_for_a_hundred_videos_with_comments(discovery: Discovery, threads: int, long: int) -> None:
    """A video a day; run with -s to see the units. A second scan opens what lies in the overlap of seven days."""
    videos, per_thread = 100, 3
    world = crowded(videos, threads, long)
    service = Checked(world, discovery)
    now = START + timedelta(days=videos)
    watched = source(Reading.CAMPAIGN, native_id=channel_id("kampanye"))
    own = source(Reading.ACCOUNT, handle="kampanye")
    first = cost(service, world, source(Reading.CAMPAIGN, handle="kampanye"), Cursor(), now)
    again = cost(service, world, watched, first.cursor, now + timedelta(days=1))
    account = cost(service, world, own, Cursor(), now)
    later = cost(service, world, source(Reading.ACCOUNT, native_id=channel_id("kampanye")), account.cursor, now)
    names = {
        "campaign, first scan": first,
        "campaign, second": again,
        "account, first": account,
        "account, second": later,
    }
    for name, spent in names.items():
        comments = sum(item.parent_id is not None for item in spent.items)
        shown = f"{videos} videos, {videos * threads} threads ({videos * long} long), {comments} comments"
        print(f"\n{name}: {spent.units} units {spent.by_method}; {shown}", end="")

    assert service.faults == []
    assert sum(item.parent_id is not None for item in first.items) == videos * (per_thread * threads + 6 * long)
    assert first.by_method == {
        "channels": 1,
        "commentThreads": videos * threads // 100,
        "videos": videos * threads // 100,
        **({"comments": videos * long} if long else {}),  # one for each thread with more replies than the sample
    }
    assert again.units <= 2 + 8 * long, (
        "one for the source, one for the videos, one for each long thread in the overlap"
    )
    assert {item.id for item in again.items} <= {item.id for item in first.items}
    assert later.units <= 3 + 16 * long, "own comments are looked for in threads of twice the overlap"


# --- the whole program --------------------------------------------------------------------------------------------


@dataclass
class Office:
    """A workspace whose YouTube fetcher asks a service on loopback."""

    root: Path
    base: str

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        place = [] if arguments[0] == "init" else ["-C", str(self.root)]
        given = {"JEMPOL_ALLOW_LOOPBACK": "1", "JEMPOL_LANGUAGE": "en", "YOUTUBE_API_KEY": KEY, **environment}
        return subprocess.run(
            [sys.executable, "-m", "jempol_netral", *place, *arguments], capture_output=True, text=True, check=False,
            timeout=120, env={**os.environ, **given}, encoding="utf-8",
        )  # fmt: skip

    def set_up(self, options: str = "") -> None:
        self.run("init", str(self.root))
        config = self.root / "jempol.toml"
        text = config.read_text(encoding="utf-8") + f'\n[fetchers.youtube]\nbase = "{self.base}"\n{options}'
        config.write_text(text, encoding="utf-8")
        header = "person_id,name,unit,platform,account,native_id,link,since,until\n"
        (self.root / "roster.csv").write_text(f"{header}C-1,Anggi Contoh,Dinas,youtube,@anggi,,declared,,\n", "utf-8")
        rows = "youtube,@kampanye,,pilgub-jatim-2024,2,kampanye contoh\n"
        (self.root / "watchlist.csv").write_text(f"platform,account,native_id,contest,pair,label\n{rows}", "utf-8")

    def bytes(self) -> bytes:
        return b"".join(path.read_bytes() for path in self.root.rglob("*") if path.is_file())


def village() -> FakeYouTube:
    """A person, a campaign, a stranger."""
    own, clip = video(1, "anggi", 10, "Ayo coblos Khofifah"), video(2, "kampanye", 20, "Debat contoh")
    return FakeYouTube(
        channels=[channel("anggi"), channel("kampanye")],
        videos=[own, clip, video(3, "anggi", 12, "Resep sayur contoh")],
        threads=[
            thread(
                "t1", clip, "anggi", 30, "Siap menangkan Khofifah", [reply("t1.a", "asing", 31, "Kata orang asing")]
            ),
            thread("t2", clip, "asing", 32, "Saya juga pilih Khofifah, orang asing"),
        ],
    )


def test_a_scan_keeps_what_people_of_the_roster_wrote_and_no_byte_of_others(
    discovery: Discovery, tmp_path: Path
) -> None:
    world = village()
    service = Checked(world, discovery)
    with service.on_loopback() as base:
        office = Office(tmp_path / "kantor", base)
        office.set_up()
        first = office.run("scan", "--json")
        flags = json.loads(office.run("flags", "--json").stdout)
        world.asked.clear()
        second = office.run("scan", "--json")

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert {flag["text"] for flag in flags} == {"Ayo coblos Khofifah", "Siap menangkan Khofifah"}
    assert {flag["person_id"] for flag in flags} == {"C-1"}
    assert json.loads(second.stdout)["new_flags"] == 0
    assert service.faults == []
    assert world.asked == {"playlistItems": 1, "commentThreads": 2, "videos": 1}
    kept = office.bytes()
    for gone in ("asing", channel_id("asing"), "Resep sayur contoh", KEY):
        assert gone.encode() not in kept, f"{gone} left a trace"
    assert KEY not in first.stdout + first.stderr + second.stdout + second.stderr


def test_a_scan_without_a_key_says_so(discovery: Discovery, tmp_path: Path) -> None:
    service = Checked(village(), discovery)
    with service.on_loopback() as base:
        office = Office(tmp_path / "kantor", base)
        office.set_up()
        done = office.run("scan", YOUTUBE_API_KEY="  ")

    assert done.returncode == 3
    assert "YOUTUBE_API_KEY" in done.stderr
    assert service.asked == []


def test_a_scan_that_runs_out_of_units_goes_on_next_time(discovery: Discovery, tmp_path: Path) -> None:
    service = Checked(village(), discovery)
    with service.on_loopback() as base:
        office = Office(tmp_path / "kantor", base)
        office.set_up("units = 5\n")  # of six that both sources need at first
        codes = [office.run("scan").returncode for _ in range(3)]
        flags = json.loads(office.run("flags", "--json").stdout)

    assert codes == [3, 0, 0]
    assert {flag["text"] for flag in flags} == {"Ayo coblos Khofifah", "Siap menangkan Khofifah"}
