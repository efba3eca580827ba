"""What X is asked for, how often, and what it costs."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fetchers.fake_x import (
    NOT_FOUND,
    START,
    FakeX,
    account_world,
    at,
    campaign_world,
    iso,
    metrics,
    number,
    post,
    reply,
)  # fmt: skip

from jempol_netral.errors import AuthProblem, QuotaSpent, SourceGone
from jempol_netral.fetchers.http import Client
from jempol_netral.fetchers.x import X
from jempol_netral.fetchers.x.door import POST_USD, USER_USD, Budget
from jempol_netral.models import Act, Cursor, Identity, Page, Reading, Source

ANGGI, KAMPANYE = "anggi_contoh", "kampanye_contoh"
NOW, SINCE = at(60), at(-1440)
NOTHING: frozenset[str] = frozenset()


class Reader:
    """One scan's fetcher, and what it asked for."""

    def __init__(self, world: Any, **options: Any) -> None:
        self.world = world
        self.token = options.pop("token", "kunci")
        given = {**X.manifest.options, "max_reads_usd": 5.0, **options}
        self.fetcher = X(given, secrets={"X_BEARER_TOKEN": self.token} if self.token else {})
        self.asked: list[httpx.Request] = []

    def serve(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer: httpx.Response = self.world(request)
        return answer

    def read(
        self, reading: Reading, cursor: Cursor | None = None, now: datetime = NOW, since: datetime = SINCE,
        **names: Any,
    ) -> list[Page]:  # fmt: skip
        source = Source(key="k", fetcher="x", platform="x", reading=reading, since=since, **names)
        client = Client(transport=httpx.MockTransport(self.serve), sleep=lambda _seconds: None, clock=lambda: now)
        return list(self.fetcher.fetch(source, cursor or Cursor(), client=client, clock=lambda: now))

    @property
    def paths(self) -> list[str]:
        return [request.url.path.removeprefix("/2") for request in self.asked]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"token": ""}, "X_BEARER_TOKEN"),
        ({"token": "dua kata"}, "X_BEARER_TOKEN"),
        ({"max_reads_usd": 0.0}, "max_reads_usd"),  # the default: nobody pays by accident
        ({"max_reads_usd": -1.0}, "max_reads_usd"),
    ],
)
def test_it_is_off_until_it_has_a_token_and_a_budget(options: dict[str, Any], words: str) -> None:
    reader = Reader(account_world(), **options)

    with pytest.raises(AuthProblem, match=words):
        reader.read(Reading.ACCOUNT, handle=ANGGI)

    assert reader.asked == []
    assert X.manifest.options["max_reads_usd"] == 0.0


def test_an_account_is_looked_up_once_and_read_by_its_number_from_then_on() -> None:
    reader = Reader(account_world())
    pages = reader.read(Reading.ACCOUNT, handle=ANGGI)
    assert reader.paths == ["/users/by/username/anggi_contoh", *["/users/1001/tweets"] * 3]
    assert pages[0].identity == Identity("1001", ANGGI)

    again = Reader(account_world())
    pages = again.read(Reading.ACCOUNT, pages[-1].cursor, handle="nama_lama", native_id="1001")

    assert set(again.paths) == {"/users/1001/tweets"}
    assert pages[0].identity == Identity("1001", ANGGI)  # the handle of today, told beside the posts


def test_a_second_look_goes_down_one_day_only_and_says_so() -> None:
    reader = Reader(account_world())
    known = Cursor(watermark=at(9), bottom=at(-1440))

    pages = reader.read(Reading.ACCOUNT, known, now=at(60), since=at(-9999), native_id="1001")
    pages = reader.read(Reading.ACCOUNT, known, now=at(60), native_id="1001")

    assert reader.asked[-1].url.params["start_time"] == iso(at(9 - 1440)).replace(".000", "")
    assert {page.sought_from for page in pages} == {at(9 - 1440)}


@pytest.mark.parametrize(
    ("fields", "parameter", "expansion"),
    [("tweet", "tweet.fields", "referenced_tweets.id"), ("post", "post.fields", "referenced_posts"),
     ("aneh", "tweet.fields", "referenced_tweets.id")],
)  # fmt: skip
def test_both_spellings_can_be_asked_with(fields: str, parameter: str, expansion: str) -> None:
    reader = Reader(account_world(), fields=fields)

    texts = [item.text for page in reader.read(Reading.ACCOUNT, handle=ANGGI) for item in page.items]

    assert parameter in reader.asked[-1].url.params
    assert expansion in reader.asked[-1].url.params["expansions"].split(",")
    assert len(texts) == 5
    assert any(text and len(text) > 300 for text in texts)


def test_replies_come_with_the_post_they_stand_under() -> None:
    reader = Reader(campaign_world())

    pages = reader.read(Reading.CAMPAIGN, handle=KAMPANYE)

    searches = [request.url.params["query"] for request in reader.asked if request.url.path.endswith("recent")]
    assert set(searches) == {f"conversation_id:{number(10)}"}  # the others have no replies
    (thread,) = [page for page in pages if any(item.act is Act.COMMENT for item in page.items)]
    assert [item.author for item in thread.items] == [KAMPANYE, "warga_contoh", "warga_contoh", ANGGI]
    assert {(item.under_id, item.under) for item in thread.items[1:]} == {
        ("1002", f"https://x.com/kampanye_contoh/status/{number(10)}")
    }


