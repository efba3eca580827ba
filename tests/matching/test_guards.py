"""When everyday words and ballot numbers count."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from jempol_netral.matching.engine import Engine
from jempol_netral.matching.lexicon import CuePhrase, Lexicon
from jempol_netral.models import Act, Contest, MatchKind, Pair, Setting, Stages, Term, Tier

DRAWN = Stages(number_draw=date(2030, 9, 23))
LEXICON = Lexicon(
    cues={"vote-call": (CuePhrase("coblos"), CuePhrase("pilih nomor"), CuePhrase("nyoblos"))},
    common_words=frozenset({"asih", "indah"}),
)
FIRST = Contest(
    "pilgub-contoh-2030",
    "Contoh",
    "99",
    "Asia/Jakarta",
    DRAWN,
    (
        Pair(1, "Sekarwangi", ("Sekarwangi Contohnita",)),
        Pair(2, "Khafidz", ("Khafidz Syarifnur",), (Term("asih", MatchKind.ALIAS, needs_context=True),)),
    ),
)
SECOND = Contest("pilbup-contoh-2030", "Contoh", "9901", "Asia/Jakarta", DRAWN, (Pair(2, "Pranowijaya"),))
ALONE, TWO = Engine([FIRST], LEXICON), Engine([FIRST, SECOND], LEXICON)
NOTHING_KNOWN = Setting()
THREAD = Setting(thread_contest=FIRST.id)
BEFORE = Setting(created_at=datetime(2030, 9, 22, 16, 59, tzinfo=UTC))
AFTER = Setting(created_at=datetime(2030, 9, 22, 17, 0, tzinfo=UTC))  # midnight in Jakarta


def named(engine: Engine, text: str, setting: Setting = NOTHING_KNOWN) -> list[str]:
    verdicts = engine.read(text, setting)
    return sorted({str(match.pair) for verdict in verdicts for match in verdict.matches})


P1, P2 = f"{FIRST.id}:1", f"{FIRST.id}:2"


@pytest.mark.parametrize(
    "form",
    [
        "no 2", "no.2", "nmr 02", "no.urut 2", "nomor urut 2", "paslon dua", "paslon nomor urut 2", "nomer loro",
        "nomer dhuwa'", "nomor kosong dua", "O2", "02", "2️⃣", "✌🏽", "nomor ②",
    ],
)  # fmt: skip
def test_forms_of_a_number(form: str) -> None:
    assert named(ALONE, f"ayo coblos {form} ya") == [P2]
    assert named(ALONE, f"saya kira {form} ya", THREAD) == [P2]


@pytest.mark.parametrize(
    ("text", "setting", "pairs", "why"),
    [
        ("nomor 2 itu rumah saya", Setting(), [], "a number by itself"),
        ("coblos 2", Setting(), [P2], "a vote call"),
        ("Sekarwangi itu nomor 2?", Setting(), [P1, P2], "another term"),
        ("1&3 menyerang, 02 diam", THREAD, [P2], "in a thread only what is surely meant as one"),
        ("paslon 1&2 sama saja", THREAD, [P1, P2], "two at once"),
        ("coblos nomor 2", BEFORE, [], "numbers were not drawn yet"),
        ("coblos nomor 2", AFTER, [P2], "drawn at midnight of the contest's zone"),
        ("coblos nomor 7", Setting(), [], "nobody has that number"),
        ("umur saya 2 tahun", THREAD, [], "a bare digit says nothing"),
        ("orang2 coblos", THREAD, [], "reduplication"),
        ("coblos 2x ya", THREAD, [], "times"),
        ("coblos tahun 2030", THREAD, [], "a year"),
    ],
)
def test_numbers(text: str, setting: Setting, pairs: list[str], why: str) -> None:
    assert named(ALONE, text, setting) == pairs, why


def test_a_number_of_an_unclear_contest() -> None:
    (verdict,) = TWO.read("ayo coblos nomor 2")
    assert verdict.contest == ""
    assert verdict.pairs == ()
    assert [match.pair for match in verdict.matches] == [None]
    assert named(TWO, "coblos nomor 2", THREAD) == [P2], "the thread tells the contest"
    assert named(TWO, "Khafidz dan nomor 1", Setting()) == [P1, P2], "the other name tells it"
    assert named(TWO, "nomor 2 enak") == []


@pytest.mark.parametrize(
    ("text", "setting", "pairs", "why"),
    [
        ("kasih asih sayang", Setting(), [], "an everyday word"),
        ("coblos asih", Setting(), [P2], "after a vote call"),
        ("Sekarwangi lawan asih", Setting(), [P1, P2], "near another term"),
        ("asih menang", THREAD, [P2], "in a thread about the contest"),
    ],
)
def test_everyday_words(text: str, setting: Setting, pairs: list[str], why: str) -> None:
    assert named(ALONE, text, setting) == pairs, why


def test_under_a_campaign_account() -> None:
    setting = Setting(act=Act.COMMENT, thread_contest=FIRST.id, thread_pair=2)
    (verdict,) = ALONE.read("mantap", setting)
    assert [(str(match.pair), match.kind, match.start, match.end) for match in verdict.matches] == [
        (P2, MatchKind.WATCHLIST, 0, 0)
    ]
    assert verdict.tier is not None
    (liked,) = ALONE.read("", Setting(act=Act.LIKE, thread_contest=FIRST.id, thread_pair=2))
    assert liked.tier is Tier.LOW


def test_list_version_follows_lists_not_their_order() -> None:
    assert TWO.list_version == Engine([SECOND, FIRST], LEXICON).list_version
    assert TWO.list_version != ALONE.list_version
    assert ALONE.list_version != Engine([FIRST], Lexicon()).list_version
