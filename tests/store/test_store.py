"""What is kept, under which identity, and that a page and its cursor are stored together or not at all."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jempol_netral.errors import UserError
from jempol_netral.models import (
    Account,
    Act,
    Cursor,
    Direction,
    Item,
    LinkStatus,
    Match,
    MatchKind,
    Outcome,
    OutcomeStatus,
    PairRef,
    Person,
    Reading,
    Source,
    Tier,
    TimeQuality,
    Verdict,
)
from jempol_netral.store import evidence
from jempol_netral.store.accounts import AccountKey
from jempol_netral.store.database import connect, connect_copy, moment, stamp
from jempol_netral.store.items import Kept
from jempol_netral.store.queue import OPEN, FlagFilter, Queue
from jempol_netral.store.runs import RunRef
from jempol_netral.store.store import Store

NOW = datetime(2024, 10, 20, 3, 0, tzinfo=UTC)
CONTEST = "pilgub-jatim-2024"
PERSON = Person("C-001", "Adi Contoh", "Dinas Contoh")
ACCOUNT = Account(
    person=PERSON, platform="bluesky", handle="adi.example.org", native_id="did:plc:adi", link=LinkStatus.DECLARED
)
SOURCE = Source(
    key="A:1", fetcher="bluesky", platform="bluesky", reading=Reading.ACCOUNT, handle="adi.example.org",
    since=NOW - timedelta(days=60),
)  # fmt: skip


def item(native_id: str = "at://1", text: str | None = "coblos 2", **changes: object) -> Item:
    made = Item(
        platform="bluesky", id=native_id, act=Act.POST, author_id="did:plc:adi", author="adi.example.org", text=text,
        created_at=NOW - timedelta(days=1), time_quality=TimeQuality.PLATFORM, url="https://example.org/1", raw=b"{}",
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def verdict(rank: float = 0.8, contest: str = CONTEST) -> Verdict:
    pair = PairRef(contest, 2)
    match = Match("nomor 2", pair, MatchKind.NUMBER, 7, 8, "2", 1.0)
    return Verdict(contest, (pair,), (match,), (), {pair: Direction.FOR}, rank, Tier.HIGH, {"vote-call": 1.0})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(connect(tmp_path / "jempol.db"), key=b"k" * 32)


@pytest.fixture
def run(store: Store) -> RunRef:
    store.runs.note_sources([SOURCE])
    return store.runs.begin(now=NOW, program="test", list_version="v1", contests=[CONTEST], controller=None)


def row_of(store: Store) -> int:
    return store.accounts.know([AccountKey("bluesky", "did:plc:adi", "adi.example.org")], now=NOW)[0].row


def keep(
    store: Store, run: RunRef, *items: Item, verdicts: tuple[Verdict, ...] = (verdict(),), cursor: Cursor | None = None
) -> tuple[int, int]:
    kept = [
        Kept(item=one, account=ACCOUNT, account_id=row_of(store), verdicts=tuple((v, "campaign") for v in verdicts),
             context=None)
        for one in items
    ]  # fmt: skip
    written = store.items.keep_page(run, SOURCE, cursor or Cursor(), kept=kept, passed=[], now=NOW)
    return written.new_flags, written.changed_flags


def flags(store: Store) -> list[str]:
    return [flag.id for flag in Queue(store._db).flags(FlagFilter())]


def decide(store: Store, decision: str = "dismissed") -> None:
    flag = flags(store)[0]
    version = next(store._db.query("SELECT version_id FROM flags"))["version_id"]
    store._db.table("decisions").insert(
        {"flag_id": flag, "version_id": version, "decision": decision, "reason": "own-words", "note": "",
         "reviewer": "contoh", "decided_at": stamp(NOW), "list_version": "v1"}
    )  # fmt: skip


def test_scanning_the_same_item_again_adds_nothing(store: Store, run: RunRef) -> None:
    assert keep(store, run, item()) == (1, 0)
    assert keep(store, run, item()) == (0, 0)
    assert len(flags(store)) == 1
    assert store._db.table("versions").count == 1


def test_an_item_of_two_contests_has_a_flag_in_each(store: Store, run: RunRef) -> None:
    assert keep(store, run, item(), verdicts=(verdict(), verdict(contest="pilbup-pamekasan-2024"))) == (2, 0)
    assert len(set(flags(store))) == 2


def test_new_words_are_a_new_version_and_reopen_what_was_decided(store: Store, run: RunRef) -> None:
    keep(store, run, item())
    decide(store)
    assert keep(store, run, item(text="ayo coblos 2")) == (0, 1)

    (flag,) = Queue(store._db).flags(FlagFilter(status=OPEN))
    assert flag.versions == 2
    assert flag.text == "ayo coblos 2"
    assert flag.decision == "dismissed"  # the decision stays
    assert flag.reopened_at == NOW


def test_milder_words_later_do_not_take_the_earlier_ones_back(store: Store, run: RunRef) -> None:
    keep(store, run, item())
    keep(store, run, item(text="coblos siapa saja"), verdicts=(verdict(rank=0.3),))

    (flag,) = Queue(store._db).flags(FlagFilter())
    assert (flag.rank, flag.text, flag.versions) == (0.8, "coblos 2", 2)


def test_a_flagged_item_edited_to_nothing_keeps_its_flag_and_a_new_version(store: Store, run: RunRef) -> None:
    keep(store, run, item())
    store.items.keep_page(run, SOURCE, Cursor(), kept=[], passed=[(item(text="selamat pagi"), row_of(store))], now=NOW)

    (flag,) = Queue(store._db).flags(FlagFilter())
    assert (flag.text, flag.versions) == ("coblos 2", 2)


def test_an_absent_text_never_replaces_a_present_one(store: Store, run: RunRef) -> None:
    keep(store, run, item())
    assert keep(store, run, item(text=None)) == (0, 0)
    assert store._db.table("versions").count == 1


def test_a_decision_cannot_be_changed_or_taken_away(store: Store, run: RunRef) -> None:
    keep(store, run, item())
    decide(store)
    for sql in ("UPDATE decisions SET decision = 'follow_up'", "DELETE FROM decisions", "DELETE FROM chain"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            store._db.execute(sql)


def test_an_unflagged_item_leaves_no_text(store: Store, run: RunRef, tmp_path: Path) -> None:
    words = "makan siang di warung contoh"
    store.items.keep_page(run, SOURCE, Cursor(), kept=[], passed=[(item(text=words), 1)], now=NOW)
    assert store._db.table("seen").count == 1
    store.close()
    assert words.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())


def test_marks_expire_with_the_overlap_window(store: Store, run: RunRef) -> None:
    store.items.keep_page(run, SOURCE, Cursor(), kept=[], passed=[(item(), 1)], now=NOW)
    store.runs.end(run, now=NOW + SOURCE.overlap - timedelta(seconds=1))
    assert store._db.table("seen").count == 1
    store.runs.end(run, now=NOW + SOURCE.overlap + timedelta(seconds=1))
    assert store._db.table("seen").count == 0


def test_a_page_and_its_cursor_are_stored_together_or_not_at_all(store: Store, run: RunRef) -> None:
    before = Cursor(watermark=NOW - timedelta(days=9))
    keep(store, run, cursor=before)
    sound = Kept(item=item(), account=ACCOUNT, account_id=row_of(store), verdicts=((verdict(), "vote"),), context=None)
    broken = replace(sound, item=item("at://2"), account_id=999)  # no such account: the second insert fails
    with pytest.raises(sqlite3.IntegrityError):
        store.items.keep_page(run, SOURCE, Cursor(watermark=NOW), kept=[sound, broken], passed=[], now=NOW)
    assert store.runs.cursor(SOURCE.key) == before
    assert flags(store) == []


def test_a_cursor_comes_back_whole(store: Store, run: RunRef) -> None:
    cursor = Cursor(NOW, NOW + timedelta(microseconds=1), "page 2", NOW - timedelta(days=9), "at://last", "etag")
    keep(store, run, cursor=cursor)
    assert store.runs.cursor(SOURCE.key) == cursor


def end(store: Store, run: RunRef, status: OutcomeStatus = OutcomeStatus.READ) -> None:
    store.runs.end_source(run, Outcome(source=SOURCE, status=status), now=NOW, reread_from=NOW - timedelta(days=7))


@pytest.mark.parametrize(
    ("status", "created", "noted", "why"),
    [
        (OutcomeStatus.READ, NOW - timedelta(days=1), True, "the window was read whole and it was not there"),
        (OutcomeStatus.READ, NOW - timedelta(days=30), False, "older than what was read again"),
        (OutcomeStatus.PARTIAL, NOW - timedelta(days=1), False, "part of the source was not read"),
        (OutcomeStatus.DEFERRED, NOW - timedelta(days=1), False, "the reading did not come to its end"),
    ],
)
def test_not_found_on_rereading_is_noted_only_where_it_was_looked_for(
    store: Store, run: RunRef, status: OutcomeStatus, created: datetime, noted: bool, why: str
) -> None:
    keep(store, run, item(created_at=created))
    later = store.runs.begin(now=NOW, program="test", list_version="v1", contests=[CONTEST], controller=None)
    end(store, later, status)

    (flag,) = Queue(store._db).flags(FlagFilter())
    assert (flag.not_found_at is not None) is noted, why


def test_what_turns_up_again_is_no_longer_noted_as_not_found(store: Store, run: RunRef) -> None:
    keep(store, run, item())
    end(store, store.runs.begin(now=NOW, program="t", list_version="v1", contests=[], controller=None))
    keep(store, run, item())

    (flag,) = Queue(store._db).flags(FlagFilter())
    assert flag.not_found_at is None


# --- accounts -------------------------------------------------------------------------------------------------


def test_an_account_keeps_its_row_through_a_rename(store: Store) -> None:
    (first,) = store.accounts.know([AccountKey("bluesky", None, "lama.example.org")], now=NOW)
    assert store.accounts.learn(first.row, "bluesky", native_id="did:plc:x", handle="baru.example.org", now=NOW) is None
    for key in (
        AccountKey("bluesky", None, "lama.example.org"),  # the roster still has the old name
        AccountKey("bluesky", None, "baru.example.org"),  # the roster was brought up to date
        AccountKey("bluesky", "did:plc:x", None),
    ):
        (again,) = store.accounts.know([key], now=NOW)
        assert (again.row, again.native_id) == (first.row, "did:plc:x")


def test_a_handle_taken_over_by_somebody_else_is_another_account(store: Store) -> None:
    (first,) = store.accounts.know([AccountKey("bluesky", "did:plc:x", "nama.example.org")], now=NOW)
    (second,) = store.accounts.know([AccountKey("bluesky", "did:plc:y", "nama.example.org")], now=NOW)
    assert first.row != second.row


def test_an_id_that_is_another_rows_own_is_told(store: Store) -> None:
    first, second = store.accounts.know(
        [AccountKey("bluesky", "did:plc:x", "a.example.org"), AccountKey("bluesky", None, "b.example.org")], now=NOW
    )
    other = store.accounts.learn(second.row, "bluesky", native_id="did:plc:x", handle="b.example.org", now=NOW)
    assert other == first.row


# --- the file -------------------------------------------------------------------------------------------------


def test_a_dry_run_leaves_the_file_as_it_was(store: Store, run: RunRef, tmp_path: Path) -> None:
    keep(store, run, item())
    store.close()
    path = tmp_path / "jempol.db"
    before = path.read_bytes()
    copy = Store(connect_copy(path), key=b"k" * 32)
    keep(copy, run, item("at://2"))
    assert len(flags(copy)) == 2
    copy.close()
    assert path.read_bytes() == before


def test_a_database_of_a_newer_program_is_refused(store: Store, tmp_path: Path) -> None:
    store._db.table("_sqlite_migrations").insert(
        {"migration_set": "jempol_netral", "name": "m999_later", "applied_at": "2030-01-01"}
    )
    store.close()
    with pytest.raises(UserError, match="newer"):
        connect(tmp_path / "jempol.db")


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "jempol.db"
    path.write_bytes(b"bukan basis data, hanya teks contoh" * 50)
    with pytest.raises(UserError, match="cannot be opened"):
        connect(path)


@pytest.mark.parametrize("when", [NOW, datetime(1, 10, 14, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)])
def test_stored_times_come_back_and_sort_as_text(when: datetime) -> None:
    assert moment(stamp(when)) == when
    assert (str(stamp(when)) < str(stamp(NOW))) == (when < NOW)


# --- evidence -------------------------------------------------------------------------------------------------


def test_each_record_of_the_chain_holds_the_hash_before_it(store: Store, run: RunRef) -> None:
    keep(store, run, item(), item("at://2"))
    records = list(store._db.query("SELECT * FROM chain ORDER BY seq"))
    assert [record["kind"] for record in records] == ["version", "flag", "version", "flag"]
    previous = evidence.GENESIS
    for seq, record in enumerate(records, 1):
        assert (record["seq"], record["previous"]) == (seq, previous)
        previous = evidence.link_hash(
            record["previous"], seq, record["kind"], record["subject"], record["digest"], record["at"]
        )
        assert record["hash"] == previous


def test_flag_ids_are_stable_short_and_unlike(store: Store) -> None:
    known = evidence.flag_id("bluesky", "at://did:plc:a/app.bsky.feed.post/1", CONTEST)
    assert known == evidence.flag_id("bluesky", "at://did:plc:a/app.bsky.feed.post/1", CONTEST)
    assert len(known) == 12
    ids = {evidence.flag_id("x", str(number), CONTEST) for number in range(20_000)}
    assert len(ids) == 20_000


def test_absent_and_empty_words_have_different_digests() -> None:
    assert evidence.text_digest(None) != evidence.text_digest("")
    assert evidence.text_digest("absent") != evidence.text_digest(None)
