"""Contests and language as files: what is looked for, who is meant, and where that is written down.

find_contest("pilgub-jatim-2024", [workspace.keywords])      a contest by id, the office's own files first
load_contest(path)                                           one file, every mistake named with its line
shipped_contests()                                           those that come with the program
"""

from __future__ import annotations

from jempol_netral.keywords.contest_file import load_contest
from jempol_netral.keywords.data import data_folder
from jempol_netral.keywords.language import load_lexicon
from jempol_netral.keywords.shelves import ContestFile, contest_files, find_contest, shipped_contests

__all__ = [
    "ContestFile",
    "contest_files",
    "data_folder",
    "find_contest",
    "load_contest",
    "load_lexicon",
    "shipped_contests",
]
