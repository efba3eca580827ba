from __future__ import annotations

import tomllib

import pytest

from jempol_netral.toml_file.places import key_lines, line_of

TEXT = '''\
# a comment with [brackets] and = signs
title = "a # inside" # outside

[a.b]
"quoted key" = 1
x.y = 2
text = """
[not.a.table]
k = 1 ""quoted"" \\""" still
"""
raw = \'\'\'
[[nor.this]]\'\'\'
[[a.list]]
n = 1
[[a.list]]
n = [
  1, # one
  [2,
   3],
  { p = 4, q = { r = 5 } },
]
[a.list.sub]
z = 2024-11-27 07:00:00
[[a.list.deep]]
[[a.list.deep]]
w = 'single \\'
x = """two quotes at the end"""""
y = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("a", "b"), 4),
        (("a", "b", "quoted key"), 5),
        (("a", "b", "x", "y"), 6),
        (("a", "b", "text"), 7),
        (("a", "b", "raw"), 11),
        (("a", "list"), 13),
        (("a", "list", 0), 13),
        (("a", "list", 1), 15),
        (("a", "list", 1, "n"), 16),
        (("a", "list", 1, "n", 0), 17),
        (("a", "list", 1, "n", 1, 1), 19),
        (("a", "list", 1, "n", 2, "p"), 20),
        (("a", "list", 1, "n", 2, "q", "r"), 20),
        (("a", "list", 1, "sub", "z"), 23),
        (("a", "list", 1, "deep", 1, "w"), 26),
        (("a", "list", 1, "deep", 1, "absent"), 25),
        (("a", "list", 1, "deep", 1, "x"), 27),
        (("a", "list", 1, "deep", 1, "y"), 28),
        (("absent",), None),
    ],
)
def test_every_key_has_its_line(path: tuple[str | int, ...], line: int | None) -> None:
    tomllib.loads(TEXT)
    assert line_of(key_lines(TEXT), path) == line


def test_every_value_of_the_document_has_a_line() -> None:
    def paths(node: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
        children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        return [found for key, child in children for found in ((*path, key), *paths(child, (*path, key)))]

    lines = key_lines(TEXT)
    implied = {("a",)}  # [a.b] alone stands there, never [a]
    assert {path for path in paths(tomllib.loads(TEXT)) if path not in lines} == implied
