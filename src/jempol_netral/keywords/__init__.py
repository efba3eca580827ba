"""Contests and language as files: what is looked for, who is meant, and where that is written down.

find_contest("pilgub-jatim-2024", [workspace.keywords])    a contest by id, the office's own files first
load_contest(path)                                         one file, every mistake named with its line
shipped_contests()                                         those that come with the program
load_lexicon([workspace.keywords])                         cues and common words
official_list(), official_contest("3528")                  the election commission's list of 545 contests
new_contest_toml("3528")                                   the text of a contest file, to go on with
"""

from __future__ import annotations

from jempol_netral.keywords.advice import advice
from jempol_netral.keywords.contest_file import load_contest
from jempol_netral.keywords.data import data_folder
from jempol_netral.keywords.language import common_words, load_lexicon
from jempol_netral.keywords.official import (
    OfficialContest,
    name_counts,
    official_contest,
    official_contests,
    official_list,
)
from jempol_netral.keywords.shelves import (
    ContestFile,
    contest_files,
    contest_path,
    find_contest,
    find_contests,
    shipped_contests,
)
from jempol_netral.keywords.writing import contest_toml, new_contest_toml

__all__ = [
    "ContestFile",
    "OfficialContest",
    "advice",
    "common_words",
    "contest_files",
    "contest_path",
    "contest_toml",
    "data_folder",
    "find_contest",
    "find_contests",
    "load_contest",
    "load_lexicon",
    "name_counts",
    "new_contest_toml",
    "official_contest",
    "official_contests",
    "official_list",
    "shipped_contests",
]
