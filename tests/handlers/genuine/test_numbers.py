"""A number, an address or the trick itself: whose it is, in the words and however it is typed."""

import pytest
from sqlalchemy import select

from bot.channels.terminal.render import text_of
from bot.genuine import StoredChecks
from handlers.genuine import concerns
from handlers.genuine_named import alone, foreign_in, named_in
from handlers.store.tables import DoubtRow, table_of
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.handlers.genuine.street import BASE, Street

COMMUNE = BASE.commune
HOTLINE = COMMUNE.hotline.number
DESK = COMMUNE.desks["psc"]
NOT_LISTED = "không có trong danh bạ của phường mẫu"


@pytest.fixture
def street(store: Store, clock: FakeClock) -> Street:
    return Street(store, clock)


ASKED = (
    "Số {n} có phải của phường không?",
    "so {n} co phai cua phuong khong",
    "số này {n} có phải của phường không",
    "phường có số {n} không em",
    "số điện thoại của phường là {n} phải không",
    "{n} là số của ai",
    "có ai vừa gọi tôi từ số {n}",
    "kiểm tra giúp em số {n} ạ",
    "{n}\nsố này có phải của phường không",
    "{n}",
    "sđt {n} ạ",
)


@pytest.mark.parametrize(
    ("number", "ours"),
    [(HOTLINE, True), (DESK.phone, True), ("0912345678", False), ("1900 6868", False)],
)
def test_a_number_asked_about_is_ours_or_not_in_the_list(
    street: Street, number: str, *, ours: bool
) -> None:
    for words in ASKED:
        told = street.asks(words.format(n=number)).lower()
        assert ("đúng là số của" in told) is ours, told
        assert (NOT_LISTED in told) is not ours, told
        assert "không phải số của" not in told
        assert ("kẻ gian có thể làm hiện đúng số này" in told) is ours
        assert ours or f"gọi {HOTLINE}" in told
        assert number in told


@pytest.mark.parametrize(
    "typed",
    [
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "0912-345-678",
        "09 12 34 56 78",
        "(091) 2345678",
        "+84912345678",
        "+84 912 345 678",
        "+84 (0)912 345 678",
        "0084912345678",
        "84912345678",
    ],
)
def test_a_number_is_the_same_however_it_is_typed(typed: str) -> None:
    changed = COMMUNE.model_copy(
        update={"hotline": COMMUNE.hotline.model_copy(update={"number": "0912 345 678"})}
    )
    words = f"số {typed} có phải của phường không"
    (named,) = named_in(words, changed)
    assert named.whose == "đường dây nóng Phường Mẫu"
    assert foreign_in(words, changed) == ()
    assert foreign_in(words, COMMUNE) == (typed,)
    assert concerns(words, COMMUNE)


def test_ours_and_a_strangers_number_in_one_question_are_told_apart(street: Street) -> None:
    told = street.asks(f"{HOTLINE} hay 0987 654 321 có phải của phường không")
    ours, strange = told.split("KHÔNG CÓ TRONG DANH BẠ CỦA PHƯỜNG MẪU")
    assert HOTLINE in ours
    assert "0987 654 321" in strange


def test_an_address_asked_about_is_the_states_or_not_in_the_list(street: Street) -> None:
    told = street.asks("link https://dichvucong.gov.vn có phải của xã không")
    assert "đúng là trang của nhà nước" in told.lower()
    told = street.asks("trang dichvucong.gov.vn.xau.top có phải của phường không")
    assert NOT_LISTED in told.lower()
    assert "dichvucong[.]gov[.]vn[.]xau[.]top" in told


TRICKS = (
    "Số 0987654321 xưng cán bộ phường bảo chuyển tiền để nhận hồ sơ",
    "So 09xx xung can bo phuong bao chuyen tien",
    "có người gọi xưng công an phường bảo cài VNeID qua link có đúng không",
    "0987.654.322 gọi bảo nộp phạt nguội 500k, lừa đảo phải không em",
    "UBND phường thông báo: hồ sơ của bạn bị lỗi, bấm http://vneid-gov.top để cập nhật",
    "Bảo hiểm xã hội: anh được hoàn tiền, đọc mã OTP cho số 0987654323",
    "ho doi ma otp, tu xung la nhan vien ubnd xa",
)


def test_the_trick_told_or_pasted_without_a_code_is_warned_of(street: Street) -> None:
    for number, words in enumerate(TRICKS, 1):
        told = street.asks(words, f"người {number}")
        assert "giống cách kẻ gian mạo danh" in told.lower(), words
        assert f"gọi {HOTLINE}" in told
        assert len(street.rows(DoubtRow)) == number
    assert "098765432" not in str(street.rows(DoubtRow))


def test_the_trick_from_our_own_number_is_warned_of_all_the_same(street: Street) -> None:
    told = street.asks(f"Số {HOTLINE} gọi xưng cán bộ phường bảo chuyển khoản lệ phí")
    assert "giống cách kẻ gian mạo danh" in told.lower()
    assert "làm hiện đúng số này" in told


@pytest.mark.parametrize(
    "words",
    [
        "tôi bị lừa chuyển tiền cho người xưng cán bộ phường",
        "tôi muốn tố cáo cán bộ phường bảo tôi chuyển tiền",
        "cán bộ phường bảo tôi nộp thêm tiền ngoài biên lai",
        "em nộp phí rồi mà phường chưa gọi, sđt em 0912345678",
        "cho em hỏi nộp phí khai sinh qua dichvucong.gov.vn được không",
        "kiểm tra số điện thoại 0912345678 đã đăng ký VNeID chưa",
        "hồ sơ này có phải của phường không",
        "số điện thoại của phường là gì",
        "số 0912345678 của phường không ai nghe máy",
        "001099012345",
        "H17.26-261119-0001",
        "phí làm thẻ căn cước 50 nghìn phải không",
    ],
)
def test_other_words_with_numbers_and_money_go_their_own_way(words: str) -> None:
    assert not concerns(words, COMMUNE)
    assert not alone(words)


def test_many_who_ask_about_one_number_are_a_wave_however_they_ask(
    street: Street, store: Store, clock: FakeClock
) -> None:
    street.asks("Số 0987654321 có phải của phường không", "một")
    street.asks("+84 987 654 321 xưng cán bộ phường bảo chuyển tiền", "hai")
    checks = StoredChecks(street.store, COMMUNE, street.ports)
    told = checks.check("0987.654.321", "203.0.113.1", clock.now())
    assert NOT_LISTED in text_of((told,)).lower()
    street.asks("0987654321", "chính chủ gửi số của mình")
    with street.store.read() as work:
        doubts = work.connection.execute(select(table_of(DoubtRow))).all()
    assert len(doubts) == 3
    assert len({one.what for one in doubts}) == 1
    assert len({one.person for one in doubts}) == 3
