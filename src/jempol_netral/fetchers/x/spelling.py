"""The two spellings in which X names its parameters and fields. Pure.

The documentation (docs.x.com, looked at 2026-11) asks with `tweet.fields` and answers `note_tweet`; X's own SDK (xdk
0.10.6, spec 2.167 of 2026-07) asks with `post.fields` and answers `note_post`. Answers are read in either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jempol_netral.fetchers.shapes import Json


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a request says."""

    parameter: str
    fields: str
    references: str
    """The expansion that brings the posts that a post refers to."""

    def asking(self, *expansions: str) -> dict[str, str]:
        """Parameters for all that is read of a post."""
        return {self.parameter: self.fields, "expansions": ",".join(expansions), "user.fields": "username"}


SPELLINGS = {
    "tweet": Spelling(
        "tweet.fields",
        "article,attachments,author_id,conversation_id,created_at,edit_history_tweet_ids,entities,in_reply_to_user_id,"
        "lang,note_tweet,public_metrics,referenced_tweets",
        "referenced_tweets.id",
    ),
    # Of these the newer spec leaves some to the expansions of the same name.
    "post": Spelling(
        "post.fields",
        "article,attachments,conversation_id,created_at,entities,lang,note_post,public_metrics,text",
        "referenced_posts,edit_history_post_ids,in_reply_to_user_id",
    ),
}

NOTE = ("note_tweet", "note_post")
REFERENCED = ("referenced_tweets", "referenced_posts")
HISTORY = ("edit_history_tweet_ids", "edit_history_post_ids")
POSTS = ("tweets", "posts")
"""Of `includes`."""


def either(holder: Any, names: tuple[str, str]) -> tuple[str, Any]:
    """The name that is there and what it holds; the first name and None where neither is."""
    found: Json = holder if isinstance(holder, dict) else {}
    return next(((name, found[name]) for name in names if found.get(name) is not None), (names[0], None))
