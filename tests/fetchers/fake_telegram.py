"""Invented pages in the shape in which t.me shows public channels, and a little t.me that serves them."""

from __future__ import annotations

import base64
import html
import json
from datetime import UTC, datetime, timedelta

import httpx

START = datetime(2024, 10, 1, tzinfo=UTC)
CHANNELS = {"kanal_contoh": 1001, "kampanye_contoh": 1002}


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def view(channel: str, number: int, drift: int = 0) -> str:
    """What the counter of views is told; `t` and `h` are others in each answer."""
    payload = {"c": -CHANNELS[channel], "p": number, "t": 1_700_000_000 + drift, "h": f"{drift:018x}"}
    return base64.urlsafe_b64encode(json.dumps(payload).encode()).decode().rstrip("=")


def text(words: str) -> str:
    """The text part of a message; a line break as Telegram writes it."""
    lines = "<br/>".join(html.escape(line) for line in words.split("\n"))
    return f'<div class="tgme_widget_message_text js-message_text" dir="auto">{lines}</div>'


def reply(to: str, words: str = "Kata orang lain") -> str:
    """The preview of what a message answers."""
    return (
        f'<a class="tgme_widget_message_reply user-color-3" href="https://t.me/{to}">'
        '<div class="tgme_widget_message_author accent_color">'
        '<span class="tgme_widget_message_author_name" dir="auto">Warga</span></div>'
        f'<div class="tgme_widget_message_text js-message_reply_text" dir="auto">{words}</div></a>'
    )


def forwarded(href: str | None, name: str) -> str:
    inner = (
        f'<a class="tgme_widget_message_forwarded_from_name" href="{href}"><span dir="auto">{name}</span></a>'
        if href
        else f'<span class="tgme_widget_message_forwarded_from_name" dir="auto">{name}</span>'
    )
    return f'<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;{inner}</div>'


PHOTO = '<a class="tgme_widget_message_photo_wrap 123 456_789" href="https://t.me/kanal_contoh/1" style="x"></a>'
ALBUM = f'<div class="tgme_widget_message_grouped_wrap js-message_grouped_wrap"><div>{PHOTO}{PHOTO}</div></div>'
HIDDEN_NOTICE = (
    '<div class="media_not_supported_cont"><div class="message_media_not_supported_wrap">'
    '<div class="message_media_not_supported_label">Please open Telegram to view this post</div></div></div>'
)
NOT_SHOWN = HIDDEN_NOTICE.replace('<div class="media_not_supported_cont">', "<div>")
VIDEO = (
    '<a class="tgme_widget_message_video_player not_supported js-message_video_player">'
    '<div class="message_media_not_supported_wrap"><div>Media is too big</div></div>'
    '<time class="message_video_duration js-message_video_duration">0:29</time></a>'
)
LINK = (
    '<a class="tgme_widget_message_link_preview" href="https://example.org/berita">'
    '<div class="link_preview_title">Judul berita</div><div class="tgme_widget_message_text">Isi berita</div></a>'
)


def message(channel: str, number: int, minutes: float, *parts: str, service: bool = False, meta: str = "") -> str:
    """A message of a channel; its counters are others in each answer."""
    global _drift
    _drift += 1
    sort = "service_message" if service else "text_not_supported_wrap"
    return (
        f'<div class="tgme_widget_message_wrap js-widget_message_wrap">'
        f'<div class="tgme_widget_message {sort} js-widget_message" data-post="{channel.title()}/{number}"'
        f' data-view="{view(channel, number, _drift)}"><div class="tgme_widget_message_bubble">'
        f'<div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name"'
        f' href="https://t.me/{channel}"><span dir="auto">Kanal Contoh</span></a></div>{"".join(parts)}'
        f'<div class="tgme_widget_message_footer"><div class="tgme_widget_message_info">'
        f'<span class="tgme_widget_message_views">{_drift}.2K</span>'
        f'<span class="tgme_widget_message_meta">{meta}<a class="tgme_widget_message_date"'
        f' href="https://t.me/{channel}/{number}"><time datetime="{at(minutes).isoformat()}" class="time">00:00</time>'
        f"</a></span></div></div></div></div></div>"
    )


_drift = 0


def comment(number: int, minutes: float, author: str | None, *parts: str, to: int | None = None) -> str:
    """A comment; `author` None is somebody without a public name."""
    name = '<span dir="auto">Nama Contoh</span>'
    whose = (
        f'<a class="tgme_widget_message_author_name" href="https://t.me/{author}">{name}</a>'
        if author
        else f'<span class="tgme_widget_message_author_name">{name}</span>'
    )
    answered = (
        f'<div class="tgme_widget_message_reply js-reply_to" data-reply-to="{to}">'
        '<span class="tgme_widget_message_author_name">Warga</span>'
        '<div class="tgme_widget_message_text js-message_reply_text">Kata orang lain</div></div>'
        if to is not None
        else ""
    )
    return (
        f'<div class="tgme_widget_message_wrap"><div class="tgme_widget_message js-widget_message"'
        f' data-post-id="{number}"><div class="tgme_widget_message_bubble">'
        f'<div class="tgme_widget_message_author accent_color">{whose}</div>{answered}{"".join(parts)}'
        f'<div class="tgme_widget_message_footer"><a class="tgme_widget_message_date" href="https://t.me/x/1?comment=2">'
        f'<time datetime="{at(minutes).isoformat()}">Oct 1</time></a></div></div></div></div>'
    )


