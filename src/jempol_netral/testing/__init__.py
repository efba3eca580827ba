"""A kit that tells the author of a fetcher what is wrong with it. Needs the extra `testing` (pytest).

    from jempol_netral.testing import FetcherTests

    class TestMine(FetcherTests):
        fetcher_class = Mine
        source = Source(key="A:1", fetcher="mine", platform="mine", reading=Reading.ACCOUNT, handle="contoh", since=...)

        def respond(self, request: httpx.Request) -> httpx.Response:
            return httpx.Response(200, json=...)            # at least two pages, or nothing is proved

Each reading (an account, a campaign account, one thread) deserves a class of its own.
"""

from jempol_netral.testing.kit import FetcherTests
from jempol_netral.testing.server import FakeServer

__all__ = ["FakeServer", "FetcherTests"]
