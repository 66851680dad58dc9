"""How fast the machine is: what rapidfuzz and bare SQLite take here for work they do elsewhere."""

import sqlite3
import statistics
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from rapidfuzz import fuzz, process

from knowledge.text.folding import fold

SCANNED: Final = 5_000
"""Names compared with a question."""
SCAN_MS: Final = 14.0
"""What that scan takes on the machine the bars were set on."""
COMMITS: Final = 1_000


def scan_ms(names: Sequence[str], questions: Sequence[str]) -> float:
    """Milliseconds `token_set_ratio` takes here over 5,000 names, the middle of all questions."""
    folded = [fold(name) for name in names]
    folded = (folded * (SCANNED // len(folded) + 1))[:SCANNED]
    seconds = []
    for question in questions:
        begun = time.perf_counter()
        process.extract(fold(question), folded, scorer=fuzz.token_set_ratio, limit=3)
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds) * 1e3


def by_yardstick(measured: float, scan: float) -> float:
    """What was measured here, as it would be where the bars were set."""
    return measured * SCAN_MS / scan


def commits_a_second(folder: Path, texts: Sequence[str]) -> float:
    """Bare inserts on SQLite a second, each committed, with the safety the product runs with."""
    with closing(sqlite3.connect(folder / "bare.db", isolation_level=None)) as bare:
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=NORMAL")
        bare.execute("CREATE TABLE said (id INTEGER PRIMARY KEY, words TEXT)")
        began = time.perf_counter()
        for number in range(COMMITS):
            bare.execute("BEGIN IMMEDIATE")
            bare.execute("INSERT INTO said (words) VALUES (?)", (texts[number % len(texts)],))
            bare.execute("COMMIT")
        return COMMITS / (time.perf_counter() - began)
