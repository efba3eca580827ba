"""`jempol keywords`: the contests, and new ones from the official candidate list."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from jempol_netral.cli.language import _
from jempol_netral.cli.tree import Tree
from jempol_netral.errors import UserError


def add_to(app: typer.Typer) -> None:
    """Make the commands known."""
    group = Tree(help=_("Contests and what names their candidates."))
    group.command("new", help=_("Write a contest file for a region of Pilkada 2024 from the official candidate list.")
                  + "\n\n" + _("Example: jempol keywords new 3528"))(new)  # fmt: skip
    group.command("list", help=_("List the contests at hand, and with --official every region of Pilkada 2024.")
                  + "\n\n" + _("Example: jempol keywords list --official pamekasan"))(list_)  # fmt: skip
    group.command("check", help=_("Check contest files: mistakes, and terms that may not do what their writer expects.")
                  + "\n\n" + _("Example: jempol keywords check pilgub-jatim-2024"))(check)  # fmt: skip
    group.command("test", help=_("Explain what is found in a text and what makes its rank.")
                  + "\n\n" + _('Example: jempol keywords test "coblos Bu Kofifah"'))(explain_text)  # fmt: skip
    app.add_typer(group, name="keywords")


def _own_folder(context: typer.Context) -> Path | None:
    """The workspace's keywords folder, where there is a workspace."""
    from jempol_netral.workspace import CONFIG_NAME, find_root

    root = find_root(context.obj, os.environ)
    return root / "keywords" if (root / CONFIG_NAME).is_file() else None


def new(
    context: typer.Context,
    region: Annotated[str, typer.Argument(metavar="CODE", help=_("Region code: 35 a province, 3528 a regency."))],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE",
                     help=_("File to write; - for stdout. Default: keywords/contests/ of the workspace, or here.")),
    ] = None,
) -> None:  # fmt: skip
    """Parse, make, write; never overwrite."""
    from jempol_netral.cli.screen import plain, talk, write
    from jempol_netral.keywords import new_contest_toml, official_contest

    text = new_contest_toml(region)
    if output is not None and str(output) == "-":
        write(text)
        return
    own = _own_folder(context)
    path = output or (own / "contests" if own else Path()) / f"{official_contest(region).id}.toml"
    if path.exists():
        raise UserError("{file} is there already; delete it first or choose another with -o", file=str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    talk().print(plain(_("written  {path}", path=path)))


def list_(
    context: typer.Context,
    wanted: Annotated[
        str, typer.Argument(metavar="WORD", help=_("Only those whose id, name or code contains this."))
    ] = "",
    official: Annotated[bool, typer.Option("--official", help=_("Every region of the official list."))] = False,
) -> None:
    """Parse, query, render."""
    from rich.table import Table

    from jempol_netral.cli.screen import data, plain, talk
    from jempol_netral.keywords import contest_files, load_contest, official_contests

    own = _own_folder(context)
    contests = (
        official_contests() if official else [load_contest(file.path) for file in contest_files([own] if own else [])]
    )
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in (_("region"), _("id"), _("name")):
        table.add_column(name, overflow="fold")
    rows = [(contest.region, contest.id, contest.name) for contest in contests]
    found = [row for row in rows if wanted.casefold() in " ".join(row).casefold()]
    for row in found:
        table.add_row(*(plain(cell) for cell in row))
    if found:
        data().print(table)
    else:
        talk().print(plain(_("No contest has {word} in it; --official asks the official list.", word=wanted)))


def check(
    context: typer.Context,
    contests: Annotated[
        list[str] | None, typer.Argument(metavar="FILE-OR-ID", help=_("Default: the contests of the workspace."))
    ] = None,
) -> None:
    """Parse, check, render: mistakes end with exit code 2, advice does not."""
    from jempol_netral.cli.language import say_problem
    from jempol_netral.cli.screen import data, plain, talk
    from jempol_netral.keywords import advice, contest_path, find_contests, load_lexicon

    wanted, folders = _wanted(context, contests)
    lexicon = load_lexicon(folders)
    find_contests(wanted, folders)  # every mistake of every file at once
    found = [problem for one in wanted for problem in advice(contest_path(one, folders), lexicon)]
    for problem in found:
        data().print(plain(say_problem(problem)), soft_wrap=True)
    talk().print(plain(_("{files} contests checked: no mistakes, {count} pieces of advice.", files=len(wanted),
                         count=len(found))))  # fmt: skip


def explain_text(
    context: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help=_("The words to look at."))],
    contest: Annotated[
        list[str] | None,
        typer.Option("--contest", metavar="FILE-OR-ID", help=_("Default: the contests of the workspace.")),
    ] = None,
    thread_contest: Annotated[
        str | None, typer.Option("--thread", metavar="ID", help=_("As if in a thread about this contest."))
    ] = None,
    thread_pair: Annotated[
        int | None, typer.Option("--under", metavar="N", help=_("As if under the campaign account of this pair."))
    ] = None,
) -> None:
    """Parse, match, render."""
    from jempol_netral.cli.explain import explanation
    from jempol_netral.cli.screen import data, talk
    from jempol_netral.keywords import find_contests, load_lexicon
    from jempol_netral.matching.engine import Engine
    from jempol_netral.models import Setting

    wanted, folders = _wanted(context, contest)
    contests = find_contests(wanted, folders)
    engine = Engine(contests, load_lexicon(folders))
    if thread_pair is not None and thread_contest is None and len(wanted) == 1:
        thread_contest = contests[0].id
    around = next((one for one in contests if one.id == thread_contest), None)
    if around is None and (thread_contest is not None or thread_pair is not None):
        known = ", ".join(one.id for one in contests)
        raise UserError("--thread names none of the contests: {known}", known=known)
    if around is not None and thread_pair is not None and around.pair(thread_pair) is None:
        raise UserError("{contest} has no pair {number}", contest=around.id, number=thread_pair)
    setting = Setting(thread_contest=thread_contest, thread_pair=thread_pair)
    verdicts = engine.read(text, setting)
    for verdict in verdicts:
        for line in explanation(text, verdict):
            data().print(line, soft_wrap=True)
    if not verdicts:
        talk().print(_("Nothing was found."))


def _wanted(context: typer.Context, contests: list[str] | None) -> tuple[list[str], list[Path]]:
    """Contests and keywords folders: as given, else the workspace's, else all that are shipped."""
    from jempol_netral.keywords import contest_files
    from jempol_netral.workspace import open_workspace

    own = _own_folder(context)
    folders = [own] if own else []
    if contests:
        return contests, folders
    if own is not None:
        return list(open_workspace(own.parent).config.workspace.contests), folders
    return [file.id for file in contest_files() if file.shipped], folders
