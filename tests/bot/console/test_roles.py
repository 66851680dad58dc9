"""Nobody sees or does in the console what `may_see` denies: each officer, each case, each act."""

from collections.abc import Iterator
from itertools import product

import pytest

from handlers.cases.listing import PAGE, Query, Scope, listing
from handlers.cases.room import room_of, unit_names
from handlers.cases.seeing import Seeing
from handlers.cases.visibility import may_see
from handlers.store import cases
from handlers.store.unit_of_work import Store
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About, CaseAct, CaseState, after
from tests.fakes.casework import ROLES, CaseWard
from tests.fakes.clock import FakeClock
from tests.fakes.console import ConsoleSite, fields_of

PEOPLE = tuple(ROLES)
ABOUTS: tuple[tuple[About, str | None], ...] = (
    (About.NOBODY, None),
    (About.UNCLEAR, None),
    (About.HEAD, "Đầu Mẫu"),
    (About.OFFICER, "Bạch Mẫu"),
    (About.OFFICER, "Phụ Mẫu"),
    (About.OFFICER, "Soát Mẫu"),
)
KINDS = (FeedbackKind.LOCAL_MATTER, FeedbackKind.CONDUCT, FeedbackKind.SERVICE)
HOLDERS = (None, "Bạch Mẫu", "Dung Mẫu", "Phụ Mẫu", "Quản Mẫu")
FIELDS = {
    "noi_dung": "Ghi thử",
    "co_quan": "Điện lực",
    "loai": "service",
    "can_bo": "khong",
    "ma_khac": "PA-261123-001",
    "gui": "1",
    "ly_do": "thử",
    "ma": "123456",
    "da_xem": "999999",
}


def matter(number: int) -> str:
    return f"Việc số {number} ở hẻm Mẫu"


def open_all(ward: CaseWard) -> list[CaseCode]:
    """A case of each kind, about each, held by each."""
    made = []
    for number, (kind, (about, person), holder) in enumerate(product(KINDS, ABOUTS, HOLDERS)):
        code = ward.open(kind, matter(number), about=about, person=person)
        if holder is not None:
            row = ward.row(code)
            with ward.store.work() as work:
                held = {"officer": ward.officers[holder].id, "state": CaseState.ASSIGNED}
                cases.change(work, row.id, row.version, held)
                work.commit()
        made.append(code)
    return made


def seen_by(ward: CaseWard, who: str, code: CaseCode, act: CaseAct | None = None) -> bool:
    """The rule itself, asked row by row."""
    row = ward.row(code)
    with ward.store.read() as work:
        room = room_of(work, code.commune)
    facts = room.facts(row, unit_names(ward.ward.commune, row.unit))
    return may_see(ward.officers[who], facts, act)


def listed(ward: CaseWard, who: str, scope: Scope, words: str = "") -> list[CaseCode]:
    """Every page of a list."""
    found: list[CaseCode] = []
    for page in range(1, 20):
        with ward.store.read() as work:
            query = Query(scope, words=words, page=page)
            one = listing(work, ward.ward, ward.officers[who], query, ward.clock.now())
        found += [line.code for line in one.lines]
        assert len(one.lines) <= PAGE
        if not one.more:
            break
    return found


@pytest.fixture
def ward(store: Store, clock: FakeClock) -> CaseWard:
    """Once on each database."""
    return CaseWard(store, clock)


def test_lists_counts_and_search_hold_exactly_what_may_be_seen(ward: CaseWard) -> None:
    codes = open_all(ward)
    for who in PEOPLE:
        may = {code for code in codes if seen_by(ward, who, code)}
        assert set(listed(ward, who, Scope.OPEN)) == may, who
        assert set(listed(ward, who, Scope.OPEN, "hem mau")) == may, who
        mine = {one for one in may if ward.row(one).officer == ward.officers[who].id}
        assert set(listed(ward, who, Scope.MINE)) == mine
        with ward.store.read() as work:
            one = listing(work, ward.ward, ward.officers[who], Query(), ward.clock.now())
        assert one.counts[Scope.OPEN] == one.total == len(may)
        assert one.counts[Scope.MINE] == len(mine)


def test_what_is_over_is_listed_to_the_same_people(ward: CaseWard) -> None:
    codes = open_all(ward)
    with ward.store.work() as work:
        for code in codes:
            row = cases.by_code(work, code)
            assert row is not None
            cases.change(work, row.id, row.version, {"state": CaseState.CLOSED})
        work.commit()
    for who in PEOPLE:
        may = [code for code in reversed(codes) if seen_by(ward, who, code)]
        assert listed(ward, who, Scope.ENDED) == may
        assert listed(ward, who, Scope.OPEN) == []


