"""Whose account acted. A wrong answer puts somebody else's words into a person's name."""

from __future__ import annotations

from datetime import date

import pytest

from jempol_netral.models import Account, LinkStatus, Person
from jempol_netral.roster import Known, RosterIndex

SITI, BUDI = Person("P1", "Siti Contoh", ""), Person("P2", "Budi Contoh", "")
DAY = date(2024, 10, 1)


def account(
    person: Person = SITI,
    handle: str | None = "siti",
    native_id: str | None = None,
    since: date | None = None,
    until: date | None = None,
    platform: str = "x",
) -> Account:
    return Account(
        person=person,
        platform=platform,
        handle=handle,
        native_id=native_id,
        link=LinkStatus.DECLARED,
        since=since,
        until=until,
    )


FINDS = [
    (account(), "x", None, "siti", True),  # by handle
    (account(), "x", None, "@SITI", True),  # in any spelling
    (account(), "x", "7", "siti", True),  # the roster knows no id, so the handle decides
    (account(), "instagram", None, "siti", False),  # another platform's
    (account(), "x", None, "sit", False),  # part of a handle is another handle
    (account(), "x", None, None, False),  # nothing known
    (account(native_id="7"), "x", "7", "baru", True),  # renamed: the id decides
    (account(native_id="7"), "x", "8", "siti", False),  # somebody else took the handle over
    (account(native_id="7"), "x", None, "siti", True),  # no id to hold against it
    (account(handle=None, native_id="7"), "x", "7", None, True),
    (account(since=date(2024, 10, 2)), "x", None, "siti", False),  # not yet hers
    (account(until=date(2024, 9, 30)), "x", None, "siti", False),  # no longer hers
    (account(since=DAY, until=DAY), "x", None, "siti", True),  # first and last day count
    (account(native_id="7", until=date(2024, 9, 30)), "x", "7", "siti", False),  # the id fits, the day does not
    (account(platform="facebook", handle="siti.contoh"), "facebook", None, "sitiContoh", True),
]


@pytest.mark.parametrize(("on_roster", "platform", "native_id", "handle", "found"), FINDS)
def test_find(on_roster: Account, platform: str, native_id: str | None, handle: str | None, *, found: bool) -> None:
    answer = RosterIndex([on_roster]).find(platform, native_id, handle, DAY)
    assert answer is (on_roster if found else None)


def test_an_account_handed_over_is_each_ones_in_their_days() -> None:
    first, second = account(until=date(2024, 8, 1)), account(BUDI, since=date(2024, 8, 2))
    index = RosterIndex([first, second])
    assert index.find("x", None, "siti", date(2024, 8, 1)) is first
    assert index.find("x", None, "siti", date(2024, 8, 2)) is second
    assert index.find("x", None, "siti", None) is None  # nobody's when the day is not known


def test_an_id_of_the_roster_is_never_another_ones_by_handle() -> None:
    """Siti gave her account up; later Budi has her old handle, and somebody acts with Siti's old account."""
    index = RosterIndex([account(native_id="7", until=date(2024, 9, 30)), account(BUDI, since=date(2024, 9, 30))])
    assert index.find("x", "7", "siti", DAY) is None


def test_learned_ids_and_past_handles() -> None:
    siti = account()
    index = RosterIndex([siti], [Known(siti, "7", "siti"), Known(siti, "7", "siti_lama")])
    assert index.find("x", "7", "lain", DAY) is siti
    assert index.find("x", None, "siti_lama", DAY) is siti
    assert index.find("x", "8", "siti_lama", DAY) is None  # taken over by a stranger
    assert index.find("x", "8", "siti", DAY) is None


def test_a_handle_on_the_roster_counts_before_one_in_the_past() -> None:
    siti, budi = account(), account(BUDI, handle="budi")
    index = RosterIndex([siti, budi], [Known(siti, "7", "budi")])
    assert index.find("x", None, "budi", DAY) is budi


def test_accounts_that_left_the_roster_are_not_learned() -> None:
    assert RosterIndex([], [Known(account(), "7", "siti")]).find("x", "7", "siti", DAY) is None
