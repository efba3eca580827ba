"""Takes the answers of Mastodon servers out of Mastodon.py's source archive, as one JSON file. Run by the installer.

    read_recordings.py ARCHIVE.tar.gz OUT.json

A list of {"from", "method", "url", "status", "headers", "body"}; `from` is the cassette's name. Answers that are no
JSON are left out.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import yaml  # type: ignore[import-untyped,import-not-found,unused-ignore]  # only in the installer's environment

_CASSETTE = re.compile(r"[^/]+/tests/cassettes(?:_entity_tests)?/[^/]+\.yaml")
_HEADERS = ("content-type", "link", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")


def main(archive: Path, out: Path) -> None:
    """Write what `archive` holds to `out`."""
    answers: list[dict[str, Any]] = []
    with tarfile.open(archive) as opened:
        for member in opened:
            cassette = opened.extractfile(member) if _CASSETTE.fullmatch(member.name) else None
            if cassette is not None:
                answers += read(PurePosixPath(member.name).stem, yaml.load(cassette, Loader=yaml.CSafeLoader))
    out.write_text(json.dumps(answers), encoding="utf-8")


def read(name: str, cassette: dict[str, Any] | None) -> Iterator[dict[str, Any]]:
    """The answers in one cassette."""
    for interaction in (cassette or {}).get("interactions", []):
        request, response = interaction["request"], interaction["response"]
        body = response["body"].get("string") or b""
        body = body if isinstance(body, bytes) else body.encode()
        try:
            said = json.loads(gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body)
        except ValueError:
            continue
        headers = {key.lower(): values[0] for key, values in response["headers"].items()}
        yield {
            "from": name,
            "method": request["method"],
            "url": request["uri"],
            "status": response["status"]["code"],
            "headers": {key: headers[key] for key in _HEADERS if key in headers},
            "body": said,
        }


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
