"""`HCC …` wherever it can be typed: the same answers, and the same care with dossiers."""

import pytest

from tests.conversations.conftest import Citizen


@pytest.mark.parametrize("words", ["HCC 1.001193", "hcc 1001193", " Hcc: 1 001193", "HCC 1,001193"])
def test_a_procedure_by_its_code(citizen: Citizen, words: str) -> None:
    citizen.says(words).hears("Đăng ký khai sinh", "Giấy tờ")


@pytest.mark.parametrize("words", ["HCC HELP", "hcc", "hcc tro giup", "HCC TROGIUP"])
def test_the_commands_are_told(citizen: Citizen, words: str) -> None:
    citizen.says(words).hears("HCC <mã hồ sơ>", "HCC <mã thủ tục>", "HCC HELP")


def test_a_question_behind_it_is_a_question(citizen: Citizen) -> None:
    citizen.says("HCC le phi cap ban sao trich luc khai sinh").hears("Lệ phí", "trích lục")
    citizen.says("hcc o dau").hears("Số 1 đường Mẫu")
    citizen.says("HCC menu").hears("thủ tục")


def test_a_command_behind_it_leaves_an_open_step(citizen: Citizen) -> None:
    citizen.says("phản ánh")
    citizen.says("HCC HELP").hears("HCC <mã hồ sơ>")
    citizen.says("HCC huy").hears_nothing_of("HCC")


def test_a_code_nobody_knows_is_said_to_be_none(citizen: Citizen) -> None:
    citizen.says("HCC 9.999999").hears_nothing_of("Đăng ký khai sinh")
