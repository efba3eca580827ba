"""What is read of HTML, whatever its state."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jempol_netral.fetchers.html_text import LONGEST, read_html, text_of


@pytest.mark.parametrize(
    ("html", "text", "why"),
    [
        ("<p>satu</p><p>dua</p>", "satu\ndua", "paragraphs are lines"),
        ("satu<br>dua<br/>tiga", "satu\ndua\ntiga", "breaks do not glue words"),
        ("<td>sel</td><ul><li>a<li>b</ul>", "sel\na\nb", "nor do list items; closing tags may lack"),
        ("<p>#coblos<span>02</span></p>", "#coblos02", "a letter's style is no break"),
        ("Adi &amp; Budi &lt;3 &#128077;", "Adi & Budi <3 👍", "entities are resolved once"),
        ("<div>\n satu\n\tdua  <p> tiga</p></div>", "satu dua\ntiga", "spaces fold as on the screen"),
        ("a<script>x()</script><style>p{}</style><iframe>f</iframe>b", "ab", "what is not shown is not read"),
        ("<frameset>coblos</frameset>", "coblos", "a stray frameset hides nothing"),
        ("<plaintext>coblos", "coblos", "nor does plaintext"),
        ("coblos<![<![x", "coblos", "markup that is none ends the text, not the program"),
        ('<img class="emoji" alt="👍">02', "👍02", "a picture that stands for a letter is one"),
        ('foto<img alt="Poster &lt;b&gt;02">kami', "foto Poster <b>02 kami", "its description is text, never markup"),
        ("a\x00b", "ab", "no NUL"),
        ("", "", "nothing"),
    ],
)
def test_text(html: str, text: str, why: str) -> None:
    assert text_of(html) == text, why


@pytest.mark.parametrize(
    ("html", "text", "why"),
    [
        ("<blockquote>kata <p>lain</p></blockquote>kataku", "kataku", "another's words are cut"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>c", "c", "quotations in quotations too"),
        ("<BLOCKQUOTE>kata</BLOCKQUOTE>kataku", "kataku", "however it is written"),
        ("<blockquote>coblos 2", "coblos 2", "never closed: nobody can hide a text behind it"),
    ],
)
def test_quotations(html: str, text: str, why: str) -> None:
    assert read_html(html, quotes=False).text == text, why


def test_classes_are_left_out_whole() -> None:
    assert text_of('<p class="a quote-inline">RE: <b>x</b></p>isi', without=("quote-inline",)) == "isi"


@pytest.mark.parametrize(
    ("html", "media"),
    [
        ("<p>teks</p>", False),
        ('<img src="a.jpg">', True),
        ('<img class="wp-smiley" alt=":)">', False),
        ("<figure><video></video></figure>", True),
        ('<iframe src="https://example.org/v"></iframe>', True),
    ],
)
def test_media(html: str, media: bool) -> None:
    assert read_html(html).media is media


@given(st.text(alphabet="<>/!-[]abp&;=\"' \n\0", max_size=200))
def test_any_text_is_borne(html: str) -> None:
    assert isinstance(read_html(html, quotes=False, without=("a",)).text, str)


@pytest.mark.parametrize(
    "piece", ["<", "<!--", "<a ", "<a b='", "<![", "<div>", "<img>", "<ul><li>", "&", "<br>", " \n"]
)
def test_hostile_text_costs_little(piece: str) -> None:
    began = time.process_time()
    read_html(piece * (LONGEST // len(piece)), quotes=False)
    assert time.process_time() - began < 10, "the standard library's parser needs minutes"
