"""Reads roster.csv: who is on the roster and which accounts they have. All bad rows at once, the good ones kept."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from jempol_netral.errors import Phrase, Problem, UserError
from jempol_netral.models import Account, LinkStatus, Person
from jempol_netral.platforms import AccountName, handle_key, platform_slug, read_account
from jempol_netral.roster.cells import is_none, read_date, read_link, read_native_id
from jempol_netral.roster.nip import check_nip, office_id, rounded
from jempol_netral.roster.sheet import Sheet, load, open_sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

T = TypeVar("T")

COLUMNS = ("person_id", "name", "unit", "platform", "account", "native_id", "link", "since", "until")
"""The header that `jempol init` writes."""

WORDS = {
    "person_id": ("id", "nip", "nipbaru", "nippppk", "nipnippppk", "nippegawai", "idpegawai", "nomorinduk", "noinduk",
                  "nomorindukpegawai", "noindukpegawai", "nopegawai", "idasn", "pegawaiid"),
    "name": ("nama", "namalengkap", "namapegawai", "namaasn", "namapns"),
    "unit": ("unitkerja", "opd", "skpd", "instansi", "satker", "satuankerja", "perangkatdaerah", "unitorganisasi",
             "dinas", "kantor"),
    "platform": ("media", "mediasosial", "medsos", "sosmed", "jenismedsos", "jenisakun", "jenismediasosial"),
    "account": ("akun", "namaakun", "akunmedsos", "akunmediasosial", "username", "namapengguna", "handle"),
    "address": ("url", "alamatakun", "tautanakun", "linkakun", "urlakun", "profil", "tautanprofil", "linkprofil"),
    "native_id": ("idakun", "akunid", "idplatform", "userid", "idpengguna"),
    "link": ("tautan", "linkstatus", "statustautan", "statuslink", "statusakun", "statushubungan", "kaitan"),
    "since": ("sejak", "mulai", "dari", "daritanggal", "sejaktanggal"),
    "until": ("sampai", "hingga", "sampaitanggal", "hinggatanggal", "berakhir"),
}  # fmt: skip
"""What headers call each column besides its own name. `address` may stand beside or instead of `account`."""


@dataclass(frozen=True, slots=True)
class Roster:
    """What a roster file says, as far as it can be relied on."""

    people: tuple[Person, ...]
    """Everybody, in the order of the file, those without an account too."""
    accounts: tuple[Account, ...]
    """In the order of the file; without those that two people claim."""
    notices: tuple[Problem, ...] = ()
    """Worth a look, nothing is left out for it."""
    problems: tuple[Problem, ...] = ()
    """What was left out and why, in the order of the file."""


def read_roster(path: Path) -> Roster:
    """The roster in a CSV file.

    Raises:
        UserError: the file is missing, is not CSV or lacks a column that is needed.
    """
    return parse_roster(load(path), path.name)


def parse_roster(data: bytes, file: str = "roster.csv") -> Roster:
    """As `read_roster`, from the bytes of the file called `file`."""
    sheet = open_sheet(data, file, WORDS, (("person_id",), ("name",), ("account", "address", "link")))
    reader = _Reader(sheet)
    for line, cells in sheet.rows():
        reader.row(line, cells)
    accounts = reader.unclaimed()
    people = tuple(person for person in reader.people.values())
    return Roster(
        people, accounts, _in_order(sheet.notices + reader.notices), _in_order(sheet.problems + reader.problems)
    )


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.line or 0))


class _Row(NamedTuple):
    """The cells of one row by column, trimmed; "" where the header lacks the column."""

    line: int
    person_id: str
    name: str
    unit: str
    platform: str
    account: str
    native_id: str
    link: str
    since: str
    until: str
    address: str


class _Reader:
    """Collects people and accounts row by row."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.people: dict[str, Person] = {}
        self.accounts: list[Account] = []
        self.notices: list[Problem] = []
        self.problems: list[Problem] = []
        self._noticed: set[tuple[str, str]] = set()
        beyond = len(sheet.headers)
        self._at = tuple(sheet.columns.get(column, beyond) for column in (*COLUMNS, "address"))

    def row(self, line: int, cells: list[str]) -> None:
        cells.append("")  # what columns that the header lacks point at
        row = _Row(line, *[cells[at].strip() for at in self._at])
        if row.link and not row.address and ("/" in row.link or "." in row.link):
            row = row._replace(link="", address=row.link)  # many call an address a link
        person = self._person(row)
        if person is None:
            return
        if is_none(row.account) and is_none(row.address) and is_none(row.native_id):
            if not is_none(row.platform):
                self._bad(row, "account", Problem("a platform without an account; expected a handle or an address"))
            return
        before = len(self.problems)
        account = self._account(row, person)
        if len(self.problems) == before and account is not None:
            self.accounts.append(account)

    # --- people ---

    def _person(self, row: _Row) -> Person | None:
        number = office_id(row.person_id)
        if not number:
            self._bad(row, "person_id", Problem("no person id; expected a NIP or another office id"))
            return None
        known = self.people.get(number)
        if known is None:
            if not row.name:
                self._bad(row, "name", Problem("no name"))
                return None
            known = self.people[number] = Person(number, row.name, row.unit)
            for problem in check_nip(number):
                self._list(self.notices, row, "person_id", problem)
            return known
        if (row.name and row.name != known.name) or (row.unit and row.unit != known.unit):
            return self._again(row, known)
        return known

    def _again(self, row: _Row, known: Person) -> Person | None:
        """A person met before, with another name or unit."""
        if row.name and _plain(row.name) != _plain(known.name):
            if rounded(known.id):
                text = Phrase("two people have the id {number}, which a spreadsheet rounded; enter it anew, as text")
                self._bad(row, "person_id", Problem(text, {"number": known.id}))
                return None
            self._once(
                row, "name", known, Phrase("a different name from this person's first line; the first one is kept")
            )
        if row.unit and _plain(row.unit) != _plain(known.unit):
            if not known.unit:
                known = self.people[known.id] = replace(known, unit=row.unit)
            else:
                self._once(
                    row, "unit", known, Phrase("a different unit from this person's first line; the first one is kept")
                )
        return known

    def _once(self, row: _Row, column: str, person: Person, text: str) -> None:
        if (person.id, column) not in self._noticed:
            self._noticed.add((person.id, column))
            self._list(self.notices, row, column, Problem(text))

    # --- accounts ---

    def _account(self, row: _Row, person: Person) -> Account | None:
        slug = self._try(row, "platform", _slug, row.platform)
        if slug is None and not is_none(row.platform):
            return None
        name = self._name(row, slug)
        link = self._try(row, "link", read_link, row.link) if row.link else LinkStatus.SUSPECTED
        since = self._try(row, "since", read_date, row.since) if row.since else None
        until = self._try(row, "until", read_date, row.until) if row.until else None
        slug = name.platform if name else slug
        if slug is None:
            if is_none(row.account) and is_none(row.address):
                self._bad(row, "platform", Problem("an id alone does not tell its platform"))
            return None
        native_id = self._native_id(row, slug, name)
        if since is not None and until is not None and since > until:
            self._bad(
                row, "until", Problem("the account ends before it begins ({since})", {"since": since.isoformat()})
            )
        return Account(
            person=person,
            platform=slug,
            handle=name.handle if name else None,
            native_id=native_id,
            link=link or LinkStatus.SUSPECTED,
            since=since,
            until=until,
            line=row.line,
        )

    def _name(self, row: _Row, slug: str | None) -> AccountName | None:
        """The account that the account and address columns name; they may both, if they agree."""
        names = [
            name
            for column, text in (("account", row.account), ("address", row.address))
            if not is_none(text) and (name := self._try(row, column, read_account, slug, text)) is not None
        ]
        if len(names) < 2:
            return names[0] if names else None
        first, second = names
        if first.platform != second.platform or (
            first.handle
            and second.handle
            and handle_key(first.platform, first.handle) != handle_key(second.platform, second.handle)
        ):
            self._bad(row, "address", Problem("the account and its address name two different accounts"))
            return None
        return AccountName(first.platform, first.handle or second.handle, first.native_id or second.native_id)

    def _native_id(self, row: _Row, slug: str, name: AccountName | None) -> str | None:
        found = name.native_id if name else None
        native_id = self._try(row, "native_id", read_native_id, slug, row.native_id) if row.native_id else None
        if native_id is not None and found is not None and native_id != found:
            self._bad(row, "native_id", Problem("the id is not the one in the address"))
        return native_id or found

    def unclaimed(self) -> tuple[Account, ...]:
        """The accounts without those that two people claim for the same day and without plain repetitions."""
        left_out: set[int] = set()
        for group in _same(self.accounts):
            self._claims(group, left_out)
            self._repetitions(group, left_out)
        return tuple(account for index, account in enumerate(self.accounts) if index not in left_out)

    def _claims(self, group: list[int], left_out: set[int]) -> None:
        accounts = [(index, self.accounts[index]) for index in group]
        if len({account.person.id for _, account in accounts}) == 1:
            return
        for index, account in accounts:
            rivals = (
                other for _, other in accounts if other.person.id != account.person.id and _overlap(account, other)
            )
            rival = next(rivals, None)
            if rival is not None and index not in left_out:
                left_out.add(index)
                text = Phrase("the account is claimed by another person too, on line {other}; it is read for nobody")
                self._noted(self.problems, account, text, rival)

    def _repetitions(self, group: list[int], left_out: set[int]) -> None:
        kept: dict[str, list[Account]] = defaultdict(list)
        for index in group:
            account = self.accounts[index]
            mine = kept[account.person.id]
            earlier = next((other for other in mine if _says_more(other, account)), None)
            if index in left_out or earlier is None:
                mine.append(account)
                continue
            left_out.add(index)
            self._noted(self.notices, account, Phrase("this account of the person is on line {other} already"), earlier)

    # --- what is wrong ---

    def _try(self, row: _Row, column: str, read: Callable[..., T], *arguments: object) -> T | None:
        """What `read` makes of the cell; None after listing what is wrong with it."""
        try:
            return read(*arguments)
        except UserError as error:
            self._bad(row, column, Problem(error.template, error.facts))
            return None

    def _bad(self, row: _Row, column: str, problem: Problem) -> None:
        self._list(self.problems, row, column, problem)

    def _list(self, where: list[Problem], row: _Row, column: str, problem: Problem) -> None:
        where.append(replace(problem, file=self.sheet.file, line=row.line, column=self.sheet.header(column)))

    def _noted(self, where: list[Problem], account: Account, text: str, other: Account) -> None:
        where.append(Problem(text, {"other": other.line}, self.sheet.file, account.line, self.sheet.header("account")))


def _slug(text: str) -> str | None:
    return None if is_none(text) else platform_slug(text)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _same(accounts: list[Account]) -> Iterable[list[int]]:
    """Indexes of accounts that share a handle or an id."""
    by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
    by_id: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, account in enumerate(accounts):
        if account.handle is not None:
            by_name[account.platform, handle_key(account.platform, account.handle)].append(index)
        if account.native_id is not None:
            by_id[account.platform, account.native_id].append(index)
    shared = [indexes for by in (by_name, by_id) for indexes in by.values() if len(indexes) > 1]
    return [list(indexes) for indexes in dict.fromkeys(tuple(indexes) for indexes in shared)]


def _says_more(one: Account, two: Account) -> bool:
    """Whether `two` adds nothing to `one`, which has its handle or its id."""
    return (
        _overlap(one, two) and two.native_id in (None, one.native_id) and (two.handle is None or one.handle is not None)
    )


def _overlap(one: Account, two: Account) -> bool:
    """Whether there is a day on which both hold. An open end reaches for ever."""
    return (one.since is None or two.until is None or one.since <= two.until) and (
        two.since is None or one.until is None or two.since <= one.until
    )
