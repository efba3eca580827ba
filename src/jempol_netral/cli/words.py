"""Words that are looked up while the program runs, so that no `_("…")` in the source names them.

Each is the value of an enumeration, or a word of the command-line library's own.
"""

from __future__ import annotations

from jempol_netral.errors import Phrase

NOUNS = (
    # how soon a person should look
    Phrase("high"), Phrase("medium"), Phrase("low"),
    # what was done
    Phrase("post"), Phrase("comment"), Phrase("reshare"), Phrase("like"),
    # which way the words lean
    Phrase("for"), Phrase("against"), Phrase("unclear"),
    # how surely the account is the person's
    Phrase("declared"), Phrase("verified"), Phrase("suspected"), Phrase("disputed"), Phrase("lost"),
    # how good a time is: the platform's own, worked out, or when it was captured
    Phrase("platform"), Phrase("estimated"), Phrase("capture"),
    # stages of a contest
    Phrase("before"), Phrase("nomination"), Phrase("determined"), Phrase("number-draw"), Phrase("campaign"),
    Phrase("quiet"), Phrase("vote"), Phrase("after"), Phrase("unknown"),
    # how the reading of a source ended
    Phrase("read"), Phrase("partial"), Phrase("unreadable"), Phrase("deferred"),
    # what a person decided
    Phrase("follow_up"), Phrase("dismissed"), Phrase("unsure"), Phrase("undone"),
    # what kind of term was found
    Phrase("name"), Phrase("alias"), Phrase("slogan"), Phrase("hashtag"), Phrase("handle"), Phrase("number"),
    Phrase("gesture"), Phrase("watchlist"),
)  # fmt: skip
"""The values that the screens show; `as_record` and files keep them in English."""

CUES = (
    Phrase("accusation"), Phrase("attack"), Phrase("candidacy"), Phrase("cheer"), Phrase("colloquial"),
    Phrase("comparison"), Phrase("condition"), Phrase("contest"), Phrase("continuity"), Phrase("contrast"),
    Phrase("date"), Phrase("double-negation"), Phrase("election-information"), Phrase("emoji-mock"),
    Phrase("emoji-warm"), Phrase("exhortation"), Phrase("first-person"), Phrase("honorific"),
    Phrase("laughter"), Phrase("negation"), Phrase("neutrality-speech"), Phrase("news"),
    Phrase("office-holder"), Phrase("office-title"), Phrase("only-this"), Phrase("praise"),
    Phrase("prayer"), Phrase("private"), Phrase("programme"),
    Phrase("question"), Phrase("quotation"), Phrase("rejection"), Phrase("report-verb"),
    Phrase("second-person"), Phrase("solidarity"), Phrase("sport-trade"), Phrase("survey"),
    Phrase("third-party"), Phrase("vote-call"), Phrase("win"),
)  # fmt: skip
"""The classes of the shipped cues; a class of an office's own stands as it is."""

LIBRARY = (
    Phrase("Options"), Phrase("Arguments"), Phrase("Commands"), Phrase("Error"), Phrase("Aborted."),
    Phrase("(deprecated) "), Phrase("[default: {}]"), Phrase("[env var: {}]"), Phrase("[required]"),
    Phrase("Try [blue]'{command_path} {help_option}'[/] for help."),
    Phrase("Missing command."), Phrase("No such command {name!r}."), Phrase("(dynamic)"),
    Phrase("default: {default}"), Phrase("required"), Phrase("env var: {var}"),
)  # fmt: skip
"""What Typer asks the standard library's gettext for; see `language.lend_catalogue`."""
