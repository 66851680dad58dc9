"""What else is done with a case: notes, joining, another kind, the vault, the secret."""

from datetime import datetime

from handlers.cases import acts, special
from handlers.cases.acts import Outcome, Refused
from handlers.commands import WithdrawCase
from handlers.store import cases
from handlers.store.case_reading import StoredCases
from handlers.vault import Identity
from knowledge.calendar import VIETNAM
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About, CaseAct, CaseState
from tests.fakes.casework import GOOD, SECRET, CaseWard
from tests.handlers.cases.acting import answers, does


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


def test_what_is_taken_back_is_over(ward: CaseWard) -> None:
    code = ward.open()
    ward.sends(WithdrawCase(ward.row(code).id))

    assert ward.row(code).state == CaseState.WITHDRAWN
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
    assert any("Mở niêm phong" in one for one in ward.told("Soát Mẫu"))  # was it they?
    assert not any("Mở niêm phong" in one for one in ward.told("Phụ Mẫu"))
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


def test_a_secret_opens_only_its_own_case(ward: CaseWard) -> None:
    code, other = ward.open(), ward.open()
    reader = StoredCases(ward.store, ward.vault)

    assert reader.opened(code, SECRET) is not None
    assert reader.opened(code, "AAAAAA") is None
    assert reader.opened(CaseCode(code.commune, code.day, 99), SECRET) is None
    assert reader.opened(other, SECRET) is not None
