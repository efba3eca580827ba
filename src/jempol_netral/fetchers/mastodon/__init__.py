"""Mastodon and servers that speak its API: `fetcher` asks, `feed` and `status` read the answers (pure)."""

from jempol_netral.fetchers.mastodon.fetcher import Mastodon

__all__ = ["Mastodon"]
