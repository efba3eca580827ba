"""What all tests share: the program as a function, sample workspaces, and guards against the outside."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from jempol_netral.cli import language, main

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _no_surprises(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """English screens, no workspace or proxy from the machine, and the current folder is a throw-away one."""
    monkeypatch.setenv(language.ENVIRONMENT_NAME, "en")
    monkeypatch.setenv("LANGUAGE", "en")  # the program sets it, for the libraries
    for name in ("JEMPOL_WORKSPACE", "JEMPOL_ALLOW_LOOPBACK", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "here").mkdir(exist_ok=True)
    monkeypatch.chdir(tmp_path / "here")
    language.use("en")
    yield
    language.use("en")


@pytest.fixture(autouse=True)
def _no_outside_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that would leave this machine fails instead."""
    if request.node.get_closest_marker("servers"):
        return

    def refuse(self: object, request: httpx.Request) -> httpx.Response:
        message = f"a test asked {request.url.host}"
        raise AssertionError(message)

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", refuse)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real texts with labels; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("JEMPOL_SHARED_DATA", REPOSITORY.parent / "shared" / "data"))
    if not (folder / "gold-dev.jsonl").is_file():
        pytest.skip(f"no gold data in {folder.name}: set JEMPOL_SHARED_DATA")
    return folder


@dataclass
class Done:
    """How a run of the program ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)

    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Jempol = Callable[..., Done]


@pytest.fixture
def jempol(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Jempol:
    """The program: `jempol("scan", "--json")` gives its exit code and what it printed."""

    def run(*arguments: str | Path) -> Done:
        monkeypatch.setattr(sys, "argv", ["jempol", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        sys.stdout.flush()
        sys.stderr.flush()
        out, err = capfdbinary.readouterr()
        return Done(code, out.decode(), err.decode())

    return run


@dataclass
class Office:
    """A workspace in a temporary folder, and the program run in it."""

    root: Path
    _jempol: Jempol

    def __call__(self, *arguments: str | Path) -> Done:
        return self._jempol("-C", self.root, *arguments)

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def roster(self, *rows: str) -> None:
        header = "person_id,name,unit,platform,account,native_id,link,since,until"
        self.write("roster.csv", "\n".join([header, *rows]) + "\n")

    def watchlist(self, *rows: str) -> None:
        self.write("watchlist.csv", "\n".join(["platform,account,native_id,contest,pair,label", *rows]) + "\n")

    def inbox(self, *items: dict[str, Any], name: str = "contoh.jsonl") -> Path:
        made = [
            {"platform": "instagram", "id": f"c{number}", "author": "adi.contoh", "act": "post",
             "created_at": "2024-10-10T08:00:00+07:00", "url": f"https://example.org/{number}", **item}
            for number, item in enumerate(items, 1)
        ]  # fmt: skip
        return self.write(f"inbox/{name}", "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in made))

    def flags(self, *arguments: str) -> list[dict[str, Any]]:
        done = self("flags", "--json", "--limit", "1000", *arguments)
        assert done.code == 0, done.err
        found: list[dict[str, Any]] = done.json()
        return found


@pytest.fixture
def office(tmp_path: Path, jempol: Jempol) -> Office:
    """A workspace for the governor's contest of Jawa Timur with two people who have Instagram accounts."""
    made = Office(tmp_path / "kantor", jempol)
    assert jempol("init", made.root).code == 0
    made.roster(
        "C-001,Adi Contoh,Dinas Contoh,instagram,adi.contoh,101,declared,,",
        "C-002,Budi Contoh,Kecamatan Contoh,instagram,budi.contoh,,declared,,",
    )
    made.watchlist("instagram,tim.contoh02,900,pilgub-jatim-2024,2,akun kampanye contoh")
    return made
