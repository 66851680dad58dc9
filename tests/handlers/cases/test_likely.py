"""Likely duplicates are hinted at to who may see both cases; nothing is joined by itself."""

from datetime import timedelta
from itertools import product

import pytest

from handlers.cases.likely import alike, likely
from handlers.cases.page import case_page
from handlers.cases.reading import StoredDesk
from handlers.cases.room import room_of, unit_names
from handlers.cases.seeing import Seeing
from handlers.cases.visibility import may_see
from handlers.store import cases, contacts, groups, views
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About, CaseState
from tests.fakes.casework import KEY, ROLES, CaseWard

LAMP = "Đèn đường trước hẻm 12 đường Hoa Sữa hỏng hai tuần"
AGAIN = "hem 12 hoa sua toi thui may bua nay, den chay roi ma khong ai thay"
OTHER = "Đèn đường trước hẻm 14 đường Hoa Sữa hỏng hai tuần"


def set_to(ward: CaseWard, code: CaseCode, **values: object) -> None:
    with ward.store.work() as work:
        row = cases.by_code(work, code)
        assert row is not None
        cases.change(work, row.id, row.version, dict(values))
        work.commit()


def found(ward: CaseWard, code: CaseCode) -> list[CaseCode]:
    with ward.store.read() as work:
        row = cases.by_code(work, code)
        assert row is not None
        return [cases.code_of(one) for one in alike(work, row)]


def test_the_same_lamp_is_found_both_ways_and_the_next_one_is_not(ward: CaseWard) -> None:
    first, _, again = ward.open(matter=LAMP), ward.open(matter=OTHER), ward.open(matter=AGAIN)
    assert found(ward, again) == [first]
    assert found(ward, first) == [again]
    assert ward.row(again).joined_to is None
    assert ward.row(again).state == CaseState.RECEIVED


@pytest.mark.parametrize(
    "values",
    [
        {"anonymous": False},
        {"about": About.UNCLEAR.value},
        {"about": About.HEAD.value},
        {"named": "[3]"},
        {"kind": FeedbackKind.CONDUCT.value},
        {"kind": FeedbackKind.SERVICE.value},
        {"state": CaseState.ANSWERED.value},
        {"state": CaseState.WITHDRAWN.value},
        {"matter": None},
    ],
    ids=str,
)
def test_what_is_kept_apart_is_never_named_beside_another(
    ward: CaseWard, values: dict[str, object]
) -> None:
    one, other = ward.open(matter=LAMP), ward.open(matter=AGAIN)
    set_to(ward, one, **values)
    assert found(ward, other) == []
    assert found(ward, one) == []


@pytest.mark.parametrize(
    "kind", [FeedbackKind.CONDUCT, FeedbackKind.DOSSIER_DELAY, FeedbackKind.QUESTION]
)
def test_what_is_one_persons_own_is_not_compared(ward: CaseWard, kind: FeedbackKind) -> None:
    one, other = ward.open(kind, LAMP), ward.open(kind, LAMP)
    assert found(ward, one) == found(ward, other) == []


def test_named_reports_and_hints_are_compared_among_themselves(ward: CaseWard) -> None:
    hints = [ward.open(matter=LAMP), ward.open(matter=AGAIN)]
    named = [ward.open(matter=one, sealed=("Lê Thị Thử", "0900000123")) for one in (LAMP, AGAIN)]
    assert found(ward, hints[0]) == [hints[1]]
    assert found(ward, named[0]) == [named[1]]


def test_what_broke_a_season_ago_has_broken_again(ward: CaseWard) -> None:
    ward.open(matter=LAMP)
    ward.clock.move(days=31)
    assert found(ward, ward.open(matter=AGAIN)) == []


def test_nobody_reads_of_a_case_they_may_not_see(ward: CaseWard) -> None:
    """Units and holders in every mix: the hint holds exactly what the rule allows."""
    units, holders = ("do_thi", ""), (None, "Bạch Mẫu", "Quản Mẫu", "Phụ Mẫu")
    made = [ward.open(matter=LAMP) for _ in product(units, holders)]
    for code, (unit, holder) in zip(made, product(units, holders), strict=True):
        officer = ward.officers[holder].id if holder else None
        state = CaseState.ASSIGNED if holder else CaseState.RECEIVED
        set_to(ward, code, unit=unit, officer=officer, state=state.value)
    seen_some = 0
    for who, code in product(ROLES, made):
        with ward.store.read() as work:
            room, row = room_of(work, KEY), cases.by_code(work, code)
            assert row is not None
            seeing = Seeing(room, ward.ward, ward.officers[who])
            for one in likely(work, row, seeing):
                other = cases.by_code(work, one.code)
                assert other is not None
                facts = room.facts(other, unit_names(ward.ward.commune, other.unit))
                assert may_see(ward.officers[who], facts), (who, one.code)
                seen_some += 1
            page = case_page(work, ward.ward, ward.officers[who], code, ward.clock.now())
            assert page is None or page.likely == likely(work, row, seeing)
    assert seen_some


def test_the_new_card_and_the_card_looked_at_name_it_to_who_may_see_it(ward: CaseWard) -> None:
    first = ward.open(matter=LAMP)
    second = ward.open(matter=AGAIN)
    hint = f"Có thể trùng với {first}"
    assert any(hint in one for one in ward.told("Bạch Mẫu"))
    desk, now = StoredDesk(ward.store), ward.clock.now()
    seen = desk.look(ward.ward, ward.officers["Bạch Mẫu"], second, now)
    assert seen is not None
    assert hint in str(seen.blocks)


def test_a_card_names_no_case_its_reader_was_not_given(ward: CaseWard) -> None:
    first = ward.open(matter=LAMP)
    set_to(ward, first, unit="", officer=ward.officers["Phụ Mẫu"].id, state="assigned")
    second = ward.open(matter=AGAIN)
    assert not any("Có thể trùng" in one for one in ward.told("Bạch Mẫu"))
    desk, now = StoredDesk(ward.store), ward.clock.now()
    for who, told in (("Bạch Mẫu", False), ("Phụ Mẫu", True)):
        seen = desk.look(ward.ward, ward.officers[who], second, now)
        assert seen is not None
        assert (f"Có thể trùng với {first}" in str(seen.blocks)) is told, who


def test_a_groups_card_names_only_what_stands_in_that_group(ward: CaseWard) -> None:
    now = ward.clock.now()
    with ward.store.work() as work:
        endpoint = contacts.endpoint_of(work, contacts.ensure_endpoint(
            work, KEY, ward.channel, ward.account, now
        ))  # fmt: skip
        room = contacts.open_contact(work, endpoint, "-100", "", now)
        made = groups.add(work, KEY, "do_thi", "h", "cli", now=now, until=now + timedelta(hours=1))
        assert groups.join(work, made, room, now)
        work.commit()
    here, elsewhere = ward.open(matter=LAMP), ward.open(matter=LAMP)
    set_to(ward, elsewhere, unit="")
    ward.open(matter=AGAIN)
    with ward.store.read() as work:
        told = [str(one.reply) for one in views.letters(work, room)]
    assert f"Có thể trùng với {here};" in told[-1]
    assert str(elsewhere) not in told[-1]
