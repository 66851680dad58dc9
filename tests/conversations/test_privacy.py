"""A person's rights over what is kept of them, in dialogue."""

from bot.dialogue import NothingKept
from handlers.privacy import PersonalData, needs_consent
from handlers.turns import ConversationState
from handlers.wording.privacy import VERSION
from knowledge.base import KnowledgeBase
from tests.conversations.conftest import Citizen


def test_a_person_sees_what_is_kept(kept: Citizen) -> None:
    kept.says("đăng ký kết hôn cần gì")
    kept.says("/dulieu")
    kept.hears("30 ngày", buttons=["Xem", "Xoá tất cả"])
    kept.taps("Xem")
    kept.hears("đăng ký kết hôn cần gì")


def test_a_person_erases_everything_after_being_asked_once(kept: Citizen) -> None:
    kept.says("đăng ký kết hôn cần gì")
    kept.says("/dulieu")
    kept.taps("Xoá tất cả")
    kept.hears("không lấy lại được")
    kept.taps("Xoá ngay")
    kept.hears("xoá xong")
    kept.says("/dulieu")
    kept.taps("Xem")
    kept.hears_nothing_of("đăng ký kết hôn cần gì")


def test_a_person_corrects_the_last_message(kept: Citizen) -> None:
    kept.says("em tên Lan hỏi đăng ký kết hôn")
    kept.says("/dulieu")
    kept.taps("Sửa tin gần nhất")
    kept.says("đăng ký kết hôn cần gì")
    kept.hears("đã thay")


def test_consent_is_asked_with_two_equal_buttons_and_kept_with_its_version(
    base: KnowledgeBase,
) -> None:
    privacy = PersonalData(base.commune, NothingKept())
    assert needs_consent(ConversationState())

    turn = privacy.ask_consent("báo cho anh/chị khi có kết quả", "p:1.001193")

    assert [button.label for button in turn.replies[0].choices] == ["Đồng ý", "Không đồng ý"]
    assert not needs_consent(ConversationState(consent=VERSION))
