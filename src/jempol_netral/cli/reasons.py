"""Why a source was not read, as a sentence that says what can be done about it, in the reader's language.

What is stored, and what `--json` prints, are the slug and a detail in English.
"""

from __future__ import annotations

from jempol_netral.cli.language import _
from jempol_netral.errors import Phrase

_SENTENCES = {
    "no-fetcher": Phrase("no fetcher reads this; drop an export into inbox/"),
    "out-of-time": Phrase("the time given to the scan was up; the next scan goes on here"),
    "not-due": Phrase("its platform asked for rest; left alone until then"),
    "host-silent": Phrase("its host gave other sources no answer; the next scan tries again"),
    "same-account": Phrase("one account is listed twice, under different handles"),
    "renamed": Phrase("has another handle now; change it in the roster"),
    "SourceGone": Phrase("not there (any more); check its line"),
    "SourcePrivate": Phrase("not open to the public; it is left alone"),
    "AuthProblem": Phrase("the credential is missing or refused; set it in the environment"),
    "QuotaSpent": Phrase("the platform's allowance is used up; a later scan goes on"),
    "RateLimited": Phrase("asked too quickly; a later scan goes on"),
    "UnknownFormat": Phrase("not in a format that is known here; export it again, or another way"),
    "ShapeChanged": Phrase("the answer has another shape than documented; please report it"),
    "Refused": Phrase("the address may not be asked"),
    "NetworkProblem": Phrase("no answer, or a broken one; the next scan tries again"),
    "id-taken": Phrase("an id stands for items of two accounts; the second one was left out"),
    "bad-row": Phrase("rows that cannot be read"),
    "bad-entry": Phrase("entries that cannot be read"),
    "endless-paging": Phrase("the feed repeats itself without end"),
    "thread-gone": Phrase("a thread is not there (any more)"),
    "thread-cut": Phrase("a thread was too long to be read whole"),
    "comments-closed": Phrase("the comments cannot be read"),
    "replies-cut": Phrase("the server shows only a part of the replies"),
    "account-moved": Phrase("the account has moved; add the new one to the roster or the watchlist"),
    "comments-cut": Phrase("more comments than one scan looks through"),
    "older-not-shown": Phrase("a feed shows its newest entries only; older ones were missed"),
    "post-protected": Phrase("posts behind a password"),
    "post-blocked": Phrase("posts are blocked"),
    "post-unknown": Phrase("posts are of an unknown kind"),
}
_TOLD = {"no-fetcher", "out-of-time", "same-account"}
"""Of these the sentence says all that the detail does."""


def why(reason: str, detail: str) -> str:
    """The sentence, with the detail behind it; a slug that is not known here stands as it is."""
    sentence = _SENTENCES.get(reason)
    if sentence is None:
        return f"{reason}: {detail}" if reason and detail else reason
    return f"{_(sentence)} ({detail})" if detail and reason not in _TOLD else _(sentence)
