"""Brings the Indonesian catalogue up to date with the source: `make messages`, then fill in what is empty or fuzzy.

The order is the source's, there are no dates, no line numbers and no paths outside the package, so that a commit
shows what changed and nothing else. The compiled catalogue is committed too: an installed program needs no compiler.
"""

from __future__ import annotations

import ast
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from jempol_netral import errors
from jempol_netral.fetchers.base import ContinuationRefused
from jempol_netral.fetchers.guard import Refused
from jempol_netral.toml_file import Wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(errors.__file__).parent
LANGUAGE = "id"
PO = PACKAGE / "locale" / LANGUAGE / "LC_MESSAGES" / "jempol.po"
MO = PO.with_suffix(".mo")

_ERRORS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.JempolError)]
_RAISED = [*_ERRORS, ContinuationRefused, Refused, Wrong, errors.Problem, errors.Phrase]
KEYWORDS = {"_", *(kind.__name__ for kind in _RAISED)}
"""The functions and classes whose first argument is a message."""


class _Plain(Catalog):
    """A catalogue whose header says only what a reader of the file needs."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", LANGUAGE),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def _empty() -> _Plain:
    catalogue = _Plain(locale=LANGUAGE, charset="utf-8", fuzzy=False)
    catalogue.header_comment = "# The screens of jempol-netral in Indonesian. `make messages` keeps it in step."
    return catalogue


def extracted() -> Catalog:
    """Every message of the source, untranslated, in the order of the source."""
    catalogue = _empty()
    for path in sorted(PACKAGE.rglob("*.py")):
        for message in messages(ast.parse(path.read_bytes())):
            catalogue.add(message, locations=[(path.relative_to(PACKAGE).as_posix(), 0)])
    return catalogue


def messages(node: ast.AST) -> Iterator[str]:
    """The messages below a node. Of the syntax tree, not of tokens: those differ between versions of Python."""
    if isinstance(node, ast.Call) and node.args and _name(node.func) in KEYWORDS:
        first = node.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value:
            yield first.value
    for child in ast.iter_child_nodes(node):
        yield from messages(child)


def _name(function: ast.expr) -> str:
    return getattr(function, "id", getattr(function, "attr", ""))


def translated() -> Catalog:
    """The catalogue as it stands in the tree."""
    with PO.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def updated(old: Catalog, template: Catalog) -> Catalog:
    """The template with the translations of `old`; of a message that changed a little the old one, marked fuzzy."""
    old.update(template)
    new = _empty()
    for message in template:
        known = old.get(message.id)
        if message.id and known is not None:
            new.add(message.id, known.string, message.locations, known.flags)
    return new


def written(catalogue: Catalog) -> tuple[bytes, bytes]:
    """The `.po` and the `.mo` of a catalogue; what is fuzzy or empty is not compiled."""
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, catalogue, width=110, ignore_obsolete=True, include_lineno=False)
    write_mo(mo, catalogue)
    return po.getvalue(), mo.getvalue()


def main() -> int:
    """Write both files and count what is left to do."""
    catalogue = updated(translated() if PO.exists() else _empty(), extracted())
    PO.parent.mkdir(parents=True, exist_ok=True)
    for path, data in zip((PO, MO), written(catalogue), strict=True):
        path.write_bytes(data)
    left = [message for message in catalogue if message.id and (message.fuzzy or not message.string)]
    for message in left:
        print(f"{'look at' if message.fuzzy else 'translate'}: {message.id}")
    print(f"{PO.relative_to(PACKAGE)}: {len(catalogue)} messages, {len(left)} to do")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