def test_in_another_ones_conversation_only_answers_to_the_campaign_are_asked_for() -> None:
    strange = post("warga_contoh", 1, "Tanya")
    answered = reply(KAMPANYE, 5, "Jawab", strange, public_metrics=metrics(1))
    own = post(KAMPANYE, 6, "Utas", public_metrics=metrics(1))
    thread = reply(KAMPANYE, 7, "Utas lagi", own, public_metrics=metrics(1))
    reader = Reader(FakeX(KAMPANYE, [thread, own, answered], [strange]))

    reader.read(Reading.CAMPAIGN, handle=KAMPANYE)

    searches = [request.url.params["query"] for request in reader.asked if request.url.path.endswith("recent")]
    assert searches == [f"conversation_id:{own['id']}", f"conversation_id:{strange['id']} to:kampanye_contoh"]


def test_replies_older_than_the_search_reaches_are_told() -> None:
    reader = Reader(campaign_world())

    pages = reader.read(Reading.CAMPAIGN, now=at(60 * 24 * 9), handle=KAMPANYE)

    assert [gap.reason for page in pages for gap in page.gaps] == ["comments-cut"]
    assert "/tweets/search/recent" not in reader.paths


def test_a_later_scan_asks_once_for_each_thread_and_for_new_replies_only() -> None:
    first = Reader(campaign_world()).read(Reading.CAMPAIGN, handle=KAMPANYE)
    reader = Reader(campaign_world(), overlap_days=0.0)

    reader.read(Reading.CAMPAIGN, first[-1].cursor, now=at(90), native_id="1002")

    assert reader.paths.count("/tweets/search/recent") == 1
    (search,) = [request for request in reader.asked if request.url.path.endswith("recent")]
    assert search.url.params["start_time"] == iso(at(30)).replace(".000", "")


def test_one_conversation_on_the_watchlist() -> None:
    reader = Reader(campaign_world())

    (page,) = reader.read(Reading.CAMPAIGN, url=f"https://twitter.com/Kampanye_Contoh/status/{number(10)}")

    assert (page.items[0].author, page.items[0].parent_id, len(page.items)) == (KAMPANYE, None, 4)


@pytest.mark.parametrize("url", [f"https://x.com/i/status/{number(99)}", "https://x.com/kampanye_contoh"])
def test_a_conversation_that_is_none(url: str) -> None:
    with pytest.raises(SourceGone):
        Reader(campaign_world()).read(Reading.CAMPAIGN, url=url)


def test_an_account_that_is_gone() -> None:
    with pytest.raises(SourceGone):
        Reader(lambda _: httpx.Response(200, json=NOT_FOUND)).read(Reading.ACCOUNT, handle=ANGGI)


# --- money ----------------------------------------------------------------------------------------------------------


def test_what_was_spent_is_told() -> None:
    reader = Reader(account_world())

    reader.read(Reading.ACCOUNT, handle=ANGGI)
    assert reader.fetcher.budget.spent == pytest.approx(6 * POST_USD + USER_USD)  # five posts, one beside, one account

    reader.read(Reading.ACCOUNT, handle=ANGGI)
    assert reader.fetcher.budget.spent == pytest.approx(6 * POST_USD + USER_USD)  # the same day: charged once

    reader.read(Reading.ACCOUNT, handle=ANGGI, now=at(60 + 1440))
    assert reader.fetcher.budget.spent == pytest.approx(2 * (6 * POST_USD + USER_USD))


def test_a_small_budget_makes_small_requests_and_then_none() -> None:
    reader = Reader(account_world(), max_reads_usd=0.17)

    def nine_days() -> None:
        for day in range(9):
            reader.read(Reading.ACCOUNT, handle=ANGGI, now=at(60 + 1440 * day))

    with pytest.raises(QuotaSpent, match=r"of the 0\.17 US dollars"):
        nine_days()

    sizes = [int(request.url.params["max_results"]) for request in reader.asked if request.url.path.endswith("tweets")]
    assert sizes[0] == 10  # of 0.16 dollars, 0.015 for each and 0.01 for the account
    assert all(size >= 5 for size in sizes)
    assert 0 < reader.fetcher.budget.spent <= 0.17


def test_a_refused_request_costs_nothing() -> None:
    reader = Reader(lambda _: httpx.Response(403, json={}))

    for _ in range(3):
        with pytest.raises(Exception, match="does not show"):
            reader.read(Reading.ACCOUNT, native_id="1001")

    assert reader.fetcher.budget.spent == 0
    assert reader.fetcher.budget.hold(POST_USD, 5, 1000)[0] == 1000


@given(
    dollars=st.floats(0, 2),
    requests=st.lists(st.tuples(st.integers(0, 100), st.integers(0, 400), st.booleans()), max_size=30),
)
def test_never_more_is_spent_than_allowed(dollars: float, requests: list[tuple[int, int, bool]]) -> None:
    budget = Budget(dollars)
    for size, first, fails in requests:
        try:
            count, held = budget.hold(POST_USD + USER_USD, 5, 100)
        except QuotaSpent:
            break
        entries = NOTHING if fails else frozenset(str(first + each) for each in range(min(size, count)))
        budget.settle(held, entries, entries, START + timedelta(days=first % 3))

    assert budget.spent <= dollars + 1e-6


def test_what_another_request_holds_back_is_waited_for() -> None:
    budget = Budget(1.0)
    _, held = budget.hold(POST_USD, 5, 200)  # all of it
    counts: list[int] = []
    other = threading.Thread(target=lambda: counts.append(budget.hold(POST_USD, 5, 20)[0]))
    other.start()
    assert counts == []

    budget.settle(held, frozenset({"1"}), NOTHING, START)
    other.join(timeout=5)

    assert counts == [20]
