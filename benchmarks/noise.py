"""How well disguised names are found: every disguise on names of the official list, in plain sentences, seeded.

Run: python benchmarks/noise.py [names per disguise]. All 545 contests are loaded: each name has all its rivals.
Found means: a match of that pair that covers the disguised name, and whose span cuts out exactly it.
"""

from __future__ import annotations

import random
import re
import sys
from typing import TYPE_CHECKING, NamedTuple

from jempol_netral.keywords import load_lexicon
from jempol_netral.keywords.official import official_contests
from jempol_netral.matching.matcher import Matcher
from jempol_netral.matching.normalise import normalise
from jempol_netral.models import PairRef

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SEED = 20241127
CARRIERS = (
    "kemarin {} datang ke pasar lama",
    "tadi sore saya lihat {} di lapangan desa",
    "besok {} katanya hadir juga",
    "{} sudah tiba sejak pagi",
    "kami bertemu {}",
)
_SMALL_CAPS = dict(zip("abcdefghijklmnopqrstuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ", strict=True))
_HOMOGLYPHS = dict(zip("aceikmoprstuxyhb", "асеікмоpгѕтυхуһЬ", strict=True))
_LEET = {"a": "4", "i": "1", "e": "3", "o": "0", "s": "5", "t": "7"}
_SOUNDS = (
    ("kh", "k"), ("sy", "s"), ("f", "p"), ("v", "f"), ("dj", "j"), ("oe", "u"), ("z", "s"), ("ch", "kh"),
    ("u", "oe"), ("p", "f"), ("s", "z"), ("j", "dj"),
)  # fmt: skip


class Planted(NamedTuple):
    """A name of a pair."""

    pair: PairRef
    name: str


class Disguise(NamedTuple):
    """A way to write a name otherwise; None where it cannot be done to this name."""

    name: str
    make: Callable[[random.Random, str], str | None]
    least: float
    """Recall that it must have."""


def planted() -> list[Planted]:
    """All names of two words or more."""
    return [
        Planted(PairRef(contest.id, pair.number), name.strip("'."))  # a mark at its end is no part of a word
        for contest in official_contests()
        for pair in contest.pairs
        for name in pair.names
        if len(re.findall(r"\w{2,}", name)) > 1
    ]


def _letters(name: str) -> list[int]:
    return [at for at, char in enumerate(name) if char.isalpha()]


def _edited(rng: random.Random, name: str) -> str:
    places = _letters(name)
    at = rng.choice(places)
    kind = rng.choice(("replace", "insert", "delete", "swap"))
    letter = rng.choice("abcdefghijklmnopqrstuvwxyz")
    if kind == "replace":
        return name[:at] + letter + name[at + 1 :]
    if kind == "insert":
        return name[:at] + letter + name[at:]
    if kind == "delete":
        return name[:at] + name[at + 1 :]
    if at + 1 in places:
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + letter + name[at + 1 :]


def one_edit(rng: random.Random, name: str) -> str | None:
    return _edited(rng, name) if len(_letters(name)) >= 6 else None


def two_edits(rng: random.Random, name: str) -> str | None:
    return _edited(rng, _edited(rng, name)) if len(_letters(name)) >= 10 else None


def sound_alike(rng: random.Random, name: str) -> str | None:
    able = [(old, new) for old, new in _SOUNDS if old in name]
    if not able:
        return None
    for old, new in rng.sample(able, min(2, len(able))):
        name = name.replace(old, new, 1)
    return name


def elongated(rng: random.Random, name: str) -> str | None:
    at = rng.choice([at for at, char in enumerate(name) if char in "aiueon"] or [0])
    return name[:at] + name[at] * rng.randint(3, 6) + name[at + 1 :]


def leet(rng: random.Random, name: str) -> str | None:
    inside = [
        at for at in range(1, len(name) - 1) if name[at] in _LEET and name[at - 1].isalpha() and name[at + 1].isalpha()
    ]
    if not inside:
        return None
    for at in rng.sample(inside, min(len(inside), rng.randint(1, 3))):
        if name[at - 1].isalpha() and name[at + 1].isalpha():
            name = name[:at] + _LEET[name[at]] + name[at + 1 :]
    return name


