"""Which flags are meant: what the command line says, checked, as a filter of the queue."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from jempol_netral.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from jempol_netral.models import LinkStatus, Tier
    from jempol_netral.store.queue import FlagFilter
    from jempol_netral.workspace import Workspace


class Status(StrEnum):
    """What was decided of a flag."""

    OPEN = "open"
    """Nobody decided, the decision was taken back, or the words changed afterwards."""
    FOLLOW_UP = "follow_up"
    DISMISSED = "dismissed"
    UNSURE = "unsure"


def read_filter(
    workspace: Workspace, *, contest: str | None = None, pair: str | None = None, tiers: Sequence[Tier] | None = None,
    unit: str | None = None, person: str | None = None, platform: str | None = None, since: datetime | None = None,
    status: Status | None = None, links: Sequence[LinkStatus] = (),
) -> FlagFilter:  # fmt: skip
    """The filter that is meant. An empty queue must never be a mistyped word.

    Raises:
        UserError: a contest, pair or platform that does not exist.
    """
    from jempol_netral.calendar import day_start
    from jempol_netral.keywords import find_contests
    from jempol_netral.platforms import platform_slug
    from jempol_netral.store.queue import FlagFilter

    contests = find_contests(workspace.config.workspace.contests, [workspace.keywords])
    known = [one.id for one in contests]
    if contest is not None and contest not in known:
        raise UserError("this workspace has no contest {id}; known are {known}", id=contest, known=", ".join(known))
    return FlagFilter(
        contest=contest,
        pair=None if pair is None else _pair(pair, known),
        tiers=tuple(tiers or ()),
        unit=unit,
        person=person,
        platform=None if platform is None else platform_slug(platform),
        # A day begins when it begins for the contest, not in Greenwich.
        since=None if since is None else day_start(since.date(), contests[0].timezone),
        status=None if status is None else status.value,
        links=tuple(links),
    )


def _pair(text: str, contests: Sequence[str]) -> str:
    """`contest:number`; the number alone where there is only one contest."""
    found = re.fullmatch(r"(?:(.+):)?0*(\d+)", text.strip())
    contest = (found[1] or (contests[0] if len(contests) == 1 else None)) if found else None
    if found is None or contest not in contests:
        raise UserError("{text} is not a pair; write e.g. {example}:2", text=text, example=contests[0])
    return f"{contest}:{found[2]}"
