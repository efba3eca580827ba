"""Real servers on loopback. They are installed by tests/servers/install.sh; where they are not, the tests skip."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.servers import snac as snac_server
from tests.servers.at_network import AtNetwork, NotInstalled, running_network
from tests.servers.isso_server import Isso, running_isso
from tests.servers.wordpress_site import Site, running_site


@pytest.fixture(scope="session")
def at_network() -> Iterator[AtNetwork]:
    """One AT-protocol network for the whole session (3 to 6 seconds); tests make accounts of their own in it."""
    try:
        with running_network() as network:
            yield network
    except NotInstalled as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def snac() -> Iterator[snac_server.Snac]:
    """One server with the Mastodon API for the whole session (a tenth of a second)."""
    try:
        with snac_server.running_snac() as server:
            yield server
    except snac_server.NotInstalled as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def mastodon_recordings() -> list[dict[str, Any]]:
    """What a real Mastodon answered, as read_recordings.py lays it down. Never to be copied into the tree."""
    path = snac_server.CACHE / "recordings.json"
    if not path.is_file():
        pytest.skip("the recordings of Mastodon are not installed: run tests/servers/install-mastodon.sh")
    answers: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return answers


@pytest.fixture(scope="session")
def wordpress() -> Iterator[Site]:
    """One WordPress for the whole session (2 seconds); tests make authors and posts of their own in it."""
    try:
        with running_site() as site:
            yield site
    except NotInstalled as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def isso() -> Iterator[Isso]:
    """One isso for the whole session; tests comment on pages of their own."""
    try:
        with running_isso() as server:
            yield server
    except NotInstalled as reason:
        pytest.skip(str(reason))
