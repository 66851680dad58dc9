"""What comes after a report was sent: only words that go on telling are added to it."""

import pytest
from sqlalchemy import text

from handlers.store.unit_of_work import Store
from tests.conversations.conftest import Citizen

LAMP = "Đèn đường trước hẻm 12 đường Hoa Sữa hỏng hai tuần nay"
CODE = "H32.12.05-261105-0007"


@pytest.fixture
def sent(kept: Citizen) -> Citizen:
    kept.says("phản ánh").says(LAMP).taps("Đúng rồi").taps("Gửi không kèm tên")
    kept.hears("PA-261123-001")
    return kept


def added(store: Store) -> list[str]:
    """What was added to cases, in order."""
    with store.engine.connect() as connection:
        rows = connection.execute(
            text("SELECT words FROM feedback_event WHERE act = 'add' ORDER BY id")
        ).all()
    return [str(row[0]) for row in rows]


@pytest.mark.parametrize(
    "words",
    [
        "gần trạm y tế phường",
        "tối qua có người ngã xe vì tối quá",
        "cột số 14",
        "đèn vẫn chưa sửa",
        "tôi bổ sung: gần trường học",
        "nay đã hư thêm một bóng nữa",
        "nhà bên cạnh xây không phép",
    ],
)
def test_words_that_go_on_telling_are_added(sent: Citizen, sqlite_store: Store, words: str) -> None:
    sent.says(words)

    sent.hears("đã thêm vào phản ánh PA-261123-001")
    assert added(sqlite_store) == [words]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("tra cứu hồ sơ", "mã hồ sơ"),
        ("xem hồ sơ của tôi đến đâu rồi", "hồ sơ"),
        (CODE, "Đồng ý"),
        ("mấy giờ làm việc", "giờ"),
        ("đăng ký khai sinh", "Giấy chứng sinh"),
        ("chứng thực bản sao mất bao nhiêu tiền", "chứng thực"),
        ("cảm ơn em nhé", "cảm ơn"),
        ("gặp cán bộ", "cán bộ"),
        ("0721", "mã hồ sơ"),
        ("4 số cuối 0721", "không dám đoán"),
        ("phản ánh", "việc gì, ở đâu"),
        ("nhắc hạn", "nhắc trước hạn"),
        ("PA-261123-001", "PA-261123-001"),
    ],
)
def test_another_wish_is_answered_and_not_added(
    sent: Citizen, sqlite_store: Store, words: str, told: str
) -> None:
    sent.says(words)

    sent.hears(told)
    sent.hears_nothing_of("đã thêm vào phản ánh")
    assert added(sqlite_store) == []


def test_a_whole_look_up_leaves_the_report_alone(sent: Citizen, sqlite_store: Store) -> None:
    sent.says("tra cứu hồ sơ").says(CODE).taps("Đồng ý").says("0721")

    sent.hears_nothing_of("đã thêm vào phản ánh")
    assert added(sqlite_store) == []


class TestInDoubt:
    """Words that may be of the report or not."""

    WORDS = "nộp lệ phí rồi mà không có biên lai"

    def test_it_is_asked_and_joins_by_a_tap(self, sent: Citizen, sqlite_store: Store) -> None:
        sent.says(self.WORDS)
        sent.hears(self.WORDS, "PA-261123-001", buttons=["Thêm vào phản ánh", "Không"])
        assert added(sqlite_store) == []

        sent.taps("Thêm vào phản ánh")

        sent.hears("đã thêm vào phản ánh PA-261123-001")
        assert added(sqlite_store) == [self.WORDS]

    def test_or_it_is_answered_alone(self, sent: Citizen, sqlite_store: Store) -> None:
        sent.says(self.WORDS).taps("Không, trả lời")

        sent.hears("lệ phí")
        assert added(sqlite_store) == []

    def test_going_on_telling_still_joins(self, sent: Citizen, sqlite_store: Store) -> None:
        sent.says(self.WORDS).says("gần trạm y tế phường")

        assert added(sqlite_store) == ["gần trạm y tế phường"]

    def test_a_code_beside_a_complaint_is_asked_about(
        self, sent: Citizen, sqlite_store: Store
    ) -> None:
        sent.says(f"hồ sơ {CODE} của tôi bị trễ hai tuần")

        sent.hears(buttons=["Thêm vào phản ánh", "Không"])
        sent.taps("Không, trả lời")
        sent.hears(buttons=["Đồng ý"])
        assert added(sqlite_store) == []

    def test_a_late_tap_finds_nothing_to_add(self, sent: Citizen, sqlite_store: Store) -> None:
        sent.says("mấy giờ làm việc").does_tap("fb:join")

        assert added(sqlite_store) == []
