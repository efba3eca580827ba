"""What an account or a single post is called, in the one spelling that the whole program compares."""

from __future__ import annotations

from dataclasses import dataclass

from jempol_netral.platforms.table import PLATFORMS


@dataclass(frozen=True, slots=True)
class AccountName:
    """An account as somebody named it. At least one of handle and native id is there."""

    platform: str
    handle: str | None
    """Canonical: casefolded, no leading @. Mastodon: user@server. YouTube's old names: c/name, user/name.
    web and wordpress: the site's address."""
    native_id: str | None
    """The platform's stable id, where the name holds it."""

    @property
    def url(self) -> str | None:
        """Where a person can look at it; None where the platform has no such address for what is known."""
        return account_url(self.platform, self.handle, self.native_id)


@dataclass(frozen=True, slots=True)
class ThreadName:
    """A single post and what stands under it, as its address names it."""

    platform: str
    url: str
    """Canonical: the same for every way to write it, as far as the address alone can tell."""
    native_id: str
    """The platform's id of the post as its addresses hold it (a shortcode on Instagram and Threads).
    Bluesky: an at:// URI, with the handle as its authority where the address holds only that."""
    account: AccountName | None
    """Whose post it is, where the address tells."""


def canonical_handle(platform: str, handle: str) -> str:
    """A handle in the spelling that is stored and compared; for handles that a platform itself gave.

    No leading @, casefolded where the platform ignores case (all of them do, for the parts kept here).
    Text that a person typed goes through `read_account`, which also says what is wrong with it.
    """
    handle = handle.strip().removeprefix("@")
    return handle if platform in ("web", "wordpress") else handle.casefold()


def handle_key(platform: str, handle: str) -> str:
    """What two spellings of one handle have in common: Facebook ignores dots as well as case."""
    handle = canonical_handle(platform, handle)
    known = PLATFORMS.get(platform)
    return handle.replace(".", "") if known is not None and known.drops_dots else handle


_BY_HANDLE = {
    "youtube": "https://www.youtube.com/@{handle}",
    "bluesky": "https://bsky.app/profile/{handle}",
    "telegram": "https://t.me/{handle}",
    "x": "https://x.com/{handle}",
    "threads": "https://www.threads.com/@{handle}",
    "instagram": "https://www.instagram.com/{handle}/",
    "facebook": "https://www.facebook.com/{handle}",
    "tiktok": "https://www.tiktok.com/@{handle}",
    "web": "{handle}",
    "wordpress": "{handle}",
}
_BY_ID = {
    "youtube": "https://www.youtube.com/channel/{native_id}",
    "bluesky": "https://bsky.app/profile/{native_id}",
    "x": "https://x.com/i/user/{native_id}",
    "facebook": "https://www.facebook.com/profile.php?id={native_id}",
}


def account_url(platform: str, handle: str | None, native_id: str | None) -> str | None:
    """The public address of an account, by handle if there is one, else by id; None where neither has one."""
    if handle:
        if platform == "mastodon":
            user, _, server = handle.partition("@")
            return f"https://{server}/@{user}"
        if platform == "youtube" and "/" in handle:
            return f"https://www.youtube.com/{handle}"
        template = _BY_HANDLE.get(platform)
        return template.format(handle=handle) if template else None
    template = _BY_ID.get(platform)
    return template.format(native_id=native_id) if template and native_id else None
