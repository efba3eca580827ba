"""What the readers of plain sites (feeds, WordPress) share: addresses as account names. Pure."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from jempol_netral import platforms
from jempol_netral.errors import UserError

EMBEDDED_POSTS = (
    "wp-embedded-content",
    "twitter-tweet",
    "instagram-media",
    "tiktok-embed",
    "bluesky-embed",
    "mastodon-embed",
    "fb-post",
    "fb-xfbml-parse-ignore",
    "text-post-media",
)
"""Classes by which pages mark other people's posts shown inside."""


def host_of(address: str) -> str:
    """Host and port of an address, lower-case; empty where it has none."""
    try:
        return urlsplit(address).netloc.casefold()
    except ValueError:
        return ""


def site_address(platform: str, address: str | None) -> str | None:
    """`address` as the roster spells the account of a site; None where it is no address of a site."""
    if not address or not address.lower().startswith(("https://", "http://")):
        return None
    try:
        return platforms.read_account(platform, address).handle
    except UserError:
        return None


def page_address(base: str, address: str | None) -> str | None:
    """`address` of a page, made whole by where it was found; None where a person could not open it."""
    if not address:
        return None
    try:
        whole = urljoin(base, address.strip())
        parts = urlsplit(whole)
        fits = parts.scheme in ("https", "http") and bool(parts.hostname)
    except ValueError:
        return None
    return whole if fits and len(whole) <= platforms.reading.LONGEST else None


def secure(address: str) -> str:
    """`address` over https, which is all that is asked; people and old sites still write http. Loopback is left."""
    host = host_of(address).partition(":")[0]
    if not address.lower().startswith("http://") or host in ("localhost", "127.0.0.1"):
        return address
    return f"https{address[4:]}"
