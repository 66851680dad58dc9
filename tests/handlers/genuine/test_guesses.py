"""Guessed codes asked of the product itself, those near a real one and planted rows among them."""

import json
import random
from dataclasses import asdict

import pytest
from sqlalchemy import bindparam, insert, select

from handlers.check_codes import FREE, SIGNS, Seal, check_sign, shown
from handlers.messages import Paragraph, Reply
from handlers.store.check_codes import Stamp, StoredCodes, keep, stamped
from handlers.store.tables import CheckCodeRow, table_of
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.handlers.genuine.street import BASE, NOON, NOTICE, Street

GIVEN, TRIES, AT_ONCE = 100_000, 1_000_000, 1_000
ASKED = 20_000
"""So many of the guesses ask the book itself; the others look for a row it could find."""
CODE = table_of(CheckCodeRow)


@pytest.fixture
def street(store: Store, clock: FakeClock) -> Street:
    return Street(store, clock)


@pytest.mark.timeout(600)
def test_of_a_million_made_up_codes_the_store_knows_none(
    sqlite_store: Store, clock: FakeClock
) -> None:
    """Expected hits: 100,000 x 1,000,000 / 23**11 = 0.0001 with every check sign right."""
    assert GIVEN * TRIES / len(SIGNS) ** FREE < 2e-4
    street = Street(sqlite_store, clock)
    given = _given(street)
    book, seal = StoredCodes(street.store, street.seal), street.seal
    draw = random.Random(20261126)  # noqa: S311 - a test
    assert all(book.issued(BASE.commune.key, one) is not None for one in draw.sample(given, 500))
    guesses = [_guess(draw) for _ in range(ASKED)]
    assert [one for one in guesses if book.issued(BASE.commune.key, one) is not None] == []
    found = select(CODE.c.name).where(CODE.c.name.in_(bindparam("names", expanding=True)))
    met: list[str] = []
    with street.store.read() as work:
        names = [seal.name(one) for one in draw.sample(given, AT_ONCE)]
        assert len(work.run(found, {"names": names}).all()) == AT_ONCE, "a real one is found so"
        for _ in range(TRIES // AT_ONCE):
            names = [seal.name(_guess(draw)) for _ in range(AT_ONCE)]
            met += work.run(found, {"names": names}).scalars()
    assert met == []


def _given(street: Street) -> list[str]:
    """So many codes that were given out, and kept as the product keeps them."""
    codes, rows = [], []
    for number in range(GIVEN):
        notice = Reply((Paragraph(f"Hồ sơ {number} đã có kết quả"),), subject="dossier:1")
        code, issued = street.seal.issue(notice, BASE.commune.key, "dossier", "2026-11-25")
        kept = {"lines": json.dumps(sorted(issued.lines)), "at": NOON}
        rows.append({**asdict(issued), **kept, "name": street.seal.name(code)})
        codes.append(code)
    with street.store.work() as work:
        work.connection.execute(insert(CODE), rows)
        work.commit()
    return codes


def _guess(draw: random.Random) -> str:
    """Eleven signs by chance; the last follows from them."""
    plain = "".join(draw.choices(SIGNS, k=FREE))
    return shown(plain + check_sign(plain))


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
