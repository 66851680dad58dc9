"""One line before the asked part: the sum for so many pages, a paper, the post."""

import pytest

from handlers.asked_papers import asked_paper
from handlers.messages import Fact, Paragraph
from handlers.wording.plain_answers import offered_line, paper_line, plain_answer
from knowledge.loading import load_procedures
from knowledge.procedures import Part, Procedure, SubmissionWay
from tests.handlers.wording.procedure.record import BIRTH

RECORDS = {one.code: one for one in load_procedures()}
COPIES = RECORDS["2.000815"]
ADOPTION = RECORDS["2.001263"]


def told(procedure: Procedure, part: Part | None, text: str) -> str:
    return " ".join(
        block.value if isinstance(block, Fact) else block.text
        for block in plain_answer(procedure, part, text)
        if isinstance(block, Fact | Paragraph)
    )


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("sao y 1 trang", "2.000đ một bản"),
        ("sao y 12 trang hết nhiêu", "14.000đ một bản"),
        ("photo cong chung 4 to bao nhieu tien", "6.000đ một bản"),
        ("sao y 3 trang 5 bản", "5.000đ một bản, 5 bản là 25.000đ"),
        ("sao y 900 trang", "200.000đ một bản"),
    ],
)
def test_pages_are_summed_as_the_record_has_them(text: str, total: str) -> None:
    assert told(COPIES, Part.FEE, text) == total


def test_a_fee_that_goes_by_something_else_is_not_summed() -> None:
    assert told(BIRTH, Part.FEE, "khai sinh 3 trang bao nhiêu") == ""
    assert told(COPIES, Part.FEE, "sao y bao nhiêu tiền") == ""


@pytest.mark.parametrize(
    ("text", "name", "alone"),
    [
        ("có cần giấy khám sức khỏe không", "giấy khám sức khỏe", True),
        ("the co phai mang theo anh ko em", "anh", True),
        ("cần chứng minh thư ko", "chứng minh thư", True),
        ("mang theo hộ khẩu ko em", "hộ khẩu", True),
        ("có cần nộp học bạ cấp 3 luôn không", "học bạ cấp 3", True),
        ("đăng ký kết hôn có cần giấy khám sức khỏe không", "giấy khám sức khỏe", False),
        (
            "cưới có phải nộp giấy xác nhận tình trạng hôn nhân không",
            "giấy xác nhận tình trạng hôn nhân",
            False,
        ),
    ],
)
def test_a_paper_asked_about_is_heard(text: str, name: str, alone: bool) -> None:
    paper = asked_paper(text)

    assert paper is not None
    assert (paper.name, paper.alone) == (name, alone)


@pytest.mark.parametrize(
    "text",
    [
        "mở quán có cần giấy phép không",
        "có phải làm giấy báo không",
        "cần giấy gì",
        "có cần thêm giấy tờ gì khác không",
        "cần giấy tờ gì, có mất phí không",
        "có cần khai sinh lại không",
        "có phải đổi căn cước không",
    ],
)
def test_what_asks_about_no_paper_is_not_heard_so(text: str) -> None:
    assert asked_paper(text) is None


def line(code: str, text: str) -> str:
    asked = asked_paper(text)
    assert asked is not None
    told = paper_line(RECORDS[code], asked)
    assert isinstance(told, Paragraph)
    return told.text


def test_a_listed_paper_is_told_with_how_it_is_asked_for() -> None:
    assert line(ADOPTION.code, "có cần giấy khám sức khỏe không").startswith("Có, phải nộp: Giấy")
    assert "Cán bộ tra trên hệ thống" in line("1.001193", "có cần giấy kết hôn không")


def test_a_paper_by_another_name_is_not_denied() -> None:
    told = line("1.004194", "có cần hợp đồng thuê nhà không")

    assert told.startswith("Trong danh sách có giấy gần")
    assert "hợp đồng thuê" in told


def test_what_people_call_a_paper_is_found_in_the_list() -> None:
    assert line("1.004873", "cần chứng minh thư ko").startswith("Có, chỉ mang theo")
    assert "nơi cư trú" in line("1.004873", "có cần hộ khẩu không")


def test_a_proof_is_not_denied_where_what_it_proves_is_listed() -> None:
    assert "chỗ ở hợp pháp" in line("1.004222", "có cần sổ đỏ không")
    assert "quan hệ" in line("1.004222", "có cần giấy khai sinh không")


def test_the_paper_of_another_person_is_told_as_near_only() -> None:
    assert line("1.004873", "có cần căn cước của chồng không").startswith("Trong danh sách có giấy")


def test_a_paper_no_list_holds_is_not_made_up() -> None:
    told = line(BIRTH.code, "có cần giấy khám sức khỏe không")

    assert told.startswith('Em không thấy "giấy khám sức khỏe"')


def test_without_a_list_nothing_is_denied() -> None:
    asked = asked_paper("có cần giấy khám sức khỏe không")
    assert asked is not None

    told = paper_line(BIRTH.model_copy(update={"documents": ()}), asked)
    assert isinstance(told, Paragraph)
    assert "không dám nói chắc" in told.text


def test_all_that_is_offered_is_looked_through_for_a_paper() -> None:
    def told(*codes: str) -> str:
        lines = offered_line([RECORDS[code] for code in codes], "có cần giấy khám sức khỏe không")
        return " ".join(one.text for one in lines if isinstance(one, Paragraph))

    assert "đều không có" in told("1.000894", "1.004746")
    assert "đều có" in told("2.001263")
    assert told("2.001263", "1.000894") == ""


def test_the_post_is_answered_by_the_ways_of_the_record() -> None:
    by_post = BIRTH.model_copy(update={"ways": (SubmissionWay.IN_PERSON, SubmissionWay.POST)})
    in_person = BIRTH.model_copy(update={"ways": (SubmissionWay.IN_PERSON,)})
    unknown = BIRTH.model_copy(update={"ways": ()})

    text = "gửi bưu điện được không"
    assert "qua bưu điện được" in told(by_post, Part.PLACE, text)
    assert "chưa thấy" in told(in_person, Part.PLACE, text)
    assert told(unknown, Part.PLACE, text) == ""
    assert told(by_post, Part.PLACE, "nhận kết quả qua bưu điện được không") == ""
