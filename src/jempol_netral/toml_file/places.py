"""Where every key of a TOML text stands: `tomllib` gives values but no lines.

The text has already been read by `tomllib`, so this scanner meets valid TOML only and stays small.
A *path* is a tuple of keys and, inside arrays, 0-based positions: `("pair", 1, "aliases", 0)`.
"""

from __future__ import annotations

import re
import tomllib

Path = tuple[str | int, ...]

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BLANK = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\n#]*")
_STRINGS = {
    '"""': re.compile(r'"""(?:[^\\]|\\.)*?"""(?!")', re.DOTALL),
    "'''": re.compile(r"'''.*?'''(?!')", re.DOTALL),
    '"': re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    "'": re.compile(r"'[^'\n]*'"),
}


def key_lines(text: str) -> dict[Path, int]:
    """The 1-based line of every key, table header and array element of valid TOML `text`."""
    scanner = _Scanner(text)
    scanner.document()
    return scanner.lines


def line_of(lines: dict[Path, int], path: Path) -> int | None:
    """The line of `path`, or of the nearest thing around it that has one; None where nothing has."""
    for length in range(len(path), 0, -1):
        found = lines.get(path[:length])
        if found is not None:
            return found
    return None


class _Scanner:
    """A cursor over the text that notes lines as it passes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self._tables: dict[Path, int] = {}
        """How often each [[array of tables]] has been opened so far."""
        self._line, self._counted = 1, 0

    def document(self) -> None:
        """Headers and `key = value` lines, to the end."""
        table: Path = ()
        self._pass(_SPACE)
        while self.at < len(self.text):
            if self._starts("["):
                table = self._header()
            else:
                self._pair(table)
            self._pass(_SPACE)

    def _header(self) -> Path:
        line = self._line_here()
        double = self._starts("[[")
        self.at += 2 if double else 1
        path = self._inside_arrays(self._key())
        self.at += 2 if double else 1
        if double:
            self.lines.setdefault(path, line)
            index = self._tables.get(path, 0)
            self._tables[path] = index + 1
            path = (*path, index)
        self.lines[path] = line
        return path

    def _inside_arrays(self, keys: list[str]) -> Path:
        """The path of a header: a parent that is an array of tables means its newest table."""
        path: Path = ()
        for depth, key in enumerate(keys):
            path = (*path, key)
            if depth < len(keys) - 1 and path in self._tables:
                path = (*path, self._tables[path] - 1)
        return path

    def _pair(self, table: Path) -> None:
        line = self._line_here()
        path = table
        for key in self._key():
            path = (*path, key)
            self.lines.setdefault(path, line)
        self.at += 1  # the equals sign
        self._pass(_BLANK)
        self._value(path)

    def _value(self, path: Path) -> None:
        if self._starts("["):
            self._array(path)
        elif self._starts("{"):
            self._inline_table(path)
        elif self._starts(('"', "'")):
            self._string()
        else:
            self._pass(_SCALAR)

    def _array(self, path: Path) -> None:
        self.at += 1
        index = 0
        self._pass(_SPACE)
        while not self._starts("]"):
            element: Path = (*path, index)
            self.lines[element] = self._line_here()
            self._value(element)
            self._comma()
            index += 1
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self.at += 1
        self._pass(_SPACE)
        while not self._starts("}"):
            self._pair(path)
            self._comma()
        self.at += 1

    def _comma(self) -> None:
        self._pass(_SPACE)
        if self._starts(","):
            self.at += 1
            self._pass(_SPACE)

    def _key(self) -> list[str]:
        keys = []
        while True:
            self._pass(_BLANK)
            if self._starts(('"', "'")):
                keys.append(tomllib.loads(f"k = {self._string()}")["k"])
            else:
                keys.append(self._pass(_BARE_KEY))
            self._pass(_BLANK)
            if not self._starts("."):
                return keys
            self.at += 1

    def _string(self) -> str:
        quote = next(quote for quote in _STRINGS if self._starts(quote))
        return self._pass(_STRINGS[quote])

    def _starts(self, prefix: str | tuple[str, ...]) -> bool:
        return self.text.startswith(prefix, self.at)

    def _pass(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            msg = f"cannot follow the text at line {self._line_here()}"
            raise ValueError(msg)
        self.at = found.end()
        return found.group()

    def _line_here(self) -> int:
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line
