"""The one place where errors become words and an exit code."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jempol_netral import __version__
from jempol_netral.cli.language import _, say_error, say_problem
from jempol_netral.errors import ExitCode, JempolError, UserError

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOWN = 50
"""So many problems are printed; the rest is counted. `roster check` and friends print them all."""


@contextmanager
def boundary() -> Iterator[None]:
    """Print a deliberate error in plain words; write anything else to a log and say where. Then exit."""
    try:
        yield
    except JempolError as error:
        _print_error(error)
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, SystemExit) as end:
        # Typer turns Ctrl-C into an exit of its own, without a word.
        if isinstance(end, SystemExit) and end.code != ExitCode.INTERRUPTED:
            raise
        sys.stderr.write(_("Stopped. What was stored so far stays; the next scan goes on.") + "\n")
        sys.exit(ExitCode.INTERRUPTED)
    except OSError as error:
        # A file that is not there, may not be read or has no room left: the user's to mend, not a bug.
        _print_error(UserError("{file}: {reason}", file=error.filename or "?", reason=error.strerror or str(error)))
        sys.exit(ExitCode.USER)
    except Exception:
        sorry = _("Something went wrong inside the program. Please send this file: {path}", path=_write_log())
        sys.stderr.write(sorry + "\n")
        sys.exit(ExitCode.FATAL)


def _print_error(error: JempolError) -> None:
    from jempol_netral.cli.screen import plain, talk

    console = talk()
    console.print(plain(_("Error: ") + say_error(error), style="bold red"))
    problems = error.problems if isinstance(error, UserError) else ()
    for problem in problems[:SHOWN]:
        console.print(plain("  " + say_problem(problem)))
    if len(problems) > SHOWN:
        console.print(plain("  " + _("… and {count} more", count=len(problems) - SHOWN)))


def _write_log() -> Path:
    """Versions and the traceback, without local values: they may hold what people wrote."""
    moment = datetime.now(UTC)
    path = Path(tempfile.gettempdir()) / f"jempol-{moment:%Y%m%dT%H%M%S}-{os.getpid()}.log"
    head = f"jempol-netral {__version__}, Python {platform.python_version()}, {platform.platform()}\n{moment:%c} UTC\n"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(head + traceback.format_exc())
    return path
