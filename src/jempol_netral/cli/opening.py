"""From the command line's context to an open workspace."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from jempol_netral.cli import language

if TYPE_CHECKING:
    import typer

    from jempol_netral.workspace import Workspace


def workspace_of(context: typer.Context) -> Workspace:
    """The workspace that the options, the environment or the current folder name; speaks its language from here on."""
    from jempol_netral.workspace import find_root, open_workspace

    workspace = open_workspace(find_root(context.obj, os.environ))
    language.use(language.choose(os.environ, workspace.config.workspace.language))
    return workspace
