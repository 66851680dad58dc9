"""Several communes in one program: each knows its own codes, and whose those of the others are."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.casework import codes_of
from bot.config import load_settings
from bot.genuine import StoredChecks
from handlers.genuine import Found, check
from handlers.messages import Paragraph, Reply
from handlers.store import check_codes, contacts
from handlers.store.states import OutboxKind
from handlers.store.tables import DoubtRow
from handlers.store.unit_of_work import Store
from handlers.wording.genuine import code_line
from knowledge.commune import Commune, CommuneStage
from tests.fakes.clock import FakeClock
from tests.fakes.telegram.product import LIVE
from tests.handlers.genuine.street import BASE, Street

WORDS = "Ngày mai họp dân tại nhà văn hoá xã lúc 19 giờ."
ASKED = BASE.commune.model_copy(update={"stage": CommuneStage.LIVE})
HAI = ASKED.model_copy(
    update={
        "key": "xa-hai",
        "name": "Xã Hai",
        "hotline": ASKED.hotline.model_copy(update={"number": "0299 3822 222"}),
    }
)
TRIAL = HAI.model_copy(update={"key": "xa-thu", "name": "Xã Thử", "stage": CommuneStage.SAMPLE})


@pytest.fixture
def street(store: Store, clock: FakeClock) -> Street:
    street = Street(store, clock)
    street.ports = replace(street.ports, neighbours=(ASKED, HAI))
    return street


def code_from(street: Street, commune: Commune) -> str:
    """The code of what this commune wrote to many yesterday."""
    day = street.clock.now() - timedelta(days=1)
    seal, letter = street.seal, Reply((Paragraph(WORDS),))
    worn, stamp = check_codes.stamped(seal, letter, commune.key, OutboxKind.BROADCAST, day)
    with street.store.work() as work:
        contacts.ensure_commune(work, commune.key, commune.name, day)
        check_codes.keep(work, stamp, day)
        work.commit()
    line = worn.blocks[-1]
    assert isinstance(line, Paragraph)
    return line.text.split()[3].rstrip(".")


def asks(street: Street, words: str, commune: Commune = ASKED) -> str:
    checks = StoredChecks(street.store, commune, street.ports)
    return str(checks.check(words, "203.0.113.1", street.clock.now()))


def test_a_code_is_told_by_its_commune_and_named_by_the_other(street: Street) -> None:
    code = code_from(street, HAI)

    assert "Mã đúng là của Xã Hai" in asks(street, code, HAI)
    told = asks(street, code)
    assert f"Tin của Xã Hai, không phải của {ASKED.name}" in told
    assert "Mã đúng là" not in told
    assert f"Ai xưng là {ASKED.name} mà gửi tin này là giả" in told
    assert "0299 3822 222" in told
    assert street.rows(DoubtRow) == []


def test_whole_words_are_compared_with_what_the_other_wrote(street: Street) -> None:
    code = code_from(street, HAI)

    assert "giống hệt" in asks(street, f"{WORDS}\n{code_line(code)}")
    assert "giống hệt" in asks(street, WORDS)
    altered = asks(street, f"{WORDS}\nNộp 50.000đ qua 0987654321\n{code_line(code)}")
    assert "nội dung đã bị sửa" in altered
    assert "Mã là của Xã Hai" in altered
    assert "0987654321" in altered
    assert len(street.rows(DoubtRow)) == 1


def test_the_others_own_number_is_no_stranger_in_its_words(street: Street) -> None:
    code = code_from(street, HAI)

    assert "Không có trong danh bạ" not in asks(street, f"{code} gọi 02993822222")


def test_a_commune_on_trial_vouches_for_nothing_elsewhere(street: Street) -> None:
    told = asks(street, code_from(street, TRIAL))

    assert "Không phải tin của" in told
    assert "Xã Thử" not in told


def test_what_is_nobodys_is_nobodys(street: Street) -> None:
    verdict = check("CDFH-JK23-LMNP\nChuyển tiền ngay 0987654321", ASKED, street.ports)

    assert (verdict.found, verdict.of) == (Found.NOT_OURS, None)


def test_the_neighbours_are_the_live_communes_of_the_program(store: Store) -> None:
    settings = load_settings(LIVE)
    assert settings.commune.stage is CommuneStage.LIVE
    ports = codes_of(settings, store, [HAI, TRIAL])

    assert [one.key for one in ports.neighbours] == [settings.commune.key, "xa-hai"]
