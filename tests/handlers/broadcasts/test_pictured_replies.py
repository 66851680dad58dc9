"""A picture alone in answer to a broadcast reaches an officer instead of vanishing."""

import pytest
from sqlalchemy import select

from handlers.messages import FileState
from handlers.store.tables import AttachmentRow, CaseFileRow, CaseRow, table_of
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.fakes.readers import Desk, open_desk
from tests.handlers.broadcasts.test_replies import QUESTION, Reader, arrives, kept, made_reader


@pytest.fixture
def desk(store: Store, clock: FakeClock) -> Desk:
    return open_desk(store, clock)


@pytest.fixture
def reader(desk: Desk) -> Reader:
    return made_reader(desk)


BY_REPLY = pytest.mark.parametrize("reply_to", ["77", None])
"""Channels with replies to a message, and those without."""


def pictures(desk: Desk) -> list[int]:
    """How many pictures officers find in each case."""
    files, row = table_of(CaseFileRow), table_of(CaseRow)
    with desk.store.read() as work:
        cases = work.connection.execute(select(row.c.id).order_by(row.c.id)).scalars().all()
        of = [select(files.c.attachment).where(files.c.case == one) for one in cases]
        return [len(work.connection.execute(one).all()) for one in of]


def left(desk: Desk) -> int:
    """Pictures still held for anybody."""
    row = table_of(AttachmentRow)
    with desk.store.read() as work:
        stored = select(row.c.id).where(row.c.state == FileState.STORED)
        return len(work.connection.execute(stored).all())


@BY_REPLY
def test_one_tap_sends_it_to_an_officer_without_a_word(
    desk: Desk, reader: Reader, reply_to: str | None
) -> None:
    one = arrives(desk)
    said = reader.sends_picture(reply_to)
    assert "Em đã nhận ảnh" in said
    assert "bỏ ảnh" not in said
    assert "Anh/chị đang trả lời tin ngày 23/11/2026" in said
    assert kept(desk) == []
    assert "PA-" in reader.taps("human:send")
    ((kind, card),) = kept(desk)
    assert kind == "question"
    assert f"Trả lời tin gửi nhiều người số {one.id}" in card
    assert "(Chỉ gửi ảnh, không ghi lời.)" in card
    assert pictures(desk) == [1]


@BY_REPLY
def test_the_words_that_follow_go_with_it(desk: Desk, reader: Reader, reply_to: str | None) -> None:
    one = arrives(desk)
    reader.sends_picture(reply_to)
    reader.says("ống nước trước nhà em vỡ như vầy nè")
    assert "PA-" in reader.taps("human:send")
    ((_, card),) = kept(desk)
    assert f"Trả lời tin gửi nhiều người số {one.id}" in card
    assert "ống nước trước nhà em vỡ" in card
    assert "Chỉ gửi ảnh" not in card
    assert pictures(desk) == [1]


def test_several_pictures_stay_together(desk: Desk, reader: Reader) -> None:
    arrives(desk)
    reader.sends_picture()
    assert "Anh/chị đang trả lời tin" in reader.sends_picture()
    reader.taps("human:send")
    assert pictures(desk) == [2]


def test_a_picture_after_the_words_goes_with_them(desk: Desk, reader: Reader) -> None:
    arrives(desk)
    reader.says(QUESTION, reply_to="77")
    assert "Em đã thêm vào phản ánh PA-" in reader.sends_picture()
    ((_, card),) = kept(desk)
    assert QUESTION in card
    assert pictures(desk) == [1]


def test_a_call_back_keeps_it_too(desk: Desk, reader: Reader) -> None:
    arrives(desk)
    reader.sends_picture()
    reader.taps("human:call")
    reader.taps("consent:yes")
    reader.taps("human:slot:0")
    reader.says("0912345678")
    assert pictures(desk) == [1]


def test_given_up_it_is_let_go(desk: Desk, reader: Reader) -> None:
    arrives(desk)
    reader.sends_picture()
    assert left(desk) == 1
    reader.says("huỷ")
    assert left(desk) == 0
    assert kept(desk) == []


def test_without_a_broadcast_no_picture_is_kept(desk: Desk, reader: Reader) -> None:
    assert "bỏ ảnh" in reader.sends_picture()
    arrives(desk)
    desk.clock.move(hours=25)
    assert "bỏ ảnh" in reader.sends_picture()
    assert left(desk) == 0


def test_a_picture_alone_within_the_day_may_become_a_report_that_names_it(
    desk: Desk, reader: Reader
) -> None:
    one = arrives(desk)
    assert "Anh/chị đang trả lời tin" in reader.sends_picture()
    reader.taps("fb:this")
    reader.says("ống nước trước hẻm 12 đường Hoa Sữa vỡ từ sáng, nước chảy tràn ra đường")
    for _ in range(4):
        if kept(desk):
            break
        reader.taps(next(each for each in sorted(reader.actions()) if each.startswith("fb:")))
    ((_, card),) = kept(desk)
    assert f"Trả lời tin gửi nhiều người số {one.id}" in card
    assert pictures(desk) == [1]
