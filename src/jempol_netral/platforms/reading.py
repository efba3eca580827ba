"""Reads what people type, paste or export as an account or a post. Never guesses between two platforms.

Every refusal is a `UserError` that says what the text is instead and what was expected.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from jempol_netral.errors import UserError
from jempol_netral.platforms.names import AccountName, ThreadName
from jempol_netral.platforms.patterns import HOST_PATHS, NOT_MASTODON, PATTERNS, Kind, Pattern
from jempol_netral.platforms.table import PLATFORMS, Platform, platform_slug

LONGEST = 2048
"""Characters; anything longer is no address and is not looked at."""

_SPACES = " \t\r\n\v\f\u00a0\u2028\u2029\u202f\u3000"
_UNSEEN = (
    "\0\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2066\u2067\u2068\u2069\ufeff\ufffc"
)
_INSIDE = {ord(sign): None for sign in _UNSEEN}
_AROUND = _SPACES + _UNSEEN + "'\"<>()[]{},;`\u2018\u2019\u201c\u201d"
_HOSTS = {host: platform.slug for platform in PLATFORMS.values() for host in platform.hosts}
_PREFIX = re.compile(r"^(?:www\d?|m|mobile|web|mbasic|touch|free|d|p|[a-z]{2}-[a-z]{2}|[a-z]{2})\.")
_BRANDS = re.compile(r"(?:^|[.-])(?:youtube|instagram|facebook|tiktok|twitter|threads|telegram)(?:[.-]|$)")
_ADDRESS = re.compile(r"https?:/|[\w.-]+\.[a-z]{2,}(?::\d+)?(?:[/?#]|$)", re.IGNORECASE)
_PLAIN = frozenset({"x", "instagram", "threads", "tiktok", "telegram"})
_PLAIN_HANDLE = re.compile(r"[a-z][a-z0-9_]{4,13}[a-z0-9]")
"""What needs no cleaning and is a handle on all of these; most handles are."""
_DID = re.compile(r"did:(?:plc:[a-z2-7]{24}|web:[A-Za-z0-9.:%-]{3,253})")
_AT_POST = re.compile(r"at://(?P<who>[^/\s]+)/app\.bsky\.feed\.post/(?P<post>[\w.~:-]+)")
_SPACE = re.compile(r"\s")
_SLASHES = re.compile(r"//+")
_URL = re.compile(r"(?:https?:/{1,3})?([\w.-]+)(:\d{1,5})?(/[^?#]*)?(?:\?([^#]*))?(?:#(.*))?", re.IGNORECASE)
_POST = re.compile(r"[\w.~:-]{1,200}", re.ASCII)
_AT_SERVER = re.compile(r"(?:acct:)?@?[^\s@/]+@[^\s@/]+")
_MAIL_HOSTS = frozenset(
    {
        "gmail.com",
        "googlemail.com",
        "yahoo.com",
        "yahoo.co.id",
        "ymail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "icloud.com",
        "rocketmail.com",
        "mail.com",
        "aol.com",
        "proton.me",
    }
)


@dataclass(frozen=True, slots=True)
class _Found:
    platform: Platform
    pattern: Pattern
    facts: dict[str, str]
    host: str


def read_account(platform: str | None, text: str) -> AccountName:
    """The account that `text` names: a handle, a stable id or an address in any of the usual forms.

    Args:
        platform: slug or what people write for it ("IG", "Twitter"); None or "" where the text must tell.
        text: as typed; spaces, invisible characters and quotation marks around it do not count.

    Raises:
        UserError: not an account (a post, a group, a short link, a display name …), of another platform than
            said, or not clear of which.
    """
    name = read_source(platform, text)
    if isinstance(name, ThreadName):
        raise UserError("{text} is a single post; expected the address or handle of an account", text=_clean(text))
    return name


def read_thread(text: str) -> ThreadName:
    """The single post that an address leads to.

    Raises:
        UserError: not the address of a post, or a short link that has to be opened first.
    """
    name = read_source(None, text)
    if isinstance(name, AccountName):
        raise UserError("{text} is an account; expected the address of a single post", text=_clean(text))
    return name


def read_source(platform: str | None, text: str) -> AccountName | ThreadName:
    """An account or a single post, whichever `text` names.

    Raises:
        UserError: it names neither, or not clearly.
    """
    slug = platform_slug(platform) if platform else None
    if slug in _PLAIN and _PLAIN_HANDLE.fullmatch(text) and text not in PLATFORMS[slug].reserved:
        return AccountName(slug, text, None)
    cleaned = _clean(text)
    if not cleaned:
        raise UserError("nothing is written here; expected a handle or an address")
    if slug in ("web", "wordpress"):
        return _site(slug, cleaned)
    if _is_address(cleaned):
        return _from_address(slug, cleaned)
    if (match := _AT_POST.fullmatch(cleaned)) is not None:
        return _at_post(_agree(slug, "bluesky", cleaned), match["who"], match["post"])
    return _from_name(slug, cleaned)


def _clean(text: str) -> str:
    """Without what Excel, chat programs and phones leave around a name; full-width letters made plain."""
    if len(text) > LONGEST:
        raise UserError("a text of {length} characters is not an account", length=len(text))
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_INSIDE))
    return text.strip(_AROUND)


def _is_address(text: str) -> bool:
    if "/" in text:
        return not text.startswith("at://") and not text.startswith("@") and _ADDRESS.match(text) is not None
    return text.casefold() in _HOSTS or text.casefold().startswith("www.")


# --- addresses ---


def _from_address(slug: str | None, text: str) -> AccountName | ThreadName:
    if _SPACE.search(text):
        raise UserError("{text} contains a space; expected one address", text=text)
    found = _look_up(slug, text)
    _agree(slug, found.platform.slug, text)
    kind = found.pattern.kind
    if kind is Kind.THREAD:
        return _thread(found, text)
    if kind is Kind.ACCOUNT:
        return _account(found, text)
    raise UserError(found.pattern.what, text=text)


def _look_up(slug: str | None, text: str) -> _Found:
    parts = _URL.fullmatch(text)
    if parts is None:
        raise UserError("{text} is not a well-formed address", text=text)
    host, port, path, question, fragment = parts.groups(default="")
    host = host.casefold().rstrip(".")
    platform, prefix = _platform_of(host, slug, text)
    path = unquote(path).rstrip("/") if "%" in path else path.rstrip("/")
    if path == "" and fragment.startswith("!/"):
        path = fragment[1:].rstrip("/")
    path = prefix + (_SLASHES.sub("/", path) if "//" in path else path)
    query = parse_qs(question) if question else {}
    host += "" if port in (":80", ":443") else port
    for pattern in PATTERNS[platform.slug]:
        match = pattern.path.fullmatch(path)
        if match is None or any(name not in query for name in pattern.query.values()):
            continue
        facts = {group: value for group, value in match.groupdict().items() if value}
        facts.update({group: query[name][0] for group, name in pattern.query.items()})
        return _Found(platform, pattern, facts, host)
    raise UserError(
        "{text} is an address of {platform}, but neither an account nor a post",
        text=text,
        platform=platform.name,
    )


def _platform_of(host: str, slug: str | None, text: str) -> tuple[Platform, str]:
    """The platform of a host and what stands for the host in the path patterns."""
    if host in HOST_PATHS:
        found, prefix = HOST_PATHS[host]
        return PLATFORMS[found], prefix
    bare = _PREFIX.sub("", host)
    known = _HOSTS.get(host) or _HOSTS.get(bare)
    if known:
        return PLATFORMS[known], ""
    if host.endswith(".t.me"):
        return PLATFORMS["telegram"], "/" + host.removesuffix(".t.me")
    if host.endswith(".bsky.social"):
        return PLATFORMS["bluesky"], "/profile/" + host
    if _BRANDS.search(host) or bare in NOT_MASTODON or slug not in (None, "mastodon"):
        raise UserError("{host} is not a host of a platform known here ({text})", host=host, text=text)
    if slug is None and not re.search(r"/(?:@|users/)", text):
        raise UserError(
            "{text}: {host} belongs to no platform known here; name one in the platform column "
            "(web for a site with a feed, wordpress, mastodon)",
            text=text,
            host=host,
        )
    return PLATFORMS["mastodon"], ""


def _account(found: _Found, text: str) -> AccountName:
    platform, handle, native_id = found.platform, found.facts.get("handle"), found.facts.get("account")
    if handle is not None:
        if platform.slug == "mastodon" and "@" not in handle:
            handle = f"{handle}@{found.host}"
        handle = _checked_handle(platform, handle, text)
    if native_id is not None and not platform.native_id.fullmatch(native_id):
        raise UserError("{text} contains no id of {platform}", text=text, platform=platform.name)
    return AccountName(platform.slug, handle, native_id)


def _thread(found: _Found, text: str) -> ThreadName:
    slug, facts = found.platform.slug, dict(found.facts)
    if not _POST.fullmatch(facts["post"]):
        raise UserError("{text} contains no id of {platform}", text=text, platform=found.platform.name)
    named = "handle" in facts or "account" in facts
    account = _account(found, text) if named else None
    if account is not None and account.handle is not None:
        facts["user"] = found.facts["handle"].casefold()
        facts["handle"] = account.handle
    if slug == "bluesky" and account is not None:
        return _at_post(slug, account.native_id or account.handle or "", facts["post"])
    return ThreadName(slug, found.pattern.url.format(host=found.host, **facts), facts["post"], account)


def _at_post(slug: str, who: str, post: str) -> ThreadName:
    account = read_account(slug, who)
    authority = account.native_id or account.handle
    return ThreadName(
        slug,
        f"https://bsky.app/profile/{authority}/post/{post}",
        f"at://{authority}/app.bsky.feed.post/{post}",
        account,
    )


def _site(slug: str, text: str) -> AccountName:
    """A site's address: scheme and host as they are compared, the rest as written."""
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").casefold()
        port = parts.port
    except ValueError:
        raise UserError("{text} is not a well-formed address", text=text) from None
    if (
        not host
        or parts.scheme not in ("http", "https")
        or not ("." in host or host == "localhost")
        or re.search(r"[\s\x00-\x20<>\"]", address)
    ):
        raise UserError("{text} is not the address of a site; expected e.g. https://situs.example.org/feed", text=text)
    known = _HOSTS.get(host) or _HOSTS.get(_PREFIX.sub("", host))
    if known:
        _agree(slug, known, text)
    standard = {"http": 80, "https": 443}[parts.scheme]
    where = f"[{host}]" if ":" in host else host
    if port not in (None, standard):
        where += f":{port}"
    query = f"?{parts.query}" if parts.query else ""
    return AccountName(slug, f"{parts.scheme}://{where}{parts.path.rstrip('/')}{query}", None)


