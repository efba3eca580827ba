"""Makes a new workspace: commented settings, header-only tables, the contests' files and an inbox."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jempol_netral.keywords import contest_files, find_contest, new_contest_toml, official_contests
from jempol_netral.workspace import CONFIG_NAME, read_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DEFAULT_CONTEST = "pilgub-jatim-2024"

ROSTER_HEADER = "person_id,name,unit,platform,account,native_id,link,since,until\n"
WATCHLIST_HEADER = "platform,account,native_id,contest,pair,label\n"

_CONFIG = """\
# jempol-netral: pengaturan ruang kerja / settings of this workspace.
# Baris yang diawali # adalah keterangan. / Lines that begin with # are explanations.

[workspace]
# Pemilihan yang diawasi: id bawaan, atau berkas di keywords/contests/.
# The contests watched: shipped ids, or files in keywords/contests/. `jempol keywords list` names them all.
contests = [{contests}]

# "flagged": dari unggahan tanpa butir telaah tidak ada teks yang disimpan. "all": semua teks orang di roster disimpan.
# "flagged": of an item without a flag no text is kept. "all": every text of roster people is kept.
keep = "flagged"

# Masa simpan dalam hari: butir yang belum ditelaah / yang dikesampingkan. Perintah `purge` menyusul; sampai saat itu
# kantor menghapus sendiri. / Days that flags nobody reviewed / that were dismissed may stay. The `purge` command is
# still to come; until then nothing is deleted by itself.
retention = {{ unreviewed = 30, dismissed = 14 }}

# Jumlah sumber per host yang dibaca bersamaan. / Sources of one host read at the same time.
jobs = 4

# Setiap pemindaian membaca ulang sekian hari ke belakang: suntingan dan komentar yang terlambat.
# Each scan reads so many days back again: edits and late comments.
overlap_days = 7

# Apakah tanda suka (like) ikut dilihat; jari bisa salah sentuh. Tidak pernah di atas tingkat rendah.
# Whether likes are looked at; thumbs slip. They never rise above low.
likes = false

# Bahasa layar: "id", "en" atau "auto". / Language of the screens.
language = "auto"

# Platform tanpa API publik: dibaca hanya dari berkas di inbox/. Selalu disebut di cakupan, tetapi tidak menjadi
# kode keluar 3. / Platforms without a usable public API: read from files in inbox/ only. Always told in the
# coverage, but they do not make a scan end with exit code 3.
import_only = ["facebook", "instagram", "threads", "tiktok"]

# Tidak membaca yang lebih lama dari tanggal ini (bawaan: hari pertama pendaftaran).
# Nothing older is read (default: the first day of nomination).
# since = 2024-09-22

[controller]
# Pengendali data pribadi, dasar hukum, dan narahubung (UU 27/2022). Selama kosong, setiap pemindaian dan ekspor
# mengatakannya. / Who answers for the processing, on what legal basis, and whom to ask. While they are empty, every
# scan and every export says so.
name = ""
legal_basis = ""
contact = ""

# Pengaturan tiap pembaca; lihat `jempol fetchers`. / Settings of each fetcher; see `jempol fetchers`.
# [fetchers.bluesky]
# appview = "https://public.api.bsky.app"
"""


@dataclass(slots=True)
class Made:
    """What was written and what was there before."""

    root: Path
    written: list[Path] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)

    def write(self, path: Path, text: str) -> None:
        """Write a new file; leave an existing one alone."""
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            self.kept.append(path)
            return
        path.write_text(text, encoding="utf-8", newline="\n")
        self.written.append(path)


def make_workspace(root: Path, contests: Sequence[str]) -> Made:
    """Make the folder and what is missing in it.

    Raises:
        UserError: a contest is unknown; nothing was written then.
    """
    texts = {contest: _contest_text(contest) for contest in contests}
    made = Made(root)
    listed = ", ".join(f'"{contest}"' for contest in contests)
    made.write(root / CONFIG_NAME, _CONFIG.format(contests=listed))
    made.write(root / "roster.csv", ROSTER_HEADER)
    made.write(root / "watchlist.csv", WATCHLIST_HEADER)
    for contest, text in texts.items():
        made.write(root / "keywords" / "contests" / f"{contest}.toml", text)
    (root / "inbox").mkdir(parents=True, exist_ok=True)
    read_key(root / "jempol.key")
    return made


def _contest_text(contest: str) -> str:
    """The shipped file, or one made from the official list of Pilkada 2024."""
    for file in contest_files():
        if file.id == contest:
            return file.path.read_text(encoding="utf-8")
    for official in official_contests():
        if official.id == contest:
            return new_contest_toml(official.region)
    find_contest(contest)  # says what is known instead
    raise AssertionError(contest)
