"""Names that hold on one server, made into names that hold on all of them. Pure.

Every server numbers accounts and posts by itself, so a bare number names nothing. What stands for an account is its
address in the programming interface of its own server, `https://server/api/v1/accounts/ID`: unique, the same for
ever, and all that is needed to read it again with one request. A server never tells the number that an account has
elsewhere; accounts of other servers are known by their handle there. What stands for a post is its ActivityPub
address (`uri`), which is the same on all servers.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from jempol_netral.errors import ShapeChanged
from jempol_netral.fetchers.shapes import Json, optional_text, storable, text
from jempol_netral.platforms import canonical_handle

PLATFORM = "mastodon"
_ACCOUNT = re.compile(r"(?P<base>https?://[^/\s?#@]+)/api/v1/accounts/(?P<id>[\w.~-]{1,64})", re.ASCII)
_ID = re.compile(r"[\w.~-]{1,64}", re.ASCII)
_TOKEN = re.compile(r"(?P<server>[^\s=,@/]+)=(?P<token>[!-+\--~]+)")
_LINK = re.compile(r"<([^<>]*)>((?:\s*;[^,<]*)*)")


@dataclass(frozen=True, slots=True)
class Server:
    """One server."""

    base: str
    """https://host, without a slash at its end."""
    domain: str
    """What stands behind the @ in the handles of its own accounts; mostly the host, but need not be."""

    @property
    def host(self) -> str:
        """With the port, where it is not the usual one."""
        return urlsplit(self.base).netloc

    def handle_of(self, account: Json) -> str:
        """The handle of an account, with its server.

        Raises:
            ShapeChanged: it has none.
        """
        acct = text(account, "acct")
        return canonical_handle(PLATFORM, acct if "@" in acct.removeprefix("@") else f"{acct}@{self.domain}")

    def account_id(self, account: Json) -> str | None:
        """The stable id of one of this server's own accounts; None for an account of another server.

        Raises:
            ShapeChanged: it lacks what the documentation promises.
        """
        own = self.handle_of(account).rpartition("@")[2] in (self.domain, self.host)
        return self.account_address(local_id(account)) if own else None

    def account_address(self, number: str) -> str:
        """The stable id of the account with this number here."""
        return f"{self.base}/api/v1/accounts/{number}"

    def status_address(self, number: str) -> str:
        """Where the post with this number stands in the programming interface."""
        return f"{self.base}/api/v1/statuses/{number}"

    def page_address(self, handle: str, number: str) -> str | None:
        """Where a person can look at a post here; None where this server has other addresses than Mastodon's."""
        user, _, domain = handle.partition("@")
        name = user if domain in (self.domain, self.host) else handle
        return f"{self.base}/@{name}/{number}" if number.isdecimal() else None


def server_of(host: str, domain: str | None = None) -> Server:
    """The server at `host` (with its port). Only a machine's own address is asked without encryption, for tests."""
    host = host.casefold()
    return Server(f"{'http' if _is_loopback(host) else 'https'}://{host}", (domain or host).casefold())


def read_account_id(native_id: str) -> tuple[str, str] | None:
    """Host and number in a stable id; None where it is no such id."""
    found = _ACCOUNT.fullmatch(native_id)
    return (urlsplit(found["base"]).netloc, found["id"]) if found else None


def local_id(entity: Json, key: str = "id") -> str:
    """The number (or name) that a server gave to an account or post; some send it as a JSON number.

    Raises:
        ShapeChanged: there is none that could stand in an address.
    """
    found = optional_local_id(entity, key)
    if found is None:
        raise ShapeChanged("the answer lacks the text {key}", key=key)
    return found


def optional_local_id(entity: Json, key: str) -> str | None:
    """As `local_id`; None where there is none."""
    found = entity.get(key)
    if isinstance(found, int) and not isinstance(found, bool):
        found = str(found)
    return storable(found) if isinstance(found, str) and _ID.fullmatch(found) else None


def read_tokens(said: str) -> dict[str, str] | None:
    """Tokens by host in `server=token server=token`; None where it is written otherwise."""
    tokens = {}
    for word in said.replace(",", " ").split():
        found = _TOKEN.fullmatch(word)
        if found is None:
            return None
        tokens[found["server"].casefold()] = found["token"]
    return tokens


def next_address(headers: Mapping[str, str]) -> str | None:
    """The address behind rel="next" in a Link header; None where it names none."""
    for address, parameters in _LINK.findall(headers.get("link", "")):
        relations = re.findall(r";\s*rel\s*=\s*\"?([^\";]*)", parameters, re.IGNORECASE)
        if any("next" in relation.casefold().split() for relation in relations):
            return str(address)
    return None


def self_host(jrd: Json) -> str | None:
    """The host on which an account lives, by a WebFinger answer; None where it does not say."""
    links = jrd.get("links")
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and link.get("rel") == "self" and "json" in (optional_text(link, "type") or ""):
            try:
                return urlsplit(optional_text(link, "href") or "").netloc.casefold() or None
            except ValueError:
                return None
    return None


def _is_loopback(host: str) -> bool:
    name = urlsplit(f"//{host}").hostname or ""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