def spaced(rng: random.Random, name: str) -> str | None:
    return rng.choice((" ", ".", "-")).join(re.sub(r"[^a-z]", "", name))


def _mapped(table: dict[str, str]) -> Callable[[random.Random, str], str | None]:
    return lambda _, name: "".join(table.get(char, char) for char in name)


def _shifted(first: int) -> Callable[[random.Random, str], str | None]:
    return lambda _, name: "".join(chr(first + ord(char) - 97) if "a" <= char <= "z" else char for char in name)


def homoglyphs(rng: random.Random, name: str) -> str | None:
    return "".join(_HOMOGLYPHS.get(char, char) if rng.random() < 0.5 else char for char in name)


def underlined(_: random.Random, name: str) -> str | None:
    return "".join(char + "\u0332" if char.isalpha() else char for char in name)


def zero_width(rng: random.Random, name: str) -> str | None:
    at = rng.choice(_letters(name)[1:])
    return name[:at] + rng.choice("\u200b\u200c\u200d\u2060\ufeff") + name[at:]


def hashtag(rng: random.Random, name: str) -> str | None:
    words = re.findall(r"[a-z]+", name)
    joined = "".join(words) if rng.random() < 0.5 else "".join(word.title() for word in words)
    return "#" + joined


def camel(_: random.Random, name: str) -> str | None:
    return "".join(word.title() for word in re.findall(r"[a-z]+", name))


def joined(_: random.Random, name: str) -> str | None:
    return re.sub(r"[^a-z]", "", name)


DISGUISES = (
    Disguise("exact", lambda _, name: name, 1.0),
    Disguise("one edit", one_edit, 0.97),
    Disguise("two edits", two_edits, 0.97),
    Disguise("sound-alike", sound_alike, 0.97),
    Disguise("elongation", elongated, 0.97),
    Disguise("leet", leet, 0.97),
    Disguise("spaced letters", spaced, 0.97),
    Disguise("bold", _shifted(0x1D41A), 0.97),
    Disguise("full width", _shifted(0xFF41), 0.97),
    Disguise("circled", _shifted(0x24D0), 0.97),
    Disguise("small capitals", _mapped(_SMALL_CAPS), 0.97),
    Disguise("negative squares", _shifted(0x1F170), 0.97),
    Disguise("underlined", underlined, 0.97),
    Disguise("homoglyphs", homoglyphs, 0.97),
    Disguise("zero width", zero_width, 0.97),
    Disguise("hashtag", hashtag, 0.97),
    Disguise("camel case", camel, 0.97),
    Disguise("missing spaces", joined, 0.97),
)


class Outcome(NamedTuple):
    """Of one planted name: found, and with the right span."""

    found: bool
    cut: bool
    text: str


def try_out(matcher: Matcher, disguise: Disguise, names: list[Planted], seed: int = SEED) -> Iterator[Outcome]:
    """Plant every name in a sentence under the disguise and look for it."""
    rng = random.Random(f"{seed} {disguise.name}")
    for plant in names:
        surface = disguise.make(rng, plant.name.casefold())
        if surface is None:
            continue
        before, after = rng.choice(CARRIERS).split("{}")
        text = before + surface + after
        start, end = len(before), len(before) + len(surface)
        spans = [(one.start, one.end) for one in matcher.find(normalise(text)) if one.pair == plant.pair]
        yield Outcome(any(left < end and start < right for left, right in spans), (start, end) in spans, text)


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    lexicon = load_lexicon()
    matcher = Matcher(official_contests(), lexicon.common_words, lexicon.known_words)
    names = planted()
    names = random.Random(SEED).sample(names, min(count, len(names)))
    failed = 0
    print(f"{'disguise':18} {'names':>6} {'recall':>8} {'span':>8}")
    for disguise in DISGUISES:
        outcomes = list(try_out(matcher, disguise, names))
        cut = sum(one.cut for one in outcomes) / len(outcomes)
        found = sum(one.found for one in outcomes) / len(outcomes)
        failed += found < disguise.least
        verdict = "" if found >= disguise.least else "  too low"
        print(f"{disguise.name:18} {len(outcomes):6} {found:8.4f} {cut:8.4f}{verdict}")
        if "-v" in sys.argv:
            for one in [one for one in outcomes if not one.cut][:12]:
                print("      ", "found" if one.found else "missed", one.text)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
