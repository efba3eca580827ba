"""A whole scan of many accounts beside a bare httpx client that makes the same requests with as many threads.

Run: python benchmarks/scan_1000.py [accounts] [threads]. Both ask a server on loopback, a process of its own, that
answers each request after 30 ms with a page of twenty invented posts. The scan reads, attributes, matches against a
contest and stores; the bare client reads the answer and drops it. Exits with 1 where the scan takes more than LEAST
times as long, or where its memory grows with the number of accounts.
"""

from __future__ import annotations

import asyncio
import json
import os
import queue
import random
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 1.3
"""The scan's wall time over the bare client's."""
FLAT = 1.5
"""The scan's peak memory after all accounts over that after the first tenth of them."""
DELAY = 0.03
POSTS = 20
START = datetime(2024, 10, 1, tzinfo=UTC)
TEXTS = (
    "Selamat pagi, contoh kegiatan kantor hari ini berjalan lancar",
    "Rapat koordinasi contoh di aula lantai dua, terima kasih semua",
    "Macet lagi di jalan contoh, semoga cepat sampai rumah",
    "Anak-anak belajar menari, contoh sore yang menyenangkan",
)
FLAGGED = "Ayo coblos Khofifah, contoh ajakan"


# --- the server ---------------------------------------------------------------------------------------------------


def page(handle: str) -> bytes:
    """One page of an author's feed, the only one; one post in fifty names a pair."""
    seeded = random.Random(handle)
    did = f"did:plc:{handle.partition('.')[0]}"
    feed = []
    for number in range(POSTS, 0, -1):
        at = (START + timedelta(hours=number)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        text = FLAGGED if seeded.random() < 0.02 else f"{seeded.choice(TEXTS)} {seeded.randrange(10_000)}"
        feed.append({"post": {
            "uri": f"at://{did}/app.bsky.feed.post/3k{number:011d}", "cid": f"bafy{number}", "indexedAt": at,
            "author": {"did": did, "handle": handle, "displayName": "Contoh", "labels": []}, "labels": [],
            "record": {"$type": "app.bsky.feed.post", "text": text, "createdAt": at, "langs": ["id"]},
            "replyCount": 0, "likeCount": 0,
        }})  # fmt: skip
    return json.dumps({"feed": feed}).encode()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()
            return
        asked = parse_qs(urlsplit(head.split(b" ", 2)[1].decode()).query)
        body = page(asked["actor"][0])
        await asyncio.sleep(DELAY)
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        )


async def _serve() -> None:
    server = await asyncio.start_server(_answer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


@contextmanager
def appview() -> Iterator[str]:
    """The server's address, as long as it runs."""
    with subprocess.Popen([sys.executable, __file__, "--serve"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101 - as asked for
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.kill()


# --- the two that are compared ------------------------------------------------------------------------------------


def bare(base: str, handles: list[str], threads: int) -> float:
    """Seconds that httpx takes for the same requests."""
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    for handle in handles:
        waiting.put(handle)

    def read(client: httpx.Client) -> None:
        while True:
            try:
                handle = waiting.get_nowait()
            except queue.Empty:
                return
            params: dict[str, Any] = {"actor": handle, "limit": 100, "filter": "posts_with_replies"}
            client.get(f"{base}/xrpc/app.bsky.feed.getAuthorFeed", params=params).raise_for_status().json()

    begun = time.perf_counter()
    with httpx.Client() as client:
        readers = [threading.Thread(target=read, args=(client,)) for _ in range(threads)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
    return time.perf_counter() - begun


def scan(base: str, handles: list[str], threads: int, root: Path) -> tuple[float, float, dict[str, int]]:
    """Seconds of a whole scan, the growth of peak memory after the first tenth, and what it came to."""
    from jempol_netral.assembly import ScanOptions, open_scan
    from jempol_netral.models import Outcome
    from jempol_netral.workspace import open_workspace

    _make_office(root, base, handles, threads)
    begun = time.perf_counter()
    counts = {"read": 0, "items": 0, "flags": 0, "requests": 0}
    early = 0
    with open_scan(open_workspace(root), ScanOptions(), environment={"JEMPOL_ALLOW_LOOPBACK": "1"}) as ready:
        for event in ready.scan.events():
            if isinstance(event, Outcome):
                counts["read"] += event.status == "read"
                counts["items"] += event.items
                counts["flags"] += event.new_flags
                if counts["read"] == len(handles) // 10:
                    early = peak()
        counts["requests"] = sum(ready.scan.requests.values())
    return time.perf_counter() - begun, peak() / early, counts


def _make_office(root: Path, base: str, handles: list[str], threads: int) -> None:
    subprocess.run([sys.executable, "-m", "jempol_netral", "init", str(root)], check=True, capture_output=True)
    rows = [f"C-{number},Contoh {number},Dinas,bluesky,{handle},,declared,," for number, handle in enumerate(handles)]
    header = "person_id,name,unit,platform,account,native_id,link,since,until"
    (root / "roster.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    (root / "watchlist.csv").write_text("platform,account,native_id,contest,pair,label\n", encoding="utf-8")
    path = root / "jempol.toml"
    config = path.read_text(encoding="utf-8").replace("jobs = 4", f"jobs = {threads}")
    path.write_text(f'{config}\n[fetchers.bluesky]\nappview = "{base}"\n', encoding="utf-8")


def peak() -> int:
    """Peak resident memory of this process so far, in KiB (on macOS bytes); 1 where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 1
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> int:
    """Print both and their ratio."""
    accounts, threads = (int(given) for given in [*sys.argv[1:3], *("1000", "4")[len(sys.argv) - 1 :]])
    handles = [f"contoh{number}.example" for number in range(accounts)]
    with appview() as base, tempfile.TemporaryDirectory() as folder:
        bare(base, handles[:threads], threads)  # both find the server awake
        plain = bare(base, handles, threads)
        before = os.times()
        ours, growth, counts = scan(base, handles, threads, Path(folder) / "kantor")
        after = os.times()
    ratio = ours / plain
    print(f"{accounts} accounts, {threads} threads, {DELAY * 1000:.0f} ms a request, {POSTS} posts a page")
    print(f"bare httpx   {plain:6.2f} s")
    print(
        f"whole scan   {ours:6.2f} s, {ratio:.2f} times (most {MOST}); CPU {after.user - before.user:.2f} s; {counts}"
    )
    print(f"peak memory  {peak() / 1024:6.0f} MiB, {growth:.2f} times that after the first tenth (most {FLAT})")
    assert counts["read"] == accounts  # noqa: S101 - else nothing was measured
    return 0 if ratio <= MOST and growth <= FLAT else 1


if __name__ == "__main__":
    if sys.argv[1:] == ["--serve"]:
        asyncio.run(_serve())
    else:
        sys.exit(main())
