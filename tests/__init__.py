"""The tests. Helpers that several of them share are modules here, imported as `tests.servers.at_network`."""
