"""A real isso on loopback: comments for any page, and Atom feeds of them. Installed by install-isso.sh."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from tests.servers.at_network import CACHE, NotInstalled
from tests.servers.wordpress_site import _until, free_port, running

PLACE = CACHE / "isso"


@dataclass
class Isso:
    """A running isso."""

    url: str

    def comment(self, page: str, text: str, *, author: str = "", website: str = "", parent: int | None = None) -> int:
        said = {"author": author or None, "text": text, "website": website or None, "parent": parent}
        answer = httpx.post(f"{self.url}/new", params={"uri": page}, json={**said, "title": "Contoh"})
        answer.raise_for_status()
        return int(answer.json()["id"])

    def feed(self, page: str) -> str:
        return f"{self.url}/feed?uri={page}"


@contextmanager
def running_isso() -> Iterator[Isso]:
    """A fresh isso.

    Raises:
        NotInstalled: install-isso.sh has not run.
    """
    program = PLACE / "venv" / "bin" / "isso"
    if not program.is_file():
        raise NotInstalled("no isso: run tests/servers/install-isso.sh")
    with tempfile.TemporaryDirectory(prefix="jempol-isso-") as name:
        folder, port = Path(name), free_port()
        url = f"http://127.0.0.1:{port}"
        (folder / "isso.cfg").write_text(
            f"[general]\ndbpath = {folder / 'comments.db'}\nhost = {url}\n[server]\nlisten = {url}\n"
            f"[guard]\nenabled = false\n[rss]\nbase = {url}\n[moderation]\nenabled = false\n",
            encoding="utf-8",
        )
        with running([str(program), "-c", str(folder / "isso.cfg"), "run"], folder / "isso.log", {}):
            _until(lambda: httpx.get(f"{url}/count", timeout=5).status_code < 500, "isso")
            yield Isso(url)
