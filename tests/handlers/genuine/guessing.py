"""Guessed codes asked of the store that holds the real ones.

    python -m tests.handlers.genuine.guessing --given 100000 --tries 1000000

counts how many of so many guesses meet one of so many codes; the suite does a tenth of each.
"""

import argparse
import json
import random
import sys
import tempfile
from dataclasses import asdict
from typing import Final

from sqlalchemy import bindparam, insert, select

from bot.database import make_engine, upgrade
from handlers.check_codes import FREE, SIGNS, check_sign, shown
from handlers.messages import Paragraph, Reply
from handlers.store.check_codes import StoredCodes
from handlers.store.tables import CheckCodeRow, table_of
from handlers.store.unit_of_work import Store
from tests.fakes.clock import FakeClock
from tests.handlers.genuine.street import BASE, NOON, Street

AT_ONCE: Final = 1_000
ASKED: Final = 50
"""One guess of so many asks the book itself; the others look for a row it could find."""
CODE = table_of(CheckCodeRow)


def expected(given: int, tries: int) -> float:
    """Hits to be expected, with every check sign right."""
    return given * tries / len(SIGNS) ** FREE


def met(street: Street, given: int, tries: int) -> list[str]:
    """What the guesses met; real codes are found the same ways."""
    codes = _given(street, given)
    book, seal = StoredCodes(street.store, street.seal), street.seal
    draw = random.Random(20261126)  # noqa: S311 - a test
    assert all(book.issued(BASE.commune.key, one) is not None for one in draw.sample(codes, 500))
    guesses = [guess(draw) for _ in range(tries // ASKED)]
    hits = [one for one in guesses if book.issued(BASE.commune.key, one) is not None]
    found = select(CODE.c.name).where(CODE.c.name.in_(bindparam("names", expanding=True)))
    with street.store.read() as work:
        names = [seal.name(one) for one in draw.sample(codes, AT_ONCE)]
        assert len(work.run(found, {"names": names}).all()) == AT_ONCE, "a real one is found so"
        for _ in range(tries // AT_ONCE):
            names = [seal.name(guess(draw)) for _ in range(AT_ONCE)]
            hits += work.run(found, {"names": names}).scalars()
    return hits


def _given(street: Street, number: int) -> list[str]:
    """So many codes that were given out, and kept as the product keeps them."""
    codes, rows = [], []
    for one in range(number):
        notice = Reply((Paragraph(f"Hồ sơ {one} đã có kết quả"),), subject="dossier:1")
        code, issued = street.seal.issue(notice, BASE.commune.key, "dossier", "2026-11-25")
        kept = {"lines": json.dumps(sorted(issued.lines)), "at": NOON}
        rows.append({**asdict(issued), **kept, "name": street.seal.name(code)})
        codes.append(code)
    with street.store.work() as work:
        work.connection.execute(insert(CODE), rows)
        work.commit()
    return codes


def guess(draw: random.Random) -> str:
    """Eleven signs by chance; the last follows from them."""
    plain = "".join(draw.choices(SIGNS, k=FREE))
    return shown(plain + check_sign(plain))


def main() -> None:
    """Count on a database of its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--given", type=int, default=100_000)
    parser.add_argument("--tries", type=int, default=1_000_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/ward.db")
        upgrade(engine)
        hits = met(Street(Store(engine), FakeClock()), asked.given, asked.tries)
        engine.dispose()
    hoped = expected(asked.given, asked.tries)
    sys.stdout.write(f"{len(hits)} of {asked.tries} met one; {hoped:.6f} expected\n")
    sys.exit(bool(hits))


if __name__ == "__main__":
    main()
