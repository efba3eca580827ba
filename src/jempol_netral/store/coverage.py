"""Reading how the last run ended for each source."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from jempol_netral.errors import UserError
from jempol_netral.store.database import connect, moment

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One source in one run."""

    status: str
    platform: str
    reading: str
    source: str
    items: int
    own: int
    strangers: int
    new_flags: int
    gaps: int
    reason: str
    detail: str
    error_count: int
    """Failures in a row, over all runs."""

    def as_dict(self) -> dict[str, object]:
        """For JSON, in the order of the fields."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class LastCoverage:
    """The newest run."""

    run: int
    ended_at: datetime | None
    rows: tuple[CoverageRow, ...]

    @property
    def read(self) -> int:
        """Sources that were read whole."""
        return sum(row.status == "read" for row in self.rows)


def last_coverage(path: Path) -> LastCoverage:
    """The newest run in the database at `path`, the failures first.

    Raises:
        UserError: nothing was scanned yet.
    """
    if not path.exists():
        raise UserError("nothing was scanned yet: `jempol scan` makes {file}", file=path.name)
    with closing(connect(path)) as db:
        run = next(db.query("SELECT id, ended_at FROM runs ORDER BY id DESC LIMIT 1"), None)
        if run is None:
            raise UserError("nothing was scanned yet: `jempol scan` makes {file}", file=path.name)
        rows = db.query(
            "SELECT o.status, s.platform, s.reading, s.label AS source, o.items, o.own, o.strangers, o.new_flags, "
            "o.gap_count AS gaps, o.reason, o.detail, s.error_count "
            "FROM outcomes o JOIN sources s ON s.key = o.source_key WHERE o.run_id = ? "
            "ORDER BY o.status = 'read', s.platform, s.label",
            (run["id"],),
        )
        return LastCoverage(run["id"], moment(run["ended_at"]), tuple(CoverageRow(**row) for row in rows))
