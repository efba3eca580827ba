"""The platforms by slug: what people call them, how a handle looks, which have no door for a program."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jempol_netral.errors import Phrase, UserError


@dataclass(frozen=True, slots=True)
class Platform:
    """What is fixed about one platform."""

    slug: str
    name: str
    aliases: tuple[str, ...]
    """What people write in a platform column besides slug and name; letters and digits only, casefolded."""
    handle: re.Pattern[str]
    """A whole canonical handle (no leading @, casefolded)."""
    example: str
    """A handle, for messages."""
    native_id: re.Pattern[str]
    """A whole stable id."""
    hosts: tuple[str, ...] = ()
    """Hosts of its pages without www., m. and language prefixes; empty: any host."""
    reserved: frozenset[str] = frozenset()
    """Words that stand where a handle would, but are pages of the platform itself."""
    closed: str | None = None
    """Why no public or official API gives an office the posts and comments of others; None: one does."""
    drops_dots: bool = False
    """Handles that differ only in dots are one account."""


_NUMBER = re.compile(r"[0-9]{1,25}")
_META_NUMBER = re.compile(r"[0-9]{1,25}|pfbid[0-9A-Za-z]{20,120}")
_HOST = r"(?:[a-z0-9](?:[\w-]{0,62}\.)+[\w-]{2,63}|localhost|\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?"
_SITE = re.compile(r"https?://[^\s/?#@]+(?:[/?][^\s#]*)?")

_TABLE = (
    Platform(
        slug="youtube",
        name="YouTube",
        aliases=("yt", "ytb", "youtubecom", "kanalyoutube", "channelyoutube"),
        handle=re.compile(r"[\w.\-·]{3,40}|(?:c|user)/[\w.\-·%]{1,100}"),
        example="@nama",
        native_id=re.compile(r"UC[\w-]{22}", re.ASCII),
        hosts=("youtube.com", "music.youtube.com", "youtube-nocookie.com"),
        reserved=frozenset(
            {
                "watch",
                "feed",
                "results",
                "playlist",
                "shorts",
                "live",
                "embed",
                "channel",
                "hashtag",
                "gaming",
                "premium",
                "account",
                "trending",
                "music",
                "movies",
                "clip",
                "post",
                "redirect",
                "t",
                "about",
            }
        ),
    ),
    Platform(
        slug="bluesky",
        name="Bluesky",
        aliases=("bsky", "bluesk", "bs", "bskyapp", "blueskysocial"),
        handle=re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,62}"),
        example="nama.bsky.social",
        native_id=re.compile(r"did:(?:plc:[a-z2-7]{24}|web:[A-Za-z0-9.:%-]{3,253})"),
        hosts=("bsky.app",),
    ),
    Platform(
        slug="mastodon",
        name="Mastodon",
        aliases=("fediverse", "fedi", "masto", "activitypub"),
        handle=re.compile(rf"[a-z0-9_](?:[a-z0-9_.-]{{0,62}}[a-z0-9_])?@{_HOST}"),
        example="nama@server.example",
        native_id=re.compile(r"https?://[^/\s?#@]+/api/v1/accounts/[\w.~-]{1,64}", re.ASCII),
    ),
    Platform(
        slug="telegram",
        name="Telegram",
        aliases=("tg", "tele", "telegramme", "kanaltelegram", "channeltelegram"),
        handle=re.compile(r"[a-z][a-z0-9_]{3,31}"),
        example="@nama_kanal",
        native_id=re.compile(r"-?[0-9]{1,20}"),
        hosts=("t.me", "telegram.me", "telegram.dog"),
        reserved=frozenset(
            {"joinchat", "addstickers", "addemoji", "share", "proxy", "socks", "iv", "login", "contact"}
        ),
    ),
    Platform(
        slug="x",
        name="X (Twitter)",
        aliases=("twitter", "tw", "twt", "twitterx", "xcom", "twittercom", "xtwitter"),
        handle=re.compile(r"[a-z0-9_]{1,20}"),
        example="@nama",
        native_id=_NUMBER,
        hosts=("x.com", "twitter.com"),
        reserved=frozenset(
            {
                "home",
                "explore",
                "search",
                "notifications",
                "messages",
                "settings",
                "login",
                "logout",
                "i",
                "hashtag",
                "share",
                "intent",
                "compose",
                "tos",
                "privacy",
                "about",
                "jobs",
                "download",
                "signup",
                "lists",
            }
        ),
    ),
    Platform(
        slug="threads",
        name="Threads",
        aliases=("thread", "threadsnet", "threadscom", "metathreads"),
        handle=re.compile(r"[a-z0-9_](?:[a-z0-9_.]{0,28}[a-z0-9_])?"),
        example="@nama",
        native_id=_NUMBER,
        hosts=("threads.net", "threads.com"),
        reserved=frozenset({"search", "login", "settings", "t", "activity", "for_you", "following"}),
        closed=Phrase(
            "its API gives other people's posts only after Meta's App Review, and comments under one's own posts only"
        ),
    ),
    Platform(
        slug="instagram",
        name="Instagram",
        aliases=("ig", "insta", "instagramcom", "instragram", "instagrm", "igram"),
        handle=re.compile(r"[a-z0-9_](?:[a-z0-9_.]{0,28}[a-z0-9_])?"),
        example="@nama",
        native_id=_NUMBER,
        hosts=("instagram.com", "instagr.am"),
        reserved=frozenset(
            {
                "explore",
                "accounts",
                "direct",
                "reels",
                "reel",
                "p",
                "tv",
                "stories",
                "about",
                "developer",
                "legal",
                "web",
                "s",
                "share",
                "challenge",
                "popular",
                "locations",
                "audio",
            }
        ),
        closed=Phrase(
            "its API shows no comments of others, and captions of business accounts only, after Meta's App Review"
        ),
    ),
    Platform(
        slug="facebook",
        name="Facebook",
        aliases=("fb", "facebookcom", "fbcom", "facebok", "fesbuk", "pesbuk", "efbe"),
        handle=re.compile(r"[a-z0-9](?:[a-z0-9.]{1,78}[a-z0-9])"),
        example="nama.akun",
        native_id=_META_NUMBER,
        hosts=("facebook.com", "fb.com"),
        reserved=frozenset(
            {
                "groups",
                "events",
                "watch",
                "marketplace",
                "gaming",
                "login",
                "login.php",
                "share",
                "sharer",
                "search",
                "hashtag",
                "help",
                "settings",
                "stories",
                "story.php",
                "permalink.php",
                "photo.php",
                "photo",
                "photos",
                "reel",
                "reels",
                "videos",
                "profile.php",
                "people",
                "pages",
                "pg",
                "messages",
                "notes",
                "policies",
                "ads",
                "business",
                "home.php",
                "friends",
                "media",
                "plugins",
                "dialog",
                "l.php",
                "sharer.php",
            }
        ),
        closed=Phrase("its API gives no personal profiles or groups, and Pages only after Meta's App Review"),
        drops_dots=True,
    ),
    Platform(
        slug="tiktok",
        name="TikTok",
        aliases=("tt", "tiktokcom", "tik", "tictok", "tiktoker"),
        handle=re.compile(r"[\w](?:[\w.]{0,30}[\w])?", re.ASCII),
        example="@nama",
        native_id=_NUMBER,
        hosts=("tiktok.com",),
        reserved=frozenset({"discover", "foryou", "following", "tag", "music", "live", "explore", "search", "t", "v"}),
        closed=Phrase(
            "its Research API is open to approved researchers in the US and Europe only and names no commenter"
        ),
    ),
    Platform(
        slug="wordpress",
        name="WordPress",
        aliases=("wp", "wordpresscom"),
        handle=_SITE,
        example="https://situs.example.org",
        native_id=re.compile(r"https?://[^\s#]{3,300}#[0-9]{1,20}"),  # a number means something on its site only
    ),
    Platform(
        slug="web",
        name="Web (RSS, Atom, JSON Feed)",
        aliases=(
            "rss",
            "atom",
            "feed",
            "feeds",
            "blog",
            "situs",
            "website",
            "situsweb",
            "jsonfeed",
            "rssfeed",
            "umpan",
        ),
        handle=_SITE,
        example="https://situs.example.org/feed",
        native_id=re.compile(r"\S{1,300}"),
    ),
)

PLATFORMS = {platform.slug: platform for platform in _TABLE}
"""Every platform by slug, those without a fetcher too."""

_NOT_WORD = re.compile(r"[\W_]+")


def _key(text: str) -> str:
    return _NOT_WORD.sub("", text).casefold()


_BY_WORD = {
    word: platform.slug for platform in _TABLE for word in (platform.slug, _key(platform.name), *platform.aliases)
}


def platform_slug(text: str) -> str:
    """The slug of what somebody wrote in a platform column: "Twitter", "IG", "X (Twitter)", "instagram.com".

    Raises:
        UserError: no platform is called that.
    """
    slug = _BY_WORD.get(text) or _BY_WORD.get(_key(text.removeprefix("https://").removeprefix("www.")))
    if slug is None:
        raise UserError("{text} is not a platform; expected one of {known}", text=text, known=", ".join(PLATFORMS))
    return slug
