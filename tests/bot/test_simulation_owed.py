"""What the simulated year holds citizens are owed, and which pushes it holds are withheld."""

from dataclasses import replace

from bot.simulation import lives
from bot.simulation.expected import Step, expected
from bot.simulation.invariants import Sent
from bot.simulation.lives import Change, Life, Plan
from bot.simulation.pushes import against_rules
from knowledge.dossiers.dossier import Apology
from knowledge.procedures import SubmissionWay
from tests.knowledge.dossiers.lives import CALENDAR, at, dossier, event

LIFE = Life("H00.01-261119-0001", lives.LAND, "Hòa giải", SubmissionWay.ONLINE, True, (), None,
            None, Plan(), at("2026-11-26 17:00"))  # fmt: skip


def owed(
    *told: str, said: str = "", due: str = "2026-12-02 17:00", moved: str = ""
) -> list[tuple[str, str]]:
    """What somebody is owed who follows from the filing on, and from when.

    `moved`: when the software prints another date, and which.
    """
    events = [event(one) for one in ("registered 2026-11-19 08:00", *told)]
    changes = tuple(Change(one, one.at) for one in events)
    if moved:
        when, new = at(moved[:16]), at(moved[17:])
        changes = (*changes, Change(None, when, due_at=new))
    steps: list[Step] = [(change.known_at, change, None) for change in changes]
    if said:
        steps.append((at(said), None, at(said)))
    life = replace(LIFE, changes=changes, due_at=at(due))
    found = expected(life, steps, CALENDAR, rings=True)
    return [(str(one.kind), f"{one.at:%d/%m %H:%M}") for one in found]


def test_what_is_owed_is_worked_out_from_the_tables_of_the_law_alone() -> None:
    accepted = "accepted 2026-11-19 09:00", "processing 2026-11-19 22:00"
    assert owed(*accepted) == [
        ("accepted", "19/11 09:00"),
        ("due-1d", "01/12 16:00"),
        ("fiscal-1d", "25/11 16:00"),
    ]
    asked = owed(*accepted, "supplement_needed 2026-11-20 09:00")
    assert asked[1:] == [
        ("supplement", "20/11 09:00"),
        ("supplement-3d", "09/12 09:00"),
        ("supplement-1d", "11/12 09:00"),
        ("supplement-over", "15/12 09:00"),
    ]
    paused = "payment_needed 2026-11-20 09:00", "processing 2026-11-23 09:00"
    assert owed(*accepted, *paused)[1:] == [
        ("payment", "20/11 09:00"),
        ("resumed", "23/11 09:00"),
        ("due-1d", "02/12 16:00"),
        ("fiscal-1d", "26/11 16:00"),
    ]
    moved = owed(*accepted, *paused, moved="2026-11-23 09:00 2026-12-04 17:00")
    assert moved[2:] == [
        ("resumed", "23/11 09:00"),
        ("date-moved", "23/11 09:00"),
        ("due-1d", "03/12 16:00"),
        ("fiscal-1d", "26/11 16:00"),
    ]
    done = owed(*accepted, "done 2026-11-23 09:00", said="2026-11-23 22:00")
    assert done[1:] == [("ready", "24/11 07:00"), ("uncollected", "01/12 09:00")]
    back = owed(*accepted, "done 2026-11-23 09:00", "returned 2026-11-23 10:00")
    assert back[1:] == [("returned", "23/11 10:00"), ("satisfaction", "25/11 09:00")]
    twice = (*paused, "supplement_needed 2026-11-23 10:00", "processing 2026-11-23 11:00")
    again = owed(*accepted, *twice, "supplement_needed 2026-11-23 12:00")
    assert sum(kind == "supplement" for kind, _ in again) == 1


def test_pushes_that_rules_withhold_are_found() -> None:
    late = Apology(at("2026-11-25 09:00"), at("2026-11-27 17:00"), "a")
    one = dossier("accepted 2026-11-19 09:00", due="2026-11-25 17:00", apologies=(late,))
    ended = at("2026-12-30 09:00")
    sent = [
        Sent(at("2026-11-25 10:00"), "c", f"notice:{kind}:1:{number}:c", kind, ended)
        for number, kind in enumerate(("ready", "supplement", "supplement", "apology"))
    ]
    assert {invariant for invariant, _ in against_rules(sent, {1: one}, CALENDAR)} == {
        "ready only once the desk saw it",
        "one request for papers",
        "no apology later than the day before",
    }
    assert list(against_rules([], {1: one}, CALENDAR)) == []
