"""What words say together although others stand between, with and without marks."""

import unicodedata

import pytest

from knowledge.matching import Matcher
from knowledge.matching.outcomes import RouteFound, Several
from tests.knowledge.matching.helpers import code, key

SAID = (
    ("2.001016", "chị gái không muốn nhận phần thừa kế của mẹ, nhường hết cho em út"),
    ("2.001016", "ba mất, em không lấy gì hết, nhường cho mấy đứa em, ký giấy ở đâu"),
    ("2.000913", "hợp đồng thuê mặt bằng đã chứng ở phường nay muốn sửa lại giá thuê"),
    ("2.000913", "đã chứng hợp đồng bán đất ở ủy ban, hai bên muốn hủy"),
    ("2.000942", "hợp đồng tặng cho đất chứng ở phường hồi trước, bản của em bị mất"),
    ("2.000942", "mất hợp đồng chuyển nhượng đất chứng ở ủy ban, xin bản khác"),
    ("2.001035", "mua đất của chú, làm hợp đồng ở xã có hợp lệ hay phải ra công chứng"),
    ("2.001019", "bà ngoại còn khỏe, muốn làm giấy để lại nhà cho cháu sau này bà mất"),
    ("2.001406", "bố mất rồi, ba anh em thỏa thuận chia mảnh đất của bố, xin chứng thực"),
    ("2.000815", "bằng đại học photo ra đóng dấu đỏ ở phường bao nhiêu một bản"),
    ("2.000908", "phường còn lưu sổ gốc quyết định của ba em, xin một bản sao"),
    ("1.001570", "tiệm em đóng cửa nghỉ 3 tháng để đi chữa bệnh, có phải báo không"),
    ("1.001266", "tiệm bỏ không bán từ năm kia, muốn đóng dứt điểm"),
    ("2.000720", "quán cơm đang đứng tên vợ, muốn chuyển qua tên chồng"),
    ("2.000720", "dời cửa hàng qua đường khác, giấy kinh doanh có phải sửa"),
    ("2.000575", "giấy đăng ký kinh doanh của quán bị nhòe, xin cấp bản khác"),
    ("1.001612", "lâu nay bán bánh ở nhà, giờ phải có giấy phép kinh doanh, xin thế nào"),
    ("1.011608", "nhà em đủ ăn rồi, không muốn là hộ nghèo nữa"),
    ("1.011607", "giữa năm xin sổ hộ nghèo thì nộp đơn ở đâu"),
    ("1.011606", "hộ nghèo mỗi năm xét một lần vào lúc nào"),
    ("1.001653", "giấy xác nhận khuyết tật nhòe chữ, xin đổi tờ khác"),
    ("1.010824", "bố là bệnh binh hưởng lương hằng tháng mới mất, có chế độ gì"),
    ("1.012812", "tranh chấp ranh với chú ruột, phải hòa giải ở xã trước khi ra tòa không"),
    ("1.013227", "giấy phép xây dựng sắp quá hạn mà chưa khởi công"),
    ("1.013228", "giấy phép xây nhà bị nước lũ cuốn"),
    ("2.001035", "mua mảnh đất của bác, lên xã làm hợp đồng hay phải công chứng"),
    ("1.012812", "hàng xóm xây rào lấn đất, không muốn kiện, nhờ xã đứng ra hòa giải"),
    ("2.002854", "xin chuyển trg cho con lớp 3"),
    ("2.001016", "con út không đòi phần của mình, để anh hai hưởng hết đất ba má để lại"),
    ("2.000913", "hợp đồng thuê nhà xã đóng dấu rồi, giờ đổi giá thuê thì làm sao"),
    ("2.001019", "muốn lập giấy sau này chết đất chia cho ba đứa con"),
    ("2.001406", "ba mất, mẹ và các con thống nhất để mẹ đứng tên hết đất"),
    ("1.001266", "tiệm giày đóng cửa vĩnh viễn thì nộp gì"),
    ("1.001570", "đại lý vé số nghỉ 1 tháng"),
    ("1.001570", "cửa hàng nhà em nghỉ 2 tháng đi chữa bệnh"),
    ("2.000720", "tiệm cắt tóc dọn sang nhà mới thuê cùng xã"),
    ("1.001612", "sàn lazada bắt nộp giấy đăng ký kinh doanh mới cho bán tiếp"),
    ("1.014632", "giấy của xã xác nhận chưa có nhà để mua nhà xã hội"),
    ("1.002759", "bảo hiểm y tế in nhầm ngày sinh thì sửa ở đâu"),
)
OTHERWISE = (
    ("2.001016", "em không nhận được phần thừa kế của ba, anh cả chiếm hết"),
    ("2.000913", "hợp đồng lao động đã ký, công ty hủy thì làm sao"),
    ("2.000913", "mua đất có hợp đồng đã chứng, giờ muốn sửa nhà thì xin phép ở đâu"),
    ("2.000942", "hợp đồng ủy quyền ký ở xã rồi, có cần bản sao căn cước không"),
    ("2.001019", "ba mới mất, làm giấy để lại nhà cho mẹ"),
    ("1.001570", "nhân viên quán em nghỉ 3 tháng thai sản"),
    ("1.001570", "hộ kinh doanh nghỉ 1 tháng có phải đóng thuế không"),
    ("1.001570", "tiệm thuốc gần nhà nghỉ 1 tháng"),
    ("1.001570", "chủ quán cho nghỉ 1 tháng"),
    ("1.001570", "quán cho em nghỉ 2 tháng không trả đồng nào"),
    ("1.001570", "đại lý gạo đối diện đóng cửa 2 tháng"),
    ("2.001019", "làm giấy cho con hưởng trợ cấp sau khi bố mất"),
    ("2.001406", "mất căn cước, các con thống nhất chia phiên đưa mẹ đi làm lại"),
    ("1.001266", "quán cà phê hàng xóm ồn quá, muốn dẹp thì báo ai"),
    ("2.000720", "quán em thuê mặt bằng, chủ đất sang tên sổ đỏ cho con"),
    ("2.000575", "giấy phép kinh doanh mất bao lâu có"),
    ("1.011608", "không muốn nhà em bị cắt hộ nghèo"),
    ("1.010824", "thương binh mất giấy chứng nhận thương binh"),
    ("1.013227", "giấy phép xây dựng quá hạn bị phạt bao nhiêu"),
)


