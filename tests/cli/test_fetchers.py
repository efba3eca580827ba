"""The table of fetchers says what the fetchers declare, fits a narrow screen, and shows no credential."""

from __future__ import annotations

from typing import Any

import pytest
from tests.conftest import Jempol

from jempol_netral.fetchers import registry
from jempol_netral.models import Act, Reading


@pytest.fixture(autouse=True)
def _no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in registry.find().fetchers.values():
        for name in (*kind.manifest.credentials, *kind.manifest.optional_credentials):
            monkeypatch.delenv(name, raising=False)


def records(jempol: Jempol) -> dict[str, dict[str, Any]]:
    done = jempol("fetchers", "--json")
    assert done.code == 0, done.err
    return {row["fetcher"]: row for row in done.json()["fetchers"]}


def test_every_fetcher_stands_in_it_with_what_it_declares(jempol: Jempol) -> None:
    rows = records(jempol)
    for name, kind in registry.find().fetchers.items():
        manifest = kind.manifest
        assert rows[name]["platforms"] == list(manifest.platforms)
        if Reading.INBOX not in manifest.readings:
            assert rows[name]["thread_comments"] is (Reading.CAMPAIGN in manifest.readings)
            assert rows[name]["reshares"] is (Act.RESHARE in manifest.acts)
            assert rows[name]["likes"] is (Act.LIKE in manifest.acts)


def test_a_credential_is_told_as_set_and_never_shown(jempol: Jempol, monkeypatch: pytest.MonkeyPatch) -> None:
    assert records(jempol)["youtube"]["ready"] is False
    monkeypatch.setenv("YOUTUBE_API_KEY", "  ")  # an empty line in an env file is no key
    assert records(jempol)["youtube"]["ready"] is False
    monkeypatch.setenv("YOUTUBE_API_KEY", "rahasia-contoh")
    assert records(jempol)["youtube"]["ready"] is True
    for arguments in (("fetchers",), ("fetchers", "--json")):
        done = jempol(*arguments)
        assert "rahasia-contoh" not in done.out + done.err


def test_platforms_without_a_door_are_named_with_reason_and_way_in(jempol: Jempol) -> None:
    said = jempol("fetchers").out
    for name in ("Instagram", "Facebook", "TikTok", "Threads"):
        assert f"{name}: " in said
    assert "inbox/" in said


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_screen_and_no_row_is_broken(
    jempol: Jempol, monkeypatch: pytest.MonkeyPatch, language: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("JEMPOL_LANGUAGE", language)
    lines = jempol("fetchers").out.splitlines()
    assert max(map(len, lines)) <= width
    assert "…" not in "".join(lines), "something is cut off"
    for name in registry.find().fetchers:
        assert any(line.split()[:1] == [name] and len(line.split()) > 6 for line in lines), f"the row of {name} is cut"
