"""The two consoles: stdout is data, stderr is talk. Untrusted text goes through `plain` and is never markup."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

from jempol_netral.cli.language import _
from jempol_netral.errors import ExitCode
from jempol_netral.safe_text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from rich.console import Console
    from rich.text import Text


def data() -> Console:
    """For what was asked for. Off a terminal the lines are as wide as they need to be, up to a screen of 200."""
    from rich.console import Console

    class Data(Console):
        def on_broken_pipe(self) -> None:
            reader_gone()

    wide = None if sys.stdout.isatty() or os.environ.get("COLUMNS") else 200
    return Data(highlight=False, emoji=False, width=wide)


@contextmanager
def data_stream() -> Iterator[Callable[[str], object]]:
    r"""For data as it is: JSON, CSV. Half an emoji (a lone surrogate) has no UTF-8; as \ud83d it is JSON."""
    try:
        sys.stdout.flush()
        stream = sys.stdout.buffer
        yield lambda text: stream.write(text.encode("utf-8", "backslashreplace"))
        stream.flush()
    except BrokenPipeError:
        reader_gone()


def write(text: str) -> None:
    """One piece of data as it is."""
    with data_stream() as put:
        put(text)


def reader_gone() -> NoReturn:
    """The reader (`head`, a pager) closed its end: nothing went wrong, and nobody is there to be told more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(ExitCode.DONE)


def talk() -> Console:
    """For everything that is said about it."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, emoji=False, soft_wrap=True)


def plain(text: str | None, style: str = "") -> Text:
    """Text as text: no control characters, no markup, whatever it holds."""
    from rich.text import Text

    return Text(printable(text or ""), style=style)


def when(moment: datetime | None, zone: str) -> str:
    """An instant on the clock of the contest, with the zone's own name."""
    from zoneinfo import ZoneInfo

    from jempol_netral.calendar import zone_name

    if moment is None:
        return _("not known")
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S} {zone_name(zone)}"
