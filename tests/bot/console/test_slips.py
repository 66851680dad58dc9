"""The head's slips in the console, many at once."""

import html
from functools import partial
from pathlib import Path

import pytest

from handlers.acts import Acting, draft_apology
from handlers.duties.values import Outcome
from handlers.officers import Role
from handlers.store import duties
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.console import Browser, OfficeSite
from tests.fakes.office import Office
from tests.knowledge.dossiers.lives import at

ACCEPTED = ("registered 2026-11-19 08:00", "accepted 2026-11-19 09:00")
NEW = at("2026-11-30 17:00")
ALL = "/can-bo/phieu/ca"


@pytest.fixture
def office(sqlite_store: Store, clock: FakeClock, tmp_path: Path) -> OfficeSite:
    return OfficeSite(Office(sqlite_store, clock), tmp_path)


def slip(dossier: int, acting: Acting) -> Outcome:
    return draft_apology(acting, dossier, NEW, "Chờ xác minh")


def drafted(site: OfficeSite, *numbers: int, due: str = "2026-11-25 17:00") -> list[str]:
    """Dossiers, each with a slip that waits."""
    office = site.office
    by = office.officer(f"Cán bộ {numbers[0]}", Role.OFFICER)
    codes = []
    for number in numbers:
        known = office.dossier(*ACCEPTED, number=number, due=due)
        office.does(by, partial(slip, known.id))
        codes.append(known.code)
    return codes


def moved(site: OfficeSite, codes: list[str]) -> list[bool]:
    return [site.office.now_is(code).falls_due_at == NEW for code in codes]


def press(head: Browser, page: str) -> str:
    """The button of a page that was open, with what it held then."""
    form = page[page.index(f'action="{ALL}"') :]
    form = form[: form.index("</form>")]
    fields = [part.split('"', 1)[0] for part in form.split('name="phieu" value="')[1:]]
    token = form.split('name="_csrf" value="')[1].split('"', 1)[0]
    return html.unescape(head.client.post(ALL, data={"_csrf": token, "phieu": fields}).text)


def test_all_slips_that_break_no_rule_are_signed_by_one_button(office: OfficeSite) -> None:
    codes = drafted(office, *range(1, 31))
    head = office.signed_in("Đầu Mẫu", Role.HEAD)
    page = head.get("/can-bo/phieu").text
    assert "Ký cả 30 phiếu" in page
    said = press(head, page)
    assert "Đã ký 30 phiếu." in said
    assert "Không có phiếu nào chờ ký" in said
    assert moved(office, codes) == [True] * 30


def test_what_came_later_stays_and_what_was_settled_is_told(office: OfficeSite) -> None:
    codes = drafted(office, 1, 2, 3)
    first, second = (office.signed_in(who, Role.HEAD) for who in ("Đầu Mẫu", "Phó Mẫu"))
    old = first.get("/can-bo/phieu").text
    later = drafted(office, 4)
    with office.store.read() as work:
        number = duties.open_drafts(work, office.office.commune)[0].id
    second.post(f"/can-bo/phieu/{number}/sign", "/can-bo/phieu")
    said = press(first, old)
    assert "Đã ký 2 phiếu." in said
    assert "1 phiếu chưa ký: Phó Mẫu đã làm lúc" in said
    assert moved(office, [*codes, *later]) == [True, True, True, False]


def test_a_slip_against_a_rule_is_signed_alone_with_its_reason(office: OfficeSite) -> None:
    office.clock.move_to(at("2026-11-25 09:00"))
    late = drafted(office, 3)
    codes = drafted(office, 1, 2, due="2026-11-27 17:00")
    head = office.signed_in("Đầu Mẫu", Role.HEAD)
    page = head.get("/can-bo/phieu").text
    assert "Ký cả 2 phiếu" in page
    assert "Đã ký 2 phiếu." in press(head, page)
    assert moved(office, [*codes, *late]) == [True, True, False]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DESK_LEAD])
def test_only_the_head_signs(office: OfficeSite, role: Role) -> None:
    codes = drafted(office, 1, 2)
    page = office.signed_in("Đầu Mẫu", Role.HEAD).get("/can-bo/phieu").text
    other = office.signed_in("Lê Thị Mẫu", role)
    form = other.get("/can-bo/tai-khoan").text
    token = form.split('name="_csrf" value="')[1].split('"', 1)[0]
    numbers = [part.split('"', 1)[0] for part in page.split('name="phieu" value="')[1:]]
    sent = other.client.post(ALL, data={"_csrf": token, "phieu": numbers})
    assert sent.status_code == 404
    assert moved(office, codes) == [False, False]
