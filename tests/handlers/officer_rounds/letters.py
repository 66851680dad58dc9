"""A round over an office, and the letters officers got from it."""

from datetime import datetime

from bot.channels.terminal.render import text_of
from handlers import acts
from handlers.officer_rounds import rounds
from handlers.officers import Officer
from handlers.store import views
from handlers.store.views import Letter
from knowledge.dossiers.dossier import Dossier
from tests.fakes.office import Office
from tests.knowledge.dossiers.lives import at

ACCEPTED = ("registered 2026-11-19 08:00", "accepted 2026-11-19 09:00")
DONE = (*ACCEPTED, "done 2026-11-23 09:00")
MORNING = at("2026-11-23 07:30")


def run(office: Office, moment: datetime) -> int:
    office.clock.move_to(moment)
    return rounds(office.store, office.ward, moment)


def letters(office: Office, officer: Officer) -> list[Letter]:
    contact = office.member(officer.name).contact
    with office.store.read() as work:
        return list(views.letters(work, contact or ""))


def told(office: Office, officer: Officer) -> list[str]:
    return [text_of((one.reply,)) for one in letters(office, officer) if one.reply]


def drafted(office: Office, officer: Officer, known: Dossier) -> None:
    office.does(
        officer,
        lambda acting: acts.draft_apology(acting, known.id, at("2026-11-30 17:00"), "Chờ"),
    )
