"""Acts over a dossier as officers do them, and what the audit says of them."""

from collections.abc import Callable

from sqlalchemy import text

from handlers import acts
from handlers.acts import Acting
from handlers.duties.values import Done, Outcome
from handlers.officers import Officer
from knowledge.dossiers.dossier import Dossier
from tests.fakes.office import Office
from tests.knowledge.dossiers.lives import at

ACCEPTED = ("registered 2026-11-19 08:00", "accepted 2026-11-19 09:00")
DONE = (*ACCEPTED, "done 2026-11-23 07:30")
MONDAY_AFTER = at("2026-11-30 17:00")


def ready(dossier: Dossier, *, is_it: bool = True) -> Callable[[Acting], Outcome]:
    return lambda acting: acts.confirm_ready(acting, dossier.id, ready=is_it)


def late(dossier: Dossier, new: str = "2026-11-30 17:00") -> Callable[[Acting], Outcome]:
    return lambda acting: acts.draft_apology(acting, dossier.id, at(new), "Chờ xác minh")


def on_time(dossier: Dossier) -> Callable[[Acting], Outcome]:
    return lambda acting: acts.say_on_time(acting, dossier.id)


def sign(slip: int, reason: str = "") -> Callable[[Acting], Outcome]:
    return lambda acting: acts.sign_apology(acting, slip, reason)


def audited(office: Office) -> list[str]:
    with office.store.read() as work:
        rows = work.run(text("SELECT who, what, about FROM audit ORDER BY id")).all()
    return [f"{r.who} {r.what} {r.about}" for r in rows if r.what.startswith(("doss", "apol"))]


def apologise(office: Office, lan: Officer, head: Officer, dossier: Dossier, new: str) -> Outcome:
    assert isinstance(office.does(lan, late(dossier, new)), Done)
    return office.does(head, sign(office.slip()))
