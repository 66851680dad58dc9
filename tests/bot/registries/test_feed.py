"""A feed is read page by page, and what fails is told without ageing the copy backwards."""

from collections.abc import Callable

import pytest
from aiohttp import web

from bot.config import Settings
from bot.registries.feed import Feed, FeedSource
from bot.registries.wiring import registering_of
from handlers.store.unit_of_work import Store
from knowledge import dossier_store
from knowledge.dossiers.mapping import mapping_of
from knowledge.dossiers.sources import SourceError
from knowledge.dossiers.statuses import DossierStatus
from tests.bot.registries.register import COMMUNE, FEED, found
from tests.fakes.clock import FakeClock
from tests.fakes.register_feed import TOKEN, RegisterFeed
from tests.knowledge.dossiers.lives import at


def test_a_feed_is_read_page_by_page_and_then_from_the_last_copy_on(
    store: Store, clock: FakeClock, settings: Callable[..., Settings]
) -> None:
    registering = registering_of(settings(), store, clock)
    with RegisterFeed(FEED) as feed:
        source = FeedSource(Feed(feed.url, TOKEN), registering.mapping)
        (report,) = registering.read_source(source, "feed")
        (again,) = registering.read_source(source, "feed")
    assert (report.outcomes.total(), report.copied_at) == (5, at("2026-11-23 07:55"))
    assert again.outcomes[dossier_store.Outcome.UNCHANGED] == 5
    assert feed.asked[:3] == [{}, {"cursor": "2"}, {"cursor": "4"}]
    assert feed.asked[3] == {"since": "2026-11-23T00:55:00+00:00"}
    dossier = found(store, "H32.12.05-261119-0003")
    assert (dossier.status, dossier.events[-1].items) == (
        DossierStatus.SUPPLEMENT_NEEDED,
        ("Đơn", "Bản sao"),
    )
    with store.read() as work:
        assert dossier_store.copied_at(work.session, COMMUNE) == at("2026-11-23 07:55")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda: web.Response(status=401), "FEED_TOKEN"),
        (lambda: web.Response(status=503), "HTTP 503"),
        (lambda: web.Response(status=302, headers={"Location": "http://127.0.0.1:1/"}), "HTTP 302"),
        (lambda: web.Response(text="<html>"), "không trả về JSON"),
        (lambda: web.json_response({"rows": []}), "không đúng dạng"),
        (lambda: web.json_response({"dossiers": []}), "copied_at"),
    ],
)
def test_a_feed_that_fails_says_why_and_the_copy_grows_no_younger(
    sqlite_store: Store,
    clock: FakeClock,
    settings: Callable[..., Settings],
    answer: Callable[[], web.Response],
    said: str,
) -> None:
    registering = registering_of(settings(), sqlite_store, clock)
    with RegisterFeed(FEED) as feed:
        feed.answers.append(answer())
        source = FeedSource(Feed(feed.url, TOKEN), registering.mapping)
        with pytest.raises(SourceError, match=said):
            registering.read_source(source, "feed")
    with sqlite_store.read() as work:
        assert dossier_store.copied_at(work.session, COMMUNE) is None


def test_a_feed_cut_off_in_the_middle_keeps_what_came_but_not_its_time(
    sqlite_store: Store, clock: FakeClock, settings: Callable[..., Settings]
) -> None:
    registering = registering_of(settings(), sqlite_store, clock)
    first = {"copied_at": "2026-11-23T07:55:00+07:00", "next": "9", "dossiers": FEED[:1]}
    with RegisterFeed(FEED) as feed:
        feed.answers += [web.json_response(first), web.Response(status=500)]
        source = FeedSource(Feed(feed.url, TOKEN), registering.mapping)
        with pytest.raises(SourceError):
            registering.read_source(source, "feed")
        with sqlite_store.read() as work:
            assert dossier_store.copied_at(work.session, COMMUNE) is None
        registering.read_source(source, "feed")
    assert found(sqlite_store, "H32.12.05-261119-0005").status is DossierStatus.SUPPLEMENT_NEEDED


def test_nobody_answering_is_told(sqlite_store: Store) -> None:
    source = FeedSource(Feed("http://127.0.0.1:9/register", ""), mapping_of({}, {}))
    with pytest.raises(SourceError, match="không kết nối được"):
        list(source.copies(None))
