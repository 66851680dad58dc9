"""A whole machine put back from a picture: database and file agree, and still nothing repeats."""

from datetime import timedelta

import pytest

from bot.guard import NO_MARK, PICTURE, RestoreGuard
from bot.restored import Choice
from tests.bot.guard.machine import PEOPLE, Machine


def stops_in_order(machine: Machine) -> None:
    store = machine.store()
    watch = RestoreGuard(store, machine.mark, machine.clock)
    watch.begin()
    watch.end()
    store.engine.dispose()


def test_a_picture_of_the_machine_taken_amid_sending_waits_for_a_person(machine: Machine) -> None:
    machine.life(4)  # database and file are those of this moment; elsewhere the rest has left
    machine.clock.move(hours=4)

    assert machine.life() == PICTURE

    assert machine.life() == PICTURE  # started again: it still waits
    assert len(machine.heard) == 4
    assert machine.state().left_until == machine.clock.now()
    assert machine.decides(Choice.ALL)
    assert machine.life() == ""
    assert len(machine.heard) == PEOPLE


def test_who_was_stopped_in_order_sends_on_however_late(machine: Machine) -> None:
    machine.life(4)
    stops_in_order(machine)
    machine.clock.move(hours=4)
    assert machine.life() == ""
    assert len(machine.heard) == PEOPLE


def test_a_machine_cut_off_at_night_sends_what_was_for_the_morning(machine: Machine) -> None:
    machine.life()
    machine.queue("morning", due=timedelta(hours=12))
    machine.clock.move(hours=13)
    assert machine.life() == ""
    assert len(machine.heard) == PEOPLE + 1


def test_who_is_killed_amid_holding_has_held_nothing_and_is_seen_again(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.life(4)
    machine.mark.unlink()
    machine.clock.move(minutes=30)
    with monkeypatch.context() as patch:
        patch.setattr("handlers.store.guard._KEEP", None)
        with pytest.raises(Exception, match="Not an executable"):
            machine.life()
    assert machine.state().held_at is None
    assert machine.life() == NO_MARK
    assert len(machine.heard) == 4
