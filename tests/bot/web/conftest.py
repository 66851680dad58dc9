"""A small web on fakes, asked without a network."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from fastapi.testclient import TestClient

from bot.web.app import WebParts, create_app
from bot.web.ports import WebLimits, WebSettings
from knowledge.commune import CommuneStage
from tests.fakes.web_desk import FakeDesk, FakePages, Ticking, sample_commune

ORIGIN = {"Origin": "http://testserver"}


@dataclass
class Site:
    """The client and the fakes behind it."""

    client: TestClient
    desk: FakeDesk
    public: FakePages
    clock: Ticking
    ready: dict[str, bool]


def make_site(
    settings: WebSettings | None = None,
    stage: CommuneStage = CommuneStage.SAMPLE,
    peer: str = "192.0.2.7",
) -> Site:
    """A site seen from `peer`; use its client as a context manager."""
    public = FakePages()
    desk, clock, ready = FakeDesk(), Ticking(), {"database": True, "index": True}
    parts = WebParts(desk, public, sample_commune(stage), lambda: ready, clock.now)
    app = create_app(parts, settings or WebSettings(reply_wait=0.2))
    return Site(TestClient(app, headers=ORIGIN, client=(peer, 50_000)), desk, public, clock, ready)


@pytest.fixture
def site() -> Iterator[Site]:
    """A site with the limits as shipped."""
    made = make_site()
    with made.client:
        yield made


@pytest.fixture
def tight() -> Iterator[Site]:
    """A site with small limits."""
    limits = WebLimits(
        visitor_burst=2,
        visitor_per_minute=6,
        address_burst=5,
        address_per_minute=60,
        pages_burst=30,
        body_bytes=20_000,
    )
    made = make_site(WebSettings(reply_wait=0.2, limits=limits))
    with made.client:
        yield made
