"""All benchmarks of matching, each beside its peer in the same process: `python -m benchmarks [texts]`.

Times are CPU time of one core. The machine matters to the figures, hardly to the ratios. `core` is what finds terms;
`engine` adds cues, guards, directions and rank; `jempol match` adds reading and writing JSON.
"""

from __future__ import annotations

import gc
import gzip
import io
import json
import re
import resource
import sys
import time
import unicodedata
from itertools import islice, product
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.gold import data_folder

from jempol_netral.cli.match import answers
from jempol_netral.keywords import find_contest, load_lexicon
from jempol_netral.keywords.official import official_contests
from jempol_netral.matching.context import CueFinder
from jempol_netral.matching.engine import Engine
from jempol_netral.matching.gate import Gate
from jempol_netral.matching.matcher import Matcher
from jempol_netral.matching.normalise import Normaliser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jempol_netral.matching.lexicon import Lexicon
    from jempol_netral.models import Contest

ONE = "pilgub-jatim-2024"
"""The contest of the lists with one contest."""
_WORD = re.compile(r"\w+")
_PEER_TEXTS = 300
"""cdist takes milliseconds a text with all contests; a sample tells its pace."""


class Row(NamedTuple):
    """One line of the table."""

    name: str
    texts: int
    seconds: float

    @property
    def each(self) -> float:
        """Microseconds a text."""
        return self.seconds / self.texts * 1e6


class Core:
    """What finds terms, without cues, guards and rank."""

    def __init__(self, contests: Sequence[Contest], lexicon: Lexicon) -> None:
        self.normaliser = Normaliser()
        self.matcher = Matcher(contests, lexicon.common_words, lexicon.known_words)
        self.gate = Gate(self.matcher, self.normaliser, CueFinder(lexicon))

    def read(self, text: str) -> int:
        if not self.gate.may_hold(text):
            return 0
        return len(self.matcher.find(self.normaliser.normalise(text)))


def texts(most: int) -> list[str]:
    with gzip.open(data_folder() / "throughput-60k.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in islice(lines, most)]


def clock(name: str, some: Sequence[object], work: Callable[[], object]) -> Row:
    gc.collect()
    begun = time.process_time()
    work()
    return Row(name, len(some), time.process_time() - begun)


def spellings(contests: Sequence[Contest]) -> list[str]:
    """The pinned list of the peers: names and given terms, small letters."""
    found = {
        text.casefold(): None
        for contest in contests
        for pair in contest.pairs
        for text in (*pair.names, *(term.text for term in pair.terms))
    }
    return list(found)


def each(read: Callable[[str], object], some: Sequence[str]) -> None:
    for text in some:
        read(text)


def bare(lines: Sequence[bytes]) -> None:
    """The floor for Python: parse, normalise, write."""
    out = io.BytesIO()
    for line in lines:
        row = json.loads(line)
        words = _WORD.findall(unicodedata.normalize("NFKC", row["text"]).casefold())
        out.write(json.dumps({"id": row["id"], "words": len(words)}, ensure_ascii=False).encode() + b"\n")


def whole(engine: Engine, lines: Sequence[bytes]) -> None:
    """`jempol match` between its files."""
    out = io.BytesIO()
    for answer, _ in answers(engine, lines):
        out.write(answer.encode("utf-8", "backslashreplace"))


def cdist(terms: Sequence[str], some: Sequence[str]) -> None:
    from rapidfuzz.fuzz import partial_ratio
    from rapidfuzz.process import cdist as compare

    compare([text.casefold() for text in some], terms, scorer=partial_ratio, score_cutoff=85, workers=1)


def exact(terms: Sequence[str], some: Sequence[str]) -> None:
    from ahocorasick_rs import AhoCorasick

    find = AhoCorasick(terms).find_matches_as_indexes
    for text in some:
        find(text.casefold())


def show(rows: Sequence[Row]) -> None:
    for row in rows:
        print(f"  {row.name:44} {row.each:10.1f} us/text {row.texts / row.seconds:12,.0f} texts/s")


def speed(some: Sequence[str]) -> None:
    lexicon = load_lexicon()
    one, every = [find_contest(ONE)], official_contests()
    few, many = spellings(one)[:60], spellings(every)
    lines = [json.dumps({"id": str(at), "text": text}, ensure_ascii=False).encode() for at, text in enumerate(some)]
    sample = list(some[:: max(1, len(some) // _PEER_TEXTS)][:_PEER_TEXTS])
    cores = {name: Core(contests, lexicon) for name, contests in (("one contest", one), ("545 contests", every))}
    gc.freeze()
    rows = {
        (name, state): clock(f"core, {name}, {state}", some, lambda core=core: each(core.read, some))  # type: ignore[misc]
        for name, core in cores.items()
        for state in ("cold", "warm")
    }
    cdist([few[0]], sample[:2])  # imports
    peers = {
        "few": clock(f"cdist(partial_ratio), {len(few)} terms", [*sample] * 10, lambda: cdist(few, [*sample] * 10)),
        "many": clock(f"cdist(partial_ratio), {len(many):,} terms", sample, lambda: cdist(many, sample)),
        "exact": clock(f"ahocorasick_rs (exact), {len(many):,} terms", some, lambda: exact(many, some)),
    }
    floor = clock("bare loop: JSON, NFKC, casefold, \\w+, JSON", lines, lambda: bare(lines))
    match = clock("jempol match, one contest, cold", lines, lambda: whole(Engine(one, lexicon), lines))
    print(f"Speed, {len(some):,} texts, one core, CPU time")
    show([*rows.values(), *peers.values(), floor, match])
    cold, warm = rows["one contest", "cold"], rows["one contest", "warm"]
    cold_all, warm_all = rows["545 contests", "cold"], rows["545 contests", "warm"]
    for name, ratio, goal in (
        ("core / cdist with 60 terms, times as fast", peers["few"].each / cold.each, ">= 2"),
        ("core / cdist with 545 contests, times as fast", peers["many"].each / cold_all.each, ">= 100"),
        ("545 contests / one, cold", cold_all.each / cold.each, "<= 2.0"),
        ("545 contests / one, warm", warm_all.each / warm.each, "<= 1.2"),
        ("exact look-up is faster than the core (545, warm) by", warm_all.each / peers["exact"].each, "floor"),
        ("jempol match / bare loop", match.each / floor.each, "<= 2.5"),
    ):
        print(f"  {name:52} {ratio:8.2f}   goal {goal}")


def memory(count: int) -> None:
    """An endless vocabulary: the memory of the process must not follow it."""
    core = Core([find_contest(ONE)], load_lexicon())
    syllables = [a + b for a in "bcdfghjklmnprstw" for b in "aeiou"]
    words: Iterator[str] = ("".join(parts) for parts in product(syllables, repeat=4))
    print(f"Memory over {count:,} distinct words (peak of the process, MB)")
    for done in range(0, count, count // 5):
        for _ in range(count // 50):
            core.read(" ".join(islice(words, 10)))
        print(f"  {done + count // 5:12,} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f}")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60_000
    speed(texts(count))
    memory(5_000_000 if count >= 60_000 else 500_000)


if __name__ == "__main__":
    main()
