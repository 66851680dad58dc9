"""Questions about opening hours in words no card holds, and whose hours they are."""

import pytest

from knowledge.matching import Matcher
from knowledge.matching.opening import Place, whose_hours
from knowledge.matching.outcomes import CardFound, Match, Subject
from knowledge.matching.several import segments
from tests.knowledge.matching.helpers import key

OURS = """
cn co mo cua hong
sáng t7 phường có nhận hồ sơ ko
gio mo cua cua uy ban phuong
bên mình giờ làm việc thứ 5 sao vậy
ubnd xã nghỉ trưa từ mấy giờ, mấy giờ làm lại
toi chu nhat cong an xa co truc khong
buổi tối công an có làm hộ chiếu không ạ
cuối tuần có nhận đăng ký tạm trú không
chiều thứ sáu quầy một cửa làm tới mấy giờ
ngày 1/1 xã có làm việc không
30 thang 4 phuong co lam ko
tết này cơ quan nghỉ từ hôm nào
tet am lich ubnd nghi may ngay
mùng mấy phường làm việc lại
giỗ tổ có làm không
hôm nay nghỉ lễ hay làm
hôm nay phường nghỉ à
noel có làm việc không
"""
ELSEWHERE = """
bưu điện chủ nhật có mở cửa không
trạm xá xã mấy giờ làm việc
siêu thị mở cửa lúc mấy giờ
chi cục thuế mấy giờ nghỉ
ngân hàng chính sách xã hội mấy giờ đóng cửa
văn phòng công chứng thứ 7 có làm việc không
tiệm photo gần phường mấy giờ mở cửa
cong an tinh gio lam viec
"""
OTHERS = """
giờ làm việc ở Đà Lạt muốn chuyển hộ khẩu về đó
tôi đi làm tối mới về, làm khai sinh được không
chợ họp từ mấy giờ sáng gây ồn cả xóm
hôm nay có làm mất giấy khai sinh của con
mở cửa hàng tạp hóa cần giấy gì
chồng tôi nghỉ việc, thứ 2 có nhận trợ cấp không
con sinh thứ bảy thì khai sinh ở đâu
con sinh ngày 1/1 có làm khai sinh được không
nghỉ tết xong mấy ngày thì có giấy kết hôn
thai sản được nghỉ mấy ngày
"""


@pytest.mark.parametrize("message", OURS.strip().splitlines())
def test_hours_are_heard_by_how_they_are_asked(matcher: Matcher, message: str) -> None:
    assert key(matcher, message) == Place.OURS.value


@pytest.mark.parametrize("message", ELSEWHERE.strip().splitlines())
def test_another_places_hours_are_not_told_as_ours(matcher: Matcher, message: str) -> None:
    assert key(matcher, message) == Place.ELSEWHERE.value


@pytest.mark.parametrize("message", OTHERS.strip().splitlines())
def test_hours_within_another_matter_do_not_take_its_place(matcher: Matcher, message: str) -> None:
    assert key(matcher, message) not in {place.value for place in Place}
    assert all(whose_hours(one.words) is None for one in segments(message.split()))


def test_hours_are_heard_in_the_midst_of_another_subject(matcher: Matcher) -> None:
    about = Subject(code="1.001193")
    assert matcher.read("t7 bên mình có làm ko", about).outcome == CardFound(Place.OURS.value)
    kept = matcher.read("làm mấy ngày thì xong", about).outcome
    assert isinstance(kept, Match)
    assert kept.code == "1.001193"
