"""Readers of public sources. Each file reads one platform; the contract stands in `base`."""
