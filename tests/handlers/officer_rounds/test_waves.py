"""Many warnings at once: the pressing ones as cards, the rest in a list, each of them once."""

from datetime import datetime, timedelta

from handlers.officers import Officer
from knowledge.dossiers.dossier import Dossier
from tests.fakes.office import Office
from tests.handlers.officer_rounds.letters import ACCEPTED, DONE, letters, run, told
from tests.knowledge.dossiers.lives import at

UNSEEN = "registered 2026-11-20 08:45"
TWICE = (
    *ACCEPTED,
    "supplement_needed 2026-11-20 09:00",
    "processing 2026-11-20 14:00",
    "supplement_needed 2026-11-23 10:00",
)


def every_five_minutes(office: Office, start: datetime, end: datetime) -> None:
    """The register is read with each round, as a feed is."""
    while start <= end:
        office.clock.move_to(start)
        office.dossier(UNSEEN, due="")
        run(office, start)
        start += timedelta(minutes=5)


def unseen(office: Office, number: int) -> list[Dossier]:
    return [office.dossier(UNSEEN, number=one, due="") for one in range(1, number + 1)]


def named(office: Office, officer: Officer, dossier: Dossier) -> int:
    return sum(dossier.code in words for words in told(office, officer))


def test_cards_of_earlier_rounds_leave_room_for_what_breaks_later(
    office: Office, head: Officer
) -> None:
    office.clock.move_to(at("2026-11-23 09:00"))
    unseen(office, 5)
    every_five_minutes(office, at("2026-11-23 09:00"), at("2026-11-23 11:00"))
    late = office.dossier(*TWICE, number=17, due="2026-12-10 17:00")
    every_five_minutes(office, at("2026-11-23 11:05"), at("2026-11-23 11:15"))
    (card,) = [one for one in letters(office, head) if "supplement_once" in one.key]
    assert card.reply is not None
    assert late.code in told(office, head)[-1]
    assert "Cho qua, có lý do" in [one.label for one in card.reply.choices]


def test_what_holds_a_push_back_has_a_card_however_many_are_only_late(
    office: Office, head: Officer
) -> None:
    office.clock.move_to(at("2026-11-23 09:30"))
    unseen(office, 9)
    held = office.dossier(*TWICE[:-1], "supplement_needed 2026-11-23 09:00", number=17)
    run(office, at("2026-11-23 09:30"))
    first = next(one for one in letters(office, head) if one.key.startswith("duty:"))
    assert first.key.startswith(f"duty:supplement_once:broken:{held.id}:")


def test_the_desk_lead_hears_of_every_result_nobody_confirmed(
    office: Office, lead: Officer
) -> None:
    office.clock.move_to(at("2026-11-23 09:05"))
    done = [office.dossier(*DONE, number=number) for number in range(1, 9)]
    run(office, at("2026-11-23 11:05"))
    assert [named(office, lead, one) for one in done] == [1] * 8


def test_a_wave_is_five_cards_and_one_list_and_nothing_is_told_twice(
    office: Office, head: Officer
) -> None:
    office.clock.move_to(at("2026-11-23 11:00"))
    wave = unseen(office, 33)
    run(office, at("2026-11-23 11:00"))
    sent = letters(office, head)
    assert [one.key.split(":")[1] for one in sent] == ["intake"] * 5 + ["more"]
    listed = sent[-1].reply
    assert listed is not None
    assert "CÒN 20 VIỆC NỮA CẦN ANH/CHỊ XEM" in told(office, head)[-1].upper()
    assert len(listed.choices) == 5
    for minutes in (5, 10, 15):
        office.clock.move_to(at("2026-11-23 11:00"))
        unseen(office, 33)
        run(office, at("2026-11-23 11:00") + timedelta(minutes=minutes))
    words = [text for text, one in zip(told(office, head), letters(office, head), strict=True)
             if not one.key.startswith("digest:")]  # fmt: skip
    assert [sum(one.code in text for text in words) for one in wave] == [1] * 33
    assert len(words) == 12  # the eight left over came with the next round: five cards, one list


def test_the_morning_list_says_how_many_decisions_it_does_not_show(
    office: Office, head: Officer
) -> None:
    office.clock.move_to(at("2026-11-23 07:30"))
    twice = ("accepted 2026-10-01 09:00", "supplement_needed 2026-10-02 09:00",
             "processing 2026-10-05 09:00", "supplement_needed 2026-10-06 09:00",
             "processing 2026-10-07 09:00")  # fmt: skip
    for number in range(1, 23):
        office.dossier(*twice, number=number, due="2026-12-25 17:00")
    run(office, at("2026-11-23 07:30"))
    listed = told(office, head)[-1]
    assert "CẦN NGƯỜI PHỤ TRÁCH QUYẾT ĐỊNH: 22" in listed.upper()
    assert "… và 2 hồ sơ nữa." in listed


def test_the_newest_breach_stands_first_among_many_to_be_decided(
    office: Office, head: Officer
) -> None:
    office.clock.move_to(at("2026-11-23 07:30"))
    new = office.dossier(*TWICE[:-1], "supplement_needed 2026-11-12 09:00", number=1)
    for number in range(2, 30):
        steps = (f"accepted 2026-10-0{number % 9 + 1} 09:00", "supplement_needed 2026-10-12 09:00",
                 "processing 2026-10-13 09:00", "supplement_needed 2026-10-14 09:00",
                 "processing 2026-10-15 09:00")  # fmt: skip
        office.dossier(*steps, number=number, due="2026-12-25 17:00")
    run(office, at("2026-11-23 07:30"))
    assert new.code in told(office, head)[-1]


def test_every_dossier_of_the_last_day_to_apologise_is_named(office: Office, head: Officer) -> None:
    known = [office.dossier(*ACCEPTED, number=number) for number in range(1, 46)]
    for now in ("2026-11-23 07:30", "2026-11-23 07:35"):
        run(office, at(now))
    lists = [text for text, one in zip(told(office, head), letters(office, head), strict=True)
             if one.key.startswith("digest:")]  # fmt: skip
    assert len(lists) == 3
    assert [sum(one.code in text for text in lists) for one in known] == [1] * 45
    run(office, at("2026-11-23 16:00"))
    closing = [text for text, one in zip(told(office, head), letters(office, head), strict=True)
               if ":closing:" in one.key]  # fmt: skip
    assert all(any(one.code in text for text in closing) for one in known)


def test_what_cannot_follow_the_end_is_told_though_the_dossier_has_ended(
    office: Office, head: Officer
) -> None:
    office.clock.move_to(at("2026-11-23 10:00"))
    back = (*DONE[:-1], "done 2026-11-20 09:00", "returned 2026-11-20 10:00")
    for number, status in enumerate(("rejected", "stopped", "done"), 1):
        office.dossier(*back, f"{status} 2026-11-23 09:00", number=number)
    run(office, at("2026-11-23 10:00"))
    said = [one.key.split(":")[1] for one in letters(office, head)]
    assert said.count("impossible_step") == 3