def _unmarked(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return "".join(one for one in plain if not unicodedata.combining(one))


@pytest.mark.parametrize(("wanted", "text"), SAID)
def test_a_phrase_is_heard_in_its_pieces(matcher: Matcher, wanted: str, text: str) -> None:
    assert (code(matcher, text), code(matcher, _unmarked(text))) == (wanted, wanted)


@pytest.mark.parametrize(("unwanted", "text"), OTHERWISE)
def test_the_same_pieces_that_say_something_else_are_not_put_together(
    matcher: Matcher, unwanted: str, text: str
) -> None:
    assert unwanted not in (code(matcher, text), code(matcher, _unmarked(text)))


def test_a_firm_joint_between_the_pieces_keeps_two_wishes(matcher: Matcher) -> None:
    text = "xin giấy phép xây nhà, tiện thể cho hỏi gia hạn tạm trú"
    outcome = matcher.read(text).outcome

    assert isinstance(outcome, Several)
    assert [one.code for one in outcome.matches] == ["1.013225", "1.002755"]


def test_danger_told_between_the_pieces_is_still_heard(matcher: Matcher) -> None:
    outcome = matcher.read("quán em cháy nhà rồi nghỉ 3 tháng, cứu với").outcome

    assert isinstance(outcome, RouteFound)
    assert outcome.key == "chay"


def test_who_told_of_a_death_is_condoled_with_and_who_plans_a_will_is_not(
    matcher: Matcher,
) -> None:
    died = matcher.read("ba em là thương binh đang lãnh trợ cấp, ba vừa mất, có chế độ gì")
    plans = matcher.read("ông nội muốn viết giấy để lại đất cho chú út sau khi ông mất")

    assert (died.bereaved, plans.bereaved) == (True, False)


def test_the_benefit_of_who_lost_work_is_not_that_of_social_aid(matcher: Matcher) -> None:
    text = "em thôi việc rồi, muốn lấy tiền trợ cấp thất nghiệp"

    assert key(matcher, text) == key(matcher, _unmarked(text)) == "that_nghiep"


def test_goods_over_the_border_are_no_household(matcher: Matcher) -> None:
    assert code(matcher, "xin giấy phép nhập khẩu máy móc từ Nhật") is None
    assert code(matcher, "nhập khẩu cho vợ") == "1.004222"
