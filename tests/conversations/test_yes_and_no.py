"""Yes and no in one's own words, at every step that asks for one of them."""

import pytest
from sqlalchemy import text

from handlers.store.unit_of_work import Store
from knowledge.base import KnowledgeBase
from tests.conversations.conftest import Citizen, in_memory

LAMP = "Đèn đường trước hẻm 12 đường Hoa Sữa hỏng hai tuần nay"
NAME = "Nguyễn Thị Mẫu 0900 000 000"


@pytest.fixture
def alone(base: KnowledgeBase) -> Citizen:
    """To the router alone: the words matter here, not the channel."""
    return Citizen(in_memory(base))


def asked(citizen: Citizen) -> Citizen:
    """Someone whose report is told, asked whether a name may be kept."""
    citizen.says("phản ánh").says(LAMP).taps("Đúng rồi").taps("Để lại tên")
    citizen.hears(buttons=["Đồng ý", "Không đồng ý"])
    return citizen


def sent(store: Store) -> list[str]:
    """Words of the reports that were sent."""
    with store.read() as work:
        return [str(row.matter) for row in work.run(text("SELECT matter FROM feedback_case"))]


def test_yes_in_words_goes_on_to_the_name_with_the_report(citizen: Citizen) -> None:
    asked(citizen).says("dạ em đồng ý nhé")
    citizen.hears("họ tên và số điện thoại")
    citizen.says(NAME)
    citizen.hears("PA-261123-001")
    citizen.hears_nothing_of("tin báo")


def test_no_in_words_sends_it_without_a_name(citizen: Citizen) -> None:
    asked(citizen).says("ko")
    citizen.hears("PA-261123-001", "tin báo")


def test_a_nod_is_no_consent_and_the_report_is_still_told(citizen: Citizen) -> None:
    asked(citizen).says("ok em")
    citizen.hears("chọn một trong hai", buttons=["Đồng ý", "Không đồng ý"])
    citizen.says("không đồng ý")
    citizen.hears("PA-261123-001", "tin báo")


def test_more_words_join_the_report(kept: Citizen, sqlite_store: Store) -> None:
    asked(kept).says("tối qua có người ngã xe ở đó")
    kept.hears(buttons=["Để lại tên", "Gửi không kèm tên"])
    kept.taps("Gửi không kèm tên")
    kept.hears("PA-261123-001")
    assert [LAMP in body and "ngã xe" in body for body in sent(sqlite_store)] == [True]


def test_a_name_given_before_the_yes_is_not_kept(kept: Citizen, sqlite_store: Store) -> None:
    asked(kept).says(NAME)
    kept.hears("chọn một trong hai", buttons=["Đồng ý", "Không đồng ý"])
    with sqlite_store.read() as work:
        stored = [str(row.payload) for row in work.run(text("SELECT payload FROM inbound"))]
    assert not [one for one in stored if "0900 000 000" in one]
    kept.says("Đồng ý ạ").says(NAME)
    kept.hears("PA-261123-001")
    assert not [one for one in sent(sqlite_store) if "Mẫu" in one]


def test_a_guess_is_confirmed_or_put_right_in_words(citizen: Citizen) -> None:
    citizen.says("phản ánh").says(LAMP).says("ừ đúng rồi em")
    citizen.hears("họ tên", buttons=["Để lại tên"])


def test_a_wrong_guess_is_said_to_be_one(citizen: Citizen) -> None:
    citizen.says("phản ánh").says(LAMP).says("không phải")
    citizen.hears(buttons=["Thái độ", "Việc ở khu phố"])


@pytest.mark.parametrize(
    "said", ["đồng ý", "dong y", "ok đồng ý", "Đồng ý nhé", "có ạ", "ok có em"]
)
def test_all_these_agree(said: str, alone: Citizen) -> None:
    asked(alone).says(said)
    alone.hears("họ tên và số điện thoại")


@pytest.mark.parametrize(
    "said",
    ["không đồng ý", "ko", "không ạ", "dạ không", "hông", "thôi không cần", "k", "ko dong y"],
)
def test_all_these_decline(said: str, alone: Citizen) -> None:
    asked(alone).says(said)
    alone.hears("PA-261123-001", "tin báo")


@pytest.mark.parametrize(
    "said", ["ok", "dạ", "vâng ạ", "ừ", "cô ơi", "được không ạ", "đồng ý không", "để làm gì"]
)
def test_none_of_these_is_taken_for_consent_or_drops_the_report(said: str, alone: Citizen) -> None:
    asked(alone).says(said)
    alone.hears_nothing_of("họ tên và số điện thoại", "PA-261123")
    alone.taps("Không đồng ý" if "chọn một trong hai" in alone.said else "Gửi không")
    alone.hears("PA-261123-001")
