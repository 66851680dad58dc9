"""A rule of the settings with a field fires in a chat: by what the conversation was about."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from knowledge.commune import FeedbackSettings
from tests.conversations.conftest import Citizen, through_the_inbox

LAMP = "Đèn đường trước hẻm 12 đường Hoa Sữa hỏng hai tuần nay"
QUEUE = "Xếp hàng cả buổi sáng ở quầy, chỗ chờ không có ghế ngồi"


def ruled(base: KnowledgeBase, field: str) -> KnowledgeBase:
    settings = {
        "units": {"tu_phap": {"name": "Tổ Tư pháp"}, "chung": {"name": "Văn phòng"}},
        "rules": [{"unit": "tu_phap", "field": field}],
        "default_unit": "chung",
    }
    feedback = FeedbackSettings.model_validate(settings)
    return replace(base, commune=base.commune.model_copy(update={"feedback": feedback}))


@pytest.mark.parametrize(
    ("asked", "matter", "unit"),
    [
        ("đăng ký khai sinh", QUEUE, "tu_phap"),
        ("", QUEUE, "chung"),
        ("đăng ký khai sinh", LAMP, "chung"),
    ],
)
def test_the_field_of_the_conversation_decides(
    base: KnowledgeBase, sqlite_store: Store, asked: str, matter: str, unit: str
) -> None:
    birth = base.active("1.001193")
    assert birth is not None
    citizen = Citizen(through_the_inbox(ruled(base, birth.field.upper()), sqlite_store))
    if asked:
        citizen.says(asked)
    citizen.says("/phananh").says(matter).taps("Đúng rồi")
    if "ở quầy nào" in citizen.said or "ở chỗ nào" in citizen.said:
        citizen.taps("Bỏ qua")
    citizen.taps("Gửi không kèm tên")
    citizen.hears("Đã nhận phản ánh")
    with sqlite_store.read() as work:
        found = work.run(text("SELECT unit FROM feedback_case")).scalar()
    assert found == unit
