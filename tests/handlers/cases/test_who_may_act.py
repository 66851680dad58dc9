"""Who is told of a case, sees it and may take or be given it, on both databases."""

import threading

from handlers.cases import acts, reading, special
from handlers.cases.acts import Doing, Outcome, Refused
from handlers.officers import Officer, Role
from handlers.store import cases, staff
from handlers.store.unit_of_work import Work
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About
from tests.fakes.casework import CaseWard
from tests.handlers.cases.acting import answers, claims, does


def test_a_new_case_is_told_to_the_officers_of_its_unit_only(ward: CaseWard) -> None:
    code = ward.open()

    assert str(code) in ward.told("Bạch Mẫu")[0]
    assert str(code) in ward.told("Cường Mẫu")[0]
    for other in ("Đầu Mẫu", "Dung Mẫu", "Quản Mẫu"):
        assert ward.told(other) == []


def test_a_case_naming_an_officer_is_never_told_nor_given_to_them(ward: CaseWard) -> None:
    """F-5: nor to those below them; Cường answers to Bạch."""
    code = ward.open(about=About.OFFICER, person="Bạch Mẫu")

    for hidden in ("Bạch Mẫu", "Cường Mẫu"):
        assert ward.told(hidden) == []
        assert claims(ward, hidden, code).refused is Refused.GONE
    assert str(code) in ward.told("Dung Mẫu")[0]
    with ward.store.read() as work:
        to = next(
            one for one in staff.members(work, "phuong-mau") if one.officer.name == "Bạch Mẫu"
        )
    given = does(ward, "Phụ Mẫu", lambda doing: acts.assign(doing, code, to))
    assert given.refused is Refused.UNKNOWN_OFFICER


def test_about_the_head_only_the_reviewer_is_told(ward: CaseWard) -> None:
    code = ward.open(FeedbackKind.CONDUCT, about=About.HEAD, person="Đầu Mẫu")

    assert str(code) in ward.told("Soát Mẫu")[0]
    assert all(ward.told(one) == [] for one in ward.officers if one != "Soát Mẫu")
    assert claims(ward, "Đầu Mẫu", code).refused is Refused.GONE


def test_an_unclear_case_is_hidden_from_its_head_once_the_reviewer_marks_them(
    ward: CaseWard,
) -> None:
    code = ward.open(FeedbackKind.CONDUCT, about=About.UNCLEAR)
    assert claims(ward, "Đầu Mẫu", code).done
    with ward.store.read() as work:
        head = next(one for one in staff.members(work, "phuong-mau") if one.officer.has(Role.HEAD))

    done = does(ward, "Soát Mẫu", lambda doing: special.mark(doing, code, head))

    assert done.done
    assert ward.row(code).officer is None
    assert does(ward, "Đầu Mẫu", lambda doing: acts.note(doing, code, "x")).refused is Refused.GONE


def test_lists_hold_only_what_may_be_seen(ward: CaseWard) -> None:
    plain = ward.open()
    hidden = ward.open(about=About.OFFICER, person="Bạch Mẫu")

    def listed(who: str) -> set[str]:
        with ward.store.read() as work:
            rows = reading.visible(work, ward.ward, ward.officers[who])
            return {str(cases.code_of(row)) for row in rows}

    assert listed("Bạch Mẫu") == listed("Cường Mẫu") == {str(plain)}
    assert listed("Phụ Mẫu") == {str(plain), str(hidden)}
    assert listed("Quản Mẫu") == set()


def test_of_two_who_claim_one_wins_and_the_other_is_told_by_whom(ward: CaseWard) -> None:
    code = ward.open()

    assert claims(ward, "Bạch Mẫu", code).done
    late = claims(ward, "Cường Mẫu", code)

    assert late == Outcome(code, Refused.TAKEN, by="Bạch Mẫu")


def test_two_officers_at_once_one_wins(ward: CaseWard) -> None:
    code = ward.open()
    ready = threading.Barrier(2)
    done: dict[str, Outcome] = {}

    def race(who: str) -> None:
        ready.wait()
        done[who] = claims(ward, who, code)

    threads = [threading.Thread(target=race, args=(who,)) for who in ("Bạch Mẫu", "Cường Mẫu")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(one.done for one in done.values()) == [False, True]
    loser = next(one for one in done.values() if not one.done)
    assert loser.refused in {Refused.TAKEN, Refused.NOT_NOW}


def test_a_leaver_sees_nothing(ward: CaseWard) -> None:
    code = ward.open()
    with ward.store.work() as work:
        staff.leave(work, ward.officers["Bạch Mẫu"].id, ward.clock.now())
        work.commit()

    assert claims(ward, "Bạch Mẫu", code).refused is Refused.GONE


def test_another_communes_officer_finds_no_case(ward: CaseWard) -> None:
    code = ward.open()

    def act(work: Work) -> Outcome:
        stranger = Officer(999, "xa-khac", "Lạ", frozenset({Role.HEAD}))
        return acts.claim(Doing(work, ward.ward, stranger, ward.clock.now()), code)

    with ward.store.work() as work:
        assert act(work).refused is Refused.GONE


def test_what_turns_out_to_be_conduct_leaves_its_holder_until_somebody_is_marked(
    ward: CaseWard,
) -> None:
    code = ward.open()
    assert claims(ward, "Bạch Mẫu", code).done
    kind = FeedbackKind.CONDUCT
    assert does(ward, "Phụ Mẫu", lambda doing: acts.reclassify(doing, code, kind)).done

    assert ward.row(code).about == About.UNCLEAR
    assert ward.row(code).officer is None
    assert answers(ward, "Bạch Mẫu", code).refused is Refused.GONE
    assert does(ward, "Soát Mẫu", lambda doing: special.mark(doing, code, None)).done
    with ward.store.read() as work:
        to = next(
            one for one in staff.members(work, "phuong-mau") if one.officer.name == "Dung Mẫu"
        )
    assert does(ward, "Đầu Mẫu", lambda doing: acts.assign(doing, code, to)).done


def test_in_the_chat_too_a_case_is_given_only_to_who_may_hold_it(ward: CaseWard) -> None:
    unclear = ward.open(FeedbackKind.CONDUCT, about=About.UNCLEAR)
    named = ward.open(about=About.OFFICER, person="Bạch Mẫu")
    desk = reading.StoredDesk(ward.store)

    assert desk.colleague(ward.ward, unclear, "Dung Mẫu") is None
    assert desk.colleague(ward.ward, unclear, "Đầu Mẫu") == ward.officers["Đầu Mẫu"].id
    assert desk.colleague(ward.ward, named, "Bạch Mẫu") is None
    assert desk.colleague(ward.ward, named, "Dung Mẫu") == ward.officers["Dung Mẫu"].id
