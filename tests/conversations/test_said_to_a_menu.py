"""What is said to an open menu chooses of all its pages, an age by itself too."""

import pytest

from tests.conversations.conftest import Citizen


@pytest.mark.parametrize(
    ("turns", "heard"),
    [
        (("bố em mới mất", "ông là cựu chiến binh"), "mai táng phí cựu chiến binh"),
        (("bố em mới mất", "cắt khẩu"), "xóa đăng ký thường trú"),
        (("làm căn cước cho con", "bé 8 tuổi"), "dưới 14 tuổi"),
        (("căn cước", "17 tuổi"), "từ đủ 14 tuổi"),
    ],
)
def test_words_choose_of_every_page(citizen: Citizen, turns: tuple[str, ...], heard: str) -> None:
    for said in turns:
        citizen.says(said)
    citizen.hears(heard)


def test_who_may_go_along_is_asked_of_the_matter_at_hand(citizen: Citizen) -> None:
    citizen.says("làm căn cước cho con")
    citizen.says("8 tuổi")
    citizen.says("ba nó dẫn đi được không, mẹ đi làm xa")
    citizen.hears("dưới 14 tuổi", "Ai được làm")
