"""Disguises undone, with exact spans."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jempol_netral.matching.normalise import Normaliser, Token, TokenKind, normalise

SIGNS = {TokenKind.HASHTAG: "#", TokenKind.MENTION: "@"}
LETTERS = "aAbiIkoOsSzт кеο0134579@#$_'’.-&;ʼªᴋʜᴏꜰɪ🅺🅷Ⓚ𝗸ｋ̲\u200b\u200d\ufe0f⃣✌🏽🇮🇩🇰👨ßİıﬁ½²№ \n\t2"
TEXTS = st.one_of(st.text(max_size=40), st.text(alphabet=LETTERS, max_size=40))


@pytest.mark.parametrize(
    ("text", "tokens", "why"),
    [
        ("Halo KAWAN", ["halo", "kawan"], "case"),
        ("AIRINNNNN mantaaap", ["airin", "mantap"], "letters drawn out"),
        ("maaf", ["maaf"], "a doubled letter is spelling"),
        ("kh0fifah t3tap pr@bowo", ["khofifah", "tetap", "prabowo"], "leet inside a word"),
        ("surat ke nama@contoh.org", ["surat", "ke", "nama", "contoh", "org"], "an address is no leet"),
        ("emil02 no2 2jari", ["emil", "02", "no", "2", "2", "jari"], "digits at an edge stand alone"),
        ("orang2nya", ["orang", "2", "nya"], "reduplication is no leet"),
        ("k h o f i f a h", ["khofifah"], "spaced letters"),
        ("R.I.D.W.A.N  K.A.M.I.L", ["ridwan", "kamil"], "a wider gap ends the word"),
        ("a b c", ["a", "b", "c"], "three letters are only letters"),
        ("#Jatim_Maju @contoh.nama", ["jatimmaju", "contohnama"], "tags without sign and joints"),
        ("ma'ruf dhuwa' 'halo'", ["maruf", "dhuwa", "halo"], "apostrophes, not quotes"),
        ("ᴋʜᴏꜰɪꜰᴀʜ", ["khofifah"], "small capitals"),
        ("🅺🅷🅾 🄺🄷🄾", ["kho", "kho"], "squared letters"),
        ("кhоfіfаh", ["khofifah"], "Cyrillic look-alikes"),
        ("𝗣𝗿𝗮𝗯𝗼𝘄𝗼 ｐｒａｂｏｗｏ ⓟⓡⓐⓑⓞⓦⓞ", ["prabowo"] * 3, "NFKC"),
        ("k̲h̲o̲ kh\u200bo", ["kho", "kho"], "combining and invisible marks"),
        ("2️⃣ ② ２ ٢", ["2"] * 4, "digits of all sorts"),
        ("✌🏽✌️", ["✌", "✌"], "one token for each cluster, without skin tone"),
        ("👨‍👩‍👧", ["👨‍👩‍👧"], "a joined cluster is one"),
        ("🇮🇩🇮🇩", ["🇮🇩", "🇮🇩"], "flags"),
        ("🇰🇭🇴🇫", ["khof"], "regional letters that are no flags"),
        ("a &amp; b &lt;b&gt; &amp;lt;", ["a", "b", "b", "lt"], "entities once"),
        ("1&3", ["1", "3"], "no entity"),
        ("lihat https://contoh.org/A?x=1#y ya", ["lihat", "https://contoh.org/a?x=1#y", "ya"], "an address is one"),
        ("prabowo™", ["prabowo"], "a sign is not read as letters"),
        ("İSTANBUL ıstanbul", ["istanbul", "istanbul"], "letters that change their length"),
        ("", [], "nothing"),
    ],
)
def test_tokens(text: str, tokens: list[str], why: str) -> None:
    assert [token.text for token in normalise(text).tokens] == tokens, why


@pytest.mark.parametrize(
    ("text", "surface", "why"),
    [
        ("&lt;b&gt; khofifah", "khofifah", "behind entities"),
        ("k\u200bho\u200bfifah!", "k\u200bho\u200bfifah", "invisible marks inside belong to it"),
        ("ya k h o f i f a h, ya", "k h o f i f a h", "spaced letters from first to last"),
        ("coblos 2️⃣ ya", "2️⃣", "a keycap with its marks"),
        ("ini #Contoh02.", "#Contoh02", "the sign belongs to the tag"),
        ("👍🏽 ok", "👍🏽", "a skin tone belongs to its hand"),
    ],
)
def test_spans(text: str, surface: str, why: str) -> None:
    assert surface in [text[token.start : token.end] for token in normalise(text).tokens], why


def again(token: Token) -> list[str]:
    return [one.text for one in normalise(SIGNS.get(token.kind, "") + token.text).tokens]


@given(TEXTS)
def test_a_token_is_a_fixed_point(text: str) -> None:
    for token in normalise(text).tokens:
        assert again(token) == [token.text]


@given(TEXTS)
def test_spans_are_in_order_and_not_empty(text: str) -> None:
    end = 0
    for token in normalise(text).tokens:
        assert 0 <= token.start < token.end <= len(text)
        assert token.text
        # One character may hold two tokens (½), so a span may begin where the last one did.
        assert token.end >= end
        end = token.end


@given(TEXTS)
@settings(max_examples=50)
def test_memory_changes_nothing(text: str) -> None:
    small = Normaliser(remember=2)
    assert small.normalise(text) == small.normalise(text) == normalise(text)
