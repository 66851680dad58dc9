"""An answer becomes a card in the chat of who gave it, with the lead's word and the gate's."""

from knowledge.catalogue_store import answer_cards
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from tests.conversations.cases.door import Chat, Door
from tests.fakes.casework import KEY, CaseWard

QUESTION = "mượn bàn ghế của phường"
PLAIN = "Thưa anh/chị, anh/chị đăng ký ở quầy 3 trước 5 ngày làm việc, không thu tiền."
ANSWER = f"{PLAIN} Cảm ơn bà Lê Thị Nụ."
HEAD = f"Mượn bàn ghế\n- {QUESTION}\n- thuê bàn ghế họp tổ dân phố"


def answered(ward: CaseWard, by: Chat, words: str = PLAIN) -> CaseCode:
    code = ward.open(FeedbackKind.QUESTION, QUESTION, sealed=("Lê Thị Nụ", "0905123456"))
    by.does(f"case:answer:{code}").says(words)
    by.taps("Gửi").hears("Đã gửi trả lời")
    return code


def cards(ward: CaseWard) -> list[answer_cards.Card]:
    with ward.store.read() as work:
        return list(answer_cards.cards(work.session, KEY))


def test_an_answer_becomes_a_card_on_trial_and_whoever_decides_is_asked(
    ward: CaseWard, lead: Chat
) -> None:
    code = answered(ward, lead)
    assert any("Làm thẻ trả lời" in one for one in ward.told("Phụ Mẫu"))
    lead.does(f"teach:card:{code}").hears("dòng đầu là tiêu đề", QUESTION)
    lead.says(HEAD).hears(PLAIN).taps("Dùng nguyên lời này")
    lead.hears("Người dân sẽ đọc", PLAIN, "Phụ Mẫu trả lời ngày 23/11/2026", "21/02/2027")
    lead.taps("Gõ lại nội dung").hears(PLAIN).says(f"{PLAIN} Mang theo căn cước.")
    lead.hears("Người dân sẽ đọc", "Mang theo căn cước").taps("Ghi bản nháp").hears("Đã ghi thẻ")
    (card,) = cards(ward)
    assert card.state == "trial"
    assert card.own.text.phrases == (QUESTION, "thuê bàn ghế họp tổ dân phố")
    assert any("Thử trên bộ câu hỏi" in one for one in ward.told("Đầu Mẫu"))
    assert not any("Thử trên bộ câu hỏi" in one for one in ward.told("Bạch Mẫu"))


def test_who_asked_is_never_named_and_others_only_with_the_officers_word(
    ward: CaseWard, lead: Chat
) -> None:
    code = answered(ward, lead, ANSWER)
    lead.does(f"teach:card:{code}").says("Gọi 0905 123 456").hears("Tiêu đề phải có")
    lead.says(HEAD).hears("thông tin riêng", "Lê Thị Nụ")
    assert "để nguyên" not in str(lead.heard)
    lead.does(f"teach:ckeep:{code}").hears("thông tin riêng", "Lê Thị Nụ")
    lead.does(f"teach:csave:{code}").hears("thông tin riêng", "Lê Thị Nụ")
    lead.says(f"{PLAIN} Hỏi chị Trần Thị Bưởi ở quầy 3.").hears("Trần Thị Bưởi")
    lead.taps("Không phải thông tin riêng").hears("Người dân sẽ đọc").taps("Ghi bản nháp")
    assert [one.kept for one in cards(ward)] == [("Trần Thị Bưởi",)]


def test_what_is_not_filled_in_is_asked_for_again(ward: CaseWard, lead: Chat) -> None:
    code = answered(ward, lead)
    lead.does(f"teach:card:{code}").says("Chỉ có tiêu đề").hears("cách người dân hỏi")
    lead.says(HEAD).says("Xong trước ngày […], anh/chị đến quầy 3 nhận ạ.").hears("chưa điền")
    lead.says("Anh/chị gọi {hotline} để hỏi thêm ạ.").hears("ngoặc nhọn")
    lead.says(PLAIN).hears("Người dân sẽ đọc")


def test_only_who_sees_the_question_makes_a_card_and_only_who_leads_lets_it_live(
    ward: CaseWard, lead: Chat, door: Door
) -> None:
    code = answered(ward, lead)
    officer = Chat(ward, door, "Bạch Mẫu")
    for chat in (officer, Chat(ward, door, "Quản Mẫu"), Chat(ward, door, "citizen")):
        chat.does(f"teach:card:{code}").hears("Lựa chọn này đã cũ")
    lead.does(f"teach:card:{code}").says(HEAD).taps("Dùng nguyên lời này").taps("Ghi bản nháp")
    officer.does("teach:ctry:1").hears("Chỉ phụ trách")
    Chat(ward, door, "citizen").does("teach:ctry:1")
    assert cards(ward)[0].state == "trial"
    lead.does("teach:ctry:1").hears("Em đang thử")
    assert cards(ward)[0].state == "asked"
    ward.clock.move(minutes=1)  # at once it would be the same tap, brought again
    lead.does("teach:ctry:1").hears("không còn chờ")
    lead.does("teach:cdrop:1").hears("Đã bỏ")
    assert (cards(ward)[0].state, cards(ward)[0].own.text.body) == ("revoked", "")


def test_a_question_nobody_answered_makes_no_card(ward: CaseWard, lead: Chat) -> None:
    code = ward.open(FeedbackKind.QUESTION, QUESTION)
    lead.does(f"teach:card:{code}").hears("Lựa chọn này đã cũ")
