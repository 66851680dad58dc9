"""No page without a look: what answers a GET is either opened by the browser tests or no page.

`tests/browser/console/test_every_page.py` opens each address of `FullWard.looks` wide and narrow; a
route that is added fails here until it stands there, or in `NO_PAGES` with the reason.
"""

from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.routing import BaseRoute, Match, Mount, Route

from bot.app import Core, _telegram, _web_app
from bot.communes import served
from bot.config import load_settings
from bot.messengers import messengers
from bot.setup import prepare_database
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of
from tests.bridge.product import SECRET
from tests.fakes.clock import FakeClock
from tests.fakes.full_ward import BESIDE, NO_PAGES, FullWard
from tests.fakes.telegram.core import TOKEN
from tests.fakes.telegram.product import LIVE
from tests.fakes.zalo_bot.core import TOKEN as ZALO_TOKEN
from tests.fakes.zalo_oa import rules


@pytest.fixture
def full(sqlite_store: Store, clock: FakeClock, tmp_path: Path) -> FullWard:
    return FullWard(sqlite_store, clock, tmp_path)


EVERYTHING = {
    "TELEGRAM__TOKEN": TOKEN,
    "TELEGRAM__API_URL": "http://127.0.0.1:1",
    "TELEGRAM__WEBHOOK_URL": "https://mot-cua.example",
    "TELEGRAM__WEBHOOK_SECRET": "between-this-test-and-itself",
    "ZALO_BOT__TOKEN": ZALO_TOKEN,
    "ZALO_BOT__API_URL": "http://127.0.0.1:1",
    "ZALO_BOT__WEBHOOK_URL": "https://mot-cua.example",
    "ZALO_BOT__WEBHOOK_SECRET": "between-this-test-and-itself",
    "ZALO_OA__APP_ID": rules.APP_ID,
    "ZALO_OA__OA_ID": rules.OA_ID,
    "ZALO_OA__APP_SECRET": rules.APP_SECRET,
    "ZALO_OA__OA_SECRET_KEY": rules.OA_KEY,
    "BRIDGE__SECRETS__SMS": SECRET,
    "CHANNELS__BRIDGE__SMS__URL": "http://127.0.0.1:1/gui",
    "WEB__PUBLIC_URL": "https://mot-cua.example",
    "METRICS__SECRET": "between-this-test-and-itself",
}


@pytest.fixture
def program(tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> FastAPI:
    """The whole program's site, with every channel and a further commune."""
    for name, value in EVERYTHING.items():
        monkeypatch.setenv(f"MOTCUA_{name}", value)
    monkeypatch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{tmp_path}/whole.db")
    monkeypatch.setenv("MOTCUA_KEYS__ZALO_FILE", f"{tmp_path}/zalo.key")
    settings = load_settings(LIVE)
    prepare_database(settings)
    further = settings.commune.model_copy(update={"key": BESIDE})
    core = Core(settings, clock, [further])
    app = _web_app(core, [ward_of(settings.commune), ward_of(further)])
    communes = served(settings, LIVE)
    _telegram(core, app, communes[0])
    messengers(core, app, communes)
    core.engine.dispose()
    return app


def read_routes(app: FastAPI) -> dict[str, BaseRoute]:
    """What answers a GET, however deep it was hung in."""
    found: dict[str, BaseRoute] = {}
    within = list(app.routes)
    while within:
        one = within.pop()
        hung = getattr(one, "original_router", None)
        if hung is not None:
            within += hung.routes
        elif isinstance(one, Route):
            if "GET" in (one.methods or ()):
                found[one.path] = one
        else:
            assert isinstance(one, Mount), f"{one} is of no kind this test knows"
            found[one.path] = one
    return found


def fits(route: BaseRoute, address: str) -> bool:
    path = address.partition("?")[0]
    return route.matches({"type": "http", "method": "GET", "path": path})[0] is Match.FULL


def test_every_address_of_the_program_is_looked_at_or_is_no_page(
    program: FastAPI, full: FullWard
) -> None:
    there, looked_at = set(read_routes(program)), set(full.looks())
    assert {"/cau-noi/{gateway}/tin", "/tep/{token}/{name}", "/can-bo/viec"} <= there
    assert there - looked_at - set(NO_PAGES) == set()
    assert (looked_at | set(NO_PAGES)) - there == set()
    assert looked_at & set(NO_PAGES) == set()


def test_every_look_opens_a_page_of_its_route(full: FullWard) -> None:
    """Not one it is led on to, and none that says the thing is not there."""
    routes, browsers = read_routes(full.site.app), full.browsers()
    for path, looks in full.looks().items():
        for look in looks:
            page = browsers[look.who].get(look.address)
            assert page.status_code == look.status, look
            assert not page.history, look
            assert page.headers["content-type"].startswith("text/html"), look
            assert fits(routes[path], look.address), look
            full.clock.move(seconds=1)


def test_what_is_said_to_be_no_page_is_none(full: FullWard) -> None:
    browsers, others, elsewhere = full.browsers(), full.others(), set(NO_PAGES)
    for path, look in others.items():
        given = browsers[look.who].client.get(look.address, follow_redirects=False)
        assert given.status_code < 400, look
        assert not given.headers.get("content-type", "").startswith("text/html"), look
        elsewhere.remove(path)
    assert elsewhere == {
        "/tro-chuyen/tep/{line}/{number}", "/tep/{token}/{name}",
        "/cau-noi/{gateway}/tin", "/cau-noi/{gateway}/bao-phat",
    }  # fmt: skip
