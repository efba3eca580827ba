"""The library's classes with the words that it cannot translate itself said in the language in use.

Only methods are overridden that Click documents for it; options and arguments stay the library's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from jempol_netral.cli.language import _

if TYPE_CHECKING:
    from collections.abc import Callable


class _Spoken:
    """Mixed in before a command's class."""

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _("Show this message and exit.")
        return option

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        pieces = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=_("Usage: "))


class _Command(_Spoken, TyperCommand):
    pass


class _Group(_Spoken, TyperGroup):
    pass


class Tree(typer.Typer):
    """A group of commands whose helps are wholly in the language in use."""

    def __init__(self, **options: Any) -> None:
        """Takes what `typer.Typer` takes; without a command it shows its help."""
        words = {"options_metavar": _("[OPTIONS]"), "subcommand_metavar": _("COMMAND [ARGS]...")}
        super().__init__(cls=_Group, no_args_is_help=True, **(words | options))

    def command(self, name: str | None = None, **options: Any) -> Callable[[Any], Any]:
        """Takes what `typer.Typer.command` takes."""
        return super().command(name, cls=_Command, **({"options_metavar": _("[OPTIONS]")} | options))
