"""The data folder inside an installed wheel, where no checkout lies beside the package."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHOWN = """\
import sys
sys.path[:] = [entry for entry in sys.path if entry]
import jempol_netral, jempol_netral.keywords as keywords
from pathlib import Path
package = Path(jempol_netral.__file__).parent
assert keywords.data_folder() == package / "keywords" / "data", keywords.data_folder()
print(len(keywords.shipped_contests()), len(keywords.official_list()), len(keywords.load_lexicon().cues) > 3)
"""


@pytest.mark.slow
def test_an_installed_wheel_finds_its_data(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT)]
    built = subprocess.run(build, capture_output=True, text=True, check=False)
    if built.returncode and "Could not find a version" in built.stderr:
        pytest.skip("the build backend cannot be fetched here")
    assert built.returncode == 0, built.stderr
    [wheel] = tmp_path.glob("*.whl")
    # The wheel alone on the path, dependencies from this environment: a folder of its own, so no checkout is near.
    home = tmp_path / "installed"
    venv.create(home, with_pip=False, symlinks=True)
    [python] = [*home.glob("bin/python"), *home.glob("Scripts/python.exe")]
    [site] = [*home.glob("lib/python*/site-packages"), *home.glob("Lib/site-packages")]
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    dependencies = [entry for entry in sys.path if entry.endswith("site-packages")]
    (site / "zz-dependencies.pth").write_text("\n".join(dependencies), encoding="utf-8")
    shown = subprocess.run([python, "-c", SHOWN], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert shown.stdout == "4 545 True\n", shown.stderr
