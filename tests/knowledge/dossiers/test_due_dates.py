"""What falls due on a dossier's dates, and the apologies that move them (domain.md §5)."""

from dataclasses import replace

from knowledge.dossiers.dossier import Apology, Override
from knowledge.dossiers.life import derive
from knowledge.dossiers.rules import Stage, blocked, broken_by
from tests.knowledge.dossiers.lives import CALENDAR, at, dossier
from tests.knowledge.dossiers.ruled import HEAD, LIFE, OFFICER, found


def test_a_due_date_is_warned_of_two_working_days_before() -> None:  # E20
    one = dossier(*LIFE, due="2026-11-25 17:00")
    assert found(one, "2026-11-19 17:00") == {}
    assert found(one, "2026-11-20 07:30")["due_soon"].concerns == {OFFICER}
    assert set(found(one, "2026-11-23 07:30")) == {"due_soon", "apology_due"}
    escalated = found(one, "2026-11-23 07:30")["apology_due"]
    assert (escalated.due, set(escalated.concerns)) == (at("2026-11-23 17:00"), {OFFICER, HEAD})
    assert found(one, "2026-11-25 08:00")["apology_due"].stage is Stage.BROKEN
    assert set(found(one, "2026-11-25 08:00")) == {"due_today", "apology_due"}
    assert set(found(one, "2026-11-25 17:01")) == {"overdue"}


def test_an_apology_moves_every_warning_to_its_new_date() -> None:
    apology = Apology(at("2026-11-23 09:00"), at("2026-11-27 17:00"), "a", approved=False)
    one = dossier(*LIFE, due="2026-11-25 17:00", apologies=(apology,))
    assert found(one, "2026-11-25 08:00").keys() == {"due_soon"}
    assert found(one, "2026-11-27 17:01").keys() == {"overdue"}


def test_a_second_apology_waits_for_the_head() -> None:  # E21
    one = dossier("accepted 2026-11-05 09:00", due="2026-11-10 17:00")
    first = Apology(at("2026-11-09 09:00"), at("2026-11-13 17:00"), "a", approved=False)
    second = Apology(at("2026-11-13 09:00"), at("2026-11-17 17:00"), "b", approved=False)
    one = derive(replace(one, apologies=(first,)), CALENDAR)
    assert blocked(tuple(found(one, "2026-11-09 10:00").values()), "apology") == ()

    both = derive(replace(one, apologies=(*one.apologies, second)), CALENDAR)
    (held,) = blocked(tuple(found(both, "2026-11-13 10:00").values()), "apology")
    assert (held.name, set(held.concerns)) == ("apology_once", {HEAD})
    assert [one.name for one in broken_by(one, both, CALENDAR, at("2026-11-13 10:00"))] == [
        "apology_once"
    ]
    approved = replace(both.apologies[1], approved=True)
    allowed = derive(replace(both, apologies=(both.apologies[0], approved)), CALENDAR)
    assert broken_by(one, allowed, CALENDAR, at("2026-11-13 10:00")) == ()


def test_an_apology_on_the_due_day_is_held_until_somebody_decides() -> None:
    late = Apology(at("2026-11-25 08:00"), at("2026-11-27 17:00"), "a", approved=False)
    one = dossier(*LIFE, due="2026-11-25 17:00", apologies=(late,))
    (held,) = blocked(tuple(found(one, "2026-11-25 09:00").values()), "apology")
    assert held.name == "apology_in_time"
    decided = replace(one, overrides=(Override("apology_in_time", at("2026-11-25 09:00"), 1, "x"),))
    assert "apology_in_time" not in found(decided, "2026-11-25 09:00")


def test_a_paused_dossier_and_one_not_accepted_have_no_due_date_to_miss() -> None:
    paused = dossier(*LIFE, "payment_needed 2026-11-20 09:00", due="2026-11-23 17:00")
    filed = dossier("registered 2026-11-23 08:00", due="2026-11-20 17:00")
    assert found(paused, "2026-11-27 09:00") == {}
    assert found(filed, "2026-11-23 08:30") == {}


def test_land_is_warned_of_its_fiscal_date_until_the_tax_notice_is_there() -> None:
    life = ("accepted 2026-11-02 09:00", "processing 2026-11-02 10:00")
    one = dossier(*life, due="2026-12-02 17:00", fiscal="2026-11-12 17:00")
    assert found(one, "2026-11-10 08:00")["fiscal_due"].stage is Stage.AHEAD
    assert found(one, "2026-11-13 08:00")["fiscal_due"].stage is Stage.BROKEN
    told = dossier(
        *life,
        "payment_needed 2026-11-11 09:00",
        "processing 2026-11-12 08:00",
        due="2026-12-02 17:00",
        fiscal="2026-11-12 17:00",
    )
    assert found(told, "2026-11-13 08:00") == {}


def test_a_date_of_our_clock_warns_and_is_never_called_a_breach() -> None:
    one = replace(dossier(*LIFE), alarm_at=at("2026-11-25 17:00"))
    assert found(one, "2026-11-20 08:00")["due_soon"].due == at("2026-11-25 17:00")
    assert "due_today" in found(one, "2026-11-25 09:00")
    past = found(one, "2026-11-26 09:00")["overdue"]
    assert past.stage is Stage.AHEAD
    assert "apology_due" not in found(one, "2026-11-25 09:00")
    assert not one.overdue(at("2026-11-26 09:00"))
