"""The tests. What several of them share stands in modules here, imported as `tests.servers.at_network`."""
