"""Where a site's interface stands, and which author or post of it an address names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from jempol_netral.errors import AuthProblem, FetchError, ShapeChanged, SourceGone, SourcePrivate
from jempol_netral.fetchers.sites import host_of, secure, site_address
from jempol_netral.fetchers.wordpress.post import PLATFORM

if TYPE_CHECKING:
    from jempol_netral.fetchers.answers import Answer
    from jempol_netral.fetchers.http import Client, Params
    from jempol_netral.fetchers.shapes import Json
    from jempol_netral.models import Source

HOSTED = ".wordpress.com"
"""Sites there have their interface elsewhere."""
HOSTED_API = "https://public-api.wordpress.com/wp/v2/sites/"
_AUTHOR_PAGE = re.compile(r"(?P<base>.+)/author/(?P<slug>[^/?#]+)")
_AUTHOR_ID = re.compile(r"(?P<base>https?://[^\s#]+)#(?P<number>[0-9]+)")


@dataclass(frozen=True, slots=True)
class Place:
    """What an address came to; remembered, so that it is looked for once."""

    api: str
    """To which the name of a collection is added."""
    base: str
    author: int | None = None
    post: int | None = None

    @classmethod
    def of(cls, memo: str | None) -> Place | None:
        """What an earlier reading left; None where it left nothing of use."""
        try:
            found = json.loads(memo or "")
            return cls(str(found["api"]), str(found["base"]), found["author"], found["post"])
        except (ValueError, KeyError, TypeError):
            return None

    def __str__(self) -> str:
        return json.dumps(asdict(self))


def listing(answer: Answer) -> list[Json]:
    """A collection.

    Raises:
        ShapeChanged: the answer is something else.
    """
    found = answer.json()
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise ShapeChanged("{url} answered with JSON of another shape", url=answer.shown)
    return found


def api_host(handle: str) -> str:
    """The host that answers for a site."""
    host = host_of(handle)
    return host_of(HOSTED_API) if host.endswith(HOSTED) else host


def ask(client: Client, url: str, params: Params, let: tuple[int, ...] = ()) -> Answer:
    """As `client.get`. What a site keeps to itself is private; it has no key that an office could get.

    Raises:
        SourcePrivate: the interface says that it shows this to nobody. Others as `Client.get`.
    """
    answer = client.get(url, params=params, let=(*let, 401, 403), leave_host=True)
    if answer.status not in (401, 403):
        return answer
    facts = {"url": answer.shown, "status": answer.status}
    if answer.status == 401 and b'"rest_' not in answer.body:
        raise AuthProblem("{url} wants a credential (HTTP {status})", **facts)
    raise SourcePrivate("{url} is not open to us (HTTP {status})", **facts)


def find_place(client: Client, source: Source) -> Place:
    """Look for the interface of the source's site: at the address itself, else at its host for a single post there.

    Raises:
        SourceGone: no interface, no such author or post. SourcePrivate: the site does not tell its authors' numbers.
        Others as `Client.get`.
    """
    handle = source.handle or ""
    bare = handle.partition("?")[0].rstrip("/")
    known, page = _AUTHOR_ID.fullmatch(source.native_id or ""), _AUTHOR_PAGE.fullmatch(bare)
    if page and not known:
        api, answer = _found(_probe(client, page["base"], "users", {"slug": page["slug"], "_fields": "id,slug"}))
        return Place(api, page["base"], author=_author_of(answer, handle))
    base = known["base"] if known else bare
    found = _probe(client, base, "posts", {"per_page": 1, "_fields": "id"})
    if isinstance(found, FetchError) and not known and urlsplit(bare).path.strip("/"):
        return _find_post(client, handle, bare)
    author = int(known["number"]) if known else _number_in(handle, "author")
    return Place(_found(found)[0], base, author=author, post=None if known else _number_in(handle, "p"))


def _find_post(client: Client, handle: str, bare: str) -> Place:
    parts = urlsplit(bare)
    base, slug = f"{parts.scheme}://{parts.netloc}", parts.path.rsplit("/", 1)[-1]
    api, answer = _found(_probe(client, base, "posts", {"slug": slug, "_fields": "id,link"}))
    for post in listing(answer):
        link = site_address(PLATFORM, secure(str(post.get("link"))))
        if link == secure(handle) and isinstance(post.get("id"), int):
            return Place(api, base, post=post["id"])
    raise SourceGone("{url} is no WordPress site with an open interface", url=handle)


def _author_of(answer: Answer, handle: str) -> int:
    for user in listing(answer):
        if isinstance(user.get("id"), int):
            return int(user["id"])
    raise SourceGone("{url} names no author of that site", url=handle)


def _found(found: tuple[str, Answer] | FetchError) -> tuple[str, Answer]:
    if isinstance(found, FetchError):
        raise found
    return found


def _probe(client: Client, base: str, what: str, params: Params) -> tuple[str, Answer] | FetchError:
    """Ask for a collection where it may stand; what stood there instead at the usual place, where it is nowhere.

    Raises:
        SourcePrivate, AuthProblem, ...: trouble that looking elsewhere would not mend.
    """
    trouble: FetchError | None = None
    for api in _apis(base):
        try:
            answer = ask(client, api + what, params)
        except SourceGone:
            trouble = trouble or SourceGone("{url} is no WordPress site with an open interface", url=base)
            continue
        try:
            listing(answer)
        except ShapeChanged as problem:
            trouble = trouble or problem
            continue
        return api, answer
    return trouble or SourceGone("{url} is no WordPress site with an open interface", url=base)


def _apis(base: str) -> Iterator[str]:
    host = host_of(base)
    if host.endswith(HOSTED):
        yield f"{HOSTED_API}{host}/"
        return
    base = secure(base)
    yield f"{base}/wp-json/wp/v2/"
    if not urlsplit(base).path.strip("/"):  # WordPress hears this at every address of a site, the posts' own too
        yield f"{base}/?rest_route=/wp/v2/"  # where addresses are not rewritten


def _number_in(address: str, name: str) -> int | None:
    said = parse_qs(address.partition("?")[2]).get(name, [""])[0]
    return int(said) if said.isascii() and said.isdigit() and len(said) < 20 else None
