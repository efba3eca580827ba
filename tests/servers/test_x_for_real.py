"""X against its own SDK, generated from its specification: the requests we make, the answers our invented service
gives, and the same posts read by both.
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.fetchers.fake_x import START, FakeX, account_world, campaign_world, number, reply

from jempol_netral.fetchers.http import Client
from jempol_netral.fetchers.x import X
from jempol_netral.models import Act, Cursor, Item, Reading, Source

pytestmark = pytest.mark.servers

REPOSITORY = Path(__file__).resolve().parents[2]
MODELS = {
    "/users/by/username/": ("users.get_by_username", "GetUsersByUsernameResponse"),
    "/users/": ("users.get_posts", "GetUsersPostsResponse"),
    "/tweets/search/recent": ("posts.search_recent", "SearchPostsRecentResponse"),
    "/tweets/": ("posts.get_by_id", "GetPostsByIdResponse"),
}


class Oracle:
    """X's SDK in a process of its own."""

    def __init__(self, python: Path) -> None:
        script = Path(__file__).with_name("x_oracle.py")
        self._process = subprocess.Popen([python, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, **asked: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        watch = threading.Timer(30, self._process.kill)  # the SDK pages without end where a service does
        watch.start()
        try:
            print(json.dumps(asked), file=self._process.stdin, flush=True)
            return json.loads(self._process.stdout.readline())
        finally:
            watch.cancel()

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()


@pytest.fixture(scope="module")
def oracle() -> Iterator[Oracle]:
    cache = Path(os.environ.get("JEMPOL_SERVERS", REPOSITORY / ".cache" / "servers")) / "x"
    if not (cache / "installed").is_file():
        pytest.skip("X's SDK is not installed: run tests/servers/install.sh")
    found = Oracle(cache / "venv" / "bin" / "python")
    yield found
    found.close()


def read(world: FakeX, source: Source) -> tuple[list[Item], list[tuple[httpx.Request, httpx.Response]]]:
    """The items, and every exchange."""
    exchanges = []

    def serve(request: httpx.Request) -> httpx.Response:
        answer = world(request)
        exchanges.append((request, answer))
        return answer

    fetcher = X({**X.manifest.options, "max_reads_usd": 9.0, "fields": "post"}, secrets={"X_BEARER_TOKEN": "contoh"})
    client = Client(transport=httpx.MockTransport(serve), sleep=lambda _: None)
    pages = list(fetcher.fetch(source, Cursor(), client=client, clock=lambda: START + timedelta(days=2)))
    return [item for page in pages for item in page.items], exchanges


def source(reading: Reading, **names: Any) -> Source:
    return Source(key="k", fetcher="x", platform="x", reading=reading, since=START - timedelta(days=1), **names)


READINGS = {
    "account": (account_world, source(Reading.ACCOUNT, handle="anggi_contoh")),
    "campaign": (campaign_world, source(Reading.CAMPAIGN, handle="kampanye_contoh")),
    "one conversation": (campaign_world, source(Reading.CAMPAIGN, url=f"https://x.com/i/status/{number(10)}")),
}


@pytest.mark.parametrize(("world", "of"), READINGS.values(), ids=READINGS)
def test_requests_and_answers_are_those_of_the_specification(oracle: Oracle, world: Any, of: Source) -> None:
    _, exchanges = read(world(), of)

    assert exchanges
    for request, answer in exchanges:
        path = request.url.path.removeprefix("/2")
        call, model = next(names for start, names in MODELS.items() if path.startswith(start))
        assert oracle.ask(do="request", call=call, params=dict(request.url.params)) == []
        assert oracle.ask(do="answer", model=model, json=answer.json()) == []


def test_the_oracle_is_no_paper_tiger(oracle: Oracle) -> None:
    wrong = {"tweet.fields": "text", "post.fields": "text,kata"}
    assert len(oracle.ask(do="request", call="users.get_posts", params=wrong)) == 2
    bad = {"data": [{"id": 5, "referenced_posts": [{"type": "liked", "id": "1"}]}]}
    assert oracle.ask(do="answer", model="GetUsersPostsResponse", json=bad)
    assert oracle.ask(do="answer", model="GetUsersPostsResponse", json={"data": [{"id": "5", "note_tweet": {}}]}) == [
        "Post has no field note_tweet"
    ]


def test_the_sdk_itself_reads_the_same_posts_and_replies(oracle: Oracle) -> None:
    world = campaign_world()
    world.others.append(reply("anggi_contoh", 15, "Lagi", world.posts[-1]))
    items, _ = read(world, source(Reading.CAMPAIGN, handle="kampanye_contoh"))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = world(httpx.Request("GET", f"http://127.0.0.1{self.path}"))
            self.send_response(answer.status_code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        seen = oracle.ask(do="read", base=f"http://127.0.0.1:{server.server_port}", user="kampanye_contoh")
    finally:
        server.shutdown()
        server.server_close()

    assert set(seen["posts"]) == {item.id for item in items if item.act is Act.POST}
    assert set(seen["replies"]) == {item.id for item in items if item.act is Act.COMMENT}
