"""Bluesky's answers, invented in the true shape, and what is made of them."""

from __future__ import annotations

import copy
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fetchers.fake_bluesky import (
    DIDS,
    account_world,
    actor,
    at,
    campaign_world,
    iso,
    node,
    post,
    repost,
    rkey,
    uri,
)

from jempol_netral.errors import ShapeChanged
from jempol_netral.fetchers.bluesky.feed import Thread, parse_feed, parse_thread
from jempol_netral.fetchers.bluesky.post import post_item, post_uri, post_url, repost_item, tid_time
from jempol_netral.models import Act, Identity, TimeQuality

NOW = at(60 * 24 * 30)
ANGGI, KAMPANYE, WARGA = "anggi.example", "kampanye.example", "warga.example"


def image(alt: str) -> dict[str, Any]:
    return {"alt": alt, "image": {"$type": "blob"}}


@pytest.mark.parametrize(
    ("record", "text", "unread_media"),
    [
        ({}, "Halo", False),
        ({"tags": ["Pilkada", "Jatim"]}, "Halo\n#Pilkada #Jatim", False),  # hashtags kept beside the text
        ({"embed": {"images": [image("Poster calon"), image("")]}}, "Halo\nPoster calon", True),  # typed by the author
        ({"embed": {"video": {}, "alt": "Pidato contoh"}}, "Halo\nPidato contoh", True),
        (
            {"embed": {"record": {"record": {"uri": "at://x"}}, "media": {"images": [image("Foto")]}}},
            "Halo\nFoto",
            True,
        ),  # a picture beside a quoted post
        ({"embed": {"record": {"uri": "at://x", "cid": "b"}}}, "Halo", False),  # a quoted post is another's words
        ({"embed": {"external": {"title": "Judul berita", "uri": "https://x"}}}, "Halo", False),  # so is a link card
        ({"embed": "broken", "tags": "broken"}, "Halo", False),
        ({"embed": {"images": ["broken", {"alt": 7}]}, "tags": [7]}, "Halo", True),
        ({"text": "😀 \ud83d x"}, "😀 ? x", False),  # half a character cannot be stored
        ({"text": ""}, "", False),
        ({"text": None}, "", False),
    ],
)
def test_own_words(record: dict[str, Any], text: str, unread_media: bool) -> None:
    view = post(ANGGI, 1, "Halo")
    view["record"].update(record)
    item = post_item(view, NOW)

    assert (item.text, item.unread_media) == (text, unread_media)
    assert json.loads(item.raw)["uri"] == item.id


@pytest.mark.parametrize(
    ("claimed", "key", "indexed", "expected", "quality"),
    [
        (at(1), rkey(at(1)), at(1), at(1), TimeQuality.PLATFORM),  # all agree
        (at(1), rkey(at(1)), at(50), at(1), TimeQuality.PLATFORM),  # indexed a little late
        (at(1), "self-chosen", at(1), at(1), TimeQuality.PLATFORM),  # the key holds no time
        (at(1), rkey(at(-9999)), at(1), at(1), TimeQuality.ESTIMATED),  # the key says otherwise
        (at(1), rkey(at(1)), at(9999), at(1), TimeQuality.ESTIMATED),  # turned up a week later: dated back, or moved in
        (at(1), "2222222222222", at(1), at(1), TimeQuality.PLATFORM),  # a key of 1970 is no witness
        (datetime.fromisoformat("0001-10-14T00:00:00+00:00"), rkey(at(1)), at(1), at(1), TimeQuality.ESTIMATED),
        (NOW + timedelta(days=900), rkey(at(1)), at(1), at(1), TimeQuality.ESTIMATED),  # the future
        (None, rkey(at(1)), at(1), at(1), TimeQuality.ESTIMATED),
        (None, rkey(at(1)), None, None, TimeQuality.ESTIMATED),
    ],
)
def test_when_a_post_was_written(
    claimed: datetime | None, key: str, indexed: datetime | None, expected: datetime | None, quality: TimeQuality
) -> None:
    view = post(ANGGI, 1, "Halo")
    view["uri"] = f"at://{DIDS[ANGGI]}/app.bsky.feed.post/{key}"
    view["record"]["createdAt"] = claimed and iso(claimed)
    view["indexedAt"] = indexed and iso(indexed)

    item = post_item(view, NOW)

    assert (item.created_at, item.time_quality) == (expected, quality)


