"""A death, an emergency, a complaint, a limit that was missed: the right word first."""

from dataclasses import replace

import pytest

from bot.channels.terminal.render import text_of
from handlers.guide import ProcedureGuide
from knowledge.base import KnowledgeBase
from knowledge.matching.outcomes import Ambiguous, ProcedureOption
from tests.conversations.conftest import NOON, Citizen


def test_an_emergency_number_stands_first(citizen: Citizen) -> None:
    citizen.says("chay nha roi cuu voi")
    citizen.hears("Gọi ngay 114")


def test_a_complaint_is_pointed_to_its_own_road_and_nothing_is_promised(citizen: Citizen) -> None:
    citizen.says("tôi muốn khiếu nại quyết định của phường")
    citizen.hears("chữ ký", "tiếp công dân")
    citizen.hears_nothing_of("đã tiếp nhận khiếu nại")


@pytest.mark.parametrize(
    "story", ["ba noi mat hom qua gio lam sao", "nhà em có tang, ông ngoại mất"]
)
def test_a_question_back_about_a_death_opens_with_condolence(citizen: Citizen, story: str) -> None:
    citizen.says(story)
    citizen.hears("chia buồn", "khai tử")
    assert "chia buồn" in text_of(citizen.heard).splitlines()[0]


@pytest.mark.parametrize("story", ["nhà em có người mất", "mai táng phí"])
def test_a_question_back_condoles_once_and_not_again_where_one_is_unsure(
    citizen: Citizen, story: str
) -> None:
    citizen.says(story)
    assert text_of(citizen.heard).count("chia buồn") == 1
    citizen.taps("Tôi không rõ")
    citizen.hears_nothing_of("chia buồn")


@pytest.mark.parametrize(
    ("words", "condoled"),
    [
        ("gia đình người có công cần giấy gì", False),
        ("trợ cấp cho người cao tuổi", False),
        ("nhà có tang thì được trợ cấp gì", True),
        ("mai tang phi cho cuu chien binh", True),
    ],
)
def test_only_a_death_that_is_named_is_condoled(
    base: KnowledgeBase, words: str, *, condoled: bool
) -> None:
    """Whatever the options are: here all of them follow a death."""
    options = tuple(
        ProcedureOption(code, title, 0.4)
        for code, title in (("1.010824", "Người có công từ trần"), ("2.002307", "Cựu chiến binh"))
    )
    reading = replace(base.read("trợ cấp"), outcome=Ambiguous(options))
    turn = ProcedureGuide(base)._turn(reading, words, NOON)

    assert ("chia buồn" in text_of(turn.replies)) is condoled


def test_a_family_of_merit_is_asked_what_it_needs_without_condolence(citizen: Citizen) -> None:
    citizen.says("gia đình người có công cần giấy gì")
    citizen.hears("người có công")
    citizen.hears_nothing_of("chia buồn")


def test_a_lost_paper_is_no_death(citizen: Citizen) -> None:
    citizen.says("khai sinh")
    citizen.hears_nothing_of("chia buồn")
    citizen.says("mat giay khai sinh lam lai")
    citizen.hears_nothing_of("chia buồn")


def test_a_death_is_met_with_condolence(citizen: Citizen) -> None:
    citizen.says("ba em mới mất hôm qua, làm giấy khai tử ở đâu")
    citizen.hears("chia buồn", "khai tử")


def test_condolence_is_said_once_in_a_conversation(citizen: Citizen) -> None:
    citizen.says("ba em mới mất hôm qua, làm giấy khai tử ở đâu")
    citizen.hears("chia buồn")
    citizen.says("lệ phí bao nhiêu")
    citizen.hears("lệ phí", "khai tử")
    citizen.hears_nothing_of("chia buồn")
    citizen.taps("Xem đầy đủ")
    citizen.hears_nothing_of("chia buồn")
    citizen.says("đăng ký kết hôn cần gì")
    citizen.says("ông nội mất, làm giấy khai tử cần gì")
    citizen.hears("chia buồn")


@pytest.mark.parametrize(
    "paperwork", ["chứng thực văn bản từ chối nhận di sản", "đăng ký lại khai tử"]
)
def test_paperwork_long_after_a_death_opens_without_condolence(
    citizen: Citizen, paperwork: str
) -> None:
    citizen.says(paperwork)
    citizen.hears(paperwork)
    citizen.hears_nothing_of("chia buồn")


def test_who_is_late_is_not_told_to_keep_the_limit(citizen: Citizen) -> None:
    citizen.says("le phi khai sinh tre han")
    citizen.hears("quá 60 ngày")
    citizen.hears_nothing_of("nhớ đi làm")


@pytest.mark.parametrize("asked", ["ho tich o quay nao", "quầy hộ tịch ở đâu", "quầy ở đâu vậy"])
def test_where_a_desk_is_is_no_report_about_its_people(citizen: Citizen, asked: str) -> None:
    citizen.says(asked)
    citizen.hears("Địa chỉ")
    citizen.hears_nothing_of("phản ánh")


@pytest.mark.parametrize("lost", ["làm rơi giấy tờ", "danh roi giay to", "toi danh roi vi"])
def test_papers_dropped_are_lost_and_nobody_was_hit(citizen: Citizen, lost: str) -> None:
    citizen.says(lost)

    citizen.hears("bị mất giấy tờ nào")
    citizen.hears_nothing_of("113")


def test_who_is_hit_is_told_whom_to_call(citizen: Citizen) -> None:
    citizen.says("no danh toi")

    citizen.hears("113")
