"""Who leaves no name is not named by their words either, the first ones and the later ones."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from handlers.cases.entering import Entered, Told, enter
from handlers.commands import ReopenCase
from handlers.store.unit_of_work import Store
from handlers.vault import Vault
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import CaseAct
from tests.fakes.casework import CaseWard
from tests.fakes.clock import FakeClock
from tests.handlers.cases.acting import answers, claims
from tests.handlers.cases.canary.sender import LAMP, Sender, assert_gone
from tests.handlers.cases.canary.traces import Traces

NAME = "Lê Thị Chimhoangyen"
PHONE = "0905 123 456"
WHO = f"Tôi là {NAME}, số {PHONE}."
HIDDEN = "Tôi là [tên], số [số điện thoại]."


def gone(traces: Traces) -> None:
    assert_gone(traces, "Chimhoangyen")
    assert_gone(traces, PHONE)


@pytest.mark.parametrize("refusing", [("fb:anon",), ("fb:name", "consent:no")])
def test_first_words(sender: Sender, traces: Traces, refusing: tuple[str, ...]) -> None:
    sender.says("phản ánh")
    sender.says(f"{WHO} {LAMP}")
    sender.sends(b"picture")
    sender.taps("fb:kind:local_matter")
    for one in refusing:
        said = sender.taps(one)

    assert "PA-261123-001" in said
    gone(traces)
    with sender.store.read() as work:
        assert work.run(text("SELECT matter FROM feedback_case")).scalar() == f"{HIDDEN} {LAMP}"
        assert work.run(text("SELECT words FROM feedback_event")).scalar() == f"{HIDDEN} {LAMP}"
        assert work.run(text("SELECT state FROM attachment")).scalar() == "stored"


def test_later_words(sender: Sender, traces: Traces) -> None:
    sender.says("phản ánh")
    sender.says(LAMP)
    sender.taps("fb:kind:local_matter")
    sender.taps("fb:anon")
    assert "thêm vào phản ánh" in sender.says(f"{WHO} Tối đi lại nguy hiểm lắm")
    sender.sends(b"picture", f"tôi tên {NAME}, gọi {PHONE}")

    gone(traces)
    with sender.store.read() as work:
        said = text("SELECT words FROM feedback_event WHERE act = 'add' ORDER BY id")
        assert list(work.run(said).scalars()) == [
            f"{HIDDEN} Tối đi lại nguy hiểm lắm",
            "tôi tên [tên], gọi [số điện thoại]",
        ]
        assert work.run(text("SELECT state FROM attachment")).scalar() == "stored"


def test_words_that_name_nobody_stay_in_the_chat(sender: Sender) -> None:
    """What is asked of one's own data still shows them (`/dulieu`)."""
    sender.says("phản ánh")
    sender.says(LAMP)
    sender.taps("fb:kind:local_matter")
    sender.taps("fb:anon")
    with sender.store.read() as work:
        kept = list(work.run(text("SELECT payload FROM inbound ORDER BY id")).scalars())
    assert LAMP in kept[1]


@pytest.fixture
def ward(case_store: Store) -> CaseWard:
    return CaseWard(case_store, FakeClock())


def test_words_told_at_the_desk(ward: CaseWard, traces: Traces) -> None:
    with ward.store.work() as work:
        doing = ward.doing(work, "Bạch Mẫu")
        told = Told(FeedbackKind.LOCAL_MATTER, f"{WHO} {LAMP}")
        done = enter(doing, told, Vault(b"k" * 32))
        work.commit()

    assert isinstance(done, Entered)
    assert ward.row(done.code).matter == f"{HIDDEN} {LAMP}"
    gone(traces)


def test_the_reason_to_open_it_again(ward: CaseWard, traces: Traces) -> None:
    code = ward.open()
    claims(ward, "Bạch Mẫu", code)
    assert answers(ward, "Bạch Mẫu", code).done
    due = ward.clock.now() + timedelta(days=14)
    ward.sends(ReopenCase(ward.row(code).id, f"{WHO} Đèn vẫn tắt", due))

    gone(traces)
    with ward.store.read() as work:
        said = text("SELECT words FROM feedback_event WHERE act = :act")
        assert work.run(said, {"act": CaseAct.REOPEN}).scalar() == f"{HIDDEN} Đèn vẫn tắt"
