"""X's answers, invented in the true shape, and what is made of them."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from tests.fetchers.fake_x import (
    LONG,
    NOT_FOUND,
    PROTECTED,
    USERS,
    at,
    iso,
    metrics,
    newer,
    number,
    post,
    reply,
    repost,
    user,
)  # fmt: skip

from jempol_netral.errors import AuthProblem, FetchError, QuotaSpent, ShapeChanged, SourceGone, SourcePrivate
from jempol_netral.fetchers.answers import Answer
from jempol_netral.fetchers.base import ContinuationRefused
from jempol_netral.fetchers.x.answers import parse_posts, parse_user
from jempol_netral.fetchers.x.door import refusal
from jempol_netral.fetchers.x.post import number_time
from jempol_netral.models import Act, Identity, Item, TimeQuality

NOW = at(60 * 24)
ANGGI, KAMPANYE = "anggi_contoh", "kampanye_contoh"
OTHER = post(KAMPANYE, 1, LONG[:270] + "…", note_tweet={"text": LONG}, attachments={"media_keys": ["3_7"]})


def answer(*posts: dict[str, Any], beside: tuple[dict[str, Any], ...] = (), **more: Any) -> dict[str, Any]:
    includes = {"users": [user(ANGGI), user(KAMPANYE)], "tweets": list(beside)}
    return {"data": list(posts), "includes": includes, "meta": {"result_count": len(posts)}, **more}


def one(shown: dict[str, Any], *beside: dict[str, Any]) -> Item:
    """The one item; the same whichever spelling the answer has."""
    old = parse_posts(answer(shown, beside=beside), NOW).items
    assert old == parse_posts(newer(answer(shown, beside=beside)), NOW).items
    (item,) = old
    return item


@pytest.mark.parametrize(
    ("more", "said", "unread_media"),
    [
        ({}, "Halo", False),
        ({"note_tweet": {"text": LONG}}, LONG, False),  # a long post whole
        ({"text": "a &amp; b &lt;3 &amp;lt;"}, "a & b <3 &lt;", False),  # the three letters that X escapes, once
        ({"attachments": {"media_keys": ["3_1"]}}, "Halo", True),
        ({"attachments": {"poll_ids": ["9"]}}, "Halo", True),
        ({"attachments": "odd"}, "Halo", False),
        ({"article": {"title": "Judul"}}, "Halo\nJudul", True),  # the body of an article is not here
        ({"article": {"title": "Halo"}}, "Halo", True),
        ({"referenced_tweets": [{"type": "quoted", "id": OTHER["id"]}]}, "Halo", False),  # another's words beside it
    ],
)
def test_own_words(more: dict[str, Any], said: str, unread_media: bool) -> None:
    item = one(post(ANGGI, 5, "Halo") | more, OTHER)

    assert (item.act, item.text, item.unread_media) == (Act.POST, said, unread_media)
    assert b"Contoh panjang" not in item.raw or said == LONG


def test_a_post_has_number_author_time_and_address() -> None:
    item = one(post(ANGGI, 5, "Halo"))

    assert (item.id, item.author, item.author_id) == (number(5), ANGGI, "1001")
    assert (item.created_at, item.time_quality, item.edited_at) == (at(5), TimeQuality.PLATFORM, None)
    assert item.url == f"https://x.com/anggi_contoh/status/{number(5)}"


def test_a_repost_holds_the_other_ones_words_whole() -> None:
    item = one(repost(ANGGI, 5, OTHER), OTHER)

    assert (item.act, item.author, item.reshared_author) == (Act.RESHARE, ANGGI, KAMPANYE)
    assert (item.id, item.text, item.unread_media) == (number(5), LONG, True)
    assert item.url == f"https://x.com/kampanye_contoh/status/{OTHER['id']}"
    assert json.loads(item.raw)["retweeted"]["note"] == {"text": LONG}


def test_a_repost_of_what_is_not_shown_keeps_the_beginning() -> None:
    item = one(repost(ANGGI, 5, OTHER))

    assert item.text == (f"RT @{KAMPANYE}: " + LONG)[:139].removeprefix(f"RT @{KAMPANYE}: ") + "…"
    assert item.reshared_author == KAMPANYE


def test_a_reply_stands_under_what_it_answers() -> None:
    item = one(reply(ANGGI, 5, "Setuju", OTHER), OTHER)

    assert (item.act, item.text) == (Act.COMMENT, "@kampanye_contoh Setuju")
    assert (item.parent_id, item.thread_id, item.under_id) == (OTHER["id"], OTHER["id"], "1002")
    assert item.under == f"https://x.com/kampanye_contoh/status/{OTHER['id']}"
    assert b"Contoh panjang" not in item.raw


def test_an_edit_is_another_version_of_the_same_post() -> None:
    edited = post(ANGGI, 5, "Halo!", edit_history_tweet_ids=[number(5), number(3)])

    item = one(edited)

    assert (item.id, item.created_at, item.edited_at) == (number(3), at(3), at(5))
    assert item.url == f"https://x.com/anggi_contoh/status/{number(5)}"


def test_counters_stay_outside_of_the_evidence() -> None:
    assert one(post(ANGGI, 5, "Halo")).raw == one(post(ANGGI, 5, "Halo", public_metrics=metrics(9))).raw


def test_an_empty_page_has_no_data_at_all() -> None:
    found = parse_posts({"meta": {"result_count": 0}}, NOW)

    assert (found.items, found.next, found.gaps) == ((), None, ())


def test_partial_errors_are_gaps_unless_they_concern_what_somebody_else_wrote() -> None:
    errors = [
        {"parameter": "referenced_tweets.id", "resource_id": "1", "title": "Not Found Error"},
        {"parameter": "ids", "resource_id": "2", "title": "Not Found Error"},
    ]
    found = parse_posts(answer(post(ANGGI, 5, "Halo"), errors=errors), NOW)

    assert [(gap.reason, gap.where) for gap in found.gaps] == [("post-unknown", "2")]
    assert len(found.items) == 1


@pytest.mark.parametrize("odd", [{"id": "7"}, {"id": 7}, "odd", None, {**OTHER, "created_at": "kemarin"}])
def test_an_odd_post_is_a_gap_and_hides_no_other(odd: Any) -> None:
    found = parse_posts(answer(odd, post(ANGGI, 5, "Halo")), NOW)

    assert ([item.text for item in found.items], [gap.reason for gap in found.gaps]) == (["Halo"], ["bad-entry"])
    with pytest.raises(ShapeChanged):
        parse_posts(answer(odd), NOW)


SUSPENDED = {"errors": [{"title": "Forbidden", "detail": "User has been suspended: [x].", "type": "about:blank"}]}


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (NOT_FOUND, SourceGone),
        (SUSPENDED, SourceGone),
        (PROTECTED, SourcePrivate),
        ({"errors": [{"title": "Aneh"}]}, ShapeChanged),
        ({}, ShapeChanged),
        ({"data": 5}, ShapeChanged),
        ({"meta": {"result_count": 3}}, ShapeChanged),
    ],
)
def test_what_comes_instead_of_posts_is_named(said: dict[str, Any], error: type[FetchError]) -> None:
    with pytest.raises(error):
        parse_posts(said, NOW)
    with pytest.raises(FetchError):
        parse_user(said)


def test_an_account_is_its_number_and_todays_handle() -> None:
    assert parse_user({"data": user(ANGGI)}) == Identity("1001", ANGGI)


def test_all_that_x_charges_for_is_counted() -> None:
    found = parse_posts(answer(post(ANGGI, 5, "a"), repost(ANGGI, 6, OTHER), beside=(OTHER,)), NOW)

    assert found.read_posts == {number(5), number(6), OTHER["id"]}
    assert found.read_users == {USERS[ANGGI], USERS[KAMPANYE]}


PROBLEMS = "https://api.twitter.com/2/problems/"


@pytest.mark.parametrize(
    ("status", "kind", "paging", "error"),
    [
        (403, "client-forbidden", False, AuthProblem),
        (403, "unsupported-authentication", False, AuthProblem),
        (403, "", False, SourcePrivate),
        (402, "", False, QuotaSpent),
        (403, "usage-capped", False, QuotaSpent),
        (400, "invalid-request", True, ContinuationRefused),
        (400, "invalid-request", False, ShapeChanged),
    ],
)
def test_a_refusal_is_named_by_what_the_office_can_do(
    status: int, kind: str, paging: bool, error: type[FetchError]
) -> None:
    body = json.dumps({"type": PROBLEMS + kind, "title": "x", "detail": "Bearer rahasia"}).encode()
    said = Answer(
        status=status, url="https://api.x.com/2", shown="https://api.x.com/2", headers=httpx.Headers(), body=body
    )

    found = refusal(said, paging=paging)

    assert type(found) is error
    assert "rahasia" not in str(found)


@pytest.mark.parametrize(
    ("id_", "expected"), [(number(5), iso(at(5))), ("20", None), ("1050118621198921728", "2018-10-10T20:19:24.000Z")]
)
def test_a_number_tells_its_time(id_: str, expected: str | None) -> None:
    found = number_time(id_)

    assert (found and iso(found)) == expected
