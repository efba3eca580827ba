"""A real server with the Mastodon API on loopback (snac), and a small client that fills it.

Started by the session fixture `snac` of tests/servers/conftest.py; every test makes accounts of its own. snac shows
threads only to those who have a token; `Account.token` is one.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

HERE = Path(__file__).parent
CACHE = Path(os.environ.get("JEMPOL_SERVERS", HERE.parents[1] / ".cache" / "servers")) / "mastodon"
NO_REDIRECT = "urn:ietf:wg:oauth:2.0:oob"


class NotInstalled(Exception):
    """Why the server cannot be started here; the tests skip with it."""


@dataclass(frozen=True)
class Post:
    """A status that was written. snac gives it another id when it is edited; its `uri` stays."""

    id: str
    uri: str


@dataclass
class Account:
    """An account, with what its owner can do."""

    server: Snac
    name: str
    token: str = field(repr=False)

    @property
    def handle(self) -> str:
        return f"{self.name}@{self.server.host}"

    def post(self, text: str, *, reply_to: Post | None = None, **more: str) -> Post:
        """Write a status; `more` adds fields (visibility, spoiler_text ...)."""
        said = {"status": text, **more, **({"in_reply_to_id": reply_to.id} if reply_to else {})}
        return self._post_of(self.server.call("POST", "/api/v1/statuses", said, self.token))

    def edit(self, post: Post, text: str) -> Post:
        """Put another text in the place of a status."""
        return self._post_of(self.server.call("PUT", f"/api/v1/statuses/{post.id}", {"status": text}, self.token))

    @staticmethod
    def _post_of(answer: dict[str, Any]) -> Post:
        return Post(answer["id"], answer["uri"])


class Snac:
    """A running server."""

    def __init__(self, binary: Path, folder: Path, port: int) -> None:
        self.host = f"127.0.0.1:{port}"
        self._binary = binary
        self._data = folder / "data"
        # snac closes a connection after each answer without saying so beforehand.
        once = {"Connection": "close"}
        self._http = httpx.Client(base_url=f"http://{self.host}", headers=once, timeout=20, trust_env=False)
        self._made = 0

    def account(self, name: str) -> Account:
        """Make an account `NAMEN`, N counting up through the session."""
        self._made += 1
        name = f"{name}{self._made}"
        said = self.command("adduser", self._data, name)
        found = re.search(r"^User password is (\S+)", said, re.MULTILINE)
        assert found is not None, said
        return Account(self, name, self._token(name, found[1]))

    def await_answers(self, account: Account, post: Post, count: int) -> None:
        """Wait until `count` answers stand under a post of `account`; snac takes some 5 seconds. Only direct ones."""
        for _ in range(300):
            if len(self.call("GET", f"/api/v1/statuses/{post.id}/context", {}, account.token)["descendants"]) >= count:
                return
            time.sleep(0.1)
        raise RuntimeError("snac does not show the answers")

    def call(self, method: str, path: str, said: dict[str, str], token: str | None = None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = self._http.request(method, path, data=said, headers=headers)
        assert answer.status_code == 200, f"{method} {path}: HTTP {answer.status_code}"
        found: dict[str, Any] = answer.json()
        return found

    def command(self, *words: str | Path) -> str:
        """Run snac's own command line."""
        done = subprocess.run(
            [self._binary, *words], stdin=subprocess.DEVNULL, capture_output=True, check=True, encoding="utf-8"
        )
        return done.stdout

    def close(self) -> None:
        self._http.close()

    def _token(self, name: str, password: str) -> str:
        """The way of OAuth by which a program gets a token from its owner."""
        asked = {"client_name": "contoh", "redirect_uris": NO_REDIRECT, "scopes": "read write"}
        program = self.call("POST", "/api/v1/apps", asked)
        login = {"login": name, "passwd": password, "redir": NO_REDIRECT, "cid": program["client_id"], "state": ""}
        page = self._http.post("/oauth/x-snac-login", data=login)
        code = re.search(r"[0-9a-f]{32}", page.text + str(page.headers))
        assert code is not None
        granted = {
            "grant_type": "authorization_code", "code": code[0], "client_id": program["client_id"],
            "client_secret": program["client_secret"], "redirect_uri": NO_REDIRECT,
        }  # fmt: skip
        return str(self.call("POST", "/oauth/token", granted)["access_token"])


@contextmanager
def running_snac() -> Iterator[Snac]:
    """Start a server and end it.

    Raises:
        NotInstalled: it is not here.
    """
    binary = CACHE / "snac" / "usr" / "bin" / "snac"
    if not (CACHE / "snac.installed").is_file() or not binary.is_file():
        raise NotInstalled("snac is not installed: run tests/servers/install-mastodon.sh")
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="snac-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = int(probe.getsockname()[1])
        answers = f"127.0.0.1\n{port}\n127.0.0.1:{port}\n\nadmin@example.org\n"
        subprocess.run([binary, "init", folder / "data"], input=answers.encode(), capture_output=True, check=True)
        config = folder / "data" / "server.json"
        settings = json.loads(config.read_text(encoding="utf-8"))
        # Its accounts write to each other by HTTP: with few threads it waits for itself.
        settings |= {"protocol": "http", "num_threads": 16}
        config.write_text(json.dumps(settings), encoding="utf-8")
        log = stack.enter_context((folder / "snac.log").open("wb"))
        process = subprocess.Popen([binary, "httpd", folder / "data"], stdout=log, stderr=log)
        stack.callback(process.wait)
        stack.callback(process.kill)  # asked politely it takes a minute
        server = Snac(binary, folder, port)
        stack.callback(server.close)
        _await(server, process)
        yield server


def _await(server: Snac, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if process.poll() is not None:
            break
        try:
            server.call("GET", "/api/v1/instance", {})
            return
        except httpx.TransportError:
            time.sleep(0.05)
    raise RuntimeError("snac does not start")
