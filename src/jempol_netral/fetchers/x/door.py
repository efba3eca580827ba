"""Asks X's API v2: the token in a header, each read post and account charged to the office's budget beforehand.

Prices: https://docs.x.com/x-api/getting-started/pricing, read in November 2026: $0.005 for each post and $0.010 for
each account in an answer, those shown beside it too; the same one twice on a UTC day is charged once; a refused
request costs nothing.
"""

from __future__ import annotations

import re
import threading
from datetime import datetime
from typing import TYPE_CHECKING

from jempol_netral.errors import AuthProblem, FetchError, QuotaSpent, ShapeChanged, SourcePrivate
from jempol_netral.fetchers.base import Clock, ContinuationRefused
from jempol_netral.fetchers.shapes import Json, optional_text

if TYPE_CHECKING:
    from jempol_netral.fetchers.answers import Answer
    from jempol_netral.fetchers.http import Client

TOKEN = "X_BEARER_TOKEN"  # noqa: S105 - the name of the variable
POST_USD = 0.005
USER_USD = 0.010
_TOKEN_FORM = re.compile(r"[\x21-\x7e]{1,400}")
_KIND = re.compile(r"https?://api\.(?:x|twitter)\.com/2/problems/(?P<kind>[a-z0-9-]{1,60})")
_AUTH = frozenset({"client-forbidden", "client-not-enrolled", "unsupported-authentication", "client-disconnected"})
_SPENT = frozenset({"credits", "usage-capped", "credits-depleted"})


class Budget:
    """The dollars that one scan may spend, shared by all threads. What a request may cost at most is held back
    until its answer tells what it did cost.
    """

    def __init__(self, dollars: float) -> None:
        self.dollars = dollars
        self._spent = 0.0
        self._held = 0.0
        self._day: object = None
        self._paid: set[tuple[str, str]] = set()
        self._open = 0
        self._changed = threading.Condition()

    @property
    def spent(self) -> float:
        """Dollars, by our count."""
        with self._changed:
            return self._spent

    def hold(self, each: float, least: int, most: int, beyond: float = 0.0) -> tuple[int, float]:
        """Hold back for as many entries as can be afforded, from `least` to `most`, `each` and `beyond` in dollars.

        Gives how many, and what was held. Waits where other requests hold what is lacking.

        Raises:
            QuotaSpent: not even `least` can be afforded.
        """
        with self._changed:
            while True:
                left = self.dollars - self._spent - self._held - beyond
                count = min(most, int(left / each + 1e-9)) if each else most
                if count >= least and left >= -1e-9:
                    break
                if not self._open:
                    raise QuotaSpent(
                        "{spent} of the {budget} US dollars that this scan may spend on X are spent",
                        spent=f"{self._spent:.3f}",
                        budget=f"{self.dollars:.2f}",
                    )
                self._changed.wait()  # for requests under way, most of which cost less than is held for them
            held = count * each + beyond
            self._held += held
            self._open += 1
            return count, held

    def settle(self, held: float, posts: frozenset[str], users: frozenset[str], now: datetime) -> None:
        """Charge what an answer held, each post and account once a day, and let the rest of `held` go.

        Every `hold` must come to this, whatever became of the request.
        """
        with self._changed:
            self._open -= 1
            self._held = self._held - held if self._open else 0.0
            if self._day != now.date():
                self._day, self._paid = now.date(), set()
            new = {*(("post", number) for number in posts), *(("user", number) for number in users)} - self._paid
            self._paid |= new
            self._spent += sum(POST_USD if kind == "post" else USER_USD for kind, _ in new)
            self._changed.notify_all()


class Door:
    """One reading's way to the service."""

    def __init__(self, base: str, token: str, client: Client, budget: Budget, clock: Clock) -> None:
        self._base = base
        self._token = token
        self._client = client
        self.budget = budget
        self.clock = clock

    def ask(self, path: str, params: dict[str, str | int | None]) -> Json:
        """One request.

        Raises:
            AuthProblem: no token, no budget, or refused. QuotaSpent: the credit at X is used up.
            ContinuationRefused: the page token is no longer known. Else as `Client.get`.
        """
        headers = {"Authorization": f"Bearer {self._token}"}
        answer = self._client.get(f"{self._base}{path}", params=params, headers=headers, let=(400, 402, 403))
        if answer.status == 200:
            return answer.object()
        paging = params.get("pagination_token") is not None or params.get("next_token") is not None
        raise refusal(answer, paging=paging)

    def check(self) -> None:
        """Whether anything may be asked at all.

        Raises:
            AuthProblem: no token, or no money to spend.
        """
        if not _TOKEN_FORM.fullmatch(self._token):
            raise AuthProblem("{name} holds no token", name=TOKEN)
        if self.budget.dollars <= 0:
            raise AuthProblem("reading X costs money: set max_reads_usd under [fetchers.x], in dollars for each scan")


def refusal(answer: Answer, *, paging: bool) -> FetchError:
    """What an answer with HTTP 400, 402 or 403 means. Pure. Of its words only the kind of problem is taken."""
    kind = _kind(answer)
    facts = {"url": answer.shown, "reason": kind or f"HTTP {answer.status}"}
    if answer.status == 402 or kind in _SPENT:
        return QuotaSpent("the credit at X is used up ({reason})", reason=facts["reason"])
    if kind in _AUTH:
        return AuthProblem("X refuses the token ({reason})", **facts)
    if answer.status == 403:
        return SourcePrivate("{url} does not show this ({reason})", **facts)
    if paging:
        return ContinuationRefused("{url} does not go on from there ({reason})", **facts)
    return ShapeChanged("{url} refuses the request ({reason})", **facts)


def _kind(answer: Answer) -> str:
    try:
        found = _KIND.fullmatch(optional_text(answer.object(), "type") or "")
    except ShapeChanged:
        return ""
    return found["kind"] if found else ""
