"""Several wishes in one message: procedures, routes and cards; and what is only one wish."""

import pytest

from knowledge.matching import Matcher
from knowledge.matching.outcomes import CardFound, Match, RouteFound, Several


def asked(matcher: Matcher, text: str) -> list[str]:
    """Codes and keys of the wishes of `text`, in their order; of one wish none."""
    outcome = matcher.read(text).outcome
    wishes = outcome.wishes if isinstance(outcome, Several) else ()
    return [wish.code if isinstance(wish, Match) else wish.key for wish in wishes]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("đăng ký tạm trú cần gì, với lại đổi bằng lái xe ở đâu", ["1.004194", "bang_lai"]),
        ("dang ky tam tru can gi a voi lai doi bang lai xe o dau", ["1.004194", "bang_lai"]),
        ("dk tam tru can j vs lai doi bang lai o dau v", ["1.004194", "bang_lai"]),
        (
            "lam lai bang lai xe o dau, tien the cho hoi dang ky tam tru can gi",
            ["bang_lai", "1.004194"],
        ),
        (
            "lam can cuoc cho con duoi 14 tuoi can giay to gi va lam ho chieu o dau",
            ["1.014062", "ho_chieu"],
        ),
        ("sao y bao nhieu tien? hom nay may gio dong cua?", ["2.000815", "gio_lam_viec"]),
        (
            "khai sinh cho con can gi con nua mai co lam viec khong",
            ["1.001193", "gio_lam_viec"],
        ),
        (
            "làm khai sinh cần gì, tiện thể cho hỏi làm hộ chiếu ở đâu, thứ bảy có làm việc không",
            ["1.001193", "ho_chieu", "gio_lam_viec"],
        ),
        (
            "em muốn ly hôn thì nộp đơn ở đâu, còn nhập khẩu cho con thì cần giấy gì",
            ["ly_hon", "1.004222"],
        ),
        ("nộp phạt nguội ở đâu, đăng ký thường trú mất bao lâu", ["phat_nguoi", "1.004222"]),
        ("dong tien dien o dau voi lai lam giay khai tu can gi", ["dien", "1.000656"]),
        ("lam ho chieu o dau, doi bang lai xe o dau", ["ho_chieu", "bang_lai"]),
        (
            "xin giấy xác nhận cư trú cần gì, em muốn phản ánh cán bộ làm chậm",
            ["1.010041", "phan_anh"],
        ),
        ("gia han tam tru bao nhieu tien con dang ky ket hon can gi", ["1.002755", "1.000894"]),
        (
            "em mới mua nhà cần chuyển khẩu về, rồi làm lại căn cước luôn",
            ["1.004222", "1.014064"],
        ),
        ("toi mat can cuoc roi, roi xin giay doc than luon", ["1.014064", "1.004873"]),
        ("mất căn cước rồi, xin luôn giấy độc thân", ["1.014064", "1.004873"]),
        ("mat cccd roi, lam luon giay xac nhan doc than dc k", ["1.014064", "1.004873"]),
        ("cho em đổi căn cước, sẵn làm luôn hộ khẩu", ["1.014063", "1.004222"]),
        ("toi can chuyen khau ve nha moi, roi doi can cuoc luon", ["1.004222", "1.014063"]),
    ],
)
def test_every_wish_of_a_message_is_heard_in_its_order(
    matcher: Matcher, text: str, wanted: list[str]
) -> None:
    assert asked(matcher, text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("đổi căn cước và hộ chiếu", ["1.014063", "ho_chieu"]),
        ("rớt ví mất cả căn cước lẫn bằng lái xe", ["1.014064", "bang_lai"]),
        ("đổi bằng lái và căn cước luôn", ["bang_lai", "1.014063"]),
        ("mat can cuoc va giay khai sinh", []),
        ("đăng ký thường trú cho vợ và con", []),
        ("làm căn cước cần khai sinh và hộ khẩu không", []),
    ],
)
def test_a_deed_is_shared_by_the_papers_named_after_it(
    matcher: Matcher, text: str, wanted: list[str]
) -> None:
    assert asked(matcher, text) == wanted


@pytest.mark.parametrize(
    "joint", ["tien teh cho hoi", "voi lia", "nhan tien", "hoi luon", "ngaoi ra"]
)
def test_a_joining_word_is_heard_unmarked_and_mistyped(matcher: Matcher, joint: str) -> None:
    text = f"dang ky ket hon can gi {joint} lam ho chieu o dau"

    assert asked(matcher, text) == ["1.000894", "ho_chieu"]


@pytest.mark.parametrize(
    "text",
    [
        "xin xác nhận độc thân để kết hôn",
        "làm hộ chiếu cần khai sinh bản sao",
        "làm hộ chiếu có cần giấy khai sinh không, ở đâu làm",
        "xin trích lục khai sinh để làm hộ chiếu và đi Nhật",
        "chứng thực bản sao bằng lái và sổ hộ khẩu cũ",
        "thuê trọ thì phải khai báo gì với công an, em không rành",
        "khai sinh cho con đang học lớp một",
        "lam the can cuoc cho con 10 tuoi can gi",
        "bị công an giữ bằng lái xe, giờ muốn làm giấy xác nhận độc thân cần gì",
        "đăng ký kết hôn cần gì, có mất tiền không, bao lâu xong",
        "đăng ký tạm trú cần gì ạ, cảm ơn em",
        "cho em xin mẫu đơn đăng ký kết hôn với",
        "sau khi ly hôn muốn xin giấy xác nhận độc thân thì cần gì",
    ],
)
def test_a_purpose_a_paper_or_a_story_is_no_second_wish(matcher: Matcher, text: str) -> None:
    assert asked(matcher, text) == []


def test_each_wish_keeps_the_part_it_asks_for(matcher: Matcher) -> None:
    text = "chứng thực chữ ký bao nhiêu tiền, đổi bằng lái ở đâu, đăng ký kết hôn cần gì"
    outcome = matcher.read(text).outcome

    assert isinstance(outcome, Several)
    assert [match.part and match.part.value for match in outcome.matches] == ["fee", "documents"]
    assert outcome.wishes[1] == RouteFound("bang_lai")


def test_what_is_asked_besides_and_not_understood_is_kept_in_its_words(matcher: Matcher) -> None:
    text = "đăng ký kết hôn cần gì, với lại xin giấy phép nuôi cá sấu ở đâu"
    outcome = matcher.read(text).outcome

    assert isinstance(outcome, Several)
    assert [match.code for match in outcome.matches] == ["1.000894"]
    assert outcome.unread == ("xin giấy phép nuôi cá sấu ở đâu",)


def test_without_a_procedure_the_message_is_told_as_its_first_wish(matcher: Matcher) -> None:
    outcome = matcher.read("làm hộ chiếu ở đâu, tiện thể thứ bảy có làm việc không").outcome

    assert isinstance(outcome, Several)
    assert outcome.wishes == (RouteFound("ho_chieu"), CardFound("gio_lam_viec"))
    assert outcome.told_as == "route"


def test_a_lost_paper_before_a_wish_is_named_and_not_taken_for_its_first_issue(
    matcher: Matcher,
) -> None:
    outcome = matcher.read("bị mất giấy khai sinh rồi, rồi xin giấy độc thân nữa").outcome
    assert isinstance(outcome, Several)
    assert [match.code for match in outcome.matches] == ["1.004873"]
    assert outcome.unread == ("bị mất giấy khai sinh rồi",)
