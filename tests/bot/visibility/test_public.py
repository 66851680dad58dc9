"""Nothing of any case stands on a public page: not its words, not its reference (F-5, F-6)."""

import re

import pytest

from tests.bot.visibility.casts import Cast
from tests.bot.visibility.world import World, routes_of
from tests.fakes.console import ConsoleSite

PAGES = {
    "/": ("/",),
    "/favicon.ico": ("/favicon.ico",),
    "/gio-lam-viec": ("/gio-lam-viec",),
    "/healthz": ("/healthz",),
    "/readyz": ("/readyz",),
    "/in/{code}": ("/in/1.001193", "/in/{case}"),
    "/phan-anh": ("/phan-anh", "/phan-anh?trang=2"),
    "/phan-anh.atom": ("/phan-anh.atom",),
    "/phan-anh/{number}": tuple(f"/phan-anh/{one}" for one in range(1, 50)),
    "/phan-anh/{number}/anh/{place}": tuple(f"/phan-anh/{one}/anh/1" for one in range(1, 50)),
    "/quyen-rieng-tu": ("/quyen-rieng-tu",),
    "/thu-tuc": ("/thu-tuc",),
    "/thu-tuc/{code}": ("/thu-tuc/{case}",),
    "/tro-chuyen": ("/tro-chuyen", "/tro-chuyen?bd=k_{case}", "/tro-chuyen?start=f_{case}"),
    "/tro-chuyen/tep/{line}/{number}": ("/tro-chuyen/tep/1/1",),
    "/tro-chuyen/tin": ("/tro-chuyen/tin?tiep=0",),
    "/tro-chuyen/xoa": ("/tro-chuyen/xoa",),
}
"""Every page open to everybody, with what to ask of it; a new one needs its line here."""
STREAMS = {"/tro-chuyen/tin"}
"""Held open for as long as somebody listens: what flows there is the visitor's own thread."""


@pytest.fixture
def world(site: ConsoleSite, cast: Cast) -> World:
    return World(site.ward, cast)


def test_every_public_page_has_its_line(site: ConsoleSite) -> None:
    there = {
        path
        for method, path in routes_of(site.app)
        if method == "GET" and not path.startswith("/can-bo")
    }
    assert there == set(PAGES)


def test_no_public_page_tells_of_a_case_nobody_published(site: ConsoleSite, world: World) -> None:
    browser = site.browser()
    for route, every in PAGES.items():
        for address in every if route not in STREAMS else ():
            for asked in {address.replace("{case}", str(one.code)) for one in world.open}:
                page = browser.get(asked)
                said = re.sub(re.escape(asked), "", page.text)
                told = {one for one in world.told_in(said) if str(one.code) not in asked}
                assert not told, asked
                assert not [one for one in world.cases if one.canary in page.text], asked
        site.clock.move(seconds=10)