@pytest.mark.parametrize("said", ["yesterday", "2024-13-01T00:00:00Z", 1727740800, "", "2024-10-01T00:00:00+99:00"])
def test_a_time_that_is_none_gives_way_to_the_time_of_indexing(said: object) -> None:
    item = post_item(post(ANGGI, 1, "Halo", createdAt=said), NOW)

    assert (item.created_at, item.time_quality) == (at(1), TimeQuality.ESTIMATED)


def test_a_reply_is_a_comment_under_the_owner_of_the_thread() -> None:
    first, second = uri(KAMPANYE, 1), uri(WARGA, 2)
    item = post_item(post(ANGGI, 3, "Setuju", parent=second, root=first), NOW)

    assert (item.act, item.parent_id, item.thread_id) == (Act.COMMENT, second, first)
    assert (item.under_id, item.under) == (DIDS[KAMPANYE], post_url(first))


def test_a_repost_is_the_act_of_one_and_the_words_of_another() -> None:
    entry = repost(ANGGI, 9, post(KAMPANYE, 1, "Pilih contoh"))
    item = repost_item(entry["post"], entry["reason"], NOW)

    assert (item.act, item.author_id, item.author) == (Act.RESHARE, DIDS[ANGGI], ANGGI)
    assert (item.text, item.reshared_author, item.created_at) == ("Pilih contoh", KAMPANYE, at(9))
    assert item.id == entry["reason"]["uri"]


def test_a_repost_without_an_address_of_its_own_gets_a_stable_id() -> None:
    entry = repost(ANGGI, 9, post(KAMPANYE, 1, "Pilih contoh"))
    del entry["reason"]["uri"]
    item = repost_item(entry["post"], entry["reason"], NOW)

    assert item.id == f"{uri(KAMPANYE, 1)}#repost-by-{DIDS[ANGGI]}"
    assert item.id != post_item(entry["post"], NOW).id


def test_words_shown_to_signed_in_visitors_only_are_not_kept_in_a_repost() -> None:
    entry = repost(ANGGI, 9, post(WARGA, 1, "Hanya untuk yang masuk"))
    entry["post"]["author"] = actor(WARGA, labels=[{"val": "!no-unauthenticated"}])
    item = repost_item(entry["post"], entry["reason"], NOW)

    assert item.text is None
    assert b"Hanya" not in item.raw


def test_what_drifts_and_what_others_say_does_not_reach_the_raw_payload() -> None:
    view = post(ANGGI, 1, "Halo", parent=uri(KAMPANYE, 0))
    later = copy.deepcopy(view)
    later.update(likeCount=99, replyCount=3, labels=[{"val": "x"}], indexedAt=iso(at(9)), viewer={"like": "x"})
    later["author"] = actor(ANGGI, avatar="https://cdn.example/x") | {"handle": "new.example", "displayName": "B"}
    later["embed"] = {"record": {"value": {"text": "Kata orang lain"}}}
    later = dict(reversed(later.items()))

    assert post_item(later, NOW).raw == post_item(view, NOW).raw


def test_an_edit_changes_the_raw_payload() -> None:
    view = post(ANGGI, 1, "Halo")

    assert post_item({**view, "cid": "bafyother"}, NOW).raw != post_item(view, NOW).raw


def test_an_invalid_handle_is_no_handle() -> None:
    view = post(ANGGI, 1, "Halo")
    view["author"]["handle"] = "handle.invalid"

    assert post_item(view, NOW).author is None
    assert parse_feed({"feed": [{"post": view}]}, NOW).page.identity is None


# --- feeds ----------------------------------------------------------------------------------------------------


def test_a_feed() -> None:
    feed = parse_feed({"feed": account_world().feed, "cursor": "next"}, NOW)

    assert [(item.act, item.text) for item in feed.page.items] == [
        (Act.RESHARE, "Kata orang lain"),
        (Act.POST, "Lihat\nPoster contoh"),
        (Act.POST, "Hm."),
        (Act.COMMENT, "Setuju"),
        (Act.POST, "Selamat pagi"),
    ]
    assert (feed.page.newest, feed.page.oldest, feed.page.next) == (at(9), at(2), "next")
    assert feed.page.identity == Identity(DIDS[ANGGI], ANGGI)
    own = [item for item in feed.page.items if item.act is not Act.RESHARE]
    assert b"Kata orang lain" not in b"".join(item.raw for item in own)


def test_an_empty_feed() -> None:
    page = parse_feed({"feed": []}, NOW).page

    assert (page.items, page.newest, page.oldest, page.next, page.identity) == ((), None, None, None, None)


