"""What single cells mean: dates, link words, "no account", and stable ids that a spreadsheet may have spoilt."""

from __future__ import annotations

import re
from datetime import date

from jempol_netral.errors import UserError
from jempol_netral.models import LinkStatus
from jempol_netral.platforms import PLATFORMS

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]0?0:00(?::00)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?: 0?0:00(?::00)?)?")
_SPOILT = re.compile(r"-?\d(?:[.,]\d+)?[eE]\+?\d+")

LINK_WORDS = {
    "": LinkStatus.SUSPECTED,
    **{status.value: status for status in LinkStatus},
    "dinyatakan": LinkStatus.DECLARED,
    "deklarasi": LinkStatus.DECLARED,
    "diakui": LinkStatus.DECLARED,
    "klaim sendiri": LinkStatus.DECLARED,
    "lapor sendiri": LinkStatus.DECLARED,
    "terverifikasi": LinkStatus.VERIFIED,
    "diverifikasi": LinkStatus.VERIFIED,
    "dikonfirmasi": LinkStatus.VERIFIED,
    "dikonfirmasi instansi": LinkStatus.VERIFIED,
    "diduga": LinkStatus.SUSPECTED,
    "dugaan": LinkStatus.SUSPECTED,
    "disangkal": LinkStatus.DISPUTED,
    "dibantah": LinkStatus.DISPUTED,
    "sengketa": LinkStatus.DISPUTED,
    "hilang": LinkStatus.LOST,
    "hilang akses": LinkStatus.LOST,
    "diretas": LinkStatus.LOST,
    "dijual": LinkStatus.LOST,
}
"""English and Indonesian words for how surely an account is somebody's."""

_NONE = frozenset(
    {"", "-", "--", "–", "—", "n/a", "tidak ada", "tidak punya", "tidak memiliki", "tdk ada", "tdk punya"}
)


def is_none(text: str) -> bool:
    """Whether a cell says that there is no account. None of these can be a handle."""
    return not text or text.casefold() in _NONE


def read_date(text: str) -> date | None:
    """A day as ISO (2024-09-22) or day first (22/09/2024, 22-9-2024, 22.09.2024); None where nothing is written.

    Raises:
        UserError: it is no day in one of these forms.
    """
    text = text.strip()
    if not text:
        return None
    try:
        if (match := _ISO.fullmatch(text)) is not None:
            return date(int(match[1]), int(match[2]), int(match[3]))
        if (match := _DAY_FIRST.fullmatch(text)) is not None:
            return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        pass
    raise UserError("{text} is not a date; expected 2024-09-22 or 22/09/2024", text=text)


def read_link(text: str) -> LinkStatus:
    """The link status that a word names; an empty cell means suspected.

    Raises:
        UserError: no status is called that.
    """
    status = LINK_WORDS.get(" ".join(text.casefold().split()))
    if status is None:
        raise UserError(
            "{text} is not a link status; expected declared, verified, suspected, disputed or lost", text=text
        )
    return status


def read_native_id(platform: str, text: str) -> str | None:
    """A stable id as its platform gives them; None where nothing is written.

    Raises:
        UserError: a spreadsheet rounded it, or the platform gives no such ids.
    """
    text = text.strip().strip("'")
    if not text or text == "-":
        return None
    if _SPOILT.fullmatch(text):
        raise UserError("{text} was rounded by a spreadsheet; enter the id anew, as text", text=text)
    if not PLATFORMS[platform].native_id.fullmatch(text):
        raise UserError("{text} is not an id of {platform}", text=text, platform=PLATFORMS[platform].name)
    return text
