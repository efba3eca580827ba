"""What Mastodon servers are asked, how often and with what, and how trouble is named."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.fetchers.fake_mastodon import HOST, START, FakeServer, account, account_world, at, campaign_world, status

from jempol_netral.errors import AuthProblem, FetchError, ShapeChanged, SourceGone, SourcePrivate
from jempol_netral.fetchers.http import Client
from jempol_netral.fetchers.mastodon import Mastodon
from jempol_netral.models import Cursor, Identity, Page, Reading, Source

ANGGI = f"https://{HOST}/api/v1/accounts/1001"


def source(reading: Reading = Reading.ACCOUNT, **more: Any) -> Source:
    fields = {"handle": f"anggi@{HOST}", **more}
    since = START - timedelta(days=1)
    return Source(key="k", fetcher="mastodon", platform="mastodon", reading=reading, since=since, **fields)


def read(
    answer: Any, src: Source, cursor: Cursor | None = None, *, tokens: str = "", page: int = 40
) -> tuple[list[Page], list[httpx.Request]]:
    asked: list[httpx.Request] = []

    def noting(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        found: httpx.Response = answer(request)
        return found

    with Client(transport=httpx.MockTransport(noting), sleep=lambda _seconds: None) as client:
        fetcher = Mastodon({"page": page}, secrets={"MASTODON_TOKENS": tokens} if tokens else {})
        pages = list(fetcher.fetch(src, cursor or Cursor(), client=client, clock=lambda: at(1000)))
    return pages, asked


def paths(asked: list[httpx.Request]) -> list[str]:
    return [request.url.path.removeprefix("/api/v1/") for request in asked]


def reasons(pages: list[Page]) -> list[str]:
    return [gap.reason for page in pages for gap in page.gaps]


def failing(world: FakeServer, part: str, code: int) -> Any:
    """`world`, save that paths with `part` in them answer with this status."""
    return lambda request: httpx.Response(code) if part in request.url.path else world(request)


# --- how often --------------------------------------------------------------------------------------------------------


def test_requests_of_an_account() -> None:
    first, asked = read(account_world(), source())
    again, later = read(account_world(), source(native_id=ANGGI), first[-1].cursor)

    assert paths(asked) == ["accounts/lookup", "accounts/1001/statuses"]
    assert paths(later) == ["accounts/1001/statuses"]
    assert first[0].identity == again[0].identity == Identity(ANGGI, f"anggi@{HOST}")


def test_requests_of_a_campaign() -> None:
    known = {"handle": f"kampanye@{HOST}", "native_id": f"https://{HOST}/api/v1/accounts/1002"}
    first, asked = read(campaign_world(), source(Reading.CAMPAIGN, handle=f"kampanye@{HOST}"))
    _, later = read(campaign_world(), source(Reading.CAMPAIGN, **known), first[-1].cursor)

    assert len(asked) == 4  # the lookup, the feed, two threads; what the account added to its own thread is in it
    assert len(later) == 3


def test_requests_of_one_thread() -> None:
    post = campaign_world().feeds["kampanye"][-1]

    (page,), asked = read(campaign_world(), source(Reading.CAMPAIGN, handle=None, url=post["url"]))

    assert [item.text for item in page.items] == ["Contoh satu", "Menang!", "Ya"]
    assert len(asked) == 2


@pytest.mark.parametrize("count", [0, 1, 3, 4, 8])
@pytest.mark.parametrize("link", [True, False])
def test_a_second_scan_of_a_small_account_makes_one_request(count: int, link: bool) -> None:
    world = FakeServer({"anggi": [status("anggi", minutes, "x") for minutes in range(count, 0, -1)]})
    world.link = link
    first, _ = read(world, source(), page=4)

    again, asked = read(world, source(native_id=ANGGI), first[-1].cursor, page=4)

    assert len({item.id for page in first for item in page.items}) == count
    assert reasons(first + again) == []
    assert len(asked) == (2 if count > 4 else 1)  # all of it lies within the overlap


# --- tokens -----------------------------------------------------------------------------------------------------------


def test_a_token_goes_to_its_own_server_and_no_other() -> None:
    world = account_world()

    _, mine = read(world, source(), tokens=f"lain.example=abc {HOST}=def")
    _, other = read(world, source(), tokens="lain.example=abc")

    assert {request.headers.get("authorization") for request in mine} == {"Bearer def"}
    assert {request.headers.get("authorization") for request in other} == {None}


@pytest.mark.parametrize(
    ("tokens", "said"),
    [
        ("", "server.example wants a token; put server.example=token into MASTODON_TOKENS"),
        (f"{HOST}=s3cret", "server.example refuses the token that MASTODON_TOKENS holds for it"),
        ("s3cret", "MASTODON_TOKENS must hold server=token, several with spaces between"),
    ],
)
def test_what_to_do_about_a_token_is_said(tokens: str, said: str) -> None:
    with pytest.raises(AuthProblem) as caught:
        read(lambda _request: httpx.Response(401), source(), tokens=tokens)

    assert caught.value.message == said


# --- comments that cannot be read -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "expected", "requests"),
    [
        (401, ["comments-closed"] * 3, 3),  # the server shows no thread at all: asked once
        (403, ["comments-closed"] * 3, 5),  # perhaps this one only
        (404, ["thread-gone"] * 3, 5),
    ],
)
def test_comments_that_cannot_be_read_are_no_zero_comments(code: int, expected: list[str], requests: int) -> None:
    answer = failing(campaign_world(), "/context", code)

    pages, asked = read(answer, source(Reading.CAMPAIGN, handle=f"kampanye@{HOST}"))

    assert reasons(pages) == expected
    assert len(asked) == requests
    assert len({item.id for page in pages for item in page.items}) == 4  # its own posts are there all the same


def test_a_watched_thread_whose_comments_are_closed_still_shows_its_post() -> None:
    world = campaign_world()
    url = world.feeds["kampanye"][-1]["url"]

    (page,), _ = read(failing(world, "/context", 401), source(Reading.CAMPAIGN, handle=None, url=url))

    assert [item.text for item in page.items] == ["Contoh satu"]
    assert reasons([page]) == ["comments-closed"]


@pytest.mark.parametrize(
    ("url", "error"),
    [
        (f"https://{HOST}/@kampanye/404", SourceGone),  # deleted
        (f"https://{HOST}/tentang", SourceGone),  # no address of a post
    ],
)
def test_a_watched_thread_that_is_none(url: str, error: type[FetchError]) -> None:
    with pytest.raises(error):
        read(campaign_world(), source(Reading.CAMPAIGN, handle=None, url=url))


def test_a_watched_thread_that_is_not_public() -> None:
    world = FakeServer({"kampanye": [status("kampanye", 1, "x", visibility="private")]})

    with pytest.raises(SourcePrivate):
        read(world, source(Reading.CAMPAIGN, handle=None, url=world.feeds["kampanye"][0]["url"]))


# --- accounts ---------------------------------------------------------------------------------------------------------


def test_a_suspended_account() -> None:
    world = FakeServer({"anggi": []})
    world.accounts["anggi"] = account("anggi", suspended=True)

    with pytest.raises(SourceGone, match="suspended"):
        read(world, source())
    with pytest.raises(SourceGone, match="suspended"):  # its list of posts alone would look as if there were none
        read(world, source(native_id=ANGGI), Cursor(watermark=at(1)))


def test_a_moved_account_is_read_and_the_move_is_told_once() -> None:
    moved = account("anggi", moved=account("jauh@lain.example"))
    world = FakeServer({"anggi": [{**status("anggi", minutes, "x"), "account": moved} for minutes in (5, 4, 3, 2, 1)]})
    world.accounts["anggi"] = moved

    for src in (source(), source(native_id=ANGGI)):
        pages, _ = read(world, src, page=2)

        assert [(gap.reason, gap.detail) for page in pages for gap in page.gaps] == [
            ("account-moved", "jauh@lain.example")
        ]
        assert sum(len(page.items) for page in pages) == 5


def test_another_account_than_asked_for_is_refused() -> None:
    with pytest.raises(ShapeChanged, match="another account"):
        read(lambda _request: httpx.Response(200, json=account("kampanye")), source())


def by_webfinger(href: str, **accounts: dict[str, Any]) -> Any:
    """A domain without a programming interface that says where its accounts live."""
    link = {"rel": "self", "type": "application/activity+json", "href": href}

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/.well-known/webfinger" and request.url.host == HOST:
            return httpx.Response(200, json={"subject": request.url.params["resource"], "links": [link]})
        if request.url.host == HOST and request.url.path == "/api/v2/search":
            return httpx.Response(200, json={"accounts": [account("warga"), account("anggi")]})
        if request.url.host == HOST and "lookup" in request.url.path:
            return httpx.Response(404, text="<h1>404</h1>")
        if request.url.path == "/api/v1/accounts/lookup":
            return httpx.Response(200, json=account("anggi"))
        return httpx.Response(200, json=[status("anggi", 1, "x")])

    return answer


def test_an_account_that_lives_on_another_host_than_its_handle_says() -> None:
    answer = by_webfinger("https://social.example.org/users/anggi")

    pages, asked = read(answer, source(), tokens=f"{HOST}=abc")

    native_id = "https://social.example.org/api/v1/accounts/1001"
    assert pages[0].identity == Identity(native_id, f"anggi@{HOST}")
    assert pages[0].items[0].author_id == native_id
    assert asked[-1].url.host == "social.example.org"
    assert "authorization" not in asked[-1].headers  # another server's token stays where it belongs
    again, later = read(answer, source(native_id=native_id), pages[-1].cursor)
    assert (again[0].items, len(later)) == (pages[0].items, 1)


def test_a_server_without_a_lookup() -> None:
    pages, asked = read(by_webfinger(f"https://{HOST}/users/anggi"), source())

    assert pages[0].identity == Identity(ANGGI, f"anggi@{HOST}")
    assert [request.url.path for request in asked][:3] == [
        "/api/v1/accounts/lookup",
        "/.well-known/webfinger",
        "/api/v2/search",
    ]


@pytest.mark.parametrize("href", ["https://10.0.0.1/users/anggi", "https://127.0.0.1/users/anggi", "x"])
def test_nobody_is_led_inside_the_offices_network(href: str) -> None:
    with pytest.raises(FetchError):
        read(by_webfinger(href), source(handle=f"lain@{HOST}"))


def test_rest_that_a_server_asks_for_by_an_iso_time_is_kept() -> None:
    waits: list[float] = []
    world = account_world()
    tired = [httpx.Response(429, headers={"X-RateLimit-Reset": "2024-10-01T16:40:05.000Z"})]  # at(1000) and 5 s

    def answer(request: httpx.Request) -> httpx.Response:
        return tired.pop() if tired else world(request)

    transport = httpx.MockTransport(answer)
    with Client(transport=transport, sleep=waits.append, clock=lambda: at(1000), monotonic=lambda: 0.0) as client:
        fetcher = Mastodon({"page": 40}, secrets={})
        pages = list(fetcher.fetch(source(), Cursor(), client=client, clock=lambda: at(1000)))

    assert pages[0].items
    assert 5.0 in waits
