"""What YouTube says becomes channels, videos and comments; a reason beside every row."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from tests.fetchers.fake_youtube import (
    at,
    channel,
    channel_id,
    comment,
    error,
    iso,
    private_entry,
    reply,
    thread,
    upload,
    video,
    video_id,
)

from jempol_netral.errors import (
    AuthProblem,
    FetchError,
    NetworkProblem,
    QuotaSpent,
    RateLimited,
    ShapeChanged,
    SourceGone,
    SourcePrivate,
)
from jempol_netral.fetchers.answers import Answer
from jempol_netral.fetchers.base import ContinuationRefused
from jempol_netral.fetchers.youtube.answers import (
    author_of,
    parse_channel,
    parse_replies,
    parse_threads,
    parse_uploads,
    parse_videos,
)
from jempol_netral.fetchers.youtube.door import CommentsClosed, refusal, reset_at
from jempol_netral.models import Act, Item, TimeQuality

NOW = datetime(2024, 11, 20, 12, tzinfo=UTC)
CLIP = video(5, "kampanye", 0, "Debat", "Contoh")


def listed(kind: str, *items: Any, **more: Any) -> dict[str, Any]:
    return {"kind": f"youtube#{kind}ListResponse", "items": list(items), **more}


def only(made: dict[str, Any]) -> Item:
    """The first comment of one thread."""
    return parse_threads(listed("commentThread", made)).threads[0].comments[0]


# --- channels and videos ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (listed("channel", channel("anggi")), (channel_id("anggi"), "anggi")),
        (listed("channel", channel("anggi", customUrl="@Anggi.Contoh")), (channel_id("anggi"), "anggi.contoh")),
        (listed("channel", channel("anggi", customUrl="anggi")), (channel_id("anggi"), None)),  # an old address
        (listed("channel", {"id": "UCx", "snippet": {}}), ("UCx", None)),  # no handle yet
        ({"kind": "youtube#channelListResponse"}, None),  # unknown: the list is left out
        (listed("channel"), None),
    ],
)
def test_channels(answer: dict[str, Any], expected: tuple[str, str | None] | None) -> None:
    found = parse_channel(answer)

    assert (found and (found.id, found.handle)) == expected


def test_uploads_belong_to_the_channels_id() -> None:
    found = parse_channel(listed("channel", channel("anggi")))

    assert found is not None
    assert found.uploads == "UU" + channel_id("anggi")[2:]


def test_a_video_is_a_post_of_title_and_description() -> None:
    (item,) = parse_uploads(listed("playlistItem", upload(CLIP)), "kampanye").videos

    assert (item.id, item.act, item.author_id, item.author) == (
        CLIP["id"],
        Act.POST,
        channel_id("kampanye"),
        "kampanye",
    )
    assert item.text == "Debat\n\nContoh"
    assert (item.created_at, item.time_quality) == (at(0), TimeQuality.PLATFORM)
    assert item.url == f"https://www.youtube.com/watch?v={CLIP['id']}"
    assert item.unread_media, "nobody looked at the video itself"
    assert item.parent_id is None


def test_a_video_is_the_same_whichever_list_it_comes_from() -> None:
    """Else each scan would find new versions of it."""
    (listed_,) = parse_uploads(listed("playlistItem", upload(CLIP)), "kampanye").videos
    asked = parse_videos(listed("video", CLIP), {channel_id("kampanye"): "kampanye"})

    assert asked == {CLIP["id"]: listed_}


def test_what_drifts_is_not_evidence() -> None:
    changed = {**CLIP, "etag": "other", "snippet": {**CLIP["snippet"], "channelTitle": "Nama baru", "thumbnails": {}}}
    edited = {**CLIP, "snippet": {**CLIP["snippet"], "description": "Lain"}}
    before, after, other = (parse_videos(listed("video", each), {})[CLIP["id"]] for each in (CLIP, changed, edited))

    assert before.raw == after.raw
    assert before.raw != other.raw


def test_a_video_that_is_not_public_is_no_item_but_has_its_place() -> None:
    page = parse_uploads(listed("playlistItem", private_entry(7, "anggi", 3), upload(CLIP)), None)

    assert [item.id for item in page.videos] == [CLIP["id"]]
    assert page.ids == (video_id(7), CLIP["id"])
    assert page.gaps == ()


@pytest.mark.parametrize(
    "odd",
    [
        "no object",
        None,
        {},
        {"snippet": {}, "contentDetails": {}},
        {**upload(CLIP), "snippet": {"title": "", "channelId": "UCx"}},
        {**upload(CLIP), "contentDetails": {"videoId": 5, "videoPublishedAt": iso(1)}},  # ids are strings
    ],
)
def test_an_odd_entry_hides_nothing_else(odd: Any) -> None:
    page = parse_uploads(listed("playlistItem", odd, upload(CLIP)), None)

    assert [item.id for item in page.videos] == [CLIP["id"]]
    assert [gap.reason for gap in page.gaps] == ["bad-entry"]


@pytest.mark.parametrize("answer", [{}, {"items": None}, {"kind": "x"}, {"items": {}}, listed("video", {}, 7)])
def test_another_shape_is_told(answer: dict[str, Any]) -> None:
    with pytest.raises(ShapeChanged):
        parse_uploads(answer, None)
    with pytest.raises(ShapeChanged):
        parse_threads(answer)


# --- comments -----------------------------------------------------------------------------------------------------


def test_a_thread_and_its_replies() -> None:
    answers = [reply("c1.a", "anggi", 4, "Siap")]
    page = parse_threads(listed("commentThread", thread("c1", CLIP, "warga", 3, "Mantap", answers), nextPageToken="n"))
    (found,) = page.threads
    top, below = found.comments

    assert page.next == "n"
    assert (found.id, found.video, found.channel, found.at) == ("c1", CLIP["id"], channel_id("kampanye"), at(3))
    assert (top.act, top.parent_id, top.thread_id) == (Act.COMMENT, CLIP["id"], CLIP["id"])
    assert (below.act, below.parent_id, below.thread_id) == (Act.COMMENT, "c1", CLIP["id"])
    assert {top.under, below.under} == {f"https://www.youtube.com/watch?v={CLIP['id']}"}
    assert {top.under_id, below.under_id} == {channel_id("kampanye")}
    assert below.url == f"https://www.youtube.com/watch?v={CLIP['id']}&lc=c1.a"
    assert (below.author_id, below.author, below.text) == (channel_id("anggi"), "anggi", "Siap")


@pytest.mark.parametrize(
    ("total", "there", "cut"),
    [
        (0, 0, False),
        (2, 2, False),
        (7, 2, True),  # a sample
        (3, 0, True),  # the service leaves the sample out at times
        (1, 2, False),  # the count lags behind
    ],
)
def test_whether_replies_are_missing(total: int, there: int, cut: bool) -> None:
    made = thread("c1", CLIP, "warga", 3, "x", [reply(f"c1.{each}", "warga", 4, "y") for each in range(there)])
    made["snippet"]["totalReplyCount"] = total

    assert parse_threads(listed("commentThread", made)).threads[0].cut is cut


def test_a_reply_is_the_same_whichever_list_it_comes_from() -> None:
    answer = reply("c1.a", "anggi", 4, "Siap")
    (found,) = parse_threads(listed("commentThread", thread("c1", CLIP, "warga", 3, "x", [answer]))).threads
    replies, _, _ = parse_replies(listed("comment", answer), found)

    assert replies == (found.comments[1],)


@pytest.mark.parametrize(
    ("snippet", "expected"),
    [
        ({}, (channel_id("anggi"), "anggi")),
        ({"authorChannelId": None}, (None, "anggi")),  # left out at times
        ({"authorDisplayName": "Nama Tampilan"}, (channel_id("anggi"), "anggi")),  # the address tells the handle
        ({"authorDisplayName": "@lain"}, (channel_id("anggi"), "anggi")),  # and counts before what is shown
        ({"authorChannelUrl": None}, (channel_id("anggi"), "anggi")),
        ({"authorChannelUrl": None, "authorDisplayName": "anggi"}, (channel_id("anggi"), None)),  # no handle
        (
            {"authorChannelUrl": f"http://www.youtube.com/channel/{channel_id('lain')}", "authorChannelId": None},
            (channel_id("lain"), "anggi"),
        ),
        ({"authorChannelUrl": "", "authorDisplayName": "", "authorChannelId": None}, (None, None)),  # account deleted
        ({"authorChannelUrl": "http://evil.example/@anggi", "authorDisplayName": "x"}, (channel_id("anggi"), None)),
        ({"authorChannelId": "UCx", "authorChannelUrl": None}, (None, "anggi")),  # another shape
    ],
)
def test_who_wrote_a_comment(snippet: dict[str, Any], expected: tuple[str | None, str | None]) -> None:
    assert author_of(comment("c", "anggi", 1, "x", **snippet)["snippet"]) == expected


@pytest.mark.parametrize(
    ("snippet", "expected"),
    [
        ({}, "Halo <b> & 'x'"),  # plain text: nothing is markup
        ({"textOriginal": "lain"}, "Halo <b> & 'x'"),
        ({"textDisplay": None, "textOriginal": "asli"}, "asli"),
        ({"textDisplay": "", "textOriginal": "asli"}, ""),  # empty is not absent
        ({"textDisplay": None, "textOriginal": None}, None),
        ({"textDisplay": "a\ud83d"}, "a?"),  # half a character
    ],
)
def test_words(snippet: dict[str, Any], expected: str | None) -> None:
    assert only(thread("c1", CLIP, "anggi", 3, "Halo <b> & 'x'", **snippet)).text == expected


@pytest.mark.parametrize(
    ("snippet", "created", "edited", "quality"),
    [
        ({}, at(3), None, TimeQuality.PLATFORM),
        ({"updatedAt": iso(9)}, at(3), at(9), TimeQuality.PLATFORM),
        ({"updatedAt": iso(2)}, at(3), None, TimeQuality.PLATFORM),
        ({"updatedAt": None}, at(3), None, TimeQuality.PLATFORM),
        ({"publishedAt": None}, None, None, TimeQuality.ESTIMATED),
        ({"publishedAt": "kemarin"}, None, None, TimeQuality.ESTIMATED),
    ],
)
def test_times(snippet: dict[str, Any], created: Any, edited: Any, quality: TimeQuality) -> None:
    item = only(thread("c1", CLIP, "anggi", 3, "x", **snippet))

    assert (item.created_at, item.edited_at, item.time_quality) == (created, edited, quality)


def test_a_picture_in_a_comment_was_not_looked_at() -> None:
    assert only(thread("c1", CLIP, "anggi", 3, "x", imageUrl="https://i.example.org/x.gif")).unread_media
    assert not only(thread("c1", CLIP, "anggi", 3, "x")).unread_media


def test_evidence_of_a_comment_holds_neither_counters_nor_names() -> None:
    first = only(thread("c1", CLIP, "anggi", 3, "x"))
    liked = only(thread("c1", CLIP, "anggi", 3, "x", likeCount=9, authorDisplayName="@baru", authorProfileImageUrl="y"))

    assert first.raw == liked.raw
    assert b"anggi" in first.raw, "the stable id"
    nobody = only(thread("c1", CLIP, "anggi", 3, "x", authorChannelId=None))
    assert json.loads(nobody.raw)["authorDisplayName"] == "@anggi", "all that is known of who wrote it"


def test_a_comment_without_a_video_stands_under_the_channel() -> None:
    made = thread("c1", CLIP, "warga", 3, "x")
    del made["snippet"]["videoId"]
    item = only(made)

    assert (item.thread_id, item.parent_id) == ("c1", channel_id("kampanye"))
    assert item.under == item.url == f"https://www.youtube.com/channel/{channel_id('kampanye')}"


def test_no_comment_is_ever_the_first_post_of_a_thread() -> None:
    """What has no parent under a watched video is taken for the campaign's own words."""
    made = thread("c1", CLIP, "warga", 3, "x")
    del made["snippet"]["videoId"], made["snippet"]["channelId"]

    assert only(made).parent_id
    assert parse_threads(listed("commentThread", made), "v1").threads[0].comments[0].parent_id == "v1"