def test_eyes_that_remember_see_the_same_as_eyes_that_do_not(ward: CaseWard) -> None:
    codes = open_all(ward)
    with ward.store.read() as work:
        room = room_of(work, ward.ward.commune.key)
        rows = [cases.by_code(work, code) for code in codes]
    for who in PEOPLE:
        seeing = Seeing(room, ward.ward, ward.officers[who])
        for row in (*rows, *reversed(rows)):
            assert row is not None
            assert seeing.facts(row) == room.facts(row, unit_names(ward.ward.commune, row.unit))


def every_act() -> Iterator[str]:
    yield from (one.value for one in CaseAct)
    yield "khong-co"


def test_every_page_and_act_is_closed_to_who_may_not(site: ConsoleSite) -> None:
    ward, codes = site.ward, open_all(site.ward)[::2]
    versions = {code: ward.row(code).version for code in codes}
    for who in PEOPLE:
        browser = site.officer(who)
        token = fields_of(browser.get("/can-bo/tai-khoan").text, "/can-bo/ra-het")["_csrf"]
        for number, code in enumerate(codes):
            address = f"/can-bo/phan-anh/{code}"
            page = browser.get(address)
            sees = seen_by(ward, who, code)
            assert page.status_code == (200 if sees else 404), (who, code)
            assert (matter(number * 2) in page.text) is sees
            if not sees and number % 5 == 0:
                for act in every_act():
                    sent = browser.client.post(f"{address}/{act}", data={"_csrf": token, **FIELDS})
                    assert sent.status_code in {404, 429}, (who, act)
                    assert matter(number * 2) not in sent.text
                assert browser.get(f"{address}/tep/0").status_code == 404
            site.ward.clock.move(seconds=8)
    assert {code: ward.row(code).version for code in codes} == versions


def test_a_form_is_shown_exactly_where_its_act_may_be_done(site: ConsoleSite) -> None:
    ward = site.ward
    codes = [ward.open(kind, about=about, person=person)
             for kind, (about, person) in product(KINDS, ABOUTS)]  # fmt: skip
    shown = {one for one in CaseAct if one not in {CaseAct.PUBLISH, CaseAct.UNPUBLISH}}
    for who in PEOPLE:
        browser = site.officer(who)
        for code in codes:
            if not seen_by(ward, who, code):
                continue
            page = browser.get(f"/can-bo/phan-anh/{code}").text
            for act in shown:
                able = seen_by(ward, who, code, act)
                possible = after(CaseState.RECEIVED, act, claimed=False) is not None
                wanted = able and possible and act is not CaseAct.UNLOCK
                assert (f'action="/can-bo/phan-anh/{code}/{act}"' in page) is wanted, (who, act)
            site.ward.clock.move(seconds=2)


def test_what_a_role_may_not_do_is_not_done_when_posted_anyway(site: ConsoleSite) -> None:
    ward, code = site.ward, site.ward.open()
    for who in PEOPLE:
        browser = site.officer(who)
        token = fields_of(browser.get("/can-bo/tai-khoan").text, "/can-bo/ra-het")["_csrf"]
        for act in CaseAct:
            if seen_by(ward, who, code, act):
                continue
            before = ward.row(code)
            data = {"_csrf": token, **FIELDS}
            sent = browser.client.post(f"/can-bo/phan-anh/{code}/{act}", data=data)
            assert sent.status_code in {404, 409}, (who, act)
            assert ward.row(code) == before


def test_a_case_of_another_commune_is_not_there(site: ConsoleSite) -> None:
    code = site.ward.open()
    head = site.officer("Đầu Mẫu")
    assert head.get(f"/can-bo/phan-anh/{code}").status_code == 200
    assert head.get(f"/can-bo/phan-anh/xa-khac:{code}").status_code == 404


def test_the_walk_in_form_is_closed_to_the_administrator(site: ConsoleSite) -> None:
    admin = site.officer("Quản Mẫu")
    assert admin.get("/can-bo/nhap-ho").status_code == 404
    token = fields_of(admin.get("/can-bo/tai-khoan").text, "/can-bo/ra-het")["_csrf"]
    sent = admin.client.post("/can-bo/nhap-ho", data={"_csrf": token, **FIELDS})
    assert sent.status_code == 404
