"""Danger is heard in the words people in danger type, and in no others."""

import pytest

from knowledge.matching import Matcher
from knowledge.matching.outcomes import Intent, Match, RouteFound

DANGER = {
    "cap_cuu": """
con em sốt 40 độ co giật
con sot cao co giat
uong thuoc ngu qua lieu
ba tôi uống nhầm thuốc trừ sâu
em be bi tim tai khong tho
xe tai dam xe may co nguoi nam tren duong
em bi ran can
vợ em vỡ ối rồi
có người bị xe đụng nằm bất động
cuu voi vo toi sap sinh
""",
    "chay": """
con toi bi duoi nuoc
cây đổ đè người
nước vào tới giường rồi cứu tụi em với
nuoc len nhanh qua cuu voi
ai cuu tui voi
mùi gas trong nhà
cháy nhà hàng xóm
nha toi dang chay
""",
    "tu_hai": """
nợ quá muốn nhảy cầu
muon nhay cau
sống không nổi nữa rồi
chan doi qua muon chet cho xong
cho toi chet di
em tuyet vong, khong ai giup em
""",
    "cong_an_khan": """
chong xin say ruou cam dao duoi vo con
thằng con nó cầm dao đòi chém tui
ông bà bị con bạo hành
bị hiếp dâm
em bi nhot trong phong
con 5 tuoi bi lac o cho
cháu tôi đi lạc ngoài siêu thị
lac mat chau roi
bà ngoại lú lẫn đi lạc từ sáng
cuu em voi anh rang danh dap
nhặt được bom
con nhỏ lạc mẹ ở bến tàu
cứu tôi với có người lạ vào nhà
""",
    "tre_em": """
bố dượng sờ mó em
thầy giáo sờ mó con gái em
toi nhat duoc 1 be so sinh truoc cong chua
con em bị bắt nạt ở trường
""",
}
SAID = [(text, key) for key, texts in DANGER.items() for text in texts.strip().splitlines()]
CALM = """
mất liên lạc gia đình bên nội
chan
chân
dau chan
chan cho doi
can bo lam toi chan ngay
sao bat nop ban chinh
bat dong san
bất cập quá
chu tro khong tra tien coc
lay lai tien coc
đánh số nhà
giấy đánh máy được không
giặt đồ
may giat
ăn chay
mở quán cơm chay
quan com chay
chạy xe grab cần giấy gì
chay xe grab can giay gi
vòi nước chảy hoài
chồng em vừa mất vì tai nạn giao thông, em không biết bắt đầu từ đâu
chet do tai nan lam giay gi
hỏi giấy tờ sau khi cháy
xin giấy cấp cứu để bảo hiểm
con trai toi tu tu mat tuan truoc
mệt muốn chết mà hồ sơ chưa xong
trời nóng muốn chết
đèn đường cháy bóng
xin giấy phòng cháy cho quán
con bò nhà tôi đi lạc
con meo cua em di lac
thất lạc con dấu công ty
liên lạc con trai ở nước ngoài
cứu tôi với, không đăng nhập được dịch vụ công
cuu em voi em dien sai to khai roi
cứu tui với nhà bắt lấy chồng
""".strip().splitlines()


@pytest.mark.parametrize(("message", "key"), SAID)
def test_danger_is_heard(matcher: Matcher, message: str, key: str) -> None:
    reading = matcher.read(message)
    assert reading.outcome == RouteFound(key)
    assert reading.intent is Intent.EMERGENCY


@pytest.mark.parametrize("message", CALM)
def test_who_is_in_no_danger_sees_no_alarm(matcher: Matcher, message: str) -> None:
    reading = matcher.read(message)
    assert reading.intent is not Intent.EMERGENCY
    assert reading.alarm is None


def test_danger_is_told_beside_what_was_asked_for(matcher: Matcher) -> None:
    reading = matcher.read("em bị chồng đánh giờ muốn tách khẩu")
    assert isinstance(reading.outcome, Match)
    assert reading.alarm == "cong_an_khan"
    assert matcher.read("chong toi danh toi hoai, toi muon ly hon").alarm == "cong_an_khan"


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("con em mất lúc mới sinh 2 tiếng", True),
        ("chồng tôi mất do covid", True),
        ("em mất cccd rồi", False),
        ("con em mất giấy khai sinh", False),
        ("nong chet di duoc", False),
        ("cá chết hôi quá", False),
        ("mệt muốn chết mà hồ sơ chưa xong", False),
    ],
)
def test_a_death_is_told_from_a_way_of_speaking(matcher: Matcher, message: str, told: bool) -> None:
    whole, _, _ = matcher.reader.read(message)
    assert whole.death is told
