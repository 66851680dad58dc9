"""Pictures a citizen sends, fetched and looked at, on every channel that carries them."""

from typing import Final

import pytest
from sqlalchemy import text

from handlers.messages import InboundKind
from handlers.store.unit_of_work import Store
from handlers.wording.files import NO_CODE
from knowledge.base import KnowledgeBase
from tests.conversations.conftest import Citizen, Speaking, through_the_inbox

PICTURED: Final = ("telegram", "zalo_bot", "zalo_oa", "web", "bridge")
PROCEDURE = "1.001193"


@pytest.fixture(params=PICTURED)
def citizen(
    request: pytest.FixtureRequest, base: KnowledgeBase, sqlite_store: Store, voiced: Speaking
) -> Citizen:
    """Someone with a camera."""
    voice = voiced(request.param)
    return Citizen(through_the_inbox(base, sqlite_store, voice=voice), voice)


def shows(citizen: Citizen, *codes: str) -> None:
    """Sends a picture, with QR codes in it or without any."""
    citizen._does(InboundKind.FILES, codes=codes)


def states(store: Store) -> list[str]:
    with store.read() as work:
        return [str(one) for one in work.run(text("SELECT state FROM attachment")).scalars()]


def test_without_a_code_it_is_told_so_and_not_kept(citizen: Citizen, sqlite_store: Store) -> None:
    shows(citizen)
    citizen.hears(NO_CODE[:60])
    assert states(sqlite_store) == ["read"]


def test_the_code_of_a_procedure_counts_as_typed(citizen: Citizen) -> None:
    shows(citizen, f"Mã thủ tục: {PROCEDURE}")
    citizen.hears("Đăng ký khai sinh")


def test_its_words_are_answered_with_it(citizen: Citizen) -> None:
    citizen._does(InboundKind.FILES, text="xin trích lục khai sinh cần giấy tờ gì")
    citizen.hears("trích lục")


def test_in_the_middle_of_a_choice_it_drops_nothing(citizen: Citizen) -> None:
    citizen.says("tôi muốn đăng ký")
    before = citizen.heard[-1].choices
    assert before
    shows(citizen)
    citizen.says("tôi muốn đăng ký").taps(before[0].label)
    citizen.hears_nothing_of("đã cũ")
