"""Every address form that is understood, as data: what it is, where handle and ids stand, and examples.

The examples are run by the tests; a new form is a new row with one. Paths are matched whole, percent-decoded,
without a trailing slash; the first row of a platform that fits decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from jempol_netral.errors import Phrase

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(Enum):
    """What an address leads to."""

    ACCOUNT = "an account"
    THREAD = "a single post"
    SHORT = Phrase("{text} is a short link: open it in a browser and copy the address it leads to")
    OTHER = "{text} is neither an account nor a post"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One address form of one platform.

    Groups and query names: `handle` and `account` (stable id) name the account, `post` the post.
    """

    kind: Kind
    path: re.Pattern[str]
    examples: tuple[str, ...]
    query: Mapping[str, str] = field(default_factory=dict)
    """Group name to the query parameter that fills it; all of them must be there."""
    url: str = ""
    """Of a thread: its canonical address, by group names."""
    what: str = ""
    """Of OTHER and SHORT: the message, with {text} for the address."""


def _account(path: str, *examples: str, query: Mapping[str, str] | None = None) -> Pattern:
    return Pattern(Kind.ACCOUNT, re.compile(path), examples, query or {})


def _thread(path: str, url: str, *examples: str, query: Mapping[str, str] | None = None) -> Pattern:
    return Pattern(Kind.THREAD, re.compile(path), examples, query or {}, url)


def _short(path: str, *examples: str) -> Pattern:
    return Pattern(Kind.SHORT, re.compile(path), examples, what=Kind.SHORT.value)


def _other(path: str, what: str, *examples: str) -> Pattern:
    return Pattern(Kind.OTHER, re.compile(path), examples, what=what)


HOST_PATHS = {
    "youtu.be": ("youtube", "/youtu.be"),
    "fb.watch": ("facebook", "/short"),
    "fb.me": ("facebook", "/short"),
    "l.facebook.com": ("facebook", "/short"),
    "lm.facebook.com": ("facebook", "/short"),
    "l.instagram.com": ("instagram", "/short"),
    "vt.tiktok.com": ("tiktok", "/short"),
    "vm.tiktok.com": ("tiktok", "/short"),
    "t.co": ("x", "/short"),
}
"""Hosts whose pages differ from the platform's main host's: the platform, and what is put before the path."""

_YT_ID = r"(?P<post>[\w-]{11})"
_YT_URL = "https://www.youtube.com/watch?v={post}"
_X_URL = "https://x.com/{handle}/status/{post}"
_IG_URL = "https://www.instagram.com/p/{post}/"
_FB_ID = r"(?P<post>\d+|pfbid[0-9A-Za-z]+)"
_FB_REST = r"(?:/(?:about|photos|posts|videos|reels|friends|followers|mentions|live|directory))?"
_MASTODON_USER = r"@?(?P<handle>[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?(?:@[^/@\s]+)?)"

