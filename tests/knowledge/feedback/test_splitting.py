"""F-7: the part that is feedback is taken, the rest goes its own way."""

from knowledge.feedback.classifying import shipped_reader
from knowledge.feedback.cues import shipped_cues
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.splitting import Split, split

K = FeedbackKind


def divided(text: str) -> Split:
    return split(text, shipped_reader(), shipped_cues())


def test_plain_feedback_is_taken_whole() -> None:
    text = "Đèn đường hẻm 12 hỏng hai tuần. Ban đêm rất tối."

    assert divided(text) == Split(text, ())


def test_a_complaint_alone_leaves_nothing() -> None:
    found = divided("Tôi khiếu nại quyết định xử phạt số 5 của phường")

    assert found == Split("", (K.COMPLAINT,))


def test_mixed_content_is_split() -> None:
    found = divided(
        "Rác đầu hẻm 15 ba ngày không ai thu gom. Ngoài ra tôi tố cáo cán bộ địa chính nhận hối lộ."
    )

    assert found.routed == (K.DENUNCIATION,)
    assert "Rác" in found.taken
    assert "hối lộ" not in found.taken
    assert "địa chính" not in found.taken


def test_a_sentence_that_goes_on_with_the_denunciation_is_not_taken() -> None:
    found = divided("Tôi tố cáo ông trưởng phòng. Ông ấy ở tổ 5 và lấy của tôi 3 triệu.")

    assert found.taken == ""
