"""Guessed codes asked of the product itself, those near a real one and planted rows among them."""

import random

import pytest

from handlers.check_codes import FREE, SIGNS, Seal, check_sign, shown
from handlers.messages import Paragraph, Reply
from handlers.store.check_codes import Stamp, StoredCodes, keep, stamped
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.handlers.genuine.guessing import expected, met
from tests.handlers.genuine.street import BASE, NOON, NOTICE, Street

GIVEN, TRIES = 10_000, 100_000


@pytest.fixture
def street(store: Store, clock: FakeClock) -> Street:
    return Street(store, clock)


def test_of_a_hundred_thousand_made_up_codes_the_store_knows_none(
    sqlite_store: Store, clock: FakeClock
) -> None:
    """A million against a hundred thousand are `make prove-codes`."""
    assert expected(GIVEN, TRIES) < 2e-6
    assert met(Street(sqlite_store, clock), GIVEN, TRIES) == []


def test_codes_near_a_real_one_and_rows_without_the_key_are_not_believed(street: Street) -> None:
    """Guesses that know a real code do no better, on both databases."""
    draw = random.Random(20261127)  # noqa: S311 - a test
    book = StoredCodes(street.store, street.seal)
    given = {}
    with street.store.work() as work:
        for number in range(200):
            notice = Reply((Paragraph(f"Hồ sơ {number} đã có kết quả"),), subject="dossier:1")
            _, stamp = stamped(street.seal, notice, BASE.commune.key, "notice", NOON)
            code = street.seal.issue(notice, BASE.commune.key, "dossier", "2026-11-25")[0]
            given[code] = stamp.issued
            keep(work, stamp, NOON)
        thief = Seal(lambda: bytes(32))  # may write rows, and has not the key
        forged, issued = thief.issue(NOTICE, BASE.commune.key, "dossier", "2026-11-25")
        keep(work, Stamp(street.seal.name(forged), issued), NOON)
        work.commit()
    assert all(book.issued(BASE.commune.key, one) == kept for one, kept in given.items())
    assert book.issued(BASE.commune.key, forged) is None
    guesses = {_near(draw, code, signs) for code in given for signs in (1, 1, 2, 2, 2)}
    guesses |= {_near(draw, draw.choice([*given]), 11) for _ in range(1_000)}
    guesses -= set(given)
    assert len(guesses) > 1_500
    assert [one for one in guesses if book.issued(BASE.commune.key, one) is not None] == []


def _near(draw: random.Random, code: str, signs: int) -> str:
    """So many signs of a code changed, and its last one made to fit."""
    plain = list(code.replace("-", "")[:FREE])
    for at in draw.sample(range(FREE), signs):
        plain[at] = draw.choice([one for one in SIGNS if one != plain[at]])
    said = "".join(plain)
    return shown(said + check_sign(said))
