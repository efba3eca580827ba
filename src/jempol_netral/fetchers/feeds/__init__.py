"""Feeds: `fetcher` asks sites, `document` and `json_feed` read what they answer, `entry` makes items (pure)."""

from jempol_netral.fetchers.feeds.fetcher import Feeds

__all__ = ["Feeds"]
