"""Asks Mastodon servers: each with its own token, and by WebFinger where an account lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jempol_netral.errors import AuthProblem, ShapeChanged, SourceGone, SourcePrivate
from jempol_netral.fetchers.mastodon.server import Server, self_host, server_of
from jempol_netral.fetchers.shapes import Json, objects

if TYPE_CHECKING:
    from jempol_netral.fetchers.answers import Answer
    from jempol_netral.fetchers.http import Client, Params

TOKENS = "MASTODON_TOKENS"
"""Environment variable: `server=token`, several with spaces between."""


class Door:
    """The client, with each server's own token."""

    def __init__(self, client: Client, tokens: dict[str, str]) -> None:
        self._client = client
        self._tokens = tokens

    def has_token(self, server: Server) -> bool:
        """Whether there is a token for this server."""
        return server.host in self._tokens

    def ask(self, server: Server, path: str, params: Params | None = None) -> Answer:
        """Ask a server's programming interface.

        Raises:
            AuthProblem, with words that say what to do; else as `Client.get`.
        """
        token = self._tokens.get(server.host)
        headers = {"Authorization": f"Bearer {token}"} if token else None
        try:
            return self._client.get(f"{server.base}{path}", params=params, headers=headers)
        except AuthProblem:
            facts = {"server": server.host, "name": TOKENS}
            if token:
                raise AuthProblem("{server} refuses the token that {name} holds for it", **facts) from None
            raise AuthProblem("{server} wants a token; put {server}=token into {name}", **facts) from None

    def finger(self, server: Server, handle: str) -> Json:
        """Ask by WebFinger where an account lives. A domain may hand this question on to another host."""
        params = {"resource": f"acct:{handle}"}
        return self._client.get(f"{server.base}/.well-known/webfinger", params=params, leave_host=True).object()


def find_account(door: Door, handle: str) -> tuple[Server, Json]:
    """The account with this canonical handle, and the server that it lives on.

    Raises:
        SourceGone: there is none. ShapeChanged: the server gives another, or no such answer. Else as `Door.ask`.
    """
    server = server_of(handle.rpartition("@")[2])
    try:
        account = _ask_for(door, server, handle.partition("@")[0])
    except (SourceGone, ShapeChanged) as problem:
        found = _by_webfinger(door, server, handle)
        if found is None:
            if isinstance(problem, SourceGone):
                raise SourceGone("{account} does not exist (any more)", account=handle) from None
            raise
        server, account = found
    if server.handle_of(account) != handle:
        raise ShapeChanged("{server} gives another account for {account}", server=server.host, account=handle)
    return server, account


def _ask_for(door: Door, server: Server, name: str) -> Json:
    return door.ask(server, "/api/v1/accounts/lookup", {"acct": name}).object()


def _by_webfinger(door: Door, server: Server, handle: str) -> tuple[Server, Json] | None:
    """For servers that live on another host than their handles say, and those without a lookup."""
    try:
        host = self_host(door.finger(server, handle))
    except (SourceGone, SourcePrivate, ShapeChanged, AuthProblem):
        return None
    if host is None:
        return None
    home = server_of(host, server.domain)
    try:
        if home.host != server.host:
            return home, _ask_for(door, home, handle)
        params: Params = {"q": handle, "type": "accounts", "limit": 5}
        answer = door.ask(home, "/api/v2/search", params).object()
    except (SourceGone, ShapeChanged):
        return None
    return next(((home, each) for each in objects(answer, "accounts") if home.handle_of(each) == handle), None)
