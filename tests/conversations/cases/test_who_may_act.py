"""Who may see, take, hand over and act on a case in their chat, and who finds nothing."""

from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About, CaseState
from tests.conversations.cases.door import Chat, Door
from tests.fakes.casework import CaseWard


def test_who_comes_second_is_told_who_was_first(ward: CaseWard, officer: Chat, other: Chat) -> None:
    code = ward.open()
    officer.does(f"case:claim:{code}")
    other.does(f"case:claim:{code}")
    other.hears("Bạch Mẫu đã nhận")


def test_an_officer_named_in_a_case_finds_nothing(ward: CaseWard, officer: Chat) -> None:
    code = ward.open(about=About.OFFICER, person="Bạch Mẫu")
    for act in ("see", "claim", "answer", "note", "assign", "refuse", "ask"):
        officer.does(f"case:{act}:{code}")
        officer.hears("Không có phản ánh này")


def test_a_conduct_case_is_the_heads(ward: CaseWard, door: Door, officer: Chat) -> None:
    code = ward.open(FeedbackKind.CONDUCT, about=About.UNCLEAR)
    officer.does(f"case:see:{code}")
    officer.hears("Không có phản ánh này")
    head = Chat(ward, door, "Đầu Mẫu")
    head.does(f"case:see:{code}")
    head.hears(str(code))


def test_handing_over_by_a_name_offered(ward: CaseWard, officer: Chat) -> None:
    code = ward.open()
    officer.does(f"case:claim:{code}").taps("Chuyển")
    officer.hears("Chuyển cho ai")
    offered = [one.label for reply in officer.heard for one in reply.choices]
    assert offered == ["Cường Mẫu", "Dung Mẫu", "Huỷ"]
    officer.taps("Dung Mẫu").hears("Đã chuyển")
    assert ward.row(code).officer == ward.officers["Dung Mẫu"].id


def test_a_case_is_given_to_nobody_who_may_not_hold_it(ward: CaseWard, officer: Chat) -> None:
    code = ward.open(about=About.OFFICER, person="Cường Mẫu", kind=FeedbackKind.LOCAL_MATTER)
    head = Chat(ward, officer.door, "Đầu Mẫu")
    named = ward.officers["Cường Mẫu"].id
    head.does(f"case:give:{named}.{code}")
    assert ward.row(code).officer != named
    head.does(f"case:give:x.{code}")
    assert ward.row(code).officer != named


def test_handing_over_by_name(ward: CaseWard, officer: Chat) -> None:
    code = ward.open()
    officer.does(f"case:claim:{code}").does(f"case:assign:{code}").says("ai đó lạ")
    officer.hears("Không có cán bộ này")
    officer.says("cuong mau")
    officer.hears("Đã chuyển")
    assert ward.row(code).officer == ward.officers["Cường Mẫu"].id


def test_a_citizen_cannot_act_on_a_case(ward: CaseWard, door: Door) -> None:
    code = ward.open()
    citizen = Chat(ward, door, "citizen")
    citizen.does(f"case:answer:{code}")
    assert ward.row(code).state == CaseState.RECEIVED
    citizen.hears("Lựa chọn này")
