"""`jempol scan` over a little t.me and a little X on loopback: whose words are kept, and what a second scan costs."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from tests.conftest import Office
from tests.fetchers import fake_telegram, fake_x
from tests.fetchers.fake_telegram import FakeTelegram, comment, discussion, message, text
from tests.fetchers.fake_x import FakeX, metrics, post, reply

CONTEST = "pilgub-jatim-2024"
STRANGE = "Saya warga biasa dan pilih Khofifah, contoh orang asing"
TOKEN = "token-contoh-rahasia"


@dataclass
class Loopback:
    """Serves both platforms; X below /2."""

    telegram: list[FakeTelegram] = field(default_factory=list)
    x: list[FakeX] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    port: int = 0

    def answer(self, path: str) -> httpx.Response:
        self.asked.append(path)
        request = httpx.Request("GET", f"http://127.0.0.1{path}")
        if path.startswith("/2/"):
            owner = next(
                (each for each in self.x if fake_x.USERS[each.owner] in path or each.owner in path), self.x[-1]
            )
            return owner(request)
        return next(each for each in self.telegram if each.channel in path.lower())(request)


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    yesterday = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
    monkeypatch.setattr(fake_telegram, "START", yesterday)
    monkeypatch.setattr(fake_x, "START", yesterday)
    made = Loopback()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = made.answer(self.path)
            self.send_response(answer.status_code)
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("JEMPOL_ALLOW_LOOPBACK", "1")
    monkeypatch.setenv("X_BEARER_TOKEN", TOKEN)
    yield made
    server.shutdown()
    server.server_close()


def fill(loopback: Loopback) -> None:
    own, campaign = "kanal_contoh", "kampanye_contoh"
    loopback.telegram = [
        FakeTelegram(
            own, {1: message(own, 1, 1, text("Ayo coblos Khofifah")), 2: message(own, 2, 2, text("Selamat pagi desa"))}
        ),
        FakeTelegram(
            campaign,
            {1: message(campaign, 1, 3, text("Kunjungan hari ini di pasar contoh"))},
            {
                1: discussion(
                    comment(901, 4, "anggi_contoh", text("Siap Bu, kami mendukung")),
                    comment(902, 5, "warga_contoh", text(STRANGE)),
                    comment(903, 6, None, text(STRANGE)),
                )
            },
        ),
    ]
    first = post(campaign, 10, "Rapat contoh hari ini", public_metrics=metrics(2))
    answers = [reply("anggi_contoh", 12, "Menang Khofifah", first), reply("warga_contoh", 13, STRANGE, first)]
    loopback.x = [FakeX(campaign, [first], answers)]


def prepare(office: Office, loopback: Loopback, dollars: float) -> None:
    settings = (office.root / "jempol.toml").read_text(encoding="utf-8")
    base = f"http://127.0.0.1:{loopback.port}"
    settings = re.sub(r"(?m)^\[fetchers\..*?\]\n", "", settings)
    settings += (
        f'\n[fetchers.telegram]\nbase = "{base}"\n\n[fetchers.x]\nbase = "{base}/2"\nmax_reads_usd = {dollars}\n'
    )
    office.write("jempol.toml", settings)
    office.roster(
        "C-001,Adi Contoh,Dinas Contoh,telegram,kanal_contoh,,declared,,",
        "C-002,Anggi Contoh,Dinas Contoh,telegram,anggi_contoh,,declared,,",
        "C-003,Anggi Contoh,Dinas Contoh,x,anggi_contoh,1001,declared,,",
    )
    office.watchlist(
        f"telegram,kampanye_contoh,,{CONTEST},2,kanal kampanye contoh",
        f"x,kampanye_contoh,,{CONTEST},2,akun kampanye contoh",
    )


def test_whose_words_are_kept_and_what_a_second_scan_costs(office: Office, loopback: Loopback) -> None:
    fill(loopback)
    loopback.telegram.append(FakeTelegram("anggi_contoh", {}))
    loopback.x.insert(0, FakeX("anggi_contoh", []))
    prepare(office, loopback, dollars=1.0)
    since = (datetime.now(UTC) - timedelta(days=3)).date().isoformat()

    first = office("scan", "--json", "--since", since)
    asked = len(loopback.asked)
    loopback.asked.clear()
    again = office("scan", "--json", "--since", since)

    assert first.json()["new_flags"] == 3, first.out + first.err
    assert {(flag["text"], flag["act"], flag["person_id"]) for flag in office.flags()} == {
        ("Ayo coblos Khofifah", "post", "C-001"),
        ("Siap Bu, kami mendukung", "comment", "C-002"),
        ("@kampanye_contoh Menang Khofifah", "comment", "C-003"),
    }
    assert (again.json()["new_flags"], again.json()["changed_flags"]) == (0, 0)
    assert asked == 8  # five sources, two threads, one look-up
    assert len(loopback.asked) == 7  # one for each source and one for each thread
    kept = b"".join(path.read_bytes() for path in office.root.rglob("*") if path.is_file())
    for nobodys in (STRANGE, "warga_contoh", "Selamat pagi desa", TOKEN):
        assert nobodys.encode() not in kept


def test_without_a_budget_x_is_not_asked_and_says_what_to_do(office: Office, loopback: Loopback) -> None:
    fill(loopback)
    prepare(office, loopback, dollars=0.0)

    done = office("scan", "--only", "x")

    assert done.code == 3
    assert "max_reads_usd" in done.out + done.err
    assert loopback.asked == []
