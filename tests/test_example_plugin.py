"""The example in examples/ is a package of its own: it installs, is found by its entry point, and passes its tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

EXAMPLE = REPOSITORY / "examples" / "fetcher-plugin"


def run(*arguments: str | Path, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, **environment},
    )  # fmt: skip


@pytest.mark.slow
def test_its_own_tests_pass(tmp_path: Path) -> None:
    done = run(
        "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", EXAMPLE / "pyproject.toml", EXAMPLE / "tests",
        folder=tmp_path, PYTHONPATH=str(EXAMPLE),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_it_is_found_by_its_entry_point(tmp_path: Path) -> None:
    """As pip leaves it behind: the module, and beside it what the package offers."""
    info = tmp_path / "jempol_pintu-0.1.0.dist-info"
    info.mkdir()
    (tmp_path / "jempol_pintu.py").write_bytes((EXAMPLE / "jempol_pintu.py").read_bytes())
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: jempol-pintu\nVersion: 0.1.0\n", encoding="utf-8")
    declared = (EXAMPLE / "pyproject.toml").read_text(encoding="utf-8")
    assert 'pintu = "jempol_pintu:Pintu"' in declared
    points = "[jempol_netral.fetchers]\npintu = jempol_pintu:Pintu\n"
    (info / "entry_points.txt").write_text(points, encoding="utf-8")

    done = run("-m", "jempol_netral", "fetchers", folder=tmp_path, PYTHONPATH=str(tmp_path), JEMPOL_LANGUAGE="en")

    assert done.returncode == 0, done.stderr
    assert "pintu" in done.stdout
    assert "PINTU_TOKEN" in done.stdout
    assert "Threads: " not in done.stdout, "with it, Threads is no closed platform any more"
