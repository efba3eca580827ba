"""Fetchers are found by entry points; a broken plugin is reported and left out."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from jempol_netral.fetchers import registry
from jempol_netral.fetchers.base import Manifest
from jempol_netral.models import Reading

PLUGINS = """
from jempol_netral.fetchers.base import Manifest
from jempol_netral.models import Reading

def manifest(**more):
    given = dict(name="mine", platforms=("mine",), readings=(Reading.ACCOUNT,), summary="x")
    return Manifest(**{**given, **more})

class Mine:
    manifest = manifest(options={"base": "https://example.org", "page": 20, "pace": 0.5, "deep": False})
    def __init__(self, options):
        self.options = options
    def host(self, source):
        return "example.org"
    def fetch(self, source, cursor, *, client, clock):
        yield

class Keyed(Mine):
    manifest = manifest(credentials=("CONTOH_KEY",), optional_credentials=("CONTOH_TOKEN",))
    def __init__(self, options, *, secrets):
        self.secrets = secrets

class Leaky(Keyed):
    def __init__(self, options, *, secrets):
        raise ValueError(f"bad key {secrets}")

class Shy(Mine):
    def __init__(self, options):
        raise RuntimeError("will not start")

class OtherName(Mine):
    manifest = manifest(name="other")

class NoPlatform(Mine):
    manifest = manifest(platforms=())

class NoReading(Mine):
    manifest = manifest(readings=())

class NoManifest:
    def fetch(self): ...

class DictManifest:
    manifest = {"name": "mine"}

class NoFetch:
    manifest = manifest()
