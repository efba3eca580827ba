"""A real WordPress on loopback with a database of its own, and what its editors and visitors do there.

Installed by tests/servers/install-wordpress.sh; started by the fixture `wordpress` of tests/servers/conftest.py.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from tests.servers.at_network import CACHE, NotInstalled

PLACE = CACHE / "wordpress"
LOCAL = timedelta(hours=7)
"""The site's own clock: Asia/Jakarta."""


@dataclass
class Site:
    """A running site."""

    port: int
    socket: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def do(self, name: str, *arguments: Any) -> Any:
        """Call a function of WordPress."""
        return self.do_all((name, arguments))[0]

    def do_all(self, *acts: tuple[str, tuple[Any, ...]]) -> list[Any]:
        said = "".join(json.dumps({"do": name, "with": list(given)}) + "\n" for name, given in acts)
        done = subprocess.run(
            ["php", str(PLACE / "act.php")], input=said, capture_output=True, text=True, check=True, timeout=60,
            env={**os.environ, "WP_SOCKET": str(self.socket), "WP_PORT": str(self.port)}, encoding="utf-8",
        )  # fmt: skip
        return [json.loads(line) for line in done.stdout.splitlines()]

    def user(self, name: str, **more: str) -> int:
        made = self.do("wp_insert_user", {
            "user_login": name, "user_pass": "x", "display_name": name.title(), "role": "author",
            "user_email": f"{name}@example.org", **more,
        })  # fmt: skip
        return int(made)

    def post(self, title: str, text: str, at: datetime, author: int = 1, **more: Any) -> int:
        return int(self.do("wp_insert_post", _post(title, text, at, author, **more)))

    def posts(self, *posts: tuple[str, str, datetime]) -> list[int]:
        return [int(each) for each in self.do_all(*(("wp_insert_post", (_post(*post, 1),)) for post in posts))]

    def comment(self, post: int, text: str, at: datetime, *, user: int = 0, name: str = "Tamu", **more: Any) -> int:
        made = self.do("wp_insert_comment", {
            "comment_post_ID": post, "user_id": user, "comment_author": name, "comment_content": text,
            "comment_approved": 1, "comment_date": _local(at), "comment_date_gmt": _stamp(at), **more,
        })  # fmt: skip
        return int(made)

    def plugin(self, name: str, code: str) -> Path:
        """A plugin in force as long as the file stands."""
        file = PLACE / "site" / "wp-content" / "mu-plugins" / f"{name}.php"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"<?php {code}\n", encoding="utf-8")
        return file


def _post(title: str, text: str, at: datetime, author: int, **more: Any) -> dict[str, Any]:
    return {
        "post_title": title, "post_content": text, "post_status": "publish", "post_author": author,
        "post_date": _local(at), "post_date_gmt": _stamp(at), **more,
    }  # fmt: skip


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S")


def _local(at: datetime) -> str:
    return _stamp(at + LOCAL)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running_site() -> Iterator[Site]:
    """A fresh site.

    Raises:
        NotInstalled: install-wordpress.sh has not run.
    """
    if not (PLACE / "installed").is_file() or not shutil.which("php") or not shutil.which("mariadbd"):
        raise NotInstalled("no WordPress: run tests/servers/install-wordpress.sh")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jempol-wp-")))
        shutil.copytree(PLACE / "db", folder / "db")
        site = Site(free_port(), folder / "my.sock")
        user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
        database = [
            "mariadbd", "--no-defaults", f"--user={user}", f"--datadir={folder / 'db'}", f"--socket={site.socket}",
            "--skip-networking", "--skip-log-bin", "--innodb-log-file-size=4M", "--innodb-flush-log-at-trx-commit=0",
            "--innodb-buffer-pool-size=32M", "--performance-schema=OFF",
        ]  # fmt: skip
        stack.enter_context(running(database, folder / "db.log", {}))
        _until(site.socket.exists, "the database")
        php = ["php", "-S", f"127.0.0.1:{site.port}", "-t", str(PLACE / "site"), str(PLACE / "router.php")]
        names = {"WP_SOCKET": str(site.socket), "WP_PORT": str(site.port)}
        stack.enter_context(running(php, folder / "php.log", names))
        _until(lambda: httpx.get(f"{site.url}/wp-json/", timeout=20).status_code == 200, "WordPress")
        yield site


@contextmanager
def running(command: list[str], log: Path, environment: dict[str, str]) -> Iterator[None]:
    """A program that runs as long as the block."""
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env={**os.environ, **environment})
        try:
            yield
        finally:
            process.kill()
            process.wait()


def _until(ready: Any, what: str, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if ready():
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise TimeoutError(f"{what} did not start")
