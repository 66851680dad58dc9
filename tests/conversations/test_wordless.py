"""A point on the map, a voice message or a sticker in the middle of something drops nothing."""

import pytest
from sqlalchemy import text

from handlers.messages import InboundKind
from handlers.store.unit_of_work import Store
from tests.conversations.conftest import Citizen

LAMP = "Đèn đường trước hẻm 12 đường Hoa Sữa hỏng hai tuần nay"
SPOT = "12.23879,109.19675"


def point(citizen: Citizen) -> Citizen:
    """Sends a point on the map."""
    return citizen._does(InboundKind.PLACE, text=SPOT)


def payloads(store: Store) -> str:
    with store.read() as work:
        return " ".join(
            one or "" for one in work.run(text("SELECT payload FROM inbound")).scalars()
        )


def the_case(store: Store) -> tuple[str, str]:
    with store.read() as work:
        found = work.run(text("SELECT matter, place FROM feedback_case")).first()
        assert found is not None
        return str(found.matter), str(found.place)


@pytest.mark.parametrize("kind", [InboundKind.UNSUPPORTED, InboundKind.PLACE])
def test_a_report_survives_what_has_no_words(
    kept: Citizen, sqlite_store: Store, kind: InboundKind
) -> None:
    kept.says("phản ánh").says(LAMP)
    kept._does(kind, text=SPOT if kind is InboundKind.PLACE else "")
    kept.hears(buttons=["Đúng rồi", "Loại khác"])
    assert LAMP in payloads(sqlite_store)
    kept.taps("Đúng rồi")
    kept.hears("họ tên")
    kept.taps("Gửi không kèm tên")
    kept.hears("Đã nhận phản ánh PA-261123-001")
    matter, place = the_case(sqlite_store)
    assert matter == LAMP
    assert place == (SPOT if kind is InboundKind.PLACE else "None")


def test_a_sticker_is_answered_with_what_to_do(citizen: Citizen) -> None:
    citizen.says("phản ánh").says(LAMP).sends(InboundKind.UNSUPPORTED)
    citizen.hears("gõ chữ giúp em", "em vẫn giữ", buttons=["Đúng rồi"])
    citizen.hears_nothing_of("Hỏi cán bộ")


def test_a_point_says_where_so_nobody_asks(citizen: Citizen) -> None:
    point(citizen.says("phản ánh"))
    citizen.hears("đã ghi vị trí", "kể thêm")
    citizen.says("rác chất đống mấy ngày nay không ai thu gom").taps("Đúng rồi")
    citizen.hears("họ tên")
    citizen.hears_nothing_of("ở chỗ nào")


def test_a_point_answers_the_question_where(citizen: Citizen) -> None:
    citizen.says("phản ánh").says("rác chất đống mấy ngày nay không ai thu gom").taps("Đúng rồi")
    citizen.hears("ở chỗ nào")
    point(citizen)
    citizen.hears("đã ghi vị trí", "họ tên")


def test_a_name_is_still_asked_for(kept: Citizen, sqlite_store: Store) -> None:
    kept.says("phản ánh").says(LAMP).taps("Đúng rồi").taps("Để lại tên").taps("Đồng ý")
    kept.sends(InboundKind.UNSUPPORTED)
    kept.hears("gõ chữ giúp em", buttons=["Gửi không kèm tên"])
    point(kept)
    kept.hears("đã ghi vị trí", "họ tên và số điện thoại")
    kept.says("Nguyễn Thị Mẫu 0900 000 000")
    kept.hears("PA-261123-001")
    assert the_case(sqlite_store) == (LAMP, SPOT)


def test_a_point_that_comes_later_joins_the_case(kept: Citizen, sqlite_store: Store) -> None:
    kept.says("phản ánh").says(LAMP).taps("Đúng rồi").taps("Gửi không kèm tên")
    kept.sends(InboundKind.UNSUPPORTED)
    kept.hears(buttons=["Xem phản ánh này", "Hỏi cán bộ"])
    point(kept)
    kept.hears("thêm vào phản ánh PA-261123-001")
    assert the_case(sqlite_store) == (LAMP, SPOT)
    kept.says("tối đi lại nguy hiểm lắm")
    kept.hears("thêm vào phản ánh PA-261123-001")


def test_opening_the_chat_anew_keeps_the_report(kept: Citizen, sqlite_store: Store) -> None:
    """Who follows an account in the middle of a report opens it so."""
    kept.says("phản ánh").says(LAMP).opens()
    kept.hears("vẫn giữ phản ánh", buttons=["Đúng rồi"])
    kept.taps("Đúng rồi").taps("Gửi không kèm tên")
    kept.hears("PA-261123-001")
    assert the_case(sqlite_store)[0] == LAMP


def test_a_choice_among_papers_stays_open(citizen: Citizen) -> None:
    citizen.says("tôi muốn đăng ký")
    before = citizen.heard[-1].choices
    assert before
    citizen.sends(InboundKind.UNSUPPORTED)
    citizen.hears(buttons=[before[0].label, "Hỏi cán bộ"])
    citizen.taps(before[0].label)
    citizen.hears_nothing_of("đã cũ")


def test_outside_anything_a_point_is_nothing_we_read(citizen: Citizen) -> None:
    point(citizen)
    citizen.hears("gõ câu hỏi bằng chữ")