# --- refusals -----------------------------------------------------------------------------------------------------


def said(response: httpx.Response) -> Answer:
    return Answer(
        status=response.status_code, url="https://x/?a=s3cret", shown="https://x/", headers={}, body=response.read()
    )


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (error(403, "commentsDisabled"), CommentsClosed),
        (error(403, "quotaExceeded"), QuotaSpent),
        (error(403, "dailyLimitExceeded"), QuotaSpent),
        (error(403, "rateLimitExceeded"), RateLimited),
        (error(403, "userRateLimitExceeded"), RateLimited),
        (error(400, "keyInvalid", "Bad Request"), AuthProblem),
        (error(400, "badRequest", "API key not valid. Please pass a valid API key.", "API_KEY_INVALID"), AuthProblem),
        (error(400, "badRequest", "API key not valid. Please pass a valid API key."), AuthProblem),  # older
        (error(400, "badRequest", "API key expired. Please renew the API key."), AuthProblem),
        (error(403, "accessNotConfigured", "x", "SERVICE_DISABLED"), AuthProblem),
        (error(403, "forbidden", "x", "API_KEY_SERVICE_BLOCKED"), AuthProblem),  # the key is for another service
        (error(403, "dailyLimitExceededUnreg"), AuthProblem),  # no key came through
        (error(403, "forbidden"), SourcePrivate),
        (error(403, "playlistItemsNotAccessible"), SourcePrivate),
        (error(403, "sesuatuYangBaru"), SourcePrivate),
        (httpx.Response(403), SourcePrivate),
        (error(404, "videoNotFound"), SourceGone),
        (error(404, "channelNotFound"), SourceGone),
        (error(404, "playlistNotFound"), SourceGone),
        (error(404, "sesuatuYangBaru"), SourceGone),
        (httpx.Response(404, text="<html>"), SourceGone),
        (error(400, "processingFailure"), NetworkProblem),  # passes by itself, the documentation says
        (error(400, "invalidPageToken"), ShapeChanged),  # of a request without one: our fault
        (error(400, "missingRequiredParameter"), ShapeChanged),
        (httpx.Response(400), ShapeChanged),
        (httpx.Response(400, json={"error": {"errors": "x", "details": [7, {"reason": 7}]}}), ShapeChanged),
    ],
)
def test_refusals_are_named_by_their_reason(response: httpx.Response, expected: type[FetchError]) -> None:
    found = refusal(said(response), NOW, paging=False)

    assert type(found) is expected
    assert "s3cret" not in found.message
    assert "{" not in found.message


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (error(400, "invalidPageToken"), ContinuationRefused),
        (error(400, "sesuatuYangBaru"), ContinuationRefused),  # servers spell it in many ways
        (error(403, "quotaExceeded"), QuotaSpent),
        (error(400, "keyInvalid"), AuthProblem),
        (error(404, "videoNotFound"), SourceGone),
    ],
)
def test_a_page_token_that_is_no_longer_known(response: httpx.Response, expected: type[FetchError]) -> None:
    assert type(refusal(said(response), NOW, paging=True)) is expected


def test_words_of_the_service_are_not_repeated() -> None:
    found = refusal(said(error(403, "s3cret {x}", "s3cret", "S3cret-2")), NOW, paging=False)

    assert "s3cret" not in repr(found).lower()


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2024-11-20T12:00:00Z", "2024-11-21T08:00:00Z"),  # winter time
        ("2024-07-01T12:00:00Z", "2024-07-02T07:00:00Z"),  # summer time
        ("2024-11-03T06:59:59Z", "2024-11-03T07:00:00Z"),  # a second before
        ("2024-11-03T07:00:00Z", "2024-11-04T08:00:00Z"),  # the day with 25 hours
        ("2024-03-10T08:00:00Z", "2024-03-11T07:00:00Z"),  # the day with 23
    ],
)
def test_the_allowance_is_filled_up_at_midnight_in_california(now: str, expected: str) -> None:
    assert reset_at(datetime.fromisoformat(now)) == datetime.fromisoformat(expected)
