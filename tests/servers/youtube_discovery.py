"""YouTube's Data API v3 as Google describes it: checks requests and answers, and serves invented ones on loopback.

The description is the discovery document that Google's own client carries; tests/servers/install-youtube.sh fetches it.
"""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx

REPOSITORY = Path(__file__).resolve().parents[2]
_INSTALLED = Path(os.environ.get("JEMPOL_SERVERS", REPOSITORY / ".cache" / "servers")) / "youtube" / "youtube.v3.json"
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


class NotInstalled(Exception):
    """The description is not there."""


class Discovery:
    """The description: what may be asked, and how answers look."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._schemas = document["schemas"]
        self._common = document["parameters"]
        self._methods = {
            method["path"]: method
            for resource in document["resources"].values()
            for name, method in resource.get("methods", {}).items()
            if name == "list"
        }

    @classmethod
    def installed(cls) -> Discovery:
        if not _INSTALLED.is_file():
            message = "the description of YouTube's API is not installed: run tests/servers/install-youtube.sh"
            raise NotInstalled(message)
        return cls(json.loads(_INSTALLED.read_text(encoding="utf-8")))

    def request_faults(self, path: str, asked: httpx.QueryParams) -> list[str]:
        """What is wrong with a list request."""
        method = self._methods.get(path.lstrip("/"))
        if method is None:
            return [f"there is no list at {path}"]
        known = {**self._common, **method["parameters"]}
        faults = [
            f"missing {name}" for name, of in method["parameters"].items() if of.get("required") and name not in asked
        ]
        for name, value in asked.multi_items():
            faults += _parameter_faults(name, value, known[name]) if name in known else [f"unknown {name}"]
        return faults

    def answer_faults(self, path: str, answer: object) -> list[str]:
        """What is wrong with the answer to a list request."""
        return list(self._faults(self._methods[path.lstrip("/")]["response"], answer, "answer"))

    def _faults(self, schema: dict[str, Any], value: object, where: str) -> Iterator[str]:
        if "$ref" in schema:
            yield from self._faults(self._schemas[schema["$ref"]], value, where)
            return
        kind = schema.get("type", "any")
        if kind == "any":
            return
        if not isinstance(value, _TYPES[kind]) or (isinstance(value, bool) and kind != "boolean"):
            yield f"{where}: {type(value).__name__} instead of {kind}"
            return
        if isinstance(value, str):
            yield from _text_faults(schema, value, where)
        elif isinstance(value, list):
            for number, each in enumerate(value):
                yield from self._faults(schema["items"], each, f"{where}[{number}]")
        elif isinstance(value, dict):
            for name, each in value.items():
                inner = schema.get("properties", {}).get(name, schema.get("additionalProperties"))
                if inner is None:
                    yield f"{where}: unknown {name}"
                else:
                    yield from self._faults(inner, each, f"{where}.{name}")


def _parameter_faults(name: str, value: str, of: dict[str, Any]) -> list[str]:
    if "enum" in of and value not in of["enum"]:
        return [f"{name}={value} is none of {', '.join(of['enum'])}"]
    if of.get("type") == "integer":
        if not re.fullmatch(r"-?\d+", value):
            return [f"{name}={value} is no whole number"]
        if not int(of.get("minimum", value)) <= int(value) <= int(of.get("maximum", value)):
            return [f"{name}={value} out of {of.get('minimum')}..{of.get('maximum')}"]
    return []


def _text_faults(schema: dict[str, Any], value: str, where: str) -> Iterator[str]:
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where}: {value!r} is not in the list"
    if schema.get("format") in ("int64", "uint64") and not re.fullmatch(r"-?\d+", value):
        yield f"{where}: {value!r} is no number"
    if schema.get("format") == "date-time":
        try:
            datetime.fromisoformat(value)
        except ValueError:
            yield f"{where}: {value!r} is no time"


@dataclass
class Checked:
    """A service that answers by `respond` and holds every request and every answer against the description."""

    respond: Callable[[httpx.Request], httpx.Response]
    discovery: Discovery
    faults: list[str] = field(default_factory=list)
    asked: list[httpx.Request] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        path = request.url.path
        self.faults += self.discovery.request_faults(path, request.url.params)
        answer = self.respond(request)
        if answer.status_code == 200:
            self.faults += self.discovery.answer_faults(path, json.loads(answer.read()))
        return answer

    @contextmanager
    def on_loopback(self) -> Iterator[str]:
        """Serve on a free port of 127.0.0.1; gives the base address."""
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                request = httpx.Request("GET", f"http://{self.headers['Host']}{self.path}", headers=dict(self.headers))
                answer = service(request)
                body = answer.read()
                self.send_response(answer.status_code)
                self.send_header("Content-Type", "application/json; charset=UTF-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/youtube/v3"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
