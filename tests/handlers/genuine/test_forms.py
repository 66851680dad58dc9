"""A message that went by an approved template: code and fields are ours, its words unknown."""

import pytest

from bot.channels.terminal.render import reply_text
from handlers.check_codes import codes_in
from handlers.messages import Form, Heading, Paragraph, Reply
from handlers.store.tables import DoubtRow
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.handlers.genuine.street import Street

VALUES = (
    ("ma", "0001"),
    ("noi_nhan", "Trung tâm Phục vụ hành chính công"),
    ("han_bo_sung", "30/11/2026"),
    ("dien_thoai", ""),
)
NOTICE = Reply(
    (Heading("Cần bổ sung giấy tờ"), Paragraph("Hồ sơ 0001 cần thêm giấy, hạn 30/11/2026.")),
    subject="dossier:1",
    form=Form("supplement", VALUES),
)
BY_ZALO = (
    "Hồ sơ cần bổ sung\nPhường báo anh/chị: hồ sơ (mã kết thúc bằng 0001) cần bổ sung giấy tờ tại "
    "Trung tâm Phục vụ hành chính công. Hạn bổ sung: 30/11/2026, ngày ghi trên phiếu mới đúng. "
    "Mã kiểm tra: {code}."
)


@pytest.fixture
def street(store: Store, clock: FakeClock) -> Street:
    return Street(store, clock)


def sent(street: Street) -> tuple[Reply, str]:
    reply = street.writes(reply=NOTICE)
    (code,) = codes_in(reply_text(reply))
    return reply, BY_ZALO.format(code=code)


def test_the_template_forwarded_whole_is_ours_with_its_fields(street: Street) -> None:
    _, text = sent(street)
    told = street.asks(text)
    assert "mã đúng là của" in told.lower()
    assert "sửa" not in told
    assert "gửi qua mẫu tin Zalo" in told
    assert "Trung tâm Phục vụ hành chính công" in told
    assert "30/11/2026" in told
    assert "không có trong tin đã gửi" not in told
    assert "em không so được" in told
    assert street.rows(DoubtRow) == []


def test_a_figure_that_is_not_ours_is_named(street: Street) -> None:
    _, text = sent(street)
    told = street.asks(text.replace("30/11/2026", "27/11/2026").replace("ngày ghi", "nộp 80.000đ"))
    assert "không có trong tin đã gửi" in told
    _, _, strange = told.partition("không có trong tin đã gửi")
    assert "27/11/2026" in strange
    assert "80.000đ" in strange.replace("[.]", ".")
    assert "Trung tâm" not in strange


def test_a_real_code_on_words_without_its_fields_stays_altered(street: Street) -> None:
    _, text = sent(street)
    code = codes_in(text)[0]
    told = street.asks(
        f"Anh/chị nộp ngay 500.000đ vào tài khoản 0001 hôm nay.\nMã kiểm tra: {code}"
    )
    assert "đã bị sửa" in told.lower()


def test_a_changed_copy_of_its_own_words_stays_altered(street: Street) -> None:
    reply, _ = sent(street)
    forged = reply_text(Reply(reply.blocks)).replace("thêm giấy", "nộp phạt")
    assert "đã bị sửa" in street.asks(forged).lower()
    assert "giống hệt" in street.asks(reply_text(Reply(reply.blocks)), "khác")
