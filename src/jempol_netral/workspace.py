"""The folder an office works in: jempol.toml as a checked Config, and where everything lies beside it."""

from __future__ import annotations

import contextlib
import os
import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from jempol_netral.errors import UserError
from jempol_netral.toml_file import read_toml

CONFIG_NAME = "jempol.toml"
ENVIRONMENT_NAME = "JEMPOL_WORKSPACE"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Retention(_Strict):
    """Days after which `purge` lets go of what is not linked to a case."""

    unreviewed: Annotated[int, Field(ge=1, le=3650)] = 30
    dismissed: Annotated[int, Field(ge=1, le=3650)] = 14


class WorkspaceTable(_Strict):
    """`[workspace]` of jempol.toml."""

    contests: list[str]
    """Ids of shipped contests or of files in the workspace's keywords/contests/."""
    keep: Literal["flagged", "all"] = "flagged"
    """`flagged`: of an item without a flag only a keyed mark stays, no text."""
    retention: Retention = Retention()
    jobs: Annotated[int, Field(ge=1, le=64)] = 4
    """Sources of one host that are read at the same time."""
    overlap_days: Annotated[int, Field(ge=0, le=90)] = 7
    """How far back each scan looks again for edits and late comments."""
    since: date | None = None
    """Nothing older is read; by default the first day of nomination of the earliest contest."""
    likes: bool = False
    """Whether likes are looked at. Reporting them is disputed (thumbs slip): off unless the office says so."""
    language: Literal["auto", "id", "en"] = "auto"
    import_only: list[str] = []
    """Platforms that the office reads from files in inbox/ only: always told in the coverage, but no exit code 3."""


class Controller(_Strict):
    """`[controller]`: who answers for the processing, on what legal basis (UU 27/2022 Ps 20), and whom to ask."""

    name: str = ""
    legal_basis: str = ""
    contact: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that are still empty."""
        fields = {"name": self.name, "legal_basis": self.legal_basis, "contact": self.contact}
        return tuple(name for name, value in fields.items() if not value.strip())


class Config(_Strict):
    """jempol.toml, checked."""

    workspace: WorkspaceTable
    controller: Controller = Controller()
    fetchers: dict[str, dict[str, str | int | float | bool]] = {}
    """`[fetchers.NAME]`, checked by the registry against what the fetcher declares."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with its configuration. All paths are absolute."""

    root: Path
    config: Config

    @property
    def roster(self) -> Path:
        """The people and their accounts."""
        return self.root / "roster.csv"

    @property
    def watchlist(self) -> Path:
        """Campaign accounts and threads."""
        return self.root / "watchlist.csv"

    @property
    def keywords(self) -> Path:
        """The office's own contests and cues; they go before the shipped ones."""
        return self.root / "keywords"

    @property
    def inbox(self) -> Path:
        """Where exports of other tools are dropped."""
        return self.root / "inbox"

    @property
    def database(self) -> Path:
        """Everything that is kept."""
        return self.root / "jempol.db"

    @property
    def lock(self) -> Path:
        """Held while a scan runs."""
        return self.root / "jempol.lock"

    @property
    def key(self) -> Path:
        """The key of the marks that unflagged items leave; outside the database on purpose."""
        return self.root / "jempol.key"


def find_root(given: Path | None, environment: dict[str, str] | os._Environ[str]) -> Path:
    """The workspace's folder: as given, else from JEMPOL_WORKSPACE, else the current folder."""
    named = environment.get(ENVIRONMENT_NAME)
    return (given or (Path(named) if named else Path())).expanduser().resolve()


def open_workspace(root: Path) -> Workspace:
    """Read and check jempol.toml.

    Raises:
        UserError: there is none, or something in it is wrong (all of it at once, with lines).
    """
    path = root / CONFIG_NAME
    if not path.is_file():
        raise UserError(
            "there is no {config} in {folder}; `jempol init {folder}` makes a workspace there",
            config=CONFIG_NAME,
            folder=str(root),
        )
    return Workspace(root, read_toml(path, Config))


def read_key(path: Path) -> bytes:
    """The workspace's secret key, made on first use and readable by its owner only where the system can do that.

    Raises:
        UserError: the file is there but holds no key.
    """
    if not path.exists():
        # Exclusive creation: of two first scans one wins, and the other reads its key.
        with contextlib.suppress(FileExistsError):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(32) + "\n")
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError as error:
        raise UserError(
            "{file} holds no key; restore it from a backup, or delete it to begin anew", file=path.name
        ) from error
    if len(key) < 32:
        raise UserError("{file} holds no key; restore it from a backup, or delete it to begin anew", file=path.name)
    return key
