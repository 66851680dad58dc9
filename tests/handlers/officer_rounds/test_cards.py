"""Cards of slips and officers' hours: when they come, what they offer, who is left alone."""

import pytest
from sqlalchemy import select

from handlers import acts
from handlers.officers import Officer
from handlers.store import records
from handlers.store.codec import buttons_from_json
from handlers.store.tables import ConversationRow, table_of
from handlers.ward import reachable
from tests.fakes.office import Office
from tests.handlers.officer_rounds.letters import ACCEPTED, MORNING, drafted, letters, run, told
from tests.knowledge.dossiers.lives import at


def test_the_head_gets_the_slip_at_once_and_the_officer_what_became_of_it(
    office: Office, lan: Officer, head: Officer
) -> None:
    office.clock.move_to(at("2026-11-23 09:00"))
    drafted(office, lan, office.dossier(*ACCEPTED))
    (card,) = letters(office, head)
    assert card.reply is not None
    assert [one.label for one in card.reply.choices] == ["Ký phiếu này", "Trả lại cán bộ"]

    slip = office.slip()
    office.does(head, lambda acting: acts.refuse_apology(acting, slip, "Làm kịp được"))
    assert "chưa ký phiếu. Lý do: Làm kịp được" in told(office, lan)[-1]


def offered(office: Office, officer: Officer) -> list[str]:
    row = table_of(ConversationRow)
    contact = office.member(officer.name).contact
    with office.store.read() as work:
        text = work.run(select(row.c.offered).where(row.c.contact == contact)).scalar()
    return [one.label for one in buttons_from_json(text)]


def test_a_number_answers_the_last_card_on_the_screen(
    office: Office, lan: Officer, head: Officer
) -> None:
    office.clock.move_to(at("2026-11-23 09:00"))
    drafted(office, lan, office.dossier(*ACCEPTED))
    assert offered(office, head) == ["Ký phiếu này", "Trả lại cán bộ"]


def test_out_of_hours_a_card_waits_and_offers_nothing_yet(
    office: Office, lan: Officer, head: Officer
) -> None:
    office.clock.move_to(at("2026-11-23 19:00"))
    drafted(office, lan, office.dossier(*ACCEPTED))
    (card,) = letters(office, head)
    assert card.due == at("2026-11-25 07:00")  # the 24th is a holiday
    assert offered(office, head) == []


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-23 06:00", "2026-11-23 07:00"),
        ("2026-11-23 12:00", "2026-11-23 12:00"),
        ("2026-11-23 18:00", "2026-11-25 07:00"),
        ("2026-11-27 20:00", "2026-11-30 07:00"),
        ("2026-08-22 09:00", "2026-08-22 09:00"),
    ],
)
def test_officers_are_reached_in_their_hours_of_working_days(
    office: Office, now: str, then: str
) -> None:
    assert reachable(office.ward, at(now)) == at(then)


def test_who_asked_not_to_be_written_to_is_not(office: Office, lan: Officer) -> None:
    contact = office.member("Lê Thị Mẫu").contact or ""
    with office.store.work() as work:
        records.stop(work, contact, office.clock.now())
        work.commit()
    office.dossier(*ACCEPTED, officer="Lê Thị Mẫu")
    assert run(office, MORNING) == 0
