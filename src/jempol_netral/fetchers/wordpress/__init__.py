"""WordPress: `fetcher` asks a site's REST interface, `place` finds it, `post` reads its answers (pure)."""

from jempol_netral.fetchers.wordpress.fetcher import WordPress

__all__ = ["WordPress"]
