"""Officers at work on cases, on both databases."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from handlers.cases import acts, reading, special
from handlers.cases.acts import Answer, Doing, Outcome, Refused
from handlers.commands import AddToCase, RateCase, ReopenCase, WithdrawCase
from handlers.errors import LostRaceError
from handlers.officers import Officer, Role
from handlers.store import cases, staff
from handlers.store.case_reading import StoredCases
from handlers.store.unit_of_work import Store, Work
from handlers.vault import Identity
from knowledge.calendar import VIETNAM
from knowledge.feedback.checking import FaultKind
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About, CaseAct, CaseState
from tests.fakes.casework import GOOD, SECRET, CaseWard
from tests.fakes.clock import FakeClock

S = CaseState


@pytest.fixture
def ward(store: Store, clock: FakeClock) -> CaseWard:
    return CaseWard(store, clock)


def does(
    ward: CaseWard, who: str, act: Callable[[Doing], Outcome], *, keep: bool = True
) -> Outcome:
    with ward.store.work() as work:
        outcome = act(ward.doing(work, who))
        if keep:
            work.commit()
    return outcome


def claims(ward: CaseWard, who: str, code: CaseCode) -> Outcome:
    return does(ward, who, lambda doing: acts.claim(doing, code))


def answers(ward: CaseWard, who: str, code: CaseCode, **given: str) -> Outcome:
    answer = Answer(given.pop("words", GOOD), **given)
    return does(ward, who, lambda doing: acts.answer(doing, code, answer))


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


def test_a_vague_answer_goes_back_and_may_leave_with_a_note(ward: CaseWard) -> None:
    code = ward.open()
    vague = "Phường ghi nhận và sẽ xem xét theo quy định."

    back = answers(ward, "Bạch Mẫu", code, words=vague)
    assert back.faults
    assert ward.told() == []

    assert answers(ward, "Bạch Mẫu", code, words=vague, override="đã gặp trực tiếp").done
    assert "sẽ xem xét" in ward.told()[0]
    with ward.store.read() as work:
        events = cases.events(work, ward.row(code).id)
    assert [one.words for one in events if one.act == "override"] == ["đã gặp trực tiếp"]


def test_the_sender_hears_the_answer_and_is_asked_whether_it_is_solved(ward: CaseWard) -> None:
    code = ward.open()
    assert answers(ward, "Bạch Mẫu", code).done

    assert "thay trước ngày 27/11" in ward.told()[0]
    assert "fb:solved" in ward.told()[0]
    assert ward.row(code).state == S.ANSWERED


def test_a_late_answer_needs_its_reason(ward: CaseWard) -> None:
    code = ward.open()
    ward.clock.move(days=30)

    assert answers(ward, "Bạch Mẫu", code).refused is Refused.LATE_REASON
    assert answers(ward, "Bạch Mẫu", code, late_reason="chờ vật tư").done
    assert ward.row(code).late_reason == "chờ vật tư"


def test_days_waited_for_the_sender_do_not_make_an_answer_late(ward: CaseWard) -> None:
    code = ward.open()
    asked = does(ward, "Bạch Mẫu", lambda doing: acts.ask(doing, code, "Hẻm 12 nhánh nào ạ?"))
    assert asked.done
    assert "nhánh nào" in ward.told()[0]
    ward.clock.move(days=20)
    ward.sends(AddToCase(ward.row(code).id, "nhánh trái"))
    assert ward.row(code).state == S.ASSIGNED

    assert answers(ward, "Bạch Mẫu", code).done


def test_refusing_and_forwarding_need_words_and_tell_the_sender(ward: CaseWard) -> None:
    code, other = ward.open(), ward.open()

    empty = does(ward, "Phụ Mẫu", lambda doing: acts.refuse(doing, code, "  "))
    assert empty.refused is Refused.NEEDS_REASON
    assert does(ward, "Phụ Mẫu", lambda doing: acts.refuse(doing, code, "không rõ việc gì")).done
    sent = does(ward, "Bạch Mẫu", lambda doing: acts.forward(doing, other, "Sở Xây dựng"))
    assert sent.done
    assert "không rõ việc gì" in ward.told()[0]
    assert "Sở Xây dựng" in ward.told()[1]


@pytest.mark.parametrize("hole", ["[…]", "[ngày]", "[]", "…", "....", "___"])
def test_words_with_a_place_nobody_filled_in_do_not_leave(ward: CaseWard, hole: str) -> None:
    code, words = ward.open(), f"Việc này thuộc nơi khác từ ngày {hole} ạ."

    for done in (
        does(ward, "Bạch Mẫu", lambda doing: acts.ask(doing, code, words)),
        does(ward, "Bạch Mẫu", lambda doing: acts.refuse(doing, code, words)),
        does(ward, "Bạch Mẫu", lambda doing: acts.forward(doing, code, "Điện lực", words)),
        does(ward, "Bạch Mẫu", lambda doing: acts.forward(doing, code, words)),
    ):
        assert done.refused is Refused.BLANK
    sent_back = answers(ward, "Bạch Mẫu", code, words=f"{GOOD} {hole}")
    assert [one.kind for one in sent_back.faults] == [FaultKind.BLANK]
    assert ward.told() == []
    assert ward.row(code).state == S.RECEIVED


def test_a_list_that_goes_on_is_no_place_to_fill_in(ward: CaseWard) -> None:
    words = "Anh/chị gửi giúp ảnh cột đèn, số nhà gần đó, v.v… được không ạ?"
    code = ward.open()
    assert does(ward, "Bạch Mẫu", lambda doing: acts.ask(doing, code, words)).done


def test_a_note_is_never_told_to_the_sender(ward: CaseWard) -> None:
    code = ward.open()
    assert does(ward, "Bạch Mẫu", lambda doing: acts.note(doing, code, "gọi cho đội đèn")).done

    assert ward.told() == []
    with ward.store.read() as work:
        assert cases.events(work, ward.row(code).id)[-1].internal
    view = StoredCases(ward.store, ward.vault).opened(code, SECRET)
    assert view is not None
    assert view.answer is None


def test_duplicates_are_joined_and_all_told(ward: CaseWard) -> None:
    first, second = ward.open(), ward.open()
    joined = does(ward, "Phụ Mẫu", lambda doing: special.join(doing, second, first))
    assert joined.done
    assert answers(ward, "Bạch Mẫu", first).done

    told = ward.told()
    assert sum("thay trước ngày 27/11" in one for one in told) == 2
    view = StoredCases(ward.store, ward.vault).opened(second, SECRET)
    assert view is not None
    assert view.answer == GOOD


def test_cases_about_different_people_are_not_joined(ward: CaseWard) -> None:
    first = ward.open()
    second = ward.open(about=About.OFFICER, person="Bạch Mẫu")

    joined = does(ward, "Phụ Mẫu", lambda doing: special.join(doing, second, first))

    assert joined.refused is Refused.NOT_NOW


def test_answered_is_not_solved_it_opens_again_once(ward: CaseWard) -> None:
    code = ward.open()
    assert answers(ward, "Bạch Mẫu", code).done
    case = ward.row(code).id
    ward.sends(RateCase(case, solved=False, score=1))
    ward.sends(ReopenCase(case, "vẫn tối", ward.clock.now() + timedelta(days=14)))

    assert ward.row(code).state == S.REOPENED
    assert any("vẫn tối" in one for one in ward.told("Bạch Mẫu"))
    assert answers(ward, "Bạch Mẫu", code).done
    with pytest.raises(LostRaceError):
        ward.sends(ReopenCase(case, "lại tối", ward.clock.now()))


def test_no_officer_reads_a_score(ward: CaseWard) -> None:
    """R-2."""
    code = ward.open()
    assert answers(ward, "Bạch Mẫu", code).done
    ward.sends(RateCase(ward.row(code).id, solved=True, score=2))

    with ward.store.read() as work:
        assert all(one.act != "rate" for one in cases.events(work, ward.row(code).id))
    assert all("score" not in one.lower() for one in ward.told("Bạch Mẫu"))


def test_what_is_taken_back_is_over(ward: CaseWard) -> None:
    code = ward.open()
    ward.sends(WithdrawCase(ward.row(code).id))

    assert ward.row(code).state == S.WITHDRAWN
    assert answers(ward, "Bạch Mẫu", code).refused is Refused.NOT_NOW


def test_reclassifying_keeps_what_it_was(ward: CaseWard) -> None:
    """F-8."""
    code = ward.open()
    kind = FeedbackKind.SERVICE
    assert does(ward, "Phụ Mẫu", lambda doing: acts.reclassify(doing, code, kind)).done

    with ward.store.read() as work:
        notes = [one.note for one in cases.events(work, ward.row(code).id)]
    assert "local_matter>service" in notes


def test_the_vault_opens_for_a_reason_and_the_head_is_told(ward: CaseWard) -> None:
    code = ward.open(sealed=("Lê Thị Thử", "0900000000"))

    def opens(who: str, why: str = "gặp lấy thêm thông tin") -> Identity | Outcome:
        with ward.store.work() as work:
            found = special.unlock(ward.doing(work, who), code, ward.vault, why)
            work.commit()
        return found

    for nobody in ("Quản Mẫu", "Bạch Mẫu", "Phụ Mẫu"):
        assert opens(nobody) == Outcome(code, Refused.GONE)
    assert opens("Soát Mẫu", " ") == Outcome(code, Refused.NEEDS_REASON)
    assert opens("Soát Mẫu") == Identity("Lê Thị Thử", "0900000000")
    assert any("Mở niêm phong" in one for one in ward.told("Đầu Mẫu"))
    with ward.store.read() as work:
        acts_done = [one.act for one in cases.events(work, ward.row(code).id)]
    assert CaseAct.UNLOCK in acts_done


def test_outside_the_units_hours_a_card_waits_unless_it_is_urgent(ward: CaseWard) -> None:
    ward.move_to(datetime(2026, 11, 21, 20, 0, tzinfo=VIETNAM))
    ward.open()
    ward.open(urgent=True)

    from handlers.store import views

    with ward.store.read() as work:
        later, now = views.letters(work, ward.chats["Bạch Mẫu"])
    assert later.due == datetime(2026, 11, 23, 7, 0, tzinfo=VIETNAM)
    assert now.due == ward.clock.now()


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


def test_a_secret_opens_only_its_own_case(ward: CaseWard) -> None:
    code, other = ward.open(), ward.open()
    reader = StoredCases(ward.store, ward.vault)

    assert reader.opened(code, SECRET) is not None
    assert reader.opened(code, "AAAAAA") is None
    assert reader.opened(CaseCode(code.commune, code.day, 99), SECRET) is None
    assert reader.opened(other, SECRET) is not None


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