def page(inner: str) -> str:
    return f"<!DOCTYPE html>\n<html><head><title>Telegram</title></head><body>{inner}</body></html>\n<!-- page -->"


def history(*messages: str, before: int | None = None) -> str:
    """A page of t.me/s/<channel>, oldest first."""
    more = (
        f'<div class="tgme_widget_message_centered js-messages_more_wrap"><a href="/s/x?before={before}"'
        f' class="tme_messages_more js-messages_more" data-before="{before}"></a></div>'
        if before
        else ""
    )
    return page(
        '<header class="tgme_header"><div class="tgme_channel_info">Kanal</div></header>'
        f'<main><section class="tgme_channel_history js-message_history">{more}{"".join(messages)}</section></main>'
    )


CLOSED = page(
    '<div class="tgme_post_discussion js-message_history"><div class="tgme_widget_message_wrap js-no_messages_wrap">'
    '<div class="tme_no_messages_found">Discussion is not available at the moment.</div></div></div>'
)
NO_POST = page('<div class="tgme_widget_message_error">Post not found</div>')
PERSON = page(
    '<div class="tgme_page"><div class="tgme_page_title">Nama</div><div class="tgme_page_extra">@x</div></div>'
)
NOBODY = page(
    '<div class="tgme_page"><div class="tgme_page_icon"><i class="tgme_icon_user"></i></div>'
    '<div class="tgme_page_description">If you have <strong>Telegram</strong>, you can contact '
    '<a class="tgme_username_link" href="tg://resolve?domain=x">@x</a> right away.</div></div>'
)


def discussion(*comments: str, before: int | None = None, top: int = 900) -> str:
    more = f'<div class="tme_messages_more js-messages_more" data-before="{before}">Show more</div>' if before else ""
    none = "" if comments else '<div class="tme_no_messages_found">No comments here yet...</div>'
    return page(
        '<div class="tgme_post_discussion_header_wrap"><h3 class="tgme_post_discussion_header">'
        f'<span class="js-header">{len(comments)} comments</span> on <a href="https://t.me/x/1">this</a></h3></div>'
        f'<div class="tgme_post_discussion js-message_history">{more}{"".join(comments)}{none}</div>'
        f'<form><input type="hidden" name="top_msg_id" value="{top}" />'
        '<input type="hidden" name="discussion_hash" value="83c60ba1c7893cb3dd" /></form>'
    )


class FakeTelegram:
    """Serves one channel, a few messages a page, and the comments under them."""

    def __init__(self, channel: str, messages: dict[int, str], comments: dict[int, str] | None = None) -> None:
        """`messages` and `comments` (whole widget pages) by number of the message."""
        self.channel = channel
        self.messages = messages
        self.comments = comments or {}
        self.per_page = 2

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.strip("/").lower()
        asked = request.url.params
        if path == f"s/{self.channel}":
            return httpx.Response(200, text=self._history(asked.get("before")))
        name, _, number = path.partition("/")
        if name != self.channel or not number.isdecimal():
            return httpx.Response(200, text=NOBODY)
        if "discussion" in asked:
            return httpx.Response(200, text=self.comments.get(int(number), CLOSED))
        return httpx.Response(200, text=NO_POST)

    def _history(self, before: str | None) -> str:
        numbers = [number for number in sorted(self.messages) if before is None or number < int(before)]
        shown = numbers[-self.per_page :]
        more = shown[0] if len(numbers) > len(shown) else None
        return history(*(self.messages[number] for number in shown), before=more)


def account_world() -> FakeTelegram:
    """A channel with a message, a picture, a reply, a forwarded message, a service message."""
    name = "kanal_contoh"
    return FakeTelegram(
        name,
        {
            1: message(name, 1, 1, text("Selamat pagi\nwarga")),
            2: message(name, 2, 2, PHOTO),
            3: message(name, 3, 3, "pinned a photo", service=True),
            4: message(name, 4, 4, reply("kampanye_contoh/1"), text("Setuju")),
            6: message(name, 6, 6, forwarded("https://t.me/kampanye_contoh/1", "Kampanye"), text("Coblos contoh")),
        },
    )


def campaign_world() -> FakeTelegram:
    """A campaign channel with three messages; two may be commented on, one is."""
    name = "kampanye_contoh"
    return FakeTelegram(
        name,
        {number: message(name, number, number * 10, text(f"Contoh {number}")) for number in (1, 2, 3)},
        {
            1: discussion(
                comment(901, 11, "Anggi_Contoh", text("Menang!")),
                comment(902, 12, None, text("Tanpa nama")),
                comment(903, 13, "warga_contoh", text("Siap"), to=901),
            ),
            2: discussion(),
        },
    )
