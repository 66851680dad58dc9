"""An answered question becomes a phrase the bot knows, with the officers' word and the gate's."""

from knowledge.catalogue_store.aliases import aliases
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from tests.conversations.cases.door import Chat, Door
from tests.fakes.casework import CaseWard

QUESTION = "vô sổ bộ cho em bé"
BIRTH = "1.001193"
ANSWER = "Thưa anh/chị, việc này là đăng ký khai sinh, mang giấy chứng sinh đến quầy 3."


def answered(ward: CaseWard, by: Chat, matter: str = QUESTION) -> CaseCode:
    code = ward.open(FeedbackKind.QUESTION, matter)
    by.does(f"case:answer:{code}").says(ANSWER).taps("Gửi").hears("Đã gửi trả lời")
    return code


def states(ward: CaseWard) -> list[tuple[str, str, str]]:
    with ward.store.read() as work:
        return [(one.code, one.phrase, one.state) for one in aliases(work.session)]


def test_who_answered_a_question_is_asked_once_and_never_for_feedback(
    ward: CaseWard, lead: Chat
) -> None:
    answered(ward, lead)
    code = ward.open()
    lead.does(f"case:answer:{code}").says(
        "Thưa anh/chị, Tổ Đô thị đã kiểm tra đèn đường hẻm 12 và sẽ thay trước ngày 27/11."
    ).taps("Gửi").hears("Đã gửi")
    assert sum("máy chưa biết cách hỏi này" in one for one in ward.told("Phụ Mẫu")) == 1


def test_a_phrase_goes_on_trial_and_whoever_decides_is_asked(ward: CaseWard, lead: Chat) -> None:
    code = answered(ward, lead)
    lead.does(f"teach:pick:{code}").hears(f"Câu hỏi {code} về thủ tục nào")
    lead.says("làm giấy khai sinh cho bé").taps("Đăng ký khai sinh")
    lead.hears("người dân gọi việc này là gì")
    lead.taps("Dùng nguyên câu hỏi").hears("Đã ghi", QUESTION)
    assert states(ward) == [(BIRTH, QUESTION, "trial")]
    assert any("ghi một cách nói mới" in one for one in ward.told("Đầu Mẫu"))
    assert not any("ghi một cách nói mới" in one for one in ward.told("Bạch Mẫu"))


def test_names_and_numbers_never_become_a_phrase(ward: CaseWard, lead: Chat) -> None:
    code = answered(ward, lead, "Tôi là Lê Thị Nụ 0905 123 456, vô sổ bộ cho em bé sao")
    lead.does(f"teach:code:{BIRTH}.{code}").hears("bỏ tên")
    assert "Dùng nguyên" not in str(lead.heard)
    lead.says("gọi cho tôi 0905 123 456").hears("Cách nói phải ngắn")
    lead.says(QUESTION).hears("Đã ghi")
    assert states(ward) == [(BIRTH, QUESTION, "trial")]
    lead.does(f"teach:code:{BIRTH}.{code}").says(QUESTION).hears("đã có, hoặc từng có")


def test_only_who_sees_the_question_teaches_and_only_who_leads_lets_it_live(
    ward: CaseWard, lead: Chat, officer: Chat, door: Door
) -> None:
    code = answered(ward, lead)
    for chat in (officer, Chat(ward, door, "Quản Mẫu"), Chat(ward, door, "citizen")):
        chat.does(f"teach:pick:{code}").hears("Lựa chọn này đã cũ")
    lead.does(f"teach:code:{BIRTH}.{code}").says(QUESTION)
    officer.does("teach:try:1").hears("Chỉ phụ trách")
    Chat(ward, door, "citizen").does("teach:try:1")
    assert states(ward)[0][2] == "trial"
    lead.does("teach:try:1").hears("Em đang thử")
    assert states(ward)[0][2] == "asked"
    ward.clock.move(minutes=1)  # at once it would be the same tap, brought again
    lead.does("teach:try:1").hears("không còn chờ")
    lead.does("teach:drop:1").hears("Đã bỏ")
    assert states(ward)[0][2] == "revoked"
