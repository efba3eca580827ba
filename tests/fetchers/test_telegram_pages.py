"""Telegram's pages, invented in the true shape, and what is made of them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from tests.fetchers.fake_telegram import (
    ALBUM,
    CLOSED,
    HIDDEN_NOTICE,
    LINK,
    NO_POST,
    NOBODY,
    NOT_SHOWN,
    PERSON,
    PHOTO,
    VIDEO,
    at,
    comment,
    discussion,
    forwarded,
    history,
    message,
    page,
    reply,
    text,
)

from jempol_netral.errors import FetchError, NetworkProblem, ShapeChanged, SourceGone, SourcePrivate
from jempol_netral.fetchers.answers import Answer
from jempol_netral.fetchers.telegram.dom import MOST_TAGS, parse
from jempol_netral.fetchers.telegram.pages import Discussion, History, parse_discussion, parse_history
from jempol_netral.models import Act, Item, TimeQuality
from jempol_netral.testing.soundness import faults_of

NOW = at(60 * 24)
NAME = "kanal_contoh"
POLL = (
    '<div class="tgme_widget_message_poll"><div class="tgme_widget_message_poll_question">Pilih siapa?</div>'
    '<div class="tgme_widget_message_poll_option"><div class="tgme_widget_message_poll_option_percent">61%</div>'
    '<div class="tgme_widget_message_poll_option_text">Contoh</div></div></div>'
)
FILE = (
    '<a class="tgme_widget_message_document_wrap"><div class="tgme_widget_message_document_title">Jadwal.pdf</div>'
    '<div class="tgme_widget_message_document_extra">2 MB</div></a>'
)
EMOJI = '<tg-emoji emoji-id="5"><i class="emoji" style="x"><b>👍</b></i></tg-emoji>'


def answer(body: bytes) -> Answer:
    return Answer(status=200, url="https://t.me/x", shown="https://t.me/x", headers={}, body=body)


def read(*messages: str, before: int | None = None) -> History:
    return parse_history(LexborHTMLParser(history(*messages, before=before)), NOW)


def one(*parts: str, meta: str = "") -> Item:
    (post,) = read(message(NAME, 7, 5, *parts, meta=meta)).posts
    assert post.item is not None
    return post.item


@pytest.mark.parametrize(
    ("parts", "said", "unread_media"),
    [
        ([text("Satu\ndua")], "Satu\ndua", False),  # lines are not glued together
        ([text("a &amp; <b>")], "a &amp; <b>", False),  # what was typed, not markup
        ([f'<div class="tgme_widget_message_text js-message_text">{text("Dalam")}</div>'], "Dalam", False),  # nested
        ([f'<div class="tgme_widget_message_text js-message_text">Ya {EMOJI}</div>'], "Ya 👍", False),
        ([reply("x_contoh/1"), text("Setuju")], "Setuju", False),  # the reply's preview is another's words
        ([reply("x_contoh/1")], "", False),  # a reply of a picture only
        ([text("Lihat"), LINK], "Lihat", False),  # so is the preview of a link
        ([LINK], "", False),
        ([PHOTO], "", True),  # a post without text
        ([ALBUM, text("Album")], "Album", True),  # one message, however many pictures
        ([VIDEO, text("Video")], "Video", True),  # too big for the page, its text is there
        ([VIDEO], "", True),
        ([PHOTO, HIDDEN_NOTICE], "", True),  # the notice stays hidden
        ([text("Ada"), HIDDEN_NOTICE], "Ada", False),
        ([NOT_SHOWN], None, True),  # only the app shows it: the words are missing, not absent
        ([POLL], "Pilih siapa?\nContoh", False),  # percentages drift
        ([FILE, text("Unduh")], "Unduh\nJadwal.pdf", True),
        ([], "", False),
    ],
)
def test_own_words(parts: list[str], said: str | None, unread_media: bool) -> None:
    item = one(*parts)

    assert (item.text, item.unread_media) == (said, unread_media)
    assert b"Kata orang lain" not in item.raw
    assert b"Isi berita" not in item.raw


def test_what_only_the_app_shows_is_told() -> None:
    assert [gap.reason for gap in read(message(NAME, 7, 5, NOT_SHOWN)).gaps] == ["post-unknown"]


@pytest.mark.parametrize(
    ("href", "name", "author"),
    [
        ("https://t.me/Kampanye_Contoh/12", "Kampanye", "kampanye_contoh"),
        ("https://t.me/kampanye_contoh", "Kampanye", "kampanye_contoh"),
        (None, "kampanye_contoh", '"kampanye_contoh"'),  # a name that anybody can take is no handle
        ("https://t.me/+AbCd", "Tertutup", '"Tertutup"'),
        ("https://example.org/x", "Aneh", '"Aneh"'),
    ],
)
def test_a_forwarded_message_spreads_anothers_words(href: str | None, name: str, author: str) -> None:
    item = one(forwarded(href, name), text("Coblos contoh"))

    assert (item.act, item.reshared_author, item.text, item.author) == (Act.RESHARE, author, "Coblos contoh", NAME)


@pytest.mark.parametrize(
    ("link", "act", "parent", "under", "under_id"),
    [
        ("Kampanye_Contoh/3", Act.COMMENT, "kampanye_contoh/3", "https://t.me/kampanye_contoh/3", None),
        ("kanal_contoh/3?single", Act.COMMENT, "kanal_contoh/3", "https://t.me/kanal_contoh/3", "1001"),
        ("c/1234/5", Act.POST, None, None, None),  # in a private channel
    ],
)
def test_a_reply_stands_under_what_it_answers(
    link: str, act: Act, parent: str | None, under: str | None, under_id: str | None
) -> None:
    item = one(reply(link), text("Setuju"))

    assert (item.act, item.parent_id, item.under, item.under_id) == (act, parent, under, under_id)


def test_a_message_has_number_channel_time_and_address() -> None:
    item = one(text("Halo"))

    assert (item.id, item.author, item.author_id) == ("kanal_contoh/7", NAME, "1001")
    assert (item.created_at, item.time_quality) == (at(5), TimeQuality.PLATFORM)
    assert item.url == "https://t.me/kanal_contoh/7"


def test_counters_drift_outside_of_the_evidence_and_an_edit_inside() -> None:
    once, again, edited = one(text("Halo")), one(text("Halo")), one(text("Halo"), meta="edited&nbsp;")

    assert once.raw == again.raw
    assert json.loads(edited.raw)["edited"] is True
    assert edited.raw != once.raw


def test_a_time_in_the_future_is_doubted() -> None:
    (post,) = read(message(NAME, 7, 60 * 48, text("Halo"))).posts

    assert post.item is not None
    assert post.item.time_quality is TimeQuality.ESTIMATED


def test_a_page_is_read_newest_first_and_says_where_the_older_ones_stand() -> None:
    found = read(message(NAME, 8, 1, text("a")), message(NAME, 9, 2, "x", service=True), before=8)

    assert [post.number for post in found.posts] == ["9", "8"]
    assert (found.next, found.handle, found.channel_id) == ("8", NAME, "1001")
    assert [item.id for item in found.page(None).items] == ["kanal_contoh/8"]  # a service message is nobody's words
    assert found.page(None).entries == ("9", "8")


def test_a_message_of_another_channel_is_never_given_to_this_one() -> None:
    found = read(
        message(NAME, 8, 1, text("a")), message("kampanye_contoh", 9, 2, text("b")), message(NAME, 9, 3, text("c"))
    )

    assert [item.text for item in found.page(None).items] == ["c", "a"]
    assert [(gap.reason, gap.where) for gap in found.gaps] == [("bad-entry", "kampanye_contoh/9")]


@pytest.mark.parametrize(
    ("old", "new"), [("datetime=", "data-x="), ("Kanal_Contoh/8", "Kanal Contoh"), ("T00:01:00", "T99:01:00")]
)
def test_an_odd_message_is_a_gap_and_hides_no_other(old: str, new: str) -> None:
    found = read(message(NAME, 8, 1, text("a")).replace(old, new), message(NAME, 9, 2, text("b")))

    assert [item.text for item in found.page(None).items] == ["b"]
    assert [gap.reason for gap in found.gaps] == ["bad-entry"]
    with pytest.raises(ShapeChanged):
        read(message(NAME, 8, 1, text("a")).replace(old, new))


@pytest.mark.parametrize("view", ["", "%%%", "bm90IGpzb24", "eyJjIjoidGVrcyJ9", "W10", "eyJjIjowfQ"])
def test_a_page_that_does_not_tell_the_channels_number_is_read_all_the_same(view: str) -> None:
    shown = message(NAME, 8, 1, text("a"))
    start = shown.index('data-view="') + len('data-view="')
    shown = shown[:start] + view + shown[shown.index('"', start) :]

    assert read(shown).channel_id is None


@pytest.mark.parametrize(
    ("shown", "error"),
    [
        (PERSON, SourcePrivate),
        (NOBODY, SourceGone),
        (page("<form>Masuk</form>"), ShapeChanged),
        (page(""), ShapeChanged),
    ],
)
def test_a_page_without_a_history_says_why(shown: str, error: type[FetchError]) -> None:
    with pytest.raises(error):
        parse_history(LexborHTMLParser(shown), NOW)


def test_a_channel_without_messages_is_empty_not_strange() -> None:
    assert read().posts == ()


# --- comments -------------------------------------------------------------------------------------------------------


def below(shown: str) -> Discussion:
    return parse_discussion(LexborHTMLParser(shown), one(text("Halo")), NOW)


def test_comments_stand_under_the_post_by_public_names_only() -> None:
    found = below(
        discussion(
            comment(901, 11, "Anggi_Contoh", text("Menang!")),
            comment(902, 12, None, text("Tanpa nama")),  # nobody's: a name without a link is anybody's
            comment(903, 13, "warga_contoh", text("Siap"), to=901),
            comment(904, 14, "warga_contoh", text("Halo"), to=900),  # answers the post itself
            before=901,
        )
    )

    assert [(item.author, item.text, item.parent_id) for item in found.comments] == [
        ("anggi_contoh", "Menang!", "kanal_contoh/7"),
        ("warga_contoh", "Siap", "kanal_contoh/7?comment=901"),
        ("warga_contoh", "Halo", "kanal_contoh/7"),
    ]
    assert {(item.act, item.thread_id, item.under, item.under_id) for item in found.comments} == {
        (Act.COMMENT, "kanal_contoh/7", "https://t.me/kanal_contoh/7", "1001")
    }
    assert found.comments[0].url == "https://t.me/kanal_contoh/7?comment=901"
    assert (found.open, found.older, len(found.numbers), found.oldest) == (True, "901", 4, at(11))
    assert b"Kata orang lain" not in b"".join(item.raw for item in found.comments)


@pytest.mark.parametrize(
    ("shown", "open_", "gone"),
    [
        (CLOSED, False, False),
        (
            CLOSED.replace("not available at the moment.", "x").replace("Discussion is", "Please open Telegram"),
            False,
            False,
        ),
        (NO_POST, False, True),
        (discussion(), True, False),  # none yet is not closed
    ],
)
def test_comments_that_cannot_be_read_are_not_no_comments(shown: str, open_: bool, gone: bool) -> None:
    found = below(shown)

    assert (found.open, found.gone, found.comments) == (open_, gone, ())


def test_an_odd_comment_is_a_gap() -> None:
    odd = comment(1, 1, "warga_contoh", text("x")).replace("datetime=", "data-x=")

    assert [gap.reason for gap in below(discussion(odd)).gaps] == ["bad-entry"]


def test_a_page_of_another_shape_is_no_discussion() -> None:
    with pytest.raises(ShapeChanged):
        below(page("<p>Halo</p>"))


# --- the tree -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", ShapeChanged),
        (b'{"ok": true}', ShapeChanged),
        (b"<!DOCTYPE html><html><body>half", NetworkProblem),  # cut off: a lenient parser would not notice
        (b"<!DOCTYPE html><html>" + b"<div>" * (MOST_TAGS + 1) + b"</html>", ShapeChanged),
    ],
)
def test_only_a_whole_page_is_a_page(body: bytes, error: type[FetchError]) -> None:
    with pytest.raises(error):
        parse(answer(body))


WHOLE = history(
    message(NAME, 8, 1, reply("x_contoh/1"), ALBUM, text("a")), message(NAME, 9, 2, LINK, text("b")), before=8
)


@settings(max_examples=150, deadline=None)
@given(start=st.integers(0, len(WHOLE) - 10), length=st.integers(0, 400))
def test_whatever_is_cut_out_of_a_page_it_is_read_soundly_or_named(start: int, length: int) -> None:
    stop = min(start + length, len(WHOLE) - 10)
    try:
        found = parse_history(parse(answer((WHOLE[:start] + WHOLE[stop:]).encode())), NOW)
    except FetchError:
        return
    assert [list(faults_of(item, ("telegram",))) for item in found.page(None).items if item.raw] == [
        [] for _ in found.page(None).items
    ]
