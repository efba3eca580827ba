"""Real servers on loopback. They are installed by tests/servers/install.sh; where they are not, the tests skip."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.servers.at_network import AtNetwork, NotInstalled, running_network


@pytest.fixture(scope="session")
def at_network() -> Iterator[AtNetwork]:
    """One AT-protocol network for the whole session (3 to 6 seconds); tests make accounts of their own in it."""
    try:
        with running_network() as network:
            yield network
    except NotInstalled as reason:
        pytest.skip(str(reason))
