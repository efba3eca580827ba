"""YouTube: `fetcher` reads, `lists` asks through `door`, which counts units; `answers` parses (pure)."""

from jempol_netral.fetchers.youtube.fetcher import YouTube

__all__ = ["YouTube"]
