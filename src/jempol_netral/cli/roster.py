"""`jempol roster check`: every bad row of roster and watchlist at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from jempol_netral.cli.language import _, say_problem
from jempol_netral.cli.opening import workspace_of
from jempol_netral.cli.tree import Tree
from jempol_netral.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jempol_netral.errors import Problem


def add_to(app: typer.Typer) -> None:
    """Make the commands known."""
    group = Tree(help=_("The people watched and their accounts."))
    group.command("check", help=_("List every bad row of roster.csv and watchlist.csv with its line.")
                  + "\n\n" + _("Example: jempol roster check"))(check)  # fmt: skip
    app.add_typer(group, name="roster")


def check(context: typer.Context) -> None:
    """Parse, check, render."""
    from jempol_netral.assembly import read_inputs
    from jempol_netral.cli.screen import talk

    inputs = read_inputs(workspace_of(context))
    _print(inputs.problems, "red")
    _print(inputs.notices, "yellow")
    accounts = inputs.roster.accounts
    talk().print(_("{people} people, {accounts} accounts ({with_account} people have one), {lines} lines on the"
                   " watchlist; {problems} problems.", people=len(inputs.roster.people), accounts=len(accounts),
                   with_account=len({account.person.id for account in accounts}), lines=len(inputs.watched),
                   problems=len(inputs.problems)))  # fmt: skip
    if inputs.problems:
        raise typer.Exit(ExitCode.USER)


def _print(problems: Iterable[Problem], style: str) -> None:
    from jempol_netral.cli.screen import plain, talk

    console = talk()
    for problem in problems:
        console.print(plain(say_problem(problem), style))