"""


@pytest.fixture(autouse=True)
def plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "contoh_plugins.py").write_text(PLUGINS, encoding="utf-8")
    (tmp_path / "contoh_raises.py").write_text("raise SystemExit(3)", encoding="utf-8")
    (tmp_path / "contoh_typo.py").write_text("def broken(:", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield
    for name in [name for name in sys.modules if name.startswith("contoh_")]:
        del sys.modules[name]


def point(value: str, name: str = "mine") -> EntryPoint:
    return EntryPoint(name, value, registry.GROUP)


def test_our_own_fetchers_are_installed() -> None:
    found = registry.find()

    assert {"bluesky", "inbox"} <= found.fetchers.keys()
    assert found.problems == ()


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("contoh_plugins:NotThere", "AttributeError"),
        ("contoh_not_there:Mine", "ModuleNotFoundError"),
        ("contoh_raises:Mine", "SystemExit"),  # a plugin must not end the program
        ("contoh_typo:Mine", "SyntaxError"),
        ("contoh_plugins:NoManifest", "AttributeError"),
        ("contoh_plugins:DictManifest", "no Manifest"),
        ("contoh_plugins:OtherName", "calls it 'other'"),
        ("contoh_plugins:NoPlatform", "no platform"),
        ("contoh_plugins:NoReading", "no reading"),
        ("contoh_plugins:NoFetch", "no fetch()"),
    ],
)
def test_a_broken_plugin_is_reported_and_the_others_are_found(value: str, why: str) -> None:
    broken, sound = point(value), point("jempol_netral.fetchers.bluesky:Bluesky", "bluesky")

    found = registry.find(points=[broken, sound])

    assert list(found.fetchers) == ["bluesky"]
    (problem,) = found.problems
    assert "mine" in problem.message
    assert why in problem.message


def test_a_name_offered_twice_goes_to_the_first() -> None:
    found = registry.find(points=[point("contoh_plugins:Mine"), point("contoh_plugins:NoFetch")])

    assert found.fetchers["mine"].__name__ == "Mine"
    assert "offered twice" in found.problems[0].message


def test_a_name_that_nobody_offers() -> None:
    found = registry.find(["nobody", "bluesky"])

    assert list(found.fetchers) == ["bluesky"]
    assert "nobody" in found.problems[0].message


def test_a_broken_name_is_reported_once() -> None:
    assert len(registry.find(["mine"], [point("contoh_typo:Mine")]).problems) == 1


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {"base": "https://example.org", "page": 20, "pace": 0.5, "deep": False}),
        ({"page": 5}, {"base": "https://example.org", "page": 5, "pace": 0.5, "deep": False}),
        ({"pace": 2}, {"base": "https://example.org", "page": 20, "pace": 2.0, "deep": False}),  # 2 is a number too
    ],
)
def test_options_are_laid_over_the_defaults(given: dict[str, object], expected: dict[str, object]) -> None:
    made = registry.make(registry.find(points=[point("contoh_plugins:Mine")]).fetchers, {"mine": given})

    fetcher: Any = made.fetchers["mine"]
    assert fetcher.options == expected
    assert type(fetcher.options["pace"]) is float
    assert made.problems == ()


@pytest.mark.parametrize(
    ("given", "columns"),
    [
        ({"pages": 5}, ["fetchers.mine.pages"]),  # unknown
        ({"page": "5"}, ["fetchers.mine.page"]),
        ({"page": 5.0}, ["fetchers.mine.page"]),
        ({"page": True}, ["fetchers.mine.page"]),  # True is no number
        ({"deep": 1}, ["fetchers.mine.deep"]),
        ({"base": 7}, ["fetchers.mine.base"]),
        ({"base": ["x"]}, ["fetchers.mine.base"]),
        ({"pace": "fast", "x": 1, "deep": "no"}, ["fetchers.mine.pace", "fetchers.mine.x", "fetchers.mine.deep"]),
    ],
)
def test_wrong_options_are_all_told_and_the_fetcher_is_left_out(given: dict[str, object], columns: list[str]) -> None:
    found = registry.find(points=[point("contoh_plugins:Mine")])

    made = registry.make(found.fetchers, {"mine": given}, file="jempol.toml")

    assert made.fetchers == {}
    assert [problem.column for problem in made.problems] == columns
    assert {problem.file for problem in made.problems} == {"jempol.toml"}


def test_a_fetcher_that_will_not_start_is_reported() -> None:
    made = registry.make(registry.find(points=[point("contoh_plugins:Shy")]).fetchers, {})

    assert made.fetchers == {}
    assert "will not start" in made.problems[0].message


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"CONTOH_KEY": "a", "PATH": "/bin", "OTHER_KEY": "b"}, {"CONTOH_KEY": "a"}),  # only what it declared
        ({"CONTOH_KEY": "a", "CONTOH_TOKEN": "b"}, {"CONTOH_KEY": "a", "CONTOH_TOKEN": "b"}),
        ({"CONTOH_KEY": " a\n"}, {"CONTOH_KEY": "a"}),  # as `export KEY="$(cat file)"` may leave it
        ({"CONTOH_KEY": ""}, {}),  # empty is not set
        ({}, {}),
    ],
)
def test_a_fetcher_gets_the_credentials_it_declared(environment: dict[str, str], expected: dict[str, str]) -> None:
    found = registry.find(points=[point("contoh_plugins:Keyed")])

    made = registry.make(found.fetchers, {}, environment=environment)

    fetcher: Any = made.fetchers["mine"]
    assert fetcher.secrets == expected


def test_a_fetcher_that_will_not_start_does_not_tell_its_credentials() -> None:
    found = registry.find(points=[point("contoh_plugins:Leaky")])

    made = registry.make(found.fetchers, {}, environment={"CONTOH_KEY": "s3cret"})

    assert "ValueError" in made.problems[0].message
    assert "s3cret" not in repr(made.problems)


def test_listing_needs_no_network_library() -> None:
    code = "import sys; from jempol_netral.fetchers import registry; registry.find(); sys.exit('httpx' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_manifest_can_be_read_as_data() -> None:
    manifest = registry.find(["bluesky"]).fetchers["bluesky"].manifest

    assert isinstance(manifest, Manifest)
    assert manifest.readings == (Reading.ACCOUNT, Reading.CAMPAIGN)