def test_a_pinned_entry_is_left_out() -> None:
    pinned = {"post": post(ANGGI, 1, "Lama"), "reason": {"$type": "app.bsky.feed.defs#reasonPin"}}
    page = parse_feed({"feed": [pinned, {"post": post(ANGGI, 9, "Baru")}]}, NOW).page

    assert [item.text for item in page.items] == ["Baru"]
    assert page.newest == at(9)


def test_the_place_in_the_feed_is_the_lesser_of_two_times() -> None:
    moved_in = {"post": {**post(ANGGI, 1, "Lama"), "indexedAt": iso(at(500))}}
    page = parse_feed({"feed": [{"post": post(ANGGI, 9, "Baru")}, moved_in]}, NOW).page

    assert (page.newest, page.oldest) == (at(9), at(1))


def test_one_odd_entry_hides_nothing() -> None:
    page = parse_feed({"feed": [{"post": {"uri": "at://odd"}}, {"post": post(ANGGI, 9, "Baru")}, 7]}, NOW).page

    assert [item.text for item in page.items] == ["Baru"]
    assert [(gap.reason, gap.where) for gap in page.gaps] == [("bad-entry", "at://odd"), ("bad-entry", "?")]


@pytest.mark.parametrize("answer", [{}, {"feed": None}, {"feed": {}}, {"feed": [7]}, {"feed": [{"post": {}}]}])
def test_a_feed_of_another_shape(answer: dict[str, Any]) -> None:
    with pytest.raises(ShapeChanged):
        parse_feed(answer, NOW)


@pytest.mark.parametrize(
    ("labels", "hidden"),
    [
        ([], False),
        ([{"val": "!no-unauthenticated"}], True),
        ([{"val": "!no-unauthenticated", "neg": True}], False),  # taken back
        ([{"val": "porn"}], False),
        ("broken", False),
    ],
)
def test_the_wish_to_be_shown_to_signed_in_visitors_only(labels: object, hidden: bool) -> None:
    view = post(ANGGI, 1, "Halo")
    view["author"]["labels"] = labels

    assert parse_feed({"feed": [{"post": view}]}, NOW).signed_in_only is hidden


def test_which_threads_a_campaign_has() -> None:
    feed = parse_feed({"feed": campaign_world().feed}, NOW)

    assert [(own.thread, own.replies) for own in feed.posts] == [
        (uri(KAMPANYE, 30), False),
        (uri(KAMPANYE, 10), True),  # its answer to itself hangs in its own thread
        (uri(KAMPANYE, 10), True),
        (uri(KAMPANYE, 1), True),
    ]


# --- threads --------------------------------------------------------------------------------------------------


def parsed(tree: dict[str, Any], depth: int = 100) -> tuple[Thread, list[str]]:
    thread = Thread()
    return thread, parse_thread({"thread": tree}, thread, NOW, depth=depth)


def test_a_thread_starts_with_its_first_post_and_keeps_parents_before_replies() -> None:
    first, second, third = uri(KAMPANYE, 1), uri(ANGGI, 2), uri(WARGA, 3)
    tree = node(
        post(KAMPANYE, 1, "Satu"),
        node(post(ANGGI, 2, "Dua", parent=first), node(post(WARGA, 3, "Tiga", parent=second, root=first))),
        node(post(WARGA, 4, "Empat", parent=first)),
    )
    thread, cuts = parsed(tree)

    assert list(thread.items) == [first, second, third, uri(WARGA, 4)]
    assert (cuts, thread.gaps, thread.newest) == ([], [], at(4))
    assert thread.page().part


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        ({"$type": "app.bsky.feed.defs#notFoundPost", "uri": "at://gone", "notFound": True}, "post-gone"),
        ({"uri": "at://blocked", "blocked": True, "author": {"did": "did:plc:x"}}, "post-blocked"),
        ({"$type": "app.bsky.feed.defs#somethingNew", "uri": "at://new"}, "post-unknown"),
        ({"post": None}, "post-unknown"),
        ({"post": {"uri": "at://odd", "author": {}}}, "bad-entry"),
    ],
)
def test_nodes_without_a_readable_post(odd: dict[str, Any], reason: str) -> None:
    tree = node(post(KAMPANYE, 1, "Satu"), odd, node(post(ANGGI, 2, "Dua", parent=uri(KAMPANYE, 1))))
    thread, _ = parsed(tree)

    assert [item.text for item in thread.items.values()] == ["Satu", "Dua"]
    assert [gap.reason for gap in thread.gaps] == ([] if reason == "post-gone" else [reason])


