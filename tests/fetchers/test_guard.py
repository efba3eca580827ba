"""Where requests may go, tried on real sockets."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest

from jempol_netral.errors import NetworkProblem, ShapeChanged
from jempol_netral.fetchers.guard import GuardedTransport, Refused, check_url, is_public
from jempol_netral.fetchers.http import Client, Limits


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/",
        "https://example.org:8443/feed",
        "https://93.184.215.14/",
        "https://[2606:4700::1111]/",
        "https://xn--bcher-kva.example/",
    ],
)
def test_public_addresses_are_asked(url: str) -> None:
    check_url(httpx.URL(url), allow_loopback=False)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",  # not private on its way
        "ftp://example.org/",
        "file:///etc/passwd",
        "https://user:pw@example.org/",  # a password in a URL ends up in logs
        "https:///path",
        "https://localhost/",
        "https://localhost./",
        "https://LOCALHOST/",
        "https://intranet/",  # a name without a dot is the office's own
        "https://printer.local/",
        "https://metadata.google.internal/",
        "https://127.0.0.1/",
        "https://127.1/",  # spellings that a resolver understands as 127.0.0.1
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.1/",
        "https://0177.1/",
        "https://10.0.0.8/",
        "https://192.168.1.1/",
        "https://172.16.0.1/",
        "https://169.254.169.254/latest/meta-data",  # a cloud's own secrets
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://255.255.255.255/",
        "https://[::1]/",
        "https://[::]/",
        "https://[fe80::1]/",
        "https://[fc00::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",  # NAT64 of 127.0.0.1
        "https://[2002:7f00:1::]/",  # 6to4 of 127.0.0.1
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(Refused):
        check_url(httpx.URL(url), allow_loopback=False)


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://127.0.0.1:2583/xrpc", True),
        ("http://localhost:2583/", True),
        ("http://[::1]:2583/", True),
        ("http://10.0.0.8/", False),  # the switch is for loopback, not for the office's network
        ("http://example.org/", False),
        ("https://192.168.1.1/", False),
        ("https://example.org/", True),
    ],
)
def test_the_loopback_switch_opens_loopback_only(url: str, allowed: bool) -> None:
    if allowed:
        check_url(httpx.URL(url), allow_loopback=True)
        return
    with pytest.raises(Refused):
        check_url(httpx.URL(url), allow_loopback=True)


def test_an_address_that_is_refused_is_named_without_its_secrets() -> None:
    with pytest.raises(Refused) as caught:
        check_url(httpx.URL("http://user:pw@example.org/x?key=s3cret#s3cret"), allow_loopback=False)

    assert "http://example.org/x" in caught.value.message
    assert "s3cret" not in str(caught.value)
    assert "pw" not in str(caught.value)


def test_public_means_global() -> None:
    assert is_public(ipaddress.ip_address("8.8.8.8"))
    assert not is_public(ipaddress.ip_address("198.18.0.1"))


# --- on real sockets ------------------------------------------------------------------------------------------


@contextmanager
def server(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A listener on loopback that lets `talk` have each connection. Gives its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.05)
    over = threading.Event()

    def serve() -> None:
        while not over.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            with connection:
                connection.settimeout(5)
                try:
                    talk(connection)
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        over.set()
        thread.join(5)
        listener.close()


def answer(body: bytes, *headers: str) -> Callable[[socket.socket], None]:
    lines = ["HTTP/1.1 200 OK", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]

    def talk(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall("\r\n".join(lines).encode() + body)

    return talk


def client(**changes: float) -> Client:
    limits = Limits(tries=1, **changes)  # type: ignore[arg-type]
    return Client(allow_loopback=True, limits=limits)


def test_a_plain_answer() -> None:
    with server(answer(b'{"a": 1}', "Set-Cookie: id=1")) as port, client() as opened:
        for _ in range(2):
            assert opened.get(f"http://127.0.0.1:{port}/").json() == {"a": 1}


def test_nothing_but_our_own_headers_is_sent() -> None:
    heard: list[bytes] = []

    def talk(connection: socket.socket) -> None:
        heard.append(connection.recv(65536))
        connection.sendall(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")

    with server(talk) as port, client() as opened:
        opened.get(f"http://127.0.0.1:{port}/x", params={"q": "a b", "none": None})
        opened.get(f"http://127.0.0.1:{port}/y")

    assert heard[0].startswith(b"GET /x?q=a")
    assert b"none" not in heard[0]
    assert b"user-agent: jempol-netral/" in heard[0].lower()
    assert b"cookie" not in heard[1].lower()


def test_a_name_that_leads_to_an_internal_address_is_refused_before_anything_is_sent() -> None:
    heard: list[bytes] = []
    with server(lambda connection: heard.append(connection.recv(9))) as port:
        transport = GuardedTransport(resolve=lambda _host, _port: ["127.0.0.1"])
        with Client(transport=transport, limits=Limits(tries=1)) as opened, pytest.raises(Refused):
            opened.get(f"https://example.org:{port}/")

    assert heard == []


def test_one_internal_address_among_public_ones_is_enough_to_refuse() -> None:
    transport = GuardedTransport(resolve=lambda _host, _port: ["10.0.0.1", "93.184.215.14"])
    with Client(transport=transport, limits=Limits(tries=1)) as opened, pytest.raises(Refused):
        opened.get("https://example.org/")


def test_the_loopback_switch_does_not_let_names_lead_inside() -> None:
    transport = GuardedTransport(resolve=lambda _host, _port: ["127.0.0.1"], allow_loopback=True)
    with (
        Client(transport=transport, allow_loopback=True, limits=Limits(tries=1)) as opened,
        pytest.raises(Refused),
    ):
        opened.get("https://example.org/")


def drip(connection: socket.socket, head: bytes) -> None:
    connection.recv(65536)
    connection.sendall(head)
    for _ in range(100):
        connection.sendall(b"x")
        time.sleep(0.05)


@pytest.mark.parametrize(
    "head",
    [
        b"",  # the status line never ends
        b"HTTP/1.1 200 OK\r\nX-Slow: ",  # a header never ends
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n",  # the body never ends
    ],
)
def test_a_server_that_drips_is_left_in_time(head: bytes) -> None:
    with server(lambda connection: drip(connection, head)) as port, client(total=0.3) as opened:
        started = time.monotonic()
        with pytest.raises(NetworkProblem):
            opened.get(f"http://127.0.0.1:{port}/")
        took = time.monotonic() - started

    assert took < 2  # the drip itself goes on for five seconds


@pytest.mark.parametrize(
    "said",
    [
        b"",  # hangs up at once
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",  # hangs up in the middle
        b"not http at all\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_broken_answers(said: bytes) -> None:
    def talk(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(said)

    with server(talk) as port, client() as opened, pytest.raises(NetworkProblem):
        opened.get(f"http://127.0.0.1:{port}/")


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with client() as opened, pytest.raises(NetworkProblem):
        opened.get(f"http://127.0.0.1:{port}/")


def test_an_answer_without_end_is_cut() -> None:
    def talk(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(1000):
            connection.sendall(b"x" * 1000)

    with server(talk) as port, client(bytes=10_000) as opened, pytest.raises(ShapeChanged, match="more than"):
        opened.get(f"http://127.0.0.1:{port}/")
