"""Every format there is, and the choice among them by what a file holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jempol_netral.errors import UserError
from jempol_netral.imports.native_csv import NativeCsv
from jempol_netral.imports.native_jsonl import NativeJsonl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jempol_netral.imports.base import Format
    from jempol_netral.imports.opening import Head

FORMATS: tuple[Format, ...] = (NativeJsonl(), NativeCsv())
"""In the order in which they win where two are equally sure."""


def choose(head: Head, file: str, formats: Sequence[Format] = FORMATS) -> Format:
    """The format that is surest of the file; never by its name, which is only for the message.

    Raises:
        UserError: none is sure at all; lists what was looked for.
    """
    sure, best = max(((form.sniff(head), form) for form in formats), key=lambda pair: pair[0])
    if sure <= 0:
        looked = "; ".join(form.summary for form in formats)
        if not head.data.strip():
            raise UserError("{file} is empty; looked for: {formats}", file=file, formats=looked)
        raise UserError("{file} is in no format known here; looked for: {formats}", file=file, formats=looked)
    return best
