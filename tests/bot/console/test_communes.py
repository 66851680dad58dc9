"""Two communes in one console: an officer of one never sees or touches anything of the other.

Every address of the console is walked by every role; one that is added is missing here until it is
walked as well.
"""

import re
from pathlib import Path

import pytest
from httpx2 import Response
from sqlalchemy import text
from starlette.routing import Route

from bot.web.ports import WebSettings
from handlers.cases import acts
from handlers.cases.acts import Answer, Doing
from handlers.officers import Officer, Role
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of
from tests.bot.console.other_commune import CANARY, OURS, OWN, TABLES, Theirs, posts, reads
from tests.fakes.casework import COMMUNE, GOOD, KEY, ROLES, CaseWard
from tests.fakes.clock import FakeClock
from tests.fakes.console import ConsoleSite, fields_of


@pytest.fixture
def site(store: Store, clock: FakeClock, tmp_path: Path) -> ConsoleSite:
    ours = ward_of(COMMUNE.model_copy(update={"key": OURS, "name": "Xã Khác"}))
    site = ConsoleSite(CaseWard(store, clock, ward=ours, account="other"), tmp_path)
    site.beside = (ward_of(COMMUNE),)
    site.serve(WebSettings())
    return site


@pytest.fixture
def theirs(site: ConsoleSite) -> Theirs:
    return Theirs(site)


def rows(store: Store) -> dict[str, list[str]]:
    """Everything of the other commune that the console could change."""
    with store.read() as work:
        return {
            table: sorted(map(str, work.session.execute(text(f"SELECT * FROM {table}")).all()))  # noqa: S608
            for table in TABLES
        }


def test_every_address_of_the_console_is_walked(site: ConsoleSite, theirs: Theirs) -> None:
    mine = site.ward.open()
    walked = {("GET", one) for one in reads(theirs)} | {
        ("POST", one) for one in posts(theirs, mine)
    }
    there = {
        (method, route.path)
        for route in _routes(site)
        for method in route.methods or ()
        if method in {"GET", "POST"} and route.path.startswith("/can-bo")
    }
    assert ("GET", "/can-bo/phan-anh/{code}") in there
    assert {one for one in there if one[1] not in OWN} <= walked


def _routes(site: ConsoleSite) -> list[Route]:
    """Those of every router that was hung in, however deep."""
    found, within = [], list(site.app.routes)
    while within:
        one = within.pop()
        hung = getattr(one, "original_router", None)
        if isinstance(one, Route):
            found.append(one)
        elif hung is not None:
            within += hung.routes
    return found


def clean(page: Response) -> bool:
    """Nothing of theirs is said."""
    return CANARY not in page.text and "H32.12.05-261119" not in re.sub(
        r'value="[^"]*"', "", page.text
    )


def test_no_page_list_search_or_count_tells_anything_of_the_other_commune(
    site: ConsoleSite, theirs: Theirs
) -> None:
    mine = site.ward.open(matter="Rác đầu hẻm Mẫu")
    assert str(mine) == str(theirs.codes[0])  # the very same reference, of another commune
    for who in ROLES:
        browser = site.officer(who)
        for addresses in reads(theirs).values():
            for address in addresses:
                page = browser.get(address)
                assert clean(page), (who, address)
                if f"phan-anh/{KEY}" in address:
                    assert page.status_code in {404, 405}, (who, address)
            site.clock.move(seconds=5)
    head = site.officer("Đầu Mẫu")
    assert "Rác đầu hẻm Mẫu" in head.get(f"/can-bo/phan-anh/{mine}").text
    assert head.get(f"/can-bo/ho-so/{theirs.running.code}").status_code == 404
    assert re.search(r"Đang mở\D*1\b", head.get("/can-bo").text)


def test_no_form_changes_anything_of_the_other_commune(site: ConsoleSite, theirs: Theirs) -> None:
    mine = [site.ward.open() for _ in range(3)][-1]
    for who in ROLES:
        browser = site.officer(who)
        token = fields_of(browser.get("/can-bo/tai-khoan").text, "/can-bo/ra-het")["_csrf"]
        before = rows(site.store)
        for forms in posts(theirs, mine).values():
            for address, fields in forms:
                sent = browser.client.post(address, data={"_csrf": token, **fields})
                assert clean(sent), (who, address)
                listed = "ket-qua" in address or "kip-han" in address
                assert sent.status_code != 200 or listed, (who, address)
                site.clock.move(seconds=1)
        after = rows(site.store)
        for table in TABLES:
            assert _without_ours(after[table]) == _without_ours(before[table]), (who, table)


def _without_ours(lines: list[str]) -> list[str]:
    """Rows that are not of our own commune."""
    return [one for one in lines if OURS not in one]


def test_acts_themselves_refuse_an_officer_of_another_commune(
    site: ConsoleSite, theirs: Theirs
) -> None:
    """Whatever page, command or chat calls them."""
    ours = site.ward.officers["Đầu Mẫu"]
    every = Officer(ours.id, OURS, ours.name, frozenset(Role))
    before = rows(site.store)
    with site.store.work() as work:
        for ward in (site.ward.ward, theirs.ward.ward):
            doing = Doing(work, ward, every, site.clock.now())
            for code in theirs.codes:
                assert acts.found(work, ward, every, code) is None
                assert not acts.claim(doing, code).done
                assert not acts.answer(doing, code, Answer(GOOD)).done
                assert not acts.note(doing, code, "thử").done
        work.commit()
    assert rows(site.store) == before
