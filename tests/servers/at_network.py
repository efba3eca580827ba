"""A real AT-protocol network on loopback, and a small client that fills it.

Started by the session fixture `at_network` of tests/servers/conftest.py; every test makes accounts of its own, so
tests do not see each other. Use:

    def test_something(at_network: AtNetwork) -> None:
        anggi = at_network.account("anggi")                  # handle "anggi-1.test", a fresh one each time
        post = anggi.post("Selamat pagi", at=datetime(2024, 10, 1, tzinfo=UTC))
        anggi.post("Balasan", reply_to=post)
        at_network.settle()                                  # the AppView has seen everything
        ... read from at_network.appview, with Client(allow_loopback=True)
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

HERE = Path(__file__).parent
CACHE = Path(os.environ.get("JEMPOL_SERVERS", HERE.parents[1] / ".cache" / "servers"))
POST = "app.bsky.feed.post"
REPOST = "app.bsky.feed.repost"
START_TIMEOUT = 120.0
_TID = "234567abcdefghijklmnopqrstuvwxyz"


class NotInstalled(Exception):
    """Why the network cannot be started here; the tests skip with it."""


@dataclass(frozen=True)
class Ref:
    """A strong reference to a record."""

    uri: str
    cid: str

    @property
    def rkey(self) -> str:
        return self.uri.rpartition("/")[2]

    def json(self) -> dict[str, str]:
        return {"uri": self.uri, "cid": self.cid}


@dataclass
class Account:
    """An account on the PDS, with what its owner can do."""

    network: AtNetwork
    did: str
    handle: str
    _token: str = field(repr=False)

    def post(
        self,
        text: str,
        *,
        at: datetime | None = None,
        reply_to: Ref | None = None,
        root: Ref | None = None,
        **record: Any,
    ) -> Ref:
        """Write a post, dated `at` (now where None) in its `createdAt` and in its key.

        `root` is the first post of the thread where that is not `reply_to`; `record` adds fields (embed, tags ...).
        """
        at = at or datetime.now(UTC)
        fields: dict[str, Any] = {"$type": POST, "text": text, "createdAt": iso(at), **record}
        if reply_to is not None:
            fields["reply"] = {"root": (root or reply_to).json(), "parent": reply_to.json()}
        return self.create(POST, fields, rkey=self.network.tid(at))

    def repost(self, post: Ref, *, at: datetime | None = None) -> Ref:
        """Repost somebody's post."""
        at = at or datetime.now(UTC)
        fields = {"$type": REPOST, "subject": post.json(), "createdAt": iso(at)}
        return self.create(REPOST, fields, rkey=self.network.tid(at))

    def quote(self, post: Ref, text: str, *, at: datetime | None = None) -> Ref:
        """Write a post that quotes another."""
        return self.post(text, at=at, embed={"$type": "app.bsky.embed.record", "record": post.json()})

    def edit(self, post: Ref, text: str, *, at: datetime) -> Ref:
        """Put another text in the place of a post, keeping its address and its date `at`."""
        record = {"$type": POST, "text": text, "createdAt": iso(at)}
        answer = self._call("com.atproto.repo.putRecord", repo=self.did, collection=POST, rkey=post.rkey, record=record)
        return Ref(answer["uri"], answer["cid"])

    def delete(self, record: Ref) -> None:
        """Take a record back."""
        collection = record.uri.split("/")[3]
        self._call("com.atproto.repo.deleteRecord", repo=self.did, collection=collection, rkey=record.rkey)

    def rename(self, name: str) -> str:
        """Take a new handle `NAME-N.test`; gives it."""
        self.handle = self.network.fresh_handle(name)
        self._call("com.atproto.identity.updateHandle", handle=self.handle)
        return self.handle

    def show_to_signed_in_only(self) -> None:
        """Ask to be hidden from visitors who are not signed in."""
        labels = {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": "!no-unauthenticated"}]}
        record = {"$type": "app.bsky.actor.profile", "labels": labels}
        self._call(
            "com.atproto.repo.putRecord",
            repo=self.did,
            collection="app.bsky.actor.profile",
            rkey="self",
            record=record,
        )

    def deactivate(self) -> None:
        """Switch the account off."""
        self._call("com.atproto.server.deactivateAccount")

    def create(self, collection: str, record: dict[str, Any], rkey: str) -> Ref:
        """Lay down any record."""
        answer = self._call(
            "com.atproto.repo.createRecord", repo=self.did, collection=collection, rkey=rkey, record=record
        )
        return Ref(answer["uri"], answer["cid"])

    def _call(self, method: str, **payload: Any) -> dict[str, Any]:
        return self.network.call(method, payload, token=self._token)


class AtNetwork:
    """A running network. `appview`, `pds` and `plc` are base URLs."""

    def __init__(self, urls: dict[str, str], process: subprocess.Popen[str]) -> None:
        self.appview = _numeric(urls["appview"])
        self.pds = _numeric(urls["pds"])
        self.plc = _numeric(urls["plc"])
        self._process = process
        self._http = httpx.Client(timeout=20, trust_env=False)
        self._made = 0
        self._last_tid = 0

    def account(self, name: str) -> Account:
        """Make an account with the handle `NAME-N.test`, N counting up through the session."""
        handle = self.fresh_handle(name)
        payload = {"handle": handle, "email": f"{handle}@example.org", "password": "contoh-contoh"}
        made = self.call("com.atproto.server.createAccount", payload)
        return Account(self, made["did"], handle, made["accessJwt"])

    def settle(self) -> None:
        """Wait until the AppView has taken in all that was written."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("settle\n")
        self._process.stdin.flush()
        for line in self._process.stdout:
            if line.strip() == "DONE":
                return
        raise RuntimeError("the AT network has ended")

    def get(self, method: str, **params: str | int) -> httpx.Response:
        """A query to the AppView, as a visitor."""
        return self._http.get(f"{self.appview}/xrpc/{method}", params=params)

    def call(self, method: str, payload: dict[str, Any], token: str | None = None) -> dict[str, Any]:
        """A procedure of the PDS."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        empty = not payload and method.endswith("deactivateAccount")
        answer = self._http.post(f"{self.pds}/xrpc/{method}", headers=headers, json={} if empty else payload)
        if answer.status_code != 200:
            raise RuntimeError(f"{method}: HTTP {answer.status_code}: {answer.text}")
        found: dict[str, Any] = answer.json() if answer.content else {}
        return found

    def fresh_handle(self, name: str) -> str:
        """A handle nobody has yet."""
        self._made += 1
        return f"{name}-{self._made}.test"

    def tid(self, at: datetime) -> str:
        """A record key for this moment; never the same twice, since some microseconds are added."""
        wanted = int((at - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(microseconds=1)) << 10
        self._last_tid = (self._last_tid + 1) % 1024
        number = wanted | self._last_tid
        return "".join(_TID[(number >> shift) & 31] for shift in range(60, -1, -5))

    def close(self) -> None:
        """Forget the connections."""
        self._http.close()


def iso(moment: datetime) -> str:
    """As the lexicons spell times."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@contextmanager
def running_network(**pds_options: Any) -> Iterator[AtNetwork]:
    """Start a network and end it. `pds_options` go to the PDS, e.g. `rateLimitsEnabled=True`.

    Raises:
        NotInstalled: something it needs is not here.
    """
    node, modules, postgres = _needed()
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="at-network-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        plc, pds, appview, ozone, database = _free_ports(5)
        server = stack.enter_context(_postgres(postgres, folder, database))
        ports = {"plc": plc, "pds": pds, "appview": appview, "ozone": ozone}
        want = {**ports, "postgres": server.pid, "pds_options": pds_options}
        process = stack.enter_context(_network(node, modules, folder, want, database))
        network = AtNetwork(_ready(process, folder / "network.log"), process)
        stack.callback(network.close)
        yield network


def _needed() -> tuple[str, Path, Path]:
    node = shutil.which("node")
    modules = CACHE / "at"
    if node is None or not (modules / "installed").is_file():
        raise NotInstalled("the AT network is not installed: run tests/servers/install.sh")
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    postgres = next((place for place in places if (place / "postgres").exists()), None)
    if postgres is None:
        raise NotInstalled("the AT network needs PostgreSQL: run tests/servers/install.sh")
    return node, modules, postgres


@contextmanager
def _postgres(binaries: Path, folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A database of its own on loopback, without a care for durability."""
    data, log = folder / "pg", folder / "postgres.log"
    data.mkdir()
    user: str | None = None
    if os.name == "posix" and os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = "postgres"
        folder.chmod(0o755)
        shutil.chown(data, user)
    created = subprocess.run(
        [binaries / "initdb", "-D", data, "-A", "trust", "-U", "pg", "--no-sync", "-E", "UTF8", "--locale=C"],
        user=user,
        capture_output=True,
        cwd=folder,
        check=False,
    )
    if created.returncode != 0:
        raise NotInstalled(f"initdb fails here: {created.stderr.decode(errors='replace')[-300:]}")
    settings = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "fsync": "off",
        "full_page_writes": "off",
        "synchronous_commit": "off",
        "shared_buffers": "32MB",
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [binaries / "postgres", "-D", data, *options], user=user, stdout=output, stderr=output, cwd=folder
        )
        try:
            _await_port(port, process, log)
            yield process
        finally:
            _end(process)


@contextmanager
def _network(
    node: str, modules: Path, folder: Path, want: dict[str, Any], database: int
) -> Iterator[subprocess.Popen[str]]:
    # Node looks for packages beside the script, so the script is put beside the packages.
    script = modules / "network.mjs"
    shutil.copyfile(HERE / "at" / "network.mjs", script)
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "NETWORK": json.dumps(want),
        "DB_POSTGRES_URL": f"postgresql://pg@127.0.0.1:{database}/postgres",
        "REDIS_HOST": "127.0.0.1:1",  # asserted, never asked
        "LOG_ENABLED": "false",
    }
    with (folder / "network.log").open("wb") as log:
        process = subprocess.Popen(
            [node, "--require", str(HERE / "at" / "loopback.cjs"), str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=modules,
            env=environment,
            encoding="utf-8",
        )
        try:
            yield process
        finally:
            for pipe in (process.stdin, process.stdout):
                assert pipe is not None
                pipe.close()
            _end(process)


def _ready(process: subprocess.Popen[str], log: Path) -> dict[str, str]:
    assert process.stdout is not None
    watchdog = threading.Timer(START_TIMEOUT, process.kill)  # reading a pipe knows no time limit
    watchdog.start()
    try:
        for line in process.stdout:
            if line.startswith("READY "):
                urls: dict[str, str] = json.loads(line.removeprefix("READY "))
                return urls
    finally:
        watchdog.cancel()
    process.wait(10)
    raise RuntimeError(f"the AT network does not start: {log.read_text(encoding='utf-8')[-2000:]}")


def _await_port(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + START_TIMEOUT
    while time.monotonic() < ends:
        if process.poll() is not None:
            break
        with socket.socket() as trial:
            trial.settimeout(1)
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL does not start: {log.read_text(encoding='utf-8')[-2000:]}")


def _end(process: subprocess.Popen[Any]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]
    finally:
        for each in sockets:
            each.close()


def _numeric(url: str) -> str:
    """With the address instead of the name, which may mean ::1 where nobody listens."""
    return url.replace("//localhost:", "//127.0.0.1:")
