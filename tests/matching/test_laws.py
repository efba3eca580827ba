"""Fast equals slow: the index, the gate and the whole against plain loops over everything."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from jempol_netral.matching import gate
from jempol_netral.matching.engine import Engine
from jempol_netral.matching.lexicon import CuePhrase, Lexicon
from jempol_netral.matching.likeness import compare, nearest
from jempol_netral.matching.matcher import Matcher
from jempol_netral.matching.normalise import normalise
from jempol_netral.matching.sound import sound
from jempol_netral.matching.terms import TermBook
from jempol_netral.matching.vocabulary import Vocabulary
from jempol_netral.models import Contest, MatchKind, Pair, PairRef, Stages, Term

SYLLABLES = ("ka", "ri", "to", "ba", "sy", "nu", "kh", "me", "la", "fi", "dz", "wan")
WORDS = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=5).map("".join)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
TERMS = st.builds(
    Term,
    NAMES,
    st.sampled_from((MatchKind.ALIAS, MatchKind.SLOGAN, MatchKind.HASHTAG)),
    needs_context=st.booleans(),
    exact=st.booleans(),
)
COMMON = frozenset({"kari", "toba", "lawan", "meri", "fila"})
KNOWN = {"kanu": 1, "bari": 7, "rito": 0}
LEXICON = Lexicon(
    cues={
        "vote-call": (CuePhrase("coblos"), CuePhrase("saya pilih"), CuePhrase("jangan lupa nomor")),
        "candidacy": (CuePhrase("calon"),),
    },
    common_words=COMMON,
    known_words=KNOWN,
)
FILLERS = st.sampled_from(
    ("coblos", "saya", "pilih", "jangan lupa nomor", "calon", "lawan", "nomor 2", "02", "✌️", "1&2", "k r i", "-", ".")
)


@st.composite
def contests(draw: st.DrawFn) -> list[Contest]:
    made = []
    for number in range(draw(st.integers(1, 2))):
        pairs = [
            Pair(
                at + 1,
                f"pasangan{at}",
                tuple(draw(st.lists(NAMES, max_size=2))),
                tuple(draw(st.lists(TERMS, max_size=3))),
            )
            for at in range(draw(st.integers(1, 3)))
        ]
        made.append(Contest(f"c{number}", "c", "99", "Asia/Jakarta", Stages(), tuple(pairs)))
    return made


def spellings(lists: list[Contest]) -> list[str]:
    pairs = [pair for contest in lists for pair in contest.pairs]
    return [text for pair in pairs for text in (*pair.names, *(term.text for term in pair.terms))]


@st.composite
def written(draw: st.DrawFn, lists: list[Contest]) -> str:
    """A text of terms as they are or off by a letter, of other words, and of what the guards look at."""
    some = spellings(lists) or ["kari"]
    pieces = draw(st.lists(st.one_of(st.sampled_from(some), WORDS, FILLERS), max_size=10))
    text = draw(st.sampled_from((" ", " ", ", "))).join(pieces)
    if text and draw(st.booleans()):
        at = draw(st.integers(0, len(text) - 1))
        text = text[:at] + draw(st.sampled_from(("", "x", text[at] * 2, "#", "@"))) + text[at + 1 :]
    return text


@given(contests(), st.data())
@settings(max_examples=150, deadline=None)
def test_a_word_resolves_as_by_a_loop_over_all_forms(lists: list[Contest], data: st.DataObject) -> None:
    forms = TermBook(COMMON, KNOWN).forms(lists)
    vocabulary = Vocabulary(forms, COMMON, KNOWN)
    strings = {form.letters for form in forms} | {word for form in forms for word in form.words}
    for token in normalise(data.draw(written(lists))).tokens:
        word = token.text
        folded = sound(word)
        found = [
            one
            for string in strings
            if (form := vocabulary.form(string)) is not None
            and (one := compare(word, folded, form)) is not None
            and not vocabulary.refuses(word, folded, one)
        ]
        assert sorted(vocabulary.resolve(word).whole) == sorted(nearest(found))
        leading = {
            (anchored.form.letters, anchored.at)
            for string in strings
            if vocabulary.may_lead(word, string)
            for anchored in vocabulary.led_to_by(string)
        }
        assert {(one.form.letters, one.at) for one in vocabulary.resolve(word).anchored} == leading


@given(contests(), st.data())
@settings(max_examples=300, deadline=None)
def test_the_gate_holds_nothing_back(lists: list[Contest], data: st.DataObject) -> None:
    engine = Engine(lists, LEXICON)
    text = data.draw(written(lists))
    verdicts = engine.read(text)
    open_gate = gate.Gate.may_hold
    try:
        gate.Gate.may_hold = lambda self, text: True  # type: ignore[method-assign]
        assert Engine(lists, LEXICON).read(text) == verdicts
    finally:
        gate.Gate.may_hold = open_gate  # type: ignore[method-assign]


@given(contests())
@settings(max_examples=150, deadline=None)
def test_a_planted_name_is_found(lists: list[Contest]) -> None:
    joined = Counter("".join(text.split()) for text in spellings(lists))
    shared = {letters for letters, count in joined.items() if count > 1}
    planted = [
        (PairRef(contest.id, pair.number), name)
        for contest in lists
        for pair in contest.pairs
        for name in pair.names
        if len(name.split()) > 1 and "".join(name.split()) not in shared
    ]
    matcher = Matcher(lists, COMMON, KNOWN)
    for pair, name in planted:
        text = f"kemarin {name} datang"
        spans = [(one.start, one.end) for one in matcher.find(normalise(text)) if one.pair == pair]
        assert (8, 8 + len(name)) in spans


@given(contests(), st.data())
@settings(max_examples=150, deadline=None)
def test_spans_cut_out_the_surface(lists: list[Contest], data: st.DataObject) -> None:
    text = data.draw(written(lists))
    for verdict in Engine(lists, LEXICON).read(text):
        for match in verdict.matches:
            assert text[match.start : match.end] == match.surface
            assert match.surface
            assert 0 < match.score <= 1
