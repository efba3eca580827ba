"""Slugs, handle and address patterns of every platform, those without a fetcher too. No network."""

from jempol_netral.platforms.names import AccountName, ThreadName, account_url, canonical_handle, handle_key
from jempol_netral.platforms.reading import read_account, read_source, read_thread
from jempol_netral.platforms.table import PLATFORMS, Platform, platform_slug

__all__ = [
    "PLATFORMS",
    "AccountName",
    "Platform",
    "ThreadName",
    "account_url",
    "canonical_handle",
    "handle_key",
    "platform_slug",
    "read_account",
    "read_source",
    "read_thread",
]
