"""Telegram's public preview: `fetcher` asks t.me, `pages`, `message` and `dom` read its pages (pure)."""

from jempol_netral.fetchers.telegram.fetcher import Telegram

__all__ = ["Telegram"]
