"""Where a request may go: https to public addresses. Checked in the URL, and again on the address that
answers.

The second check stands where the connection is made, so a name that resolves to an internal address, or to
another one a moment later, gains nothing. The same place keeps the total time of an exchange.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

from jempol_netral.errors import NetworkProblem, ShapeChanged

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
LOOPBACK_NAMES = ("localhost",)
INTERNAL_ENDINGS = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa", ".localdomain")


class Refused(ShapeChanged):
    """An address that is never asked: not https, with a password in it, or not on the public internet."""


def check_url(url: httpx.URL, *, allow_loopback: bool) -> None:
    """Refuse what may not be asked, as far as the URL itself shows it.

    Raises:
        Refused: not https, a user name in the URL, no host, or a host that is plainly internal.
    """
    host = url.host.rstrip(".").lower()
    if allow_loopback and url.scheme in ("http", "https") and _names_loopback(host):
        return
    if url.scheme != "https" or not host or url.userinfo:
        raise Refused("{url} is refused: only plain https addresses are asked", url=show_url(url))
    address = _address(host)
    internal = not is_public(address) if address else _names_internal(host)
    if internal:
        raise Refused("{url} is refused: it is an internal address", url=show_url(url))


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, also when IPv4 is wrapped into IPv6."""
    if isinstance(address, ipaddress.IPv6Address):
        nat64 = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in NAT64 else None
        wrapped = address.ipv4_mapped or address.sixtofour or nat64
        if wrapped is not None:
            return is_public(wrapped)
    return address.is_global and not address.is_multicast


def show_url(url: httpx.URL) -> str:
    """A URL as messages may hold it: without query, fragment and user, where secrets travel."""
    port = f":{url.port}" if url.port is not None else ""
    host = f"[{url.host}]" if ":" in url.host else url.host
    return f"{url.scheme}://{host}{port}{url.path}"


def _address(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _names_loopback(host: str) -> bool:
    address = _address(host)
    return host in LOOPBACK_NAMES if address is None else address.is_loopback


def _names_internal(host: str) -> bool:
    # "127.1", "0x7f000001" and "2130706433" are addresses to a resolver; a public name ends in letters.
    odd_number = host.rpartition(".")[2][:1].isdigit()
    return "." not in host or odd_number or host.endswith(INTERNAL_ENDINGS)


class GuardedTransport(httpx.BaseTransport):
    """Connects to checked addresses only and holds every exchange to a total time.

    httpx's own transport offers no place for either, so this one speaks to httpcore, which httpx itself
    stands on.
    """

    def __init__(
        self,
        *,
        allow_loopback: bool = False,
        ssl_context: ssl.SSLContext | None = None,
        resolve: Callable[[str, int], Iterable[str]] | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = _Countdown(monotonic)
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl_context or httpx.create_ssl_context(),
            max_connections=100,
            max_keepalive_connections=20,
            keepalive_expiry=10.0,
            network_backend=_GuardedNetwork(resolve or _resolve, self._clock, allow_loopback=allow_loopback),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request. `request.extensions["total"]` is the seconds that answer and body may take
        together.

        Raises:
            NetworkProblem: no connection, a broken answer, or out of time.
            Refused: the name resolves to an internal address.
        """
        total = float(request.extensions.get("total", 60.0))
        self._clock.start(total)
        with _network_problems(request.url):
            answer = self._pool.handle_request(
                httpcore.Request(
                    method=request.method,
                    url=httpcore.URL(
                        scheme=request.url.raw_scheme,
                        host=request.url.raw_host,
                        port=request.url.port,
                        target=request.url.raw_path,
                    ),
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), total)},
                )
            )
        body = _Body(answer, request.url)
        return httpx.Response(answer.status, headers=answer.headers, stream=body, request=request)

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response, url: httpx.URL) -> None:
        self._answer = answer
        self._url = url

    def __iter__(self) -> Iterator[bytes]:
        with _network_problems(self._url):
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


@contextmanager
def _network_problems(url: httpx.URL) -> Iterator[None]:
    try:
        yield
    except httpcore.TimeoutException as error:
        raise NetworkProblem("no complete answer from {url} in time", url=show_url(url)) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol, OSError) as error:
        kind = type(error).__name__
        raise NetworkProblem("no answer from {url} ({kind})", url=show_url(url), kind=kind) from error


class _Countdown(threading.local):
    """The end of the exchange that this thread has under way. Each thread has its own."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._end = float("inf")

    def start(self, seconds: float) -> None:
        self._end = self._monotonic() + seconds

    def left(self) -> float:
        left = self._end - self._monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the exchange took too long in all")
        return left


class _GuardedNetwork(httpcore.NetworkBackend):
    """Resolves by itself, so that the address connected to is the address that was checked."""

    def __init__(
        self, resolve: Callable[[str, int], Iterable[str]], clock: _Countdown, *, allow_loopback: bool
    ) -> None:
        self._resolve = resolve
        self._clock = clock
        self._allow_loopback = allow_loopback
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the countdown is stricter
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception | None = None
        for found in self._resolve(host, port):
            self._check(host, found)
            try:
                stream = self._plain.connect_tcp(
                    found, port, min(10.0, self._clock.left()), local_address, socket_options
                )
                return _CountedStream(stream, self._clock)
            except httpcore.ConnectError as error:
                failure = error
            except httpcore.ConnectTimeout as error:
                failure = error
        raise failure or httpcore.ConnectError("the name has no address")

    def _check(self, host: str, found: str) -> None:
        address = _address(found)
        if address is not None and is_public(address):
            return
        if self._allow_loopback and address is not None and address.is_loopback and _names_loopback(host):
            return
        raise Refused("{host} is refused: it resolves to an internal address", host=host)

    def sleep(self, seconds: float) -> None:  # pragma: no cover - httpcore sleeps only for its own retries
        self._plain.sleep(seconds)


class _CountedStream(httpcore.NetworkStream):
    """A connection whose every wait is cut to what is left of the exchange.

    A server that sends a byte now and then would satisfy a time limit per read for ever.
    """

    def __init__(self, stream: httpcore.NetworkStream, clock: _Countdown) -> None:
        self._stream = stream
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, self._clock.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, self._clock.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._clock.left())
        return _CountedStream(stream, self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
