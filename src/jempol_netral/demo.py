"""A sample workspace with invented people and plainly invented posts, so that anyone can see the main job offline."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from jempol_netral.errors import UserError
from jempol_netral.setup import ROSTER_HEADER, WATCHLIST_HEADER, make_workspace
from jempol_netral.workspace import CONFIG_NAME

if TYPE_CHECKING:
    from pathlib import Path

CONTEST = "pilgub-jatim-2024"
_FILE = "contoh-unggahan.jsonl"

# Nobody here exists: every name holds "Contoh", every number is no NIP, every address is example.org's.
_PEOPLE = (
    ("C-001", "Adi Contoh", "Dinas Contoh", "instagram", "adi.contoh", "declared"),
    ("C-002", "Budi Contoh", "Dinas Contoh", "facebook", "budi.contoh", "verified"),
    ("C-003", "Citra Contoh", "Kecamatan Contoh", "instagram", "citra.contoh", "declared"),
    ("C-004", "Dewi Contoh", "Kecamatan Contoh", "tiktok", "dewi.contoh", ""),
    ("C-005", "Eko Contoh", "Sekretariat Contoh", "threads", "eko.contoh", "declared"),
    ("C-006", "Fitri Contoh", "Sekretariat Contoh", "instagram", "fitri.contoh", "verified"),
)
_WATCHED = (
    ("instagram", "tim.contoh02", "", CONTEST, "2", "akun kampanye contoh"),
    ("facebook", "https://www.facebook.com/debatcontoh/posts/77", "", CONTEST, "", "siaran debat contoh"),
)

# (who, platform, act, posted, text, under, whose words were shared)
_POSTS = (
    # an explicit vote call with a typo in the name
    ("adi.contoh", "instagram", "post", "2024-10-02T19:12:00+07:00",
     "Jangan lupa tanggal 27 November coblos Bu Kofifah, menangkan Jatim! Contoh.", None, None),
    # a joined hashtag, otherwise harmless words
    ("citra.contoh", "instagram", "post", "2024-10-05T07:30:00+07:00",
     "Semangat pagi dari contoh desa #KhofifahEmil02", None, None),
    # a comment under a campaign account that names nobody
    ("fitri.contoh", "instagram", "comment", "2024-10-11T20:05:00+07:00",
     "Mantap Bu, kami sekeluarga siap memenangkan 🔥👍", "tim.contoh02", None),
    # a ballot number in a debate thread
    ("budi.contoh", "facebook", "comment", "2024-10-18T21:40:00+07:00",
     "Sudah jelas, 03 paling menguasai materi. Coblos nomor 3!",
     "https://www.facebook.com/debatcontoh/posts/77", None),
    # an attack: harming a pair is in scope as much as helping one
    ("eko.contoh", "threads", "post", "2024-11-03T09:15:00+07:00",
     "Jangan pilih Luluk, cuma janji manis dan omong kosong. Contoh pendapat.", None, None),
    # a quotation: another's vote call, passed on as a report
    ("dewi.contoh", "tiktok", "post", "2024-11-06T13:00:00+07:00",
     "Kata seorang warga di pasar contoh: \"saya pilih Bu Risma\". Bagaimana menurut pemirsa?", None, None),
    # neutral news, shared
    ("budi.contoh", "facebook", "reshare", "2024-11-08T08:00:00+07:00",
     "KPU Jatim menetapkan jadwal debat publik ketiga antara Luluk-Lukmanul, Khofifah-Emil dan Risma-Gus Hans. "
     "Baca juga: https://berita.example.org/debat", None, "kabar.contoh"),
    # a neutrality speech
    ("citra.contoh", "instagram", "post", "2024-11-12T10:00:00+07:00",
     "ASN wajib netral: dilarang like, comment, dan share konten pasangan calon mana pun. "
     "Netral itu termasuk jempolnya.", None, None),
    # private life: the same letters, another meaning
    ("fitri.contoh", "instagram", "post", "2024-11-15T17:00:00+07:00",
     "Alhamdulillah anakku lulus ujian nomor 2 terbaik di sekolah contoh!", None, None),
    # an office-holder's act, told by the office
    ("eko.contoh", "threads", "post", "2024-09-01T11:00:00+07:00",
     "Gubernur Jawa Timur Khofifah Indar Parawansa menyerahkan bantuan buku di perpustakaan contoh.", None, None),
    # people who are nobody's business: dropped in memory
    ("orang.lain", "instagram", "comment", "2024-10-11T20:06:00+07:00",
     "Coblos nomor 2, menang satu putaran!", "tim.contoh02", None),
    ("warga.contoh", "facebook", "comment", "2024-10-18T21:41:00+07:00",
     "Bu Risma gubernurku", "https://www.facebook.com/debatcontoh/posts/77", None),
)  # fmt: skip


def make_demo(root: Path) -> Path:
    """Write the sample workspace where it is not there yet; gives its folder.

    Raises:
        UserError: the folder is somebody's real workspace.
    """
    if (root / CONFIG_NAME).exists() and not (root / "inbox" / _FILE).exists():
        raise UserError("{folder} is a workspace of its own; choose another folder for the sample", folder=str(root))
    root.mkdir(parents=True, exist_ok=True)
    _write(root / "roster.csv", _rows(ROSTER_HEADER, [(*row[:5], "", row[5], "", "") for row in _PEOPLE]))
    _write(root / "watchlist.csv", _rows(WATCHLIST_HEADER, _WATCHED))
    make_workspace(root, [CONTEST])
    lines = [json.dumps(_item(number, *post), ensure_ascii=False) for number, post in enumerate(_POSTS, 1)]
    _write(root / "inbox" / _FILE, "\n".join(lines) + "\n")
    return root


def _item(
    number: int, author: str, platform: str, act: str, posted: str, text: str, under: str | None, words_of: str | None
) -> dict[str, object]:
    return {
        "platform": platform, "id": f"contoh-{number}", "act": act, "author": author, "text": text,
        "created_at": posted, "url": f"https://{platform}.example.org/{number}",
        **({"under": under} if under else {}), **({"reshared_author": words_of} if words_of else {}),
    }  # fmt: skip


def _rows(header: str, rows: list[tuple[str, ...]] | tuple[tuple[str, ...], ...]) -> str:
    text = io.StringIO()
    text.write(header)
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_text(text, encoding="utf-8", newline="\n")
