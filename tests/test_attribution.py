"""Whose words an item holds. A wrong answer here hurts an innocent person, so every row says why."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from jempol_netral.attribution import Attribution, WatchIndex
from jempol_netral.models import (
    Account,
    Act,
    Item,
    LinkStatus,
    Person,
    Reading,
    Setting,
    Source,
    TimeQuality,
    Watched,
)
from jempol_netral.roster import Known, RosterIndex

NOW = datetime(2024, 10, 20, tzinfo=UTC)
CONTEST = "pilgub-jatim-2024"
DEBATE = "https://www.facebook.com/debatcontoh/posts/77"


def account(name: str, native_id: str | None = None, since: date | None = None, until: date | None = None) -> Account:
    return Account(
        person=Person(name, f"{name} Contoh", "Dinas Contoh"), platform="instagram", handle=f"{name}.contoh",
        native_id=native_id, link=LinkStatus.DECLARED, since=since, until=until,
    )  # fmt: skip


ADI = account("adi", "101")
BUDI = account("budi")
CITRA = account("citra", since=date(2024, 10, 1), until=date(2024, 10, 31))

WATCHED = (
    Watched(platform="instagram", handle="tim.contoh02", native_id="900", url=None, contest=CONTEST, pair=2, label=""),
    Watched(platform="facebook", handle="timcontoh02", native_id=None, url=None, contest=CONTEST, pair=2, label=""),
    Watched(platform="facebook", handle=None, native_id=None, url=DEBATE, contest=CONTEST, pair=None, label=""),
)
ATTRIBUTION = Attribution(
    RosterIndex([ADI, BUDI, CITRA], [Known(ADI, "101", "adi.lama")]), WatchIndex(WATCHED), timezone="Asia/Jakarta"
)
INBOX = Source(key="I:x", fetcher="inbox", platform="inbox", reading=Reading.INBOX, since=NOW)
CAMPAIGN = Source(
    key="C:1", fetcher="f", platform="instagram", reading=Reading.CAMPAIGN, handle="tim.contoh02", native_id="900",
    contest=CONTEST, pair=2, since=NOW,
)  # fmt: skip


def item(author: str | None = None, author_id: str | None = None, at: datetime | None = NOW, **more: object) -> Item:
    facts: dict[str, object] = {
        "platform": "instagram", "id": "1", "act": Act.COMMENT, "author_id": author_id, "author": author,
        "text": "contoh", "created_at": at, "time_quality": TimeQuality.PLATFORM, "url": None, **more,
    }  # fmt: skip
    return Item(**facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "person", "why"),
    [
        (item("adi.contoh", "101"), "adi", "id and handle agree"),
        (item("nama.baru", "101"), "adi", "renamed: the id decides"),
        (item("adi.lama", None), "adi", "a handle that the account had before, no id in the file"),
        (item("adi.contoh", "555"), None, "somebody else took the handle: another id under it"),
        (item("@Budi.Contoh", None), "budi", "handles are compared as the platform does"),
        (item("budi.contoh", "777"), "budi", "no id was ever learned for this account"),
        (item("budi.contoh2", None), None, "alike is not the same"),
        (item(None, None), None, "an export that names no author names nobody"),
        (item("adi.contoh", "101", platform="tiktok"), None, "the same name on another platform is not the person"),
        (item("citra.contoh", None, datetime(2024, 9, 30, 16, 59, tzinfo=UTC)), None, "before the account was hers"),
        (item("citra.contoh", None, datetime(2024, 9, 30, 17, 1, tzinfo=UTC)), "citra", "1 October has begun in WIB"),
        (item("citra.contoh", None, datetime(2024, 11, 2, tzinfo=UTC)), None, "after she gave it up"),
        (item("teman.contoh", reshared_author="adi.contoh", act=Act.RESHARE), None, "shared by another, not adi"),
    ],
)  # fmt: skip
def test_whose_words_they_are(found: Item, person: str | None, why: str) -> None:
    result = ATTRIBUTION.sort(INBOX, [found])
    assert [owner.person.id for _, owner in result.own] == ([person] if person else []), why
    assert result.strangers == (person is None), why


def test_a_comment_is_the_commenters_and_the_campaigns_post_is_context() -> None:
    post = item("tim.contoh02", "900", id="p", act=Act.POST)
    own = item("adi.contoh", "101", id="c1", parent_id="p", thread_id="p")
    stranger = item("warga", "1", id="c2", parent_id="p", thread_id="p")

    result = ATTRIBUTION.sort(CAMPAIGN, [post, own, stranger])

    assert [found.id for found, _ in result.own] == ["c1"]
    assert list(result.campaign) == ["p"]
    assert result.strangers == 1


def test_in_an_inbox_file_the_campaigns_posts_are_nobodys_context() -> None:
    assert ATTRIBUTION.sort(INBOX, [item("tim.contoh02", "900")]).campaign == {}


@pytest.mark.parametrize(
    ("found", "contest", "pair", "why"),
    [
        (item(under="tim.contoh02"), CONTEST, 2, "a handle"),
        (item(under="@Tim.Contoh02"), CONTEST, 2, "a handle as people type it"),
        (item(under="https://www.instagram.com/tim.contoh02/"), CONTEST, 2, "a profile's address"),
        (item(under_id="900"), CONTEST, 2, "the account's stable id"),
        (item(under="https://m.facebook.com/debatcontoh/posts/77?x=1", platform="facebook"), CONTEST, None,
         "a watched thread, written another way: about the contest, no pair's"),
        (item(under="akun.biasa"), None, None, "not on the watchlist"),
        (item(under="facebook.com/Tim.Contoh.02", platform="facebook"), CONTEST, 2, "Facebook ignores dots and case"),
        (item(under="komentar di bawah video debat"), None, None, "free words name nothing"),
        (item(reshared_author="tim.contoh02", act=Act.RESHARE), CONTEST, 2, "the campaign's words passed on"),
        (item(), None, None, "a post of one's own"),
        (item(under="tim.contoh02", platform="tiktok"), None, None, "the same name on another platform"),
    ],
)  # fmt: skip
def test_what_surrounds_an_item(found: Item, contest: str | None, pair: int | None, why: str) -> None:
    expected = Setting(act=found.act, created_at=NOW, thread_contest=contest, thread_pair=pair)
    assert ATTRIBUTION.setting(INBOX, found) == expected, why


def test_what_is_read_under_a_campaign_account_stands_under_it() -> None:
    setting = ATTRIBUTION.setting(CAMPAIGN, item("adi.contoh", "101"))
    assert (setting.thread_contest, setting.thread_pair) == (CONTEST, 2)
