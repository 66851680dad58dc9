"""A message about nothing the ward does is not led somewhere by one word of it.

None of these was looked at when the numbers of `knowledge.matching.standing` were chosen.
"""

import pytest

from knowledge.matching import Matcher
from knowledge.matching.outcomes import CardFound, RouteFound
from knowledge.matching.standing import OUTSIDE

FAR = """
mua gạo ngon chỗ nào
nuôi thỏ sinh sản
trồng rau thủy canh
làm bánh mì bơ tỏi
giặt thảm giá bao nhiêu
sửa máy giặt tại nhà
chó bị ve phải làm gì
học bơi cho bé 6 tuổi
mua đàn ghi ta cũ
hoa mai nở sớm
chăm cây bonsai
mua giường gỗ
may áo dài
uốn tóc hết bao nhiêu
đi chợ đêm đường nào
cá ngừ nướng giấy bạc
xe em hết xăng
tập thể dục buổi sáng
ru con ngủ
nhổ răng khôn có đau không
tivi nhà em bị sọc
mua tôm giống
nấu cháo cho ông già
gửi xe ở đâu
ra công an hay ra phường
"""
ALIVE = """
nếu cha không còn sống thì làm được không
mẹ em không còn sống nữa thì ai đi làm
bố mẹ không sống chung
vợ chồng không sống cùng nhau nữa
ông nội không còn sống khai sinh cho cháu sao
"""
NEAR = {
    "nhà em bị cúp nước từ sáng": "nuoc",
    "điện bị cúp": "dien",
    "wifi yếu quá gọi ai": "vien_thong",
    "làm hộ chiếu ở đâu": "ho_chieu",
    "làm bằng lái xe hết bao nhiêu": "bang_lai",
    "ly hôn cần giấy tờ gì": "ly_hon",
    "thuế môn bài nộp ở đâu": "thue",
    "làm visa đi nhật": "visa",
    "mất xe máy báo ai": "trom_cap",
    "nhà cháy gọi số mấy": "chay",
    "em khong muon song nua": "tu_hai",
    "k muốn sống nữa": "tu_hai",
    "chán sống quá rồi": "tu_hai",
    "chẳng còn thiết sống": "tu_hai",
    "có người trộm vào nhà": "cong_an_khan",
    "trời hôm nay nóng quá": "ngoai_pham_vi",
}


@pytest.mark.parametrize("message", FAR.strip().splitlines())
def test_one_word_leads_nowhere(matcher: Matcher, message: str) -> None:
    outcome = matcher.read(message).outcome
    assert not isinstance(outcome, RouteFound | CardFound) or outcome == RouteFound(OUTSIDE)


@pytest.mark.parametrize("message", ALIVE.strip().splitlines())
def test_who_is_no_longer_alive_is_no_wish_to_die(matcher: Matcher, message: str) -> None:
    assert matcher.read(message).outcome != RouteFound("tu_hai")


@pytest.mark.parametrize(("message", "key"), NEAR.items())
def test_what_is_meant_is_still_led_there(matcher: Matcher, message: str, key: str) -> None:
    assert matcher.read(message).outcome == RouteFound(key)


COMPLAINTS = """
hàng xóm nuôi gà hôi
trước nhà có đống rác
bãi rác hôi
cống nghẹt nước tràn ra đường
hẻm ngập nước mỗi khi mưa
người ta đốt rác khói quá
nhà bên xả nước thải ra đường
xe tải chạy gây bụi
"""


@pytest.mark.parametrize("message", COMPLAINTS.strip().splitlines())
def test_a_complaint_is_taken_for_one_by_a_word_of_it(matcher: Matcher, message: str) -> None:
    assert matcher.read(message).outcome == CardFound("phan_anh_dia_phuong")


def test_who_says_that_it_is_a_report_is_taken_at_their_word(matcher: Matcher) -> None:
    said = (
        "Tôi phản ánh đường ống nước hẻm 12 đường Trần Phú vỡ từ hôm qua, nước chảy lênh láng, "
        "đề nghị phường cho người sửa"
    )
    assert matcher.read(said).outcome == CardFound("phan_anh")
