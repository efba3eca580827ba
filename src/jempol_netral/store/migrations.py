"""The shape of jempol.db, as numbered steps. A step that was released is never edited: add the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils.migrations import Migrations

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("jempol_netral")

# Times are ISO 8601 in UTC with a fixed width, so that they sort as text. STRICT tables refuse wrong types.
_M001 = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    ended_at TEXT,                    -- NULL: still going, or killed
    program TEXT NOT NULL,
    list_version TEXT NOT NULL,
    contests TEXT NOT NULL,           -- JSON list of contest ids
    controller TEXT                   -- who is responsible (UU 27/2022), as configured then
) STRICT;
CREATE TABLE accounts (               -- of the roster and the watchlist; an account outlives its handle
    id INTEGER PRIMARY KEY,
    platform TEXT NOT NULL,
    native_id TEXT,
    UNIQUE (platform, native_id)
) STRICT;
CREATE TABLE handles (
    account_id INTEGER NOT NULL REFERENCES accounts(id),
    platform TEXT NOT NULL,
    handle TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    PRIMARY KEY (account_id, handle)
) STRICT;
CREATE INDEX handles_by_name ON handles (platform, handle, last_seen_at);
CREATE TABLE links (                  -- whose an account is, each time the roster said something new
    account_id INTEGER NOT NULL REFERENCES accounts(id),
    person_id TEXT NOT NULL,
    link TEXT NOT NULL,
    since TEXT,                       -- first and last day, as the roster has them
    until TEXT,
    noted_at TEXT NOT NULL
) STRICT;
CREATE INDEX links_by_account ON links (account_id);
CREATE TABLE sources (
    key TEXT PRIMARY KEY,
    fetcher TEXT NOT NULL,
    platform TEXT NOT NULL,
    reading TEXT NOT NULL,
    label TEXT NOT NULL,
    watermark TEXT,
    reached TEXT,
    continuation TEXT,
    bottom TEXT,
    floor TEXT,
    memo TEXT,
    error_count INTEGER NOT NULL DEFAULT 0,
    last_error TEXT,
    next_due TEXT,
    last_complete_at TEXT
) STRICT;
CREATE TABLE outcomes (
    run_id INTEGER NOT NULL REFERENCES runs(id),
    source_key TEXT NOT NULL REFERENCES sources(key),
    status TEXT NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    pages INTEGER NOT NULL,
    items INTEGER NOT NULL,
    own INTEGER NOT NULL,
    strangers INTEGER NOT NULL,
    new_flags INTEGER NOT NULL,
    changed_flags INTEGER NOT NULL,
    gap_count INTEGER NOT NULL,
    gaps TEXT NOT NULL,               -- JSON, the first few
    ended_at TEXT NOT NULL,
    PRIMARY KEY (run_id, source_key)
) STRICT;
CREATE TABLE people (                 -- only people who have a kept item
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    unit TEXT NOT NULL
) STRICT;
CREATE TABLE contexts (               -- public posts of campaign accounts above a kept comment, shortened
    platform TEXT NOT NULL,
    native_id TEXT NOT NULL,
    author TEXT,
    text TEXT,
    url TEXT,
    created_at TEXT,
    PRIMARY KEY (platform, native_id)
) STRICT;
CREATE TABLE items (
    id INTEGER PRIMARY KEY,
    platform TEXT NOT NULL,
    native_id TEXT NOT NULL,
    act TEXT NOT NULL,
    account_id INTEGER NOT NULL REFERENCES accounts(id),
    handle TEXT,                      -- as it was when the item was read
    person_id TEXT NOT NULL REFERENCES people(id),
    link TEXT NOT NULL,
    created_at TEXT,
    time_quality TEXT NOT NULL,
    url TEXT,
    parent_id TEXT,
    thread_id TEXT,
    under TEXT,
    reshared_author TEXT,
    edited_at TEXT,
    unread_media INTEGER NOT NULL,
    source_key TEXT NOT NULL REFERENCES sources(key),
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    last_seen_run INTEGER NOT NULL REFERENCES runs(id),
    not_found_at TEXT,
    UNIQUE (platform, native_id)
) STRICT;
CREATE INDEX items_by_source ON items (source_key, last_seen_run);
CREATE INDEX items_by_person ON items (person_id);
CREATE INDEX items_by_account ON items (account_id);
CREATE TABLE versions (               -- the words as they stood each time they changed
    id INTEGER PRIMARY KEY,
    item_id INTEGER NOT NULL REFERENCES items(id),
    n INTEGER NOT NULL,
    text TEXT,
    text_sha256 TEXT NOT NULL,
    raw BLOB,
    raw_sha256 TEXT NOT NULL,
    url TEXT,
    fetched_at TEXT NOT NULL,
    fetcher TEXT NOT NULL,            -- name and program version
    list_version TEXT NOT NULL,
    run_id INTEGER NOT NULL REFERENCES runs(id),
    UNIQUE (item_id, n)
) STRICT;
CREATE TABLE flags (
    id TEXT PRIMARY KEY,              -- short hash of platform, native id and contest
    item_id INTEGER NOT NULL REFERENCES items(id),
    contest TEXT NOT NULL,
    version_id INTEGER NOT NULL REFERENCES versions(id),
    stage TEXT NOT NULL,
    rank REAL NOT NULL,
    tier TEXT NOT NULL,
    pairs TEXT NOT NULL,              -- JSON
    directions TEXT NOT NULL,         -- JSON
    parts TEXT NOT NULL,              -- JSON
    list_version TEXT NOT NULL,
    created_at TEXT NOT NULL,
    reopened_at TEXT,
    UNIQUE (item_id, contest)
) STRICT;
CREATE INDEX flags_by_rank ON flags (rank DESC, id);
CREATE TABLE matches (
    flag_id TEXT NOT NULL REFERENCES flags(id),
    version_id INTEGER NOT NULL REFERENCES versions(id),
    term TEXT NOT NULL,
    pair TEXT,
    kind TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    surface TEXT NOT NULL,
    score REAL NOT NULL,
    list_version TEXT NOT NULL
) STRICT;
CREATE INDEX matches_by_flag ON matches (flag_id, version_id);
CREATE TABLE cues (
    flag_id TEXT NOT NULL REFERENCES flags(id),
    version_id INTEGER NOT NULL REFERENCES versions(id),
    name TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    surface TEXT NOT NULL
) STRICT;
CREATE INDEX cues_by_flag ON cues (flag_id, version_id);
CREATE TABLE decisions (              -- append-only; undo is a new row
    id INTEGER PRIMARY KEY,
    flag_id TEXT NOT NULL REFERENCES flags(id),
    version_id INTEGER NOT NULL REFERENCES versions(id),
    decision TEXT NOT NULL,           -- follow_up | dismissed | unsure | undone
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    list_version TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_by_flag ON decisions (flag_id, id);
CREATE TABLE seen (                   -- unflagged items leave a keyed mark and nothing else
    mark BLOB PRIMARY KEY,
    expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE inbox_files (
    sha256 TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    inputs TEXT NOT NULL,             -- digest of all that decides what it yields: with others it is read again
    gap_count INTEGER NOT NULL,       -- rows that could not be read; told again until the file is mended or taken away
    gap TEXT NOT NULL,                -- the first of them
    done_at TEXT NOT NULL
) STRICT;
CREATE TABLE chain (                  -- each record holds the hash of the one before
    seq INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,               -- version | flag | decision
    subject TEXT NOT NULL,
    digest TEXT NOT NULL,             -- sha256 of the record's content in canonical JSON
    at TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER decisions_keep BEFORE UPDATE ON decisions
    BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER decisions_stay BEFORE DELETE ON decisions
    BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER chain_keep BEFORE UPDATE ON chain
    BEGIN SELECT RAISE(ABORT, 'the chain is append-only'); END;
CREATE TRIGGER chain_stay BEFORE DELETE ON chain
    BEGIN SELECT RAISE(ABORT, 'the chain is append-only'); END;
"""


@migrations()
def m001_initial(db: Database) -> None:
    """What was read, found and decided, with its evidence from the first row on."""
    db.executescript(_M001)
