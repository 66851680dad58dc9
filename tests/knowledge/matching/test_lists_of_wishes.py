"""Wishes in a list: with commas, unmarked joints, a report among them, and hours at the end."""

import pytest

from knowledge.matching import Matcher
from knowledge.matching.outcomes import CardFound, Match, RouteFound, Several, Subject


def asked(matcher: Matcher, text: str) -> list[str]:
    """Codes and keys of the wishes of `text`, in their order; of one wish none."""
    outcome = matcher.read(text).outcome
    wishes = outcome.wishes if isinstance(outcome, Several) else ()
    return [wish.code if isinstance(wish, Match) else wish.key for wish in wishes]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "em cần giấy độc thân, đăng ký tạm trú với báo ổ gà trước cổng trường",
            ["1.004873", "1.004194", "phan_anh_dia_phuong"],
        ),
        ("ông nội mất tuần trước, cần khai tử với tách thửa đất", ["1.000656", "sang_ten_so"]),
        (
            "dang ky ket hon va lam ho chieu va t7 co lam khong",
            ["1.000894", "ho_chieu", "gio_lam_viec"],
        ),
        ("làm khai sinh cho bé cần gì, hỏi luôn cn có làm ko", ["1.001193", "gio_lam_viec"]),
        ("giám hộ, kết hôn và tạm trú cần giấy gì", ["1.004837", "1.000894", "1.004194"]),
        ("khai sinh, doc than va tach ho", ["1.001193", "1.004873", "1.010038"]),
        (
            "dang ky ket hon, xac nhan doc than, tach ho can giay to gi",
            ["1.000894", "1.004873", "1.010038"],
        ),
        (
            "chứng thực giấy ủy quyền và làm giấy khai tử cho ba, mấy giờ đóng cửa vậy",
            ["2.000884", "1.000656", "gio_lam_viec"],
        ),
        ("làm khai sinh và đăng ký tạm trú cho con", ["1.001193", "1.004194"]),
        (
            "muốn sao y bằng cấp rồi chứng thực chữ ký sơ yếu lý lịch",
            ["2.000815", "2.000884"],
        ),
        ("muon tach ho xong roi muon sua nha thi sao", ["1.010038", "1.013229"]),
        ("em bi mat can cuoc voi the bao hiem", ["1.014064", "1.002759"]),
        ("lam mat ca vet va the bao hiem y te", ["dang_ky_xe", "1.002759"]),
    ],
)
def test_each_matter_of_a_list_is_heard(matcher: Matcher, text: str, wanted: list[str]) -> None:
    assert asked(matcher, text) == wanted


def test_a_likely_wish_that_is_not_sure_is_named_in_its_words(matcher: Matcher) -> None:
    text = "em cần xóa khẩu cho bà ngoại và xin thêm trợ cấp cho ông, hỏi luôn cn có làm không"
    outcome = matcher.read(text).outcome
    assert isinstance(outcome, Several)
    assert CardFound("gio_lam_viec") in outcome.wishes
    assert outcome.unread == ("xin thêm trợ cấp cho ông",)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Cho em hỏi:\n1. Đăng ký tạm trú\n2. Sao y bằng cấp\n3. Thứ 7 có làm không",
            ["1.004194", "2.000815", "gio_lam_viec"],
        ),
        ("1/ khai sinh cho con\n2/ làm hộ chiếu\n3/ tách hộ", ["1.001193", "ho_chieu", "1.010038"]),
        (
            "- khai sinh cho con\n- làm hộ chiếu\n- đổi bằng lái xe",
            ["1.001193", "ho_chieu", "bang_lai"],
        ),
    ],
)
def test_a_list_written_item_by_item_is_heard(
    matcher: Matcher, text: str, wanted: list[str]
) -> None:
    assert asked(matcher, text) == wanted


def test_one_wish_beside_an_unsure_one_is_not_all_that_was_heard(matcher: Matcher) -> None:
    outcome = matcher.read("đăng ký tạm trú cho vợ và xin trợ cấp cho mẹ già").outcome
    assert isinstance(outcome, Several)
    assert [match.code for match in outcome.matches] == ["1.004194"]
    assert outcome.unread == ("xin trợ cấp cho mẹ già",)


@pytest.mark.parametrize(
    "text",
    [
        "em đăng ký kết hôn rồi làm mất giấy, xin bản sao ở đâu",
        "con em mới khai sinh xong rồi nhập khẩu cần gì",
        "em muốn đổi căn cước, em có giấy khai sinh và sổ hộ khẩu rồi",
        "đăng ký kết hôn với người đã báo mất căn cước",
        "xin giấy độc thân để sang tên xe và mua nhà",
    ],
)
def test_what_belongs_to_one_matter_is_no_list(matcher: Matcher, text: str) -> None:
    assert asked(matcher, text) == []


@pytest.mark.parametrize(
    ("route", "text"),
    [
        ("bang_lai", "đổi thì cần mang gì"),
        ("bang_lai", "lam lai het nhieu tien"),
        ("ho_chieu", "gia hạn bao lâu có"),
    ],
)
def test_what_is_done_with_a_paper_asks_on_about_the_route(
    matcher: Matcher, route: str, text: str
) -> None:
    reading = matcher.read(text, Subject(route=route))
    assert (reading.outcome, reading.follow_up) == (RouteFound(route), True)


def test_another_paper_leaves_the_route(matcher: Matcher) -> None:
    about = Subject(route="bang_lai")
    assert matcher.read("đổi thẻ căn cước cần gì", about).outcome != RouteFound("bang_lai")
    assert matcher.read("thế còn cà vẹt thì sao", about).outcome == RouteFound("dang_ky_xe")
    assert matcher.read("đổi cần giấy gì").outcome != RouteFound("bang_lai")
