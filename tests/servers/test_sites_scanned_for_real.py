"""`jempol scan` over a real WordPress, by its feeds and by its REST interface: whose words are kept, and whose not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.conftest import Office
from tests.servers.wordpress_site import Site

pytestmark = pytest.mark.servers

CONTEST = "pilgub-jatim-2024"
DAY = datetime(2024, 10, 10, 2, tzinfo=UTC)
STRANGER = "Saya warga biasa dan pilih Khofifah, contoh orang asing"


def hour(number: int) -> datetime:
    return DAY + timedelta(hours=number)


@pytest.fixture
def office(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A workspace that may read from this machine."""
    monkeypatch.setenv("JEMPOL_ALLOW_LOOPBACK", "1")
    return office


def scan(office: Office) -> dict[str, Any]:
    done = office("scan", "--json")
    assert done.code == 0, done.err
    summary: dict[str, Any] = done.json()
    return summary


def texts(office: Office) -> dict[str, dict[str, Any]]:
    return {flag["text"]: flag for flag in office.flags()}


def bytes_of(office: Office) -> bytes:
    return b"".join(path.read_bytes() for path in office.root.rglob("*") if path.is_file())


def test_feeds(office: Office, wordpress: Site) -> None:
    adi, tim = wordpress.user("adi-umpan"), wordpress.user("tim-umpan")
    edited = wordpress.post("Catatan", "Ayo coblos Khofifah, contoh dukungan", hour(1), adi)
    wordpress.post("Catatan lain", "Selamat pagi dari contoh desa", hour(2), adi)
    campaign = wordpress.post("Kunjungan", "Terima kasih warga pasar contoh", hour(3), tim)
    wordpress.comment(campaign, STRANGER, hour(4), name="Budi Contoh")
    wordpress.user("budi-umpan")
    budi = f"{wordpress.url}/author/budi-umpan"
    wordpress.comment(campaign, "Siap Bu, kami sekeluarga mendukung", hour(5), name="B", comment_author_url=f"{budi}/")
    office.roster(
        f"adi,Adi Contoh,Dinas Contoh,web,{wordpress.url}/author/adi-umpan/feed/,,declared,,",
        f"budi,Budi Contoh,Dinas Contoh,web,{budi},,lost,,",
    )
    office.watchlist(f"web,{wordpress.url}/author/tim-umpan/feed/,,{CONTEST},2,tim contoh")

    summary = scan(office)
    found = texts(office)
    assert set(found) == {"Catatan\nAyo coblos Khofifah, contoh dukungan"}, "a lost account is nobody's"
    assert summary["strangers"] == 2

    office.roster(
        f"adi,Adi Contoh,Dinas Contoh,web,{wordpress.url}/author/adi-umpan/feed/,,declared,,",
        f"budi,Budi Contoh,Dinas Contoh,web,{budi},,declared,,",
    )
    wordpress.do("wp_update_post", {"ID": edited, "post_content": "Ayo coblos Khofifah nomor 2, contoh disunting"})
    summary = scan(office)
    found = texts(office)
    assert {flag["person_id"]: flag["versions"] for flag in found.values()} == {"adi": 2, "budi": 1}
    assert found["Siap Bu, kami sekeluarga mendukung"]["act"] == "comment"
    assert (summary["new_flags"], summary["changed_flags"]) == (1, 1)
    kept = bytes_of(office)
    assert STRANGER.encode() not in kept
    assert b"Selamat pagi dari contoh desa" not in kept


def test_the_rest_interface(office: Office, wordpress: Site) -> None:
    adi, tim = wordpress.user("adi-rest"), wordpress.user("tim-rest")
    budi = wordpress.user("budi-rest", role="subscriber")
    wordpress.post("Catatan", "Ayo coblos Khofifah, contoh dukungan", hour(1), adi)
    gone = wordpress.post("Catatan", "Jangan pilih Luluk, contoh yang dihapus", hour(2), adi)
    campaign = wordpress.post("Kunjungan", "Terima kasih warga pasar contoh", hour(3), tim)
    wordpress.comment(campaign, STRANGER, hour(4), name="Budi Contoh")
    wordpress.comment(campaign, "Siap Bu, kami sekeluarga mendukung", hour(5), user=budi, name="Budi")
    office.roster(
        f"adi,Adi Contoh,Dinas Contoh,wordpress,{wordpress.url}/author/adi-rest,,declared,,",
        f"budi,Budi Contoh,Dinas Contoh,wordpress,{wordpress.url}/author/budi-rest,{wordpress.url}#{budi},declared,,",
    )
    office.watchlist(f"wordpress,{wordpress.url}/author/tim-rest,,{CONTEST},2,tim contoh")

    summary = scan(office)
    found = texts(office)
    assert set(found) == {
        "Catatan\nAyo coblos Khofifah, contoh dukungan",
        "Catatan\nJangan pilih Luluk, contoh yang dihapus",
        "Siap Bu, kami sekeluarga mendukung",
    }
    comment = found["Siap Bu, kami sekeluarga mendukung"]
    assert (comment["person_id"], comment["act"], comment["pairs"]) == ("budi", "comment", [f"{CONTEST}:2"])
    assert summary["strangers"] == 1
    assert STRANGER.encode() not in bytes_of(office)

    again = scan(office)
    assert (again["new_flags"], again["changed_flags"]) == (0, 0)
    wordpress.do("wp_delete_post", gone, True)
    scan(office)
    found = texts(office)
    assert found["Catatan\nJangan pilih Luluk, contoh yang dihapus"]["not_found_at"] is not None
    assert found["Catatan\nAyo coblos Khofifah, contoh dukungan"]["not_found_at"] is None
