"""Export formats of other tools, sniffed by content, mapped to items. One small file per format.

with open_export(path) as export:              # opening: unpacked, head peeked at
        form = choose(export.head, path.name)      # registry: by content, never by name
        for row in form.read(export, options):     # the format: one Row per row, good or bad, with its line
            ...

A new format is a module with an object that keeps `base.Format`, and its line in `registry.FORMATS`.
"""

from jempol_netral.imports.base import Format, ImportOptions, Row, Status
from jempol_netral.imports.opening import Export, Head, open_export
from jempol_netral.imports.registry import FORMATS, choose

__all__ = ["FORMATS", "Export", "Format", "Head", "ImportOptions", "Row", "Status", "choose", "open_export"]
