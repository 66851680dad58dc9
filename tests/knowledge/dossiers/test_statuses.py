"""Steps of a dossier's life (domain.md §4)."""

import pytest

from knowledge.dossiers.statuses import CODES, ENDED, FINAL, NEXT, PAUSED, DossierStatus, possible


def test_every_status_but_the_unknown_one_has_its_official_code() -> None:
    assert set(CODES.values()) == set(DossierStatus) - {DossierStatus.UNKNOWN}


def test_nothing_follows_a_final_status() -> None:
    assert all(not possible(status, after) for status in FINAL for after in CODES.values())


def test_what_is_done_can_only_be_returned() -> None:
    assert [s for s in CODES.values() if possible(DossierStatus.DONE, s)] == [
        DossierStatus.RETURNED
    ]


@pytest.mark.parametrize("paused", sorted(PAUSED))
def test_a_paused_dossier_can_go_on_or_be_stopped(paused: DossierStatus) -> None:
    assert possible(paused, DossierStatus.PROCESSING)
    assert possible(paused, DossierStatus.STOPPED)
    assert not possible(paused, DossierStatus.DONE)


def test_a_step_with_an_unknown_status_is_not_judged() -> None:
    assert possible(DossierStatus.RETURNED, DossierStatus.UNKNOWN)
    assert possible(DossierStatus.UNKNOWN, DossierStatus.REGISTERED)


def test_every_status_can_be_reached_from_the_start() -> None:
    reached: set[DossierStatus] = set()
    fresh = set(NEXT[None])
    while fresh:
        reached |= fresh
        fresh = {after for one in fresh for after in NEXT.get(one, ())} - reached
    assert reached == set(CODES.values())
    assert reached >= ENDED
