"""Every page and form of the console, for every officer and every case: nobody learns of one that
is about them, about somebody above them, or for few eyes only (F-5)."""

import html
import re

import pytest

from handlers.officers import Role
from handlers.store.unit_of_work import Store
from knowledge.feedback.states import About, CaseAct, CaseState
from tests.bot.visibility.casts import PEOPLE, Cast
from tests.bot.visibility.world import Case, World, routes_of, ward_with
from tests.fakes.clock import FakeClock
from tests.fakes.console import Browser, ConsoleSite, fields_of

CODE = "{code}"
LISTS = {
    CaseState.RECEIVED: "open",
    CaseState.ANSWERED: "answered",
    CaseState.CLOSED: "ended",
}
PAGES: dict[str, tuple[str, ...]] = {
    "/can-bo": (
        "/can-bo", *(f"/can-bo?ds={one}" for one in ("open", "mine", "new", "late", "waiting",
        "answered", "ended")), "/can-bo?tim=hem+mau", "/can-bo?ds=ended&tim=hem+mau",
        "/can-bo?dv=do_thi", "/can-bo?loai=local_matter", "/can-bo?trang=2",
        f"/can-bo?tim={CODE}",
    ),
    "/can-bo/phan-anh/{code}": (
        f"/can-bo/phan-anh/{CODE}", f"/can-bo/phan-anh/{CODE}?viec=answer",
        f"/can-bo/phan-anh/{CODE}?xong=claim",
    ),
    "/can-bo/phan-anh/{code}/tep/{number}": (f"/can-bo/phan-anh/{CODE}/tep/0",),
    "/can-bo/phan-anh/{code}/publish": (f"/can-bo/phan-anh/{CODE}/publish",),
    "/can-bo/cau-hoi/{code}": (f"/can-bo/cau-hoi/{CODE}",),
    "/can-bo/cau-hoi": ("/can-bo/cau-hoi", "/can-bo/cau-hoi?trang=2"),
    "/can-bo/cau-hoi/dang-thu": ("/can-bo/cau-hoi/dang-thu",),
    "/can-bo/cau-hoi/the/{number}": ("/can-bo/cau-hoi/the/1",),
    "/can-bo/viec": ("/can-bo/viec",),
    "/can-bo/nhat-ky": ("/can-bo/nhat-ky", *(f"/can-bo/nhat-ky?ai={one}" for one in range(1, 8))),
    "/can-bo/loi-gui": ("/can-bo/loi-gui",),
    "/can-bo/tai-khoan": ("/can-bo/tai-khoan",),
    "/can-bo/niem-phong": ("/can-bo/niem-phong",),
    **{one: (one,) for one in (
        "/can-bo/ket-qua", "/can-bo/kip-han", "/can-bo/phieu", "/can-bo/nhap-ho", "/can-bo/ho-so",
        "/can-bo/tin", "/can-bo/tin/moi", "/can-bo/tin/mau", "/can-bo/dinh-chinh", "/can-bo/vao",
        "/can-bo/van-dung",
        "/can-bo/xac-nhan", "/can-bo/ma-xac-nhan",
    )},
    **{one: (re.sub(r"\{[^}]*\}", "1", one),) for one in (
        "/can-bo/ho-so/{code}", "/can-bo/tin/mau/{number:int}", "/can-bo/tin/{number:int}",
        "/can-bo/tin/{number:int}/can-goi", "/can-bo/tin/{number:int}/tien-do",
        "/can-bo/tin/{number:int}/ban-in", "/can-bo/dinh-chinh/{number:int}",
        "/can-bo/vao/{code}",
    )},
}  # fmt: skip
"""Every page of the console with the addresses to ask for; a new page needs its line here."""
NOT_ABOUT_CASES = {
    "/can-bo/niem-phong/{act}",
    "/can-bo/vao", "/can-bo/ra", "/can-bo/ra-het", "/can-bo/xac-nhan",
    "/can-bo/ma-xac-nhan", "/can-bo/ma-xac-nhan/xong", "/can-bo/nhap-ho", "/can-bo/ket-qua",
    "/can-bo/kip-han", "/can-bo/kip-han/nguyen-nhan", "/can-bo/phieu/ca",
    "/can-bo/phieu/{number}/{act}", "/can-bo/ho-so/{code}/{act}", "/can-bo/tin/moi",
    "/can-bo/tin/mau", "/can-bo/tin/mau/{number:int}/sua",
    "/can-bo/tin/mau/{number:int}/thoi-dung", "/can-bo/tin/{number:int}/danh-sach",
    "/can-bo/tin/{number:int}/can-goi", "/can-bo/tin/{number:int}/{what}",
    "/can-bo/dinh-chinh/{number:int}/bo", "/can-bo/dinh-chinh/{number:int}/gui",
    "/can-bo/van-dung",
    "/can-bo/cau-hoi/cach-noi/{number}/{act}", "/can-bo/cau-hoi/the/{number}/{act}",
}  # fmt: skip
"""Forms that name no case: dossiers, news, one's own session, phrases and cards by their number."""
FORMS = {
    "/can-bo/phan-anh/{code}/{act}": tuple(
        f"/can-bo/phan-anh/{CODE}/{act}" for act in (*CaseAct, "khong-co")
    ),
    **{
        f"/can-bo/phan-anh/{{code}}/{act}": (f"/can-bo/phan-anh/{CODE}/{act}",)
        for act in ("publish", "unpublish", "unlock")
    },
    "/can-bo/cau-hoi/{code}/cach-noi": (f"/can-bo/cau-hoi/{CODE}/cach-noi",),
    "/can-bo/cau-hoi/{code}/the": (f"/can-bo/cau-hoi/{CODE}/the",),
    "/can-bo/loi-gui": ("/can-bo/loi-gui",),
}
"""Forms that name a case, or a letter about one."""
FIELDS = {
    "noi_dung": "Ghi thử", "co_quan": "Điện lực", "loai": "service", "loai_don": "complaint",
    "can_bo": "khong", "gui": "1", "ly_do": "thử việc", "ma": "123456", "da_doc": "1",
    "cau_hoi": "x", "tra_loi": "y", "ten": "Thẻ", "cach_hoi": "a b c", "thu_tuc": "1.001193",
    "cum_tu": "vô sổ bộ cho em bé",
}  # fmt: skip


