"""A number an officer is to call stays readable to who holds the question, and to no report."""

from handlers.cases import acts
from handlers.cases.reading import StoredDesk
from handlers.store import sealing
from handlers.store.case_reading import StoredCases
from handlers.vault import Identity
from handlers.ward_key import is_ward_sealed
from knowledge.feedback.calls import CallSlot
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from tests.handlers.cases.acting import claims, does
from tests.handlers.vault.keyring import HEAD, Keyring

QUESTION = "Cho tôi hỏi giấy xác nhận nuôi ong làm ở đâu"


def asks_for_a_call(keyring: Keyring) -> CaseCode:
    """A question with a number and the hours of a call, as the flow opens it."""
    ward = keyring.ward
    code = ward.open(FeedbackKind.QUESTION, QUESTION)
    now = ward.clock.now()
    with ward.store.work() as work:
        from handlers.store import calls, cases

        case = ward.row(code).id
        sealed = StoredCases(ward.store, ward.vault).seal(code, "", "0905123456", to_call=True)
        cases.keep_sealed(work, case, sealed, now)
        calls.promise(work, case, CallSlot(now, now), now)
        work.commit()
    return code


def test_who_holds_a_question_reads_its_number_without_a_passphrase(keyring: Keyring) -> None:
    before = asks_for_a_call(keyring)
    keyring.enrols()
    ward = keyring.ward
    desk = StoredDesk(ward.store, ward.vault)
    for code in (before, asks_for_a_call(keyring)):
        assert claims(ward, "Phụ Mẫu", code).done
        officer = ward.officers["Phụ Mẫu"]
        assert desk.number(ward.ward, officer, code) == "0905123456"


def test_a_question_made_a_report_loses_its_number_to_the_ward_key(keyring: Keyring) -> None:
    keyring.enrols()
    code, ward = asks_for_a_call(keyring), keyring.ward
    made = does(ward, HEAD, lambda doing: acts.reclassify(doing, code, FeedbackKind.SERVICE))
    assert made.done

    sealing.seal_strays(ward.store, ward.vault, ward.key)
    assert is_ward_sealed(keyring.sealed(code))
    assert keyring.reads(code) == Identity("", "0905123456")
    back = does(ward, HEAD, lambda doing: acts.reclassify(doing, code, FeedbackKind.QUESTION))
    assert back.done
    assert claims(ward, "Phụ Mẫu", code).done
    desk = StoredDesk(ward.store, ward.vault)
    assert desk.number(ward.ward, ward.officers["Phụ Mẫu"], code) is None
