"""The two consoles: stdout is data, stderr is talk. Untrusted text goes through `plain` and is never markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jempol_netral.safe_text import printable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text


def data() -> Console:
    """For what was asked for."""
    from rich.console import Console

    return Console(highlight=False, emoji=False)


def talk() -> Console:
    """For everything that is said about it."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, emoji=False, soft_wrap=True)


def plain(text: str | None, style: str = "") -> Text:
    """Text as text: no control characters, no markup, whatever it holds."""
    from rich.text import Text

    return Text(printable(text or ""), style=style)