# --- handles and ids ---


def _from_name(slug: str | None, text: str) -> AccountName:
    if slug is None:
        slug = _platform_of_name(text)
    platform = PLATFORMS[slug]
    if slug == "bluesky":
        text = text.removeprefix("at://")
        if _DID.fullmatch(text.removeprefix("@")):
            return AccountName(slug, None, text.removeprefix("@"))
    elif slug == "mastodon":
        text = text.removeprefix("acct:")
    elif (
        (slug == "youtube" and platform.native_id.fullmatch(text))
        or (slug == "facebook" and text.isdecimal() and len(text) >= 5)
        or (slug == "telegram" and re.fullmatch(r"-?\d{5,20}", text))
    ):
        return AccountName(slug, None, text)
    return AccountName(slug, _checked_handle(platform, text, text), None)


def _platform_of_name(text: str) -> str:
    """The platform of a bare name, where only one can have such names."""
    if _DID.fullmatch(text) or re.fullmatch(r"@?[\w-]+\.bsky\.social", text, re.IGNORECASE):
        return "bluesky"
    if _AT_SERVER.fullmatch(text):
        server = text.rpartition("@")[2].casefold()
        if not text.startswith(("@", "acct:")) and server in _MAIL_HOSTS:
            raise UserError("{text} is an e-mail address; expected a handle or an address", text=text)
        return "mastodon"
    raise UserError("{text} could be a name on any platform; say which in the platform column", text=text)


