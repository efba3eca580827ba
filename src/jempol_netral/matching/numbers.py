"""Ballot numbers in all their forms, and hand signs. What they name is for the guards to say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jempol_netral.matching.normalise import TokenKind
from jempol_netral.models import MatchKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jempol_netral.matching.normalise import Token

_WORDS = {
    1: "satu siji setunggal sittong settong sijji hiji",
    2: "dua loro kalih duwa dhuwa duwe dhuwe dhua duo",
    3: "tiga telu tello tallu tilu",
    4: "empat papat sekawan empa",
    5: "lima limo lema",
    6: "enam enem",
    7: "tujuh pitu",
}
NUMBER_WORDS = {word: number for number, words in _WORDS.items() for word in words.split()}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NO = _words("no nomor nomer nmr nmor nomr nomber nomoro")
_URUT = _words("urut urutan")
_PASLON = _words("paslon palon pasangan calon cagub cabup cawali cawalkot capres kubu")
_CALL = _words("coblos nyoblos coblosen nyublus tusuk")
_CHOICE = _words("pilih pileh milih pele mele angka salam jari")
"""May stand before any number."""
_ZERO = frozenset({"kosong", "nol", "o", "oh"})
LEADING = _NO | _URUT | _PASLON | _CALL | _CHOICE | _ZERO
"""Words that make a number after them a ballot number."""
_SAYING = _NO | _URUT | _PASLON | _CALL
_UNITS = _words("x rb jt ribu juta")
_SIGNS = {"☝": 1, "👆": 1, "✌": 2}
GREATEST = 20


class NumberSeen(NamedTuple):
    """A ballot number, or what may be one."""

    number: int
    first: int
    last: int
    """`tokens[first:last]`."""
    kind: MatchKind
    plain: bool
    """A bare digit or a hand sign: next to nothing says that it is a ballot number."""
    explicit: bool = True
    """A word before it says that it is a ballot number; "pilih 1" does not."""


def numbers_in(tokens: Sequence[Token]) -> list[NumberSeen]:
    """Every ballot number in the tokens, in order."""
    seen: list[NumberSeen] = []
    for at, token in enumerate(tokens):
        if token.kind is TokenKind.EMOJI:
            number = _SIGNS.get(token.text[0])
            if number:
                seen.append(NumberSeen(number, at, at + 1, MatchKind.GESTURE, plain=True))
            continue
        number = _value(token)
        if number is None or _is_part_of_more(tokens, at):
            continue
        first = _beginning(tokens, at)
        # 02, and a digit drawn as a key or a sign, are meant as a ballot number.
        zero_led = (token.text[0] == "0" and len(token.text) == 2) or token.end - token.start > len(token.text)
        if first == at and token.kind is TokenKind.WORD and not _continues(seen, tokens, at):
            continue
        plain = first == at and not zero_led and not _continues(seen, tokens, at)
        explicit = any(word.text in _SAYING for word in tokens[first:at])
        seen.append(NumberSeen(number, first, at + 1, MatchKind.NUMBER, plain, explicit))
    return seen


def is_sign(token: Token) -> bool:
    """Whether a token is a hand sign that stands for a number."""
    return token.kind is TokenKind.EMOJI and token.text[0] in _SIGNS


def is_number(token: Token) -> bool:
    """Whether a token may be a ballot number, whatever stands around it."""
    return _value(token) is not None


def _value(token: Token) -> int | None:
    if token.kind is TokenKind.NUMBER:
        digits = token.text
        if len(digits) > 2 or not digits.isascii():
            return None
        number = int(digits)
        return number if 0 < number <= GREATEST else None
    return NUMBER_WORDS.get(token.text) if token.kind is TokenKind.WORD else None


def _is_part_of_more(tokens: Sequence[Token], at: int) -> bool:
    """2x, 2024/2, 1.5 and 12:30 are no ballot numbers."""
    token = tokens[at]
    if token.kind is not TokenKind.NUMBER:
        return False
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    before = tokens[at - 1] if at else None
    if (
        after is not None
        and after.start == token.end
        and after.kind is TokenKind.WORD
        and after.text in {"x", "rb", "jt"}
    ):
        return True
    if before is None or before.end != token.start:
        return False
    # Reduplication: orang2.
    return before.kind is TokenKind.WORD and len(token.text) == 1 and before.text not in LEADING


def _beginning(tokens: Sequence[Token], at: int) -> int:
    """The first token of "paslon nomor urut kosong dua" when `at` is its last."""
    first = at
    while first and tokens[first - 1].kind is TokenKind.WORD:
        word = tokens[first - 1].text
        zero = word in _ZERO and (tokens[first - 1].end == tokens[first].start or word in {"kosong", "nol"})
        if not (word in _NO or word in _URUT or word in _PASLON or word in _CALL or word in _CHOICE or zero):
            break
        first -= 1
    return first


def _continues(seen: Sequence[NumberSeen], tokens: Sequence[Token], at: int) -> bool:
    """1&3, 1 dan 3 after a certain number: of the same sort."""
    if not seen or seen[-1].plain or seen[-1].kind is not MatchKind.NUMBER:
        return False
    last = seen[-1].last
    return last == at or (last == at - 1 and tokens[last].text in {"dan", "sama", "atau", "vs", "n", "maupun"})
