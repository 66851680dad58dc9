"""What comes later names somebody: from then on they see nothing of the case (F-5)."""

from sqlalchemy import text

from handlers.cases import acts, reading, special
from handlers.cases.acts import Refused
from handlers.commands import AddToCase, ReopenCase
from handlers.store import cases, staff
from handlers.store.erasing import erase_person
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About, CaseState
from tests.fakes.casework import GOOD, KEY, CaseWard


def claims(ward: CaseWard, who: str, code: CaseCode) -> None:
    with ward.store.work() as work:
        assert acts.claim(ward.doing(work, who), code).done
        work.commit()


def adds(ward: CaseWard, code: CaseCode, words: str) -> None:
    ward.sends(AddToCase(ward.row(code).id, words))


def sees(ward: CaseWard, code: CaseCode) -> set[str]:
    found = set()
    with ward.store.read() as work:
        for who, officer in ward.officers.items():
            every = frozenset(CaseState)
            rows = reading.visible(work, ward.ward, officer, every)
            if any(cases.code_of(row) == code for row in rows):
                found.add(who)
    return found


def test_the_holder_named_in_an_addition_loses_the_case_and_is_not_told(ward: CaseWard) -> None:
    code = ward.open()
    claims(ward, "Bạch Mẫu", code)
    before = len(ward.told("Bạch Mẫu"))

    adds(ward, code, "Hôm qua ông Bạch Mẫu đến rồi bỏ về, không làm gì")

    row = ward.row(code)
    assert (row.about, row.about_officer) == (About.OFFICER, ward.officers["Bạch Mẫu"].id)
    assert (row.officer, row.state) == (None, CaseState.RECEIVED)
    assert {"Bạch Mẫu", "Cường Mẫu"}.isdisjoint(sees(ward, code))
    assert not any("bỏ về" in one for one in ward.told("Bạch Mẫu"))
    assert len(ward.told("Bạch Mẫu")) <= before
    with ward.store.work() as work:
        gone = acts.note(ward.doing(work, "Bạch Mẫu"), code, "x")
    assert gone.refused is Refused.GONE


def test_the_new_words_reach_whoever_may_see_them(ward: CaseWard) -> None:
    code = ward.open()
    claims(ward, "Bạch Mẫu", code)

    adds(ward, code, "Hôm qua ông Bạch Mẫu đến rồi bỏ về, không làm gì")

    assert any("bỏ về" in one for one in ward.told("Phụ Mẫu"))


def test_cards_still_waiting_for_the_person_named_do_not_leave(ward: CaseWard) -> None:
    code = ward.open()
    assert any("Hoa Sữa" in one for one in ward.told("Cường Mẫu"))

    adds(ward, code, "Tôi muốn nói thêm về ông Cường Mẫu")

    assert not any("Hoa Sữa" in one for one in ward.told("Cường Mẫu"))
    assert any("Hoa Sữa" in one for one in ward.told("Bạch Mẫu"))


def test_named_as_the_reason_to_open_it_again(ward: CaseWard) -> None:
    code = ward.open()
    with ward.store.work() as work:
        assert acts.answer(ward.doing(work, "Bạch Mẫu"), code, acts.Answer(GOOD)).done
        work.commit()
    row = ward.row(code)

    ward.sends(ReopenCase(row.id, "Bạch Mẫu nói dối, đèn vẫn tắt", row.answer_due))

    assert ward.row(code).officer is None
    assert "Bạch Mẫu" not in sees(ward, code)
    assert "Dung Mẫu" in sees(ward, code)


def test_the_head_named_later_leaves_it_to_the_reviewer(ward: CaseWard) -> None:
    code = ward.open()

    adds(ward, code, "Việc này do ông Đầu Mẫu chỉ đạo")

    assert sees(ward, code) == {"Soát Mẫu"}
    assert any("chỉ đạo" in one for one in ward.told("Soát Mẫu"))


def test_a_second_person_is_hidden_from_as_well(ward: CaseWard) -> None:
    code = ward.open(about=About.OFFICER, person="Cường Mẫu")
    assert "Dung Mẫu" in sees(ward, code)

    adds(ward, code, "Còn có Dung Mẫu cũng đứng đó")

    assert ward.row(code).about_officer == ward.officers["Cường Mẫu"].id
    assert {"Cường Mẫu", "Dung Mẫu"}.isdisjoint(sees(ward, code))


def test_several_named_at_once_are_all_hidden_from(ward: CaseWard) -> None:
    named = frozenset({ward.officers["Bạch Mẫu"].id, ward.officers["Soát Mẫu"].id})
    code = ward.open(about=About.UNCLEAR, named=named)

    assert sees(ward, code) == {"Đầu Mẫu"}


def test_whoever_is_marked_as_meant_may_not_see_it_and_the_others_may(ward: CaseWard) -> None:
    code = ward.open()
    adds(ward, code, "Hỏi Bạch Mẫu và Dung Mẫu thì biết")
    assert {"Bạch Mẫu", "Dung Mẫu"}.isdisjoint(sees(ward, code))

    with ward.store.work() as work:
        member = next(m for m in staff.members(work, KEY) if m.officer.name == "Bạch Mẫu")
        assert special.mark(ward.doing(work, "Soát Mẫu"), code, member).done
        work.commit()

    assert "Bạch Mẫu" not in sees(ward, code)
    assert "Dung Mẫu" in sees(ward, code)


def test_what_a_person_already_set_right_is_not_set_wrong_again(ward: CaseWard) -> None:
    """The reviewer said it is about nobody; new words that name nobody leave it so."""
    code = ward.open(FeedbackKind.LOCAL_MATTER, "Bạch Mẫu biết chỗ đèn hỏng ở hẻm 12")
    assert "Bạch Mẫu" in sees(ward, code)

    adds(ward, code, "đèn thứ ba từ đầu hẻm")

    assert ward.row(code).about == About.NOBODY


def test_cases_answered_together_change_together(ward: CaseWard) -> None:
    first, second = ward.open(), ward.open()
    with ward.store.work() as work:
        assert special.join(ward.doing(work, "Phụ Mẫu"), second, first).done
        work.commit()

    adds(ward, first, "tại ông Bạch Mẫu cả")

    assert "Bạch Mẫu" not in sees(ward, first) | sees(ward, second)


def test_erasing_a_sender_empties_the_cards_in_officers_chats(ward: CaseWard) -> None:
    code = ward.open(matter="Đèn hẻm 12 chimhoangyenXY7 hỏng")
    other = ward.open(matter="Rác ở hẻm 15")
    adds(ward, code, "thêm chimhoangyenXY7")
    assert any("chimhoangyen" in one for one in ward.told("Bạch Mẫu"))

    with ward.store.work() as work:
        kept = cases.by_code(work, other)
        assert kept is not None
        work.run(
            text("UPDATE feedback_case SET contact = NULL WHERE id = :case"), {"case": kept.id}
        )
        erase_person(work, ward.citizen, ward.clock.now())
        work.commit()

    with ward.store.read() as work:
        bodies = [one or "" for one in work.run(text("SELECT body FROM outbox")).scalars()]
    assert not any("chimhoangyen" in one for one in bodies)
    assert any("hẻm 15" in one for one in bodies)
