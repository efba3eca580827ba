"""Bluesky: `fetcher` asks the public AppView, `feed` and `post` read its answers (pure)."""

from jempol_netral.fetchers.bluesky.fetcher import Bluesky

__all__ = ["Bluesky"]
