"""Where the shipped contests, cues and lists lie: inside an installed wheel, or at the root of a checkout."""

from __future__ import annotations

from pathlib import Path

from jempol_netral.errors import JempolError

_PACKAGE = Path(__file__).resolve().parent


def data_folder() -> Path:
    """The folder that holds contests/, cues/ and kpu-pilkada-2024.csv.

    Raises:
        JempolError: the package was installed without its data.
    """
    inside_wheel = _PACKAGE / "data"
    in_checkout = _PACKAGE.parents[2] / "keywords"
    for folder in (inside_wheel, in_checkout):
        if (folder / "contests").is_dir():
            return folder
    raise JempolError("the shipped keywords are missing beside {package}; install again", package=str(_PACKAGE))
