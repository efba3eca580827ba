"""X (Twitter): `fetcher` asks the official API v2 through `door`, `answers` and `post` read what it says (pure)."""

from jempol_netral.fetchers.x.fetcher import X

__all__ = ["X"]
