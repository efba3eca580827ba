"""Every deliberate error, named by what the caller does about it, with the exit code of its class.

JempolError                  1  a bug or something fatal
├── UserError                2  the user can mend it; carries every problem found, not only the first
├── Busy                     4  another scan holds the lock: leave it alone, come back later
├── EvidenceBroken           5  stored evidence does not verify
└── FetchError               -  a value in the scan loop, never fatal; the run ends with exit code 3
    ├── SourceGone              the account or thread does not exist (any more): tell the office
    ├── SourcePrivate           it exists but is not public: leave it alone
    ├── AuthProblem             the credential is missing or refused: mend the configuration
    ├── QuotaSpent              the platform's allowance is used up until `reset_at`: come back then
    ├── RateLimited             asked too quickly: wait `retry_after` seconds
    ├── UnknownFormat           a file of the inbox is in no format that is known: export it another way
    ├── ShapeChanged            the answer is not what the platform documents: report a bug
    └── NetworkProblem          no answer, a broken answer or a server fault: try again next run

Messages are templates with named facts, so that the one place that prints can print another language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime


class ExitCode(IntEnum):
    """What the program's exit code tells a cron job. Flags found are not a failure."""

    DONE = 0
    FATAL = 1
    USER = 2
    INCOMPLETE = 3
    """Done, but something could not be read."""
    BUSY = 4
    EVIDENCE = 5
    INTERRUPTED = 130


class Phrase(str):
    """English words that stand in the catalogue: a template kept in a constant, or a word that is shown by itself.

    As a fact of a template it is said in the reader's language too.
    """

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with something a person wrote, and where.

    `template` holds `{names}` that `facts` fills; it is the key of its translation.
    """

    template: str
    facts: Mapping[str, object] = field(default_factory=dict)
    file: str | None = None
    line: int | None = None
    """1-based, as editors count."""
    column: str | None = None
    """The column's or the key's name, as the file spells it."""

    @property
    def message(self) -> str:
        """The template in its own words (English), filled in."""
        return self.template.format(**self.facts) if self.facts else self.template

    @property
    def where(self) -> str:
        """`file:line, column`, as far as they are known."""
        place = self.file or ""
        if self.line is not None:
            place = f"{place}:{self.line}"
        if self.column is not None:
            place = f"{place}, {self.column}" if place else self.column
        return place

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class JempolError(Exception):
    """Base of all deliberate errors."""

    exit_code = ExitCode.FATAL

    def __init__(self, template: str, **facts: object) -> None:
        super().__init__(template, facts)
        self.template = template
        self.facts = facts

    @property
    def message(self) -> str:
        """The template in its own words (English), filled in."""
        return self.template.format(**self.facts) if self.facts else self.template

    def __str__(self) -> str:
        return self.message


class UserError(JempolError):
    """Something that the user can mend. `problems` holds all that was found, in the order of the file."""

    exit_code = ExitCode.USER

    def __init__(self, template: str, problems: Sequence[Problem] = (), **facts: object) -> None:
        super().__init__(template, **facts)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join([self.message, *(f"  {problem}" for problem in self.problems)])


class Busy(JempolError):
    """Another scan holds the lock."""

    exit_code = ExitCode.BUSY


class EvidenceBroken(JempolError):
    """A stored digest or link of the chain does not fit."""

    exit_code = ExitCode.EVIDENCE


class FetchError(JempolError):
    """Why one source could not be read. The scan goes on with the next."""

    exit_code = ExitCode.INCOMPLETE


class SourceGone(FetchError):
    """The account, thread or file does not exist (any more)."""


class SourcePrivate(FetchError):
    """It exists but is not open to the public; nothing more is tried."""


class AuthProblem(FetchError):
    """The credential is missing, wrong or without the right; the office mends it."""


class QuotaSpent(FetchError):
    """The platform's allowance is used up; every source of this fetcher waits until `reset_at`."""

    def __init__(self, template: str, *, reset_at: datetime | None = None, **facts: object) -> None:
        super().__init__(template, **facts)
        self.reset_at = reset_at


class RateLimited(FetchError):
    """Asked too quickly; the host wants `retry_after` seconds of rest."""

    def __init__(self, template: str, *, retry_after: float | None = None, **facts: object) -> None:
        super().__init__(template, **facts)
        self.retry_after = retry_after


class UnknownFormat(FetchError):
    """A file is in no known format, or damaged: the office exports it again or another way."""


class ShapeChanged(FetchError):
    """The answer does not have the documented shape: the parser needs mending."""


class NetworkProblem(FetchError):
    """No answer, a cut-off answer or a server's own fault; worth trying again next run."""
