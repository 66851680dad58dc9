"""What `ask --json` says a person wanted: the same as the text they are given."""

import pytest

from bot.dialogue import Dialogue, answer_object, router_of
from tests.conversations.conftest import NOON
from tests.fakes.shipped import shipped_base


def asked(words: str) -> tuple[str, str]:
    answer = answer_object(Dialogue(router_of(shipped_base()), NOON).says(words))
    return answer["outcome"], answer["intent"]


@pytest.mark.parametrize(
    "words",
    [
        "đèn đường trước hẻm hư cả tuần nay",
        "den duong truoc hem hu ca tuan nay",
        "nhân viên ở quầy trả lời cộc lốc với người già",
        "ghế ở phòng chờ gãy hết, phải đứng cả buổi",
        "bàn ghế quán nước bày kín vỉa hè trước cổng trường",
        "quán cà phê lấn chiếm vỉa hè, người đi bộ phải xuống lòng đường",
        "cống trước nhà số 12 nghẹt, nước đen tràn vào nhà",
    ],
)
def test_a_complaint_is_feedback_whatever_paper_its_words_resemble(words: str) -> None:
    assert asked(words) == ("card", "feedback")


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("tôi khiếu nại quyết định xử phạt của phường", "complaint"),
        ("khieu nai quyet dinh thu hoi dat cua xa", "complaint"),
        ("tôi tố cáo cán bộ nhận tiền", "denunciation"),
        ("cán bộ đòi 500 nghìn mới làm khai sinh cho con tôi", "denunciation"),
    ],
)
def test_the_roads_of_the_law_are_told_as_such(words: str, intent: str) -> None:
    assert asked(words)[1] == intent


@pytest.mark.parametrize(
    "words",
    [
        "muốn xin lấn vỉa hè làm đám cưới một ngày",
        "chứng thực văn bản từ chối nhận di sản",
        "xin sửa nhà vệ sinh trước nhà",
        "vo chong toi tron mang di giay ket hon",
        "xây nhà hai tầng trong hẻm",
    ],
)
def test_what_is_applied_for_is_no_complaint(words: str) -> None:
    assert asked(words)[1] == "procedure"


def test_a_case_named_by_its_code_is_feedback() -> None:
    assert asked("phản ánh PA-261123-001 tới đâu rồi") == ("card", "feedback")
