"""Help, languages, and the boundary where errors become words."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from tests.conftest import REPOSITORY, Jempol, Office

from jempol_netral.cli import app as tree
from jempol_netral.cli import language, scan


def commands() -> list[tuple[str, ...]]:
    command = typer.main.get_command(tree.app)
    found: list[tuple[str, ...]] = []
    for name, one in command.commands.items():  # type: ignore[attr-defined]
        below = getattr(one, "commands", None)
        found += [(name, under) for under in below] if below else [(name,)]
    return found


@pytest.mark.parametrize("path", commands(), ids=" ".join)
def test_every_command_has_help_with_an_example(jempol: Jempol, path: tuple[str, ...]) -> None:
    done = jempol(*path, "--help")
    assert done.code == 0
    assert re.search(r"Example: jempol ", done.out)


@pytest.mark.parametrize("path", commands(), ids=" ".join)
def test_the_readme_names_every_command(path: tuple[str, ...]) -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert f"{path[-1]}" in readme


def test_the_program_runs_both_ways() -> None:
    for start in (["-m", "jempol_netral"], ["-c", "from jempol_netral.cli import main; main()"]):
        done = subprocess.run([sys.executable, *start, "--version"], capture_output=True, text=True, check=True)
        assert done.stdout.startswith("jempol-netral ")


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; sys.argv = ['jempol', '--help']\n"
        "from jempol_netral.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(sorted({'httpx', 'rapidfuzz', 'sqlite_utils', 'pydantic'} & sys.modules.keys()), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = set(re.findall(r"'(\w+)'", done.stderr.splitlines()[-1]))
    assert not heavy & {"httpx", "rapidfuzz", "sqlite_utils"}


@pytest.mark.parametrize(
    ("environment", "configured", "chosen", "why"),
    [
        ({"JEMPOL_LANGUAGE": "id", "LANG": "en_US.UTF-8"}, "en", "id", "asked for now"),
        ({"LANG": "en_US.UTF-8"}, "id", "id", "as the office set it"),
        ({"LANG": "id_ID.UTF-8"}, "auto", "id", "as the system speaks"),
        ({"LANG": "C.UTF-8"}, "auto", "en", "cron's own"),
        ({"JEMPOL_LANGUAGE": "fr", "LANG": "id_ID"}, "auto", "id", "a language that is not spoken counts for nothing"),
    ],
)
def test_which_language_is_spoken(environment: dict[str, str], configured: str, chosen: str, why: str) -> None:
    assert language.choose(environment, configured) == chosen, why


def test_a_bug_ends_in_a_log_and_not_in_a_traceback(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(scan, "run_scan", lambda *_, **__: 1 // 0)
    done = office("scan")
    assert done.code == 1
    assert "Traceback" not in done.err
    (log,) = tmp_path.glob("jempol-*.log")
    assert str(log) in done.err
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


def test_ctrl_c_says_that_nothing_is_lost(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(scan, "run_scan", interrupt)
    done = office("scan")
    assert done.code == 130
    assert "the next scan goes on" in done.err


@pytest.mark.parametrize(
    ("text", "seconds"), [("90", 90), ("90s", 90), ("10m", 600), ("1.5h", 5400), ("2j", 7200), (" 5 m ", 300)]
)
def test_budgets_as_people_write_them(text: str, seconds: float) -> None:
    assert scan.read_budget(text) == seconds