def _checked_handle(platform: Platform, text: str, shown: str) -> str:
    handle = text.removeprefix("@").strip(" ").rstrip(".").casefold()
    if platform.handle.fullmatch(handle) and handle not in platform.reserved:
        return handle
    if handle in platform.reserved:
        raise UserError("{text} is a page of {platform} itself, not an account", text=shown, platform=platform.name)
    _refuse_disguise(platform, handle, shown)
    if " " in handle:
        raise UserError(
            "{text} looks like a display name or more than one; a handle of {platform} is e.g. {example}",
            text=shown,
            platform=platform.name,
            example=platform.example,
        )
    raise UserError(
        "{text} cannot be a handle of {platform}; expected e.g. {example}",
        text=shown,
        platform=platform.name,
        example=platform.example,
    )


def _refuse_disguise(platform: Platform, handle: str, shown: str) -> None:
    """Names the first letter that is not what it looks like; a look-alike handle is another account."""
    sign = next((sign for sign in handle if ord(sign) > 127), None)
    if sign is not None:
        raise UserError(
            "{text} contains the letter {letter}, which no handle of {platform} has; type it anew",
            text=shown,
            letter=unicodedata.name(sign, f"U+{ord(sign):04X}"),
            platform=platform.name,
        )


def _agree(said: str | None, found: str, text: str) -> str:
    if said is not None and said != found:
        raise UserError(
            "{text} is of {found}, but the platform column says {said}",
            text=text,
            found=PLATFORMS[found].name,
            said=PLATFORMS[said].name,
        )
    return found
