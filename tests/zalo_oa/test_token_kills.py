"""The whole program killed amid a refresh of its tokens: see `token_killing.py`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.product import wait_for
from tests.fakes.zalo_oa.slow_tokens import SlowTokens
from tests.zalo_oa.token_killing import Trial

__all__ = ["wait_for"]  # by it the tests that start whole programs are told
SEED = 20261127


@pytest.fixture
def zalo() -> Iterator[SlowTokens]:
    with SlowTokens() as server:
        yield server


@pytest.mark.parametrize(
    ("points", "told"),
    [
        (("asked", "locked"), 0),
        (("acted",), 1),
        (("unread",), 1),
    ],
)
def test_at_a_moment_met_surely_the_pair_is_good_or_an_administrator_is_told(
    zalo: SlowTokens, folder: Path, points: tuple[str, ...], told: int
) -> None:
    found = Trial(zalo, folder, f"sqlite:///{folder}/ward.db", SEED).run(points)
    assert found.sound, found
    assert (found.unknown, found.went_on) == (told, len(points) - told)


def test_at_random_moments_no_pair_is_lost_silently(zalo: SlowTokens, folder: Path) -> None:
    points = ("before", "after", "drafting", "after")
    found = Trial(zalo, folder, f"sqlite:///{folder}/ward.db", SEED).run(points)
    assert found.sound, found
    assert found.went_on + found.unknown == len(points)


@pytest.mark.postgres
def test_the_same_on_postgresql(
    zalo: SlowTokens, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    database = request.getfixturevalue("postgres_cluster").new_database()
    found = Trial(zalo, tmp_path, database, SEED).run(("locked", "drafting"))
    assert found.sound, found