def test_a_comment_shown_to_signed_in_visitors_only_is_left_alone() -> None:
    comment = post(WARGA, 2, "Hanya untuk yang masuk", parent=uri(KAMPANYE, 1))
    comment["author"]["labels"] = [{"val": "!no-unauthenticated"}]
    thread, _ = parsed(node(post(KAMPANYE, 1, "Satu"), node(comment)))

    assert [item.text for item in thread.items.values()] == ["Satu"]


def chain(levels: int, *, cut: bool) -> dict[str, Any]:
    """A thread of one branch; `cut`: its last post says that it has replies which are not there."""
    last = post(ANGGI, levels, "dalam", parent=uri(KAMPANYE, 0))
    tree = node(last)
    tree["post"]["replyCount"] = int(cut)
    for level in range(levels - 1, -1, -1):
        tree = node(post(ANGGI, level, "x", parent=uri(KAMPANYE, 0)), tree)
    return tree


@pytest.mark.parametrize(
    ("levels", "cut", "depth", "followed"),
    [
        (6, True, 100, True),  # the least depth at which servers cut
        (5, True, 100, False),  # no server cuts so early: replies that nobody may see
        (3, True, 3, True),  # we asked for no more
        (20, True, 100, True),
        (20, False, 100, False),
    ],
)
def test_where_a_server_has_cut(levels: int, cut: bool, depth: int, followed: bool) -> None:
    _, cuts = parsed(chain(levels, cut=cut), depth=depth)

    assert cuts == ([uri(ANGGI, levels)] if followed else [])


def test_a_thousand_levels_need_no_thousand_frames() -> None:
    thread, _ = parsed(chain(3000, cut=False))

    assert len(thread.items) == 3001


@pytest.mark.parametrize("tree", [None, [], {"post": {}, "replies": 7}, {"post": {}, "replies": [7]}])
def test_a_thread_of_another_shape(tree: object) -> None:
    with pytest.raises(ShapeChanged):
        parse_thread({"thread": tree}, Thread(), NOW, depth=100)


# --- addresses ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://bsky.app/profile/anggi.example/post/3abc", "at://anggi.example/app.bsky.feed.post/3abc"),
        (" https://bsky.app/profile/did:plc:x/post/3abc?ref=1 ", "at://did:plc:x/app.bsky.feed.post/3abc"),
        ("https://www.bsky.app/profile/a.example/post/3abc/", "at://a.example/app.bsky.feed.post/3abc"),
        ("at://did:plc:x/app.bsky.feed.post/3abc", "at://did:plc:x/app.bsky.feed.post/3abc"),
        ("https://bsky.app/profile/anggi.example", None),
        ("https://evil.example/bsky.app/profile/a/post/b", None),
        ("at://did:plc:x/app.bsky.feed.like/3abc", None),
        ("", None),
    ],
)
def test_addresses_of_posts(address: str, expected: str | None) -> None:
    assert post_uri(address) == expected


@pytest.mark.parametrize("odd", ["", "3abc", "0" * 13, "3JUMJ2AAAAAAA", "2" * 14])
def test_keys_without_a_time(odd: str) -> None:
    assert tid_time(odd) is None


def test_a_key_gives_its_time() -> None:
    assert tid_time(rkey(at(7))) == at(7)


# --- the law --------------------------------------------------------------------------------------------------

JUNK = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.just([]), st.just({}), st.just([7]))


def paths(value: Any, trail: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [trail, *(path for key, each in inner for path in paths(each, (*trail, key)))]


@settings(max_examples=300, deadline=None)
@given(data=st.data(), thread=st.booleans())
def test_whatever_stands_in_an_answer_nothing_but_a_changed_shape_is_raised(data: st.DataObject, thread: bool) -> None:
    answer: dict[str, Any] = (
        {"thread": next(iter(campaign_world().threads.values()))} if thread else {"feed": account_world().feed}
    )
    answer = json.loads(json.dumps(answer))
    for path in data.draw(st.lists(st.sampled_from(paths(answer)[1:]), min_size=1, max_size=3)):
        place: Any = answer
        try:
            for key in path[:-1]:
                place = place[key]
            place[path[-1]] = copy.deepcopy(data.draw(JUNK))
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took the place away
    try:
        items = list(parsed(answer["thread"])[0].items.values()) if thread else list(parse_feed(answer, NOW).page.items)
    except ShapeChanged:
        return
    for item in items:
        item.raw.decode()
        assert isinstance(item.id, str)
        assert isinstance(item.text, str | None)