@pytest.fixture
def world(site: ConsoleSite, cast: Cast) -> World:
    return World(site.ward, cast)


def test_every_page_and_form_of_the_console_has_its_line(site: ConsoleSite) -> None:
    there = {one for one in routes_of(site.app) if one[1].startswith("/can-bo")}
    assert {path for method, path in there if method == "GET"} == set(PAGES)
    assert {path for method, path in there if method == "POST"} == {*FORMS, *NOT_ABOUT_CASES}


def filled(address: str, world: World) -> list[tuple[str, Case | None]]:
    """The address once for each case it may name."""
    if CODE not in address:
        return [(address, None)]
    return [(address.replace(CODE, str(one.code)), one) for one in world.cases]


def test_no_page_list_search_or_count_tells_of_a_case_that_is_not_ones_to_see(
    site: ConsoleSite, world: World
) -> None:
    for who in PEOPLE:
        browser = site.officer(who)
        for address in (one for every in PAGES.values() for one in every):
            for asked, named in filled(address, world):
                page = browser.get(asked)
                world.allows(who, page.text, asked, named)
                if address == f"/can-bo/phan-anh/{CODE}" and named is not None:
                    assert page.status_code == (200 if who in named.eyes else 404), (who, named)
            site.clock.move(seconds=20)


@pytest.mark.parametrize("who", PEOPLE)
def test_lists_and_their_counts_hold_exactly_what_may_be_seen(
    site: ConsoleSite, world: World, who: str
) -> None:
    browser = site.officer(who)
    for state, scope in LISTS.items():
        mine = {one for one in world.seen_by(who) if one.state is state}
        for words in ("", "&tim=hem+mau"):
            page = browser.get(f"/can-bo?ds={scope}{words}").text
            assert {one for one in world.told_in(page) if one.canary in page} == mine, scope
    counted = re.search(r"Đang mở\D*(\d+)", plain(browser.get("/can-bo").text))
    assert int(counted.group(1) if counted else 0) == len(
        [one for one in world.open if who in one.eyes]
    )


def plain(page: str) -> str:
    """What is read of a page."""
    return html.unescape(re.sub(r"<[^>]*>", " ", page))


def token_of(browser: Browser) -> str:
    return fields_of(browser.get("/can-bo/tai-khoan").text, "/can-bo/ra-het")["_csrf"]


@pytest.mark.parametrize("who", PEOPLE)
def test_no_form_reaches_a_case_that_is_not_ones_to_see(
    site: ConsoleSite, world: World, who: str
) -> None:
    browser, before = site.officer(who), world.rows()
    data = {"_csrf": token_of(browser), **FIELDS}
    for case in world.hidden_from(who):
        for address in (one for every in FORMS.values() for one in every if CODE in one):
            sent = browser.client.post(address.replace(CODE, str(case.code)), data=data)
            assert sent.status_code in {403, 404, 405}, (who, address, sent.status_code)
            world.allows(who, sent.text, address, case)
        site.clock.move(seconds=20)
    assert world.rows() == before


def test_joining_to_a_hidden_case_says_no_more_than_that_there_is_none(
    site: ConsoleSite, world: World
) -> None:
    for who in PEOPLE:
        browser, before = site.officer(who), world.rows()
        mine = [one for one in world.open if who in one.eyes]
        for case in world.hidden_from(who) if mine else ():
            address = f"/can-bo/phan-anh/{mine[0].code}/join"
            data = {"_csrf": token_of(browser), **FIELDS, "ma_khac": str(case.code)}
            sent = browser.client.post(address, data=data)
            world.allows(who, sent.text, address, case)
            site.clock.move(seconds=10)
        assert world.rows() == before, who


def test_the_table_of_eyes_holds_what_the_domain_says(
    store: Store, clock: FakeClock, cast: Cast
) -> None:
    """Whom a case is about and those below them are in nobody's column, on either database; but
    everybody is below a head, so the reviewers see what is about one."""
    world = World(ward_with(cast, store, clock), cast)
    heads = {who for who, roles in cast.roles.items() if Role.HEAD in roles}
    reviewers = {who for who, roles in cast.roles.items() if Role.REVIEWER in roles} - heads
    for one in world.cases:
        row, sort = world.ward.row(one.code), cast.sorts[one.sort]
        about = {who for who, made in world.ward.officers.items() if made.id == row.about_officer}
        assert about == ({sort.person} if sort.person else set()), one.sort
        of_a_head = heads if sort.about is About.HEAD else set()
        for who in {*sort.named, *about} - of_a_head:
            assert not one.eyes & {who, *cast.below(who)}, one.sort
        for who in of_a_head:
            assert not one.eyes & {who, *cast.below(who) - reviewers}, one.sort
