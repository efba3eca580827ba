"""Whose account acted? Answered in constant time, by the platform's stable id first and by the handle after it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from jempol_netral.platforms import handle_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from jempol_netral.models import Account


class Known(NamedTuple):
    """What reading an account has told about it: the stable id behind its handle, or a handle it had or has."""

    account: Account
    native_id: str | None
    handle: str | None


class RosterIndex:
    """The accounts of a roster by platform and id or handle.

    A handle can be given up and taken by somebody else. So the id decides wherever both are known, and a handle
    that now stands on the roster counts before the same handle in another account's past.
    """

    def __init__(self, accounts: Iterable[Account], known: Iterable[Known] = ()) -> None:
        """`known` is what earlier runs learned; the accounts in it are those of `accounts`."""
        self._by_id: dict[tuple[str, str], list[Account]] = defaultdict(list)
        self._by_handle: dict[tuple[str, str], list[Account]] = defaultdict(list)
        self._by_past_handle: dict[tuple[str, str], list[Account]] = defaultdict(list)
        self._ids: dict[int, set[str]] = {}
        """By identity of the account object, which these lists keep alive; hashing one costs more."""
        same: dict[Account, Account] = {}
        for account in accounts:
            same[account] = account
            self._ids[id(account)] = set()
            self._learn(account, account.native_id)
            if account.handle is not None:
                self._by_handle[account.platform, handle_key(account.platform, account.handle)].append(account)
        for found, native_id, handle in known:
            kept = same.get(found)
            if kept is None:
                continue
            self._learn(kept, native_id)
            if handle is not None:
                past = self._by_past_handle[kept.platform, handle_key(kept.platform, handle)]
                if not any(kept is other for other in past):
                    past.append(kept)

    def _learn(self, account: Account, native_id: str | None) -> None:
        if native_id is not None and native_id not in self._ids[id(account)]:
            self._ids[id(account)].add(native_id)
            self._by_id[account.platform, native_id].append(account)

    def find(self, platform: str, native_id: str | None, handle: str | None, on: date | None) -> Account | None:
        """The account of the roster that acted, or None for a stranger.

        Args:
            platform: slug.
            native_id: the platform's stable id of who acted, where known.
            handle: the handle at that time, where known; in any spelling.
            on: the local day of the act, held against the account's first and last day. None: not known; then
                an account that several people had one after the other is nobody's.
        """
        if native_id is not None:
            accounts = self._by_id.get((platform, native_id))
            if accounts is not None:
                return _on(accounts, on)
        if handle is None:
            return None
        key = platform, handle_key(platform, handle)
        for by in (self._by_handle, self._by_past_handle):
            accounts = [account for account in by.get(key, ()) if self._may_be(account, native_id)]
            if accounts:
                return _on(accounts, on)
        return None

    def _may_be(self, account: Account, native_id: str | None) -> bool:
        """Not when both ids are known and differ: then somebody else has taken the handle over."""
        ids = self._ids[id(account)]
        return native_id is None or not ids or native_id in ids


def _on(accounts: list[Account], day: date | None) -> Account | None:
    """The one account that was its person's on that day."""
    if day is not None:
        accounts = [
            account
            for account in accounts
            if (account.since is None or account.since <= day) and (account.until is None or day <= account.until)
        ]
    first = accounts[0] if accounts else None
    if first is None or any(other.person.id != first.person.id for other in accounts):
        return None
    return first
