"""One dossier after another in one store, with who acts upon it: the ground of the machines."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cache
from itertools import count, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from bot.database import make_engine, upgrade
from handlers import acts
from handlers.acts import Acting
from handlers.duties.values import Outcome
from handlers.notice_kinds import NoticeKind
from handlers.notices.sweeping import sweep
from handlers.officers import Officer, Role
from handlers.store import contacts, duties, follows
from handlers.store.dossiers import write_entries
from handlers.store.follows import Recipient
from handlers.store.tables import OutboxRow, table_of
from handlers.store.unit_of_work import Store
from handlers.ward import Ward
from knowledge.calendar import local
from knowledge.dossier_store import Context, Reading, finish
from knowledge.dossiers.dossier import Apology, Dossier, StatusEvent
from knowledge.dossiers.entries import Entry
from knowledge.dossiers.statuses import DossierStatus
from tests.fakes.clock import FakeClock
from tests.fakes.office import KEY, Office
from tests.knowledge.dossiers.lives import at

START, DUE = at("2026-11-02 07:30"), at("2026-11-10 17:00")
HEAD, OFFICER = "Trần Văn Mẫu", "Lê Thị Mẫu"
_OUTBOX = table_of(OutboxRow)
_NUMBERS = count(1)


class Ground:
    """A ward's office on a database of its own, for all lives of this process."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory()
        engine = make_engine(f"sqlite:///{Path(self._folder.name)}/ward.db")
        upgrade(engine)
        self.office = Office(Store(engine), FakeClock())
        self.officers = {
            HEAD: self.office.officer(HEAD, Role.HEAD),
            OFFICER: self.office.officer(OFFICER, Role.OFFICER),
        }


@cache
def ground() -> Ground:
    return Ground()


class LifeOf:
    """One dossier and somebody who follows it from its filing on."""

    def __init__(self, ward: Ward | None = None) -> None:
        self.office = ground().office
        self.ward = ward or self.office.ward
        self.code = f"H32.12.05-261102-{next(_NUMBERS):04}"
        self.now = START
        self.told((StatusEvent(START, DossierStatus.REGISTERED, "1"),))
        with self.office.store.work() as work:
            home = contacts.endpoint_of(work, self.office.endpoint)
            contact = contacts.open_contact(work, home, self.code, "", START)
            to = Recipient(self.office.commune, home.id, home.channel, contact)
            follows.add(work, to, self.dossier.id, START)
            work.commit()
        self.contact = contact
        self.sweep()

    @property
    def dossier(self) -> Dossier:
        return self.office.now_is(self.code)

    def told(
        self,
        events: tuple[StatusEvent, ...] = (),
        apologies: tuple[Apology, ...] = (),
        due: datetime = DUE,
    ) -> None:
        """What an export of the register says."""
        entry = Entry(1, self.code, "1.004873", "Xác nhận", events=events, apologies=apologies,
                      due_at=due)  # fmt: skip
        context = Context(self.office.commune, KEY, self.ward.calendar, self.now, self.now)
        list(write_entries(self.office.store, [entry], context, lambda: self.now))
        with self.office.store.work() as work:
            finish(work.session, Reading("file", "a.csv"), Counter(), context)
            work.commit()

    def does(self, who: str, act: Callable[[Acting, int], Outcome]) -> Outcome:
        """One act of an officer, in a transaction of its own."""
        number, officer = self.dossier.id, ground().officers[who]
        with self.office.store.work() as work:
            done = act(Acting(work, self.ward, officer, self.now), number)
            work.commit()
        return done

    def asks_and_signs(self, new: datetime, who: str, why: str) -> Outcome:
        """A slip drafted by the officer and put before somebody to sign."""
        self.does(OFFICER, lambda to, one: acts.draft_apology(to, one, new, "Chờ xác minh"))
        with self.office.store.read() as work:
            case = duties.case(work, self.office.commune, self.dossier.id)
        slip = case.draft.id if case is not None and case.draft is not None else 0
        return self.does(who, lambda to, _: acts.sign_apology(to, slip, why))

    def sweep(self) -> Iterator[NoticeKind]:
        """What leaves for the follower now."""
        before = self._notices()
        with self.office.store.work() as work:
            sweep(work, self.ward, self.now)
            work.commit()
        return iter(self._notices()[len(before) :])

    def _notices(self) -> list[NoticeKind]:
        mine = _OUTBOX.c.contact == self.contact
        with self.office.store.read() as work:
            keys = work.run(select(_OUTBOX.c.key).where(mine).order_by(_OUTBOX.c.id)).scalars()
            return [NoticeKind(key.split(":")[1]) for key in keys]


def head() -> Officer:
    return ground().officers[HEAD]


def overridden(dossier: Dossier, name: str) -> int:
    """How often the rule was set aside: by the head alone, with a reason."""
    found = [one for one in dossier.overrides if one.rule == name]
    assert all(one.by == head().id and one.reason.strip() for one in found)
    return len(found)


def changes(events: tuple[StatusEvent, ...]) -> list[tuple[DossierStatus | None, DossierStatus]]:
    """Steps from one status to another, repeats left out."""
    found: list[tuple[DossierStatus | None, DossierStatus]] = []
    last: DossierStatus | None = None
    for one in events:
        if one.status is not last:
            found.append((last, one.status))
        last = one.status
    return found


def stopped_too_early(dossier: Dossier, ward: Ward) -> list[StatusEvent]:
    """Stopped while papers could still come: fifteen working days after they were asked (D-12)."""
    found = []
    for before, after in pairwise(dossier.events):
        asked = before.status is DossierStatus.SUPPLEMENT_NEEDED
        if asked and after.status is DossierStatus.STOPPED:
            last = ward.calendar.add_working_days(local(before.at).date(), 15)
            found += [after] if local(after.at).date() <= last else []
    return found


def late_to_apologise(dossier: Dossier, ward: Ward) -> bool:
    """Whether the first apology came later than the working day before the first date (D-14)."""
    last = ward.calendar.previous_working_day(local(DUE).date())
    return any(local(one.at).date() > last for one in dossier.apologies[:1])


def after(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)