PATTERNS: dict[str, tuple[Pattern, ...]] = {
    "youtube": (
        _thread(r"/youtu\.be/" + _YT_ID, _YT_URL, "https://youtu.be/AbCdEfGhI-1?si=x"),
        _thread(r"/watch", _YT_URL, "https://m.youtube.com/watch?list=PL1&v=AbCdEfGhI-1&t=3s", query={"post": "v"}),
        _thread(
            rf"/(?:shorts|live|embed|v)/{_YT_ID}",
            _YT_URL,
            "youtube.com/shorts/AbCdEfGhI-1",
            "https://www.youtube.com/live/AbCdEfGhI-1?feature=share",
        ),
        _account(
            r"/channel/(?P<account>UC[\w-]{22})(?:/\w+)?",
            "https://www.youtube.com/channel/UC0123456789abcdefghijkl",
            "https://youtube.com/channel/UC0123456789abcdefghijkl/videos",
        ),
        _other(
            r"/playlist|/feed(?:/.*)?|/results|/hashtag/.*",
            Phrase("{text} is a list, not a channel"),
            "https://youtube.com/playlist?list=PL1",
        ),
        _account(
            r"/@(?P<handle>[^/]+)(?:/\w+)?",
            "https://www.youtube.com/@NamaContoh",
            "youtube.com/@namacontoh/videos?view=0",
        ),
        _account(
            r"/(?P<handle>(?:c|user)/[^/]+)(?:/\w+)?",
            "https://www.youtube.com/c/NamaContoh",
            "youtube.com/user/NamaContoh",
        ),
    ),
    "bluesky": (
        _thread(
            r"/profile/(?P<account>did:[^/]+)/post/(?P<post>[\w.~:-]+)",
            "https://bsky.app/profile/{account}/post/{post}",
            "https://bsky.app/profile/did:plc:abcdefghijklmnopqrstuvwx/post/3kabc",
        ),
        _thread(
            r"/profile/(?P<handle>[^/]+)/post/(?P<post>[\w.~:-]+)",
            "https://bsky.app/profile/{handle}/post/{post}",
            "https://bsky.app/profile/nama.bsky.social/post/3kabc",
        ),
        _account(r"/profile/(?P<account>did:[^/]+)", "https://bsky.app/profile/did:plc:abcdefghijklmnopqrstuvwx"),
        _account(
            r"/profile/@?(?P<handle>[^/]+)",
            "https://bsky.app/profile/Nama.bsky.social",
            "bsky.app/profile/contoh.example.org/",
        ),
        _other(
            r"/profile/[^/]+/.*|/starter-pack.*|/search.*",
            Phrase("{text} is a list or feed, not an account"),
            "https://bsky.app/profile/nama.bsky.social/lists/3k",
        ),
    ),
    "mastodon": (
        _thread(
            r"/(?:web/|deck/)?@(?P<handle>[^/@]+(?:@[^/@]+)?)/(?P<post>\d+)",
            "https://{host}/@{user}/{post}",
            "https://server.example/@nama/109000000000000001",
            "https://server.example/@nama@lain.example/1090",
        ),
        _thread(
            r"/users/(?P<handle>[^/@]+)/statuses/(?P<post>\d+)",
            "https://{host}/@{user}/{post}",
            "https://server.example/users/nama/statuses/1090",
        ),
        _account(
            rf"/(?:web/|deck/)?@{_MASTODON_USER}(?:/(?:with_replies|media|followers|following))?",
            "https://server.example/@Nama",
            "server.example/@nama@lain.example",
            "https://server.example/web/@nama/media",
        ),
        _account(rf"/users/{_MASTODON_USER}(?:/(?:followers|following))?", "https://server.example/users/nama"),
    ),
    "telegram": (
        _short(r"/(?:joinchat/|\+).*", "https://t.me/joinchat/AbCd", "https://t.me/+AbCd"),
        _other(r"/c/.*", Phrase("{text} is a private channel"), "https://t.me/c/1234567/8"),
        _thread(
            r"/(?:s/)?(?P<handle>\w+)/(?P<post>\d+)",
            "https://t.me/{handle}/{post}",
            "https://t.me/nama_kanal/123",
            "https://t.me/s/nama_kanal/123",
        ),
        _account(r"/(?:s/)?@?(?P<handle>\w+)", "https://t.me/s/Nama_Kanal", "t.me/nama_kanal"),
    ),
    "x": (
        _short(r"/short/.*", "https://t.co/AbCd"),
        _thread(
            r"/i/(?:web/)?status/(?P<post>\d+)(?:/.*)?",
            "https://x.com/i/status/{post}",
            "https://x.com/i/web/status/1800000000000000001",
        ),
        _thread(
            r"/@?(?P<handle>\w{1,20})/status(?:es)?/(?P<post>\d+)(?:/.*)?",
            _X_URL,
            "https://x.com/nama/status/1800000000000000001?s=20",
            "https://mobile.twitter.com/nama/status/1/photo/1",
        ),
        _account(r"/i/user/(?P<account>\d+)", "https://x.com/i/user/1234567"),
        _account(
            r"/intent/(?:user|follow)",
            "https://twitter.com/intent/user?user_id=1234567",
            query={"account": "user_id"},
        ),
        _account(
            r"/intent/(?:user|follow)",
            "https://twitter.com/intent/follow?screen_name=nama",
            query={"handle": "screen_name"},
        ),
        _account(
            r"/@?(?P<handle>\w{1,20})(?:/(?:with_replies|media|likes|highlights|articles|followers|following))?",
            "https://twitter.com/Nama_Contoh",
            "x.com/nama/with_replies",
            "https://twitter.com/#!/nama",
        ),
    ),
    "threads": (
        _thread(
            r"/@?(?P<handle>[\w.]+)/post/(?P<post>[\w-]+)(?:/.*)?",
            "https://www.threads.com/@{handle}/post/{post}",
            "https://www.threads.net/@nama/post/C1abc",
        ),
        _thread(r"/t/(?P<post>[\w-]+)", "https://www.threads.com/t/{post}", "https://www.threads.net/t/C1abc"),
        _account(
            r"/@?(?P<handle>[\w.]+)(?:/(?:replies|reposts|media))?",
            "https://www.threads.net/@Nama.Contoh",
            "threads.com/@nama?igshid=1",
        ),
    ),
    "instagram": (
        _short(
            r"/(?:short|share|s)(?:/.*)?",
            "https://www.instagram.com/share/reel/AbCd",
            "https://www.instagram.com/s/aGlnaGxpZ2h0?story_media_id=1",
        ),
        _thread(
            r"/(?:p|reel|reels|tv)/(?P<post>[\w-]{5,60})(?:/c/.*)?",
            _IG_URL,
            "https://www.instagram.com/p/C1abcDE/?igsh=x",
            "instagram.com/reel/C1abcDE/",
            "https://www.instagram.com/p/C1abcDE/c/17890000000000000/",
        ),
        _thread(
            r"/(?P<handle>[\w.]+)/(?:p|reel|tv)/(?P<post>[\w-]{5,60})(?:/c/.*)?",
            _IG_URL,
            "https://www.instagram.com/nama/reel/C1abcDE/",
        ),
        _account(
            r"/stories/(?P<handle>(?!highlights)[\w.]+)(?:/\d*)?",
            "https://www.instagram.com/stories/nama/3400000000000000001/",
        ),
        _account(
            r"/@?(?P<handle>[\w.]+)(?:/(?:reels|tagged|channel|feed|guides|saved|reposts))?",
            "https://www.instagram.com/Nama.Contoh/?hl=id",
            "instagram.com/nama/reels/",
            "https://instagram.com/@nama",
        ),
    ),
    "facebook": (
        _short(
            r"/(?:short|share)(?:/.*)?",
            "https://fb.watch/AbCd/",
            "https://www.facebook.com/share/p/AbCd/",
            "https://www.facebook.com/share/AbCd",
        ),
        _other(
            r"/groups/[^/]+/(?:posts|permalink|user)/.*",
            Phrase("{text} is inside a group, which no program may read"),
            "https://www.facebook.com/groups/1/posts/2",
        ),
        _other(
            r"/groups(?:/.*)?", Phrase("{text} is a group, not an account"), "https://www.facebook.com/groups/contoh"
        ),
        _other(
            r"/events(?:/.*)?|/hashtag/.*|/search(?:/.*)?|/marketplace.*|/gaming.*",
            Phrase("{text} is not an account"),
            "https://www.facebook.com/events/123",
        ),
        _thread(
            r"/(?:permalink|story)\.php",
            "https://www.facebook.com/permalink.php?story_fbid={post}&id={account}",
            "https://m.facebook.com/story.php?story_fbid=pfbid02abc&id=100000000000001",
            query={"post": "story_fbid", "account": "id"},
        ),
        _thread(
            r"/(?:photo\.php|photo)",
            "https://www.facebook.com/photo/?fbid={post}",
            "https://www.facebook.com/photo/?fbid=123&set=a.1",
            query={"post": "fbid"},
        ),
        _thread(
            r"/watch(?:/live)?",
            "https://www.facebook.com/watch/?v={post}",
            "https://www.facebook.com/watch/?v=123456",
            query={"post": "v"},
        ),
        _thread(
            r"/reel/(?P<post>\d+)",
            "https://www.facebook.com/reel/{post}",
            "https://www.facebook.com/reel/123456?mibextid=x",
        ),
        _thread(
            rf"/(?P<account>\d+)/(?:posts|videos)/(?:[^/]+/)?{_FB_ID}",
            "https://www.facebook.com/{account}/posts/{post}",
            "https://www.facebook.com/100000000000001/posts/123456",
        ),
        _thread(
            rf"/(?P<handle>[^/]+)/(?:posts|videos)/(?:[^/]+/)?{_FB_ID}",
            "https://www.facebook.com/{handle}/posts/{post}",
            "https://www.facebook.com/nama.contoh/posts/pfbid02abc",
            "https://www.facebook.com/nama.contoh/posts/judul-tulisan/123456",
            "https://id-id.facebook.com/nama.contoh/videos/123456/",
        ),
        _thread(
            rf"/(?P<handle>[^/]+)/photos/(?:[^/]+/)?{_FB_ID}(?:/\d+)?",
            "https://www.facebook.com/{handle}/photos/{post}",
            "https://www.facebook.com/nama.contoh/photos/a.1/123456/",
        ),
        _account(
            r"/profile\.php",
            "https://www.facebook.com/profile.php?id=100000000000001&mibextid=x",
            query={"account": "id"},
        ),
        _account(
            rf"/(?:people|pages)/[^/]+/(?P<account>\d+){_FB_REST}",
            "https://www.facebook.com/people/Nama-Contoh/100000000000001/",
        ),
        _account(
            rf"/p/[^/]*-(?P<account>\d{{5,}}){_FB_REST}",
            "https://www.facebook.com/p/Nama-Contoh-61550000000000/",
        ),
        _account(
            rf"/(?:[^/]*-)?(?P<account>\d{{5,}}){_FB_REST}",
            "https://www.facebook.com/100000000000001",
            "facebook.com/Halaman-Contoh-123456789012345/",
        ),
        _account(
            rf"/(?:pg/)?@?(?P<handle>[^/]+){_FB_REST}",
            "https://web.facebook.com/Nama.Contoh/",
            "m.facebook.com/nama.contoh?locale=id_ID",
            "fb.com/nama.contoh/about",
        ),
    ),
    "tiktok": (
        _short(r"/(?:short|t)/.*", "https://vt.tiktok.com/ZSabc/", "https://www.tiktok.com/t/ZTabc/"),
        _thread(
            r"/@(?P<handle>[^/]+)/(?:video|photo)/(?P<post>\d+)",
            "https://www.tiktok.com/@{handle}/video/{post}",
            "https://www.tiktok.com/@nama.contoh/video/7300000000000000001?lang=id-ID",
            "https://www.tiktok.com/@nama/photo/73",
        ),
        _thread(
            r"/(?:v|embed|embed/v2)/(?P<post>\d+)(?:\.html)?",
            "https://m.tiktok.com/v/{post}.html",
            "https://m.tiktok.com/v/7300000000000000001.html",
        ),
        _account(
            r"/@(?P<handle>[^/]+)(?:/live)?",
            "https://www.tiktok.com/@Nama.Contoh?_t=1",
            "tiktok.com/@nama/live",
        ),
    ),
}
"""By platform slug. `web` and `wordpress` take any address of an http(s) site."""

NOT_MASTODON = frozenset(
    {
        "medium.com",
        "substack.com",
        "kwai.com",
        "snackvideo.com",
        "lemon8-app.com",
        "likee.video",
        "linktr.ee",
        "rumble.com",
        "pinterest.com",
        "linkedin.com",
        "whatsapp.com",
        "wa.me",
        "google.com",
        "discord.com",
        "dailymotion.com",
        "flipboard.com",
    }
)
"""Hosts whose addresses may look like Mastodon's (https://host/@name) and are not."""
