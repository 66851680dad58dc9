"""A record of every kind of notice, and which of its facts each kind must tell on every surface.

What is told is written down here apart from the product's words: from docs/notices.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from handlers.announcing import announcement
from handlers.check_codes import Seal
from handlers.messages import Reply
from handlers.notice_kinds import NoticeKind
from handlers.notices.sweeping import facts_of
from handlers.store.check_codes import stamped
from handlers.ward import Ward
from handlers.wording import notices
from handlers.wording.guide import marked
from knowledge.calendar import VIETNAM
from knowledge.dossiers.dossier import Apology, Confirmation, Dossier, StatusEvent
from knowledge.dossiers.statuses import DossierStatus
from knowledge.procedures import SubmissionWay
from knowledge.surfaces.announcement import Announcement
from tests.fakes.readers import BASE
from tests.knowledge.dossiers import lives

SEAL: Final = Seal(lambda: b"a key of the tests")
BIRTH, RENEWAL = "1.001193", "1.002755"
K, S = NoticeKind, DossierStatus


def moment(day: date, hour: time) -> datetime:
    """In Vietnam."""
    return datetime.combine(day, hour, VIETNAM)


_ACCEPTED: Final = moment(date(2026, 11, 19), time(9, 15))
_HAPPENED: Final = moment(date(2026, 11, 20), time(10, 40))
_DUE: Final = moment(date(2026, 11, 25), time(16, 30))
_FISCAL: Final = moment(date(2026, 11, 27), time(17))
_LATER: Final = moment(date(2026, 12, 2), time(15))


@dataclass(frozen=True)
class Record:
    """What the register, the catalogue and the settings say; each fact stands for one thing."""

    accepted: datetime = _ACCEPTED
    happened: datetime = _HAPPENED
    """Its last step."""
    due: datetime = _DUE
    fiscal: datetime = _FISCAL
    later: datetime = _LATER
    """The date given instead."""
    closing: date = date(2026, 12, 4)
    limit: date = date(2026, 12, 6)
    """A citizen's own."""
    number: str = "0417"
    """The last figures of the dossier's code."""
    amount: int = 8_000
    phone: str = "0258 382 2111"
    house: tuple[int, int] = (12, 4)
    paper: str = "Giấy chứng nhận kết hôn"
    reason: str = "Tờ khai thiếu chữ ký"

    @property
    def fee(self) -> str:
        """As the catalogue publishes it."""
        return f"{self.amount:,}".replace(",", ".") + "đ/bản"

    @property
    def street(self) -> str:
        """Where the desk is."""
        return f"số {self.house[0]}/{self.house[1]} đường Trần Phú"

    @property
    def ward(self) -> Ward:
        """The commune whose desk is there."""
        desk = BASE.commune.desks["psc"]
        moved = desk.model_copy(update={"phone": self.phone, "address": self.street})
        commune = BASE.commune.model_copy(update={"desks": {**BASE.commune.desks, "psc": moved}})
        return Ward(commune, BASE.calendar)

    def dossier(self, *events: StatusEvent | str, **fields: object) -> Dossier:
        """A dossier accepted then, with what came after."""
        first = (StatusEvent(self.accepted, S.ACCEPTED, "accepted"),)
        given = {"due": f"{self.due:%Y-%m-%d %H:%M}", **fields}
        made = lives.dossier(*first, *events, **given)  # type: ignore[arg-type]
        return replace(made, code=f"H32.12.05-261105-{self.number}")

    def step(self, status: DossierStatus, **fields: object) -> StatusEvent:
        """Its last one."""
        return StatusEvent(self.happened, status, status.value, **fields)  # type: ignore[arg-type]


Facts = frozenset[str]
DOSSIER: Final = frozenset({"number", "procedure"})
PLACE: Final = frozenset({"desk", "street", "hours"})


@dataclass(frozen=True)
class Sample:
    """One notice: of what record it is made, and which of its facts it tells."""

    made: Callable[[Record], Reply]
    tells: Facts


def _of(
    kind: NoticeKind, dossier: Callable[[Record], Dossier], *, paid: bool = False
) -> Callable[[Record], Reply]:
    def made(record: Record) -> Reply:
        facts = facts_of(dossier(record), record.ward)
        return notices.notice(kind, replace(facts, fee=record.fee) if paid else facts, 7)

    return made


def _own(kind: NoticeKind, code: str, days_left: int) -> Callable[[Record], Reply]:
    def made(record: Record) -> Reply:
        procedure = BASE.procedures[code]
        days = (record.limit, BASE.calendar.last_open_day(record.limit))
        today = record.limit - timedelta(days=days_left)
        limit = procedure.citizen_limits[0]
        return marked(
            notices.own_limit(kind, procedure, limit, days, today, 7), record.ward.commune
        )

    return made


def _runs(record: Record) -> Dossier:
    return record.dossier(record.step(S.PROCESSING))


def _lacks(record: Record, *, says: bool = True) -> Dossier:
    closing = record.closing if says else None
    papers = (record.paper,) if says else ()
    return record.dossier(record.step(S.SUPPLEMENT_NEEDED, closing=closing, items=papers))


def _pays(record: Record, *, says: bool = True) -> Dossier:
    return record.dossier(record.step(S.PAYMENT_NEEDED, closing=record.closing if says else None))


def _went_on(record: Record, after: DossierStatus = S.SUPPLEMENT_NEEDED) -> Dossier:
    waited = StatusEvent(record.happened - timedelta(hours=1), after, after.value)
    made = record.dossier(waited, record.step(S.PROCESSING))
    return _dated(made, record.due)


def _moved(record: Record) -> Dossier:
    return _dated(_went_on(record), record.later)


def _dated(dossier: Dossier, due: datetime) -> Dossier:
    """As the register prints the date now."""
    moved = [replace(one, due_at=due, expected_at=None) for one in dossier.appointments]
    return replace(dossier, appointments=tuple(moved))


def _sorry(record: Record) -> Dossier:
    slip = Apology(record.happened, record.later, "Máy chủ của tỉnh bảo trì")
    return replace(_runs(record), apologies=(slip,))


def _shelved(record: Record, way: SubmissionWay | None = None) -> Dossier:
    done = record.dossier(record.step(S.DONE), return_way=way)
    return replace(done, confirmations=(Confirmation(record.happened, 1, ready=True),))


def _over(status: DossierStatus, *, says: bool = True) -> Callable[[Record], Dossier]:
    return lambda record: record.dossier(record.step(status, reason=record.reason if says else ""))


def _land(record: Record) -> Dossier:
    fiscal = f"{record.fiscal:%Y-%m-%d %H:%M}"
    name = "Đăng ký biến động đất đai"
    return record.dossier(record.step(S.PROCESSING), fiscal=fiscal, procedure_name=name)


def _told(kind: NoticeKind, dossier: Callable[[Record], Dossier], *facts: str) -> Sample:
    return Sample(_of(kind, dossier, paid="fee" in facts), DOSSIER | set(facts))


_LACKING: Final = ("paper", "closing")
_POST, _ONLINE = SubmissionWay.POST, SubmissionWay.ONLINE
_HANDED: Final = "happened_day"

SAMPLES: Final[Mapping[str, Sample]] = {
    K.ACCEPTED: _told(K.ACCEPTED, _runs, "accepted", "due", *PLACE),
    f"{K.ACCEPTED}.undated": _told(K.ACCEPTED, lambda one: one.dossier(due=""), "accepted", *PLACE),
    K.RESUMED: _told(K.RESUMED, _went_on, "due"),
    f"{K.RESUMED}.paid": _told(K.RESUMED, lambda one: _went_on(one, S.PAYMENT_NEEDED), "due"),
    f"{K.RESUMED}.kept": _told(K.RESUMED, lambda one: _went_on(one, S.WITHDRAWAL_REQUESTED), "due"),
    K.SUPPLEMENT: _told(K.SUPPLEMENT, _lacks, *_LACKING),
    f"{K.SUPPLEMENT}.unsaid": _told(K.SUPPLEMENT, lambda one: _lacks(one, says=False), "phone"),
    K.SUPPLEMENT_CLOSING_3: _told(K.SUPPLEMENT_CLOSING_3, _lacks, *_LACKING),
    K.SUPPLEMENT_CLOSING_1: _told(K.SUPPLEMENT_CLOSING_1, _lacks, *_LACKING),
    K.SUPPLEMENT_OVER: _told(K.SUPPLEMENT_OVER, _lacks, "closing", "phone"),
    K.PAYMENT: _told(K.PAYMENT, _pays, "fee", "closing", "phone"),
    f"{K.PAYMENT}.unsaid": _told(K.PAYMENT, lambda one: _pays(one, says=False), "phone"),
    K.PAYMENT_REMINDER: _told(K.PAYMENT_REMINDER, _pays, "fee", "closing", "phone"),
    K.FISCAL_TOMORROW: Sample(
        _of(K.FISCAL_TOMORROW, _land), frozenset({"number", "land", "fiscal_day"})
    ),
    K.DUE_TOMORROW: _told(K.DUE_TOMORROW, _runs, "due"),
    K.DATE_MOVED: _told(K.DATE_MOVED, _moved, "later"),
    K.APOLOGY: _told(K.APOLOGY, _sorry, "later", "sorry"),
    K.READY: _told(K.READY, _shelved, *PLACE),
    f"{K.READY}.posted": _told(K.READY, lambda one: _shelved(one, _POST), "phone"),
    f"{K.READY}.online": _told(K.READY, lambda one: _shelved(one, _ONLINE), "phone"),
    K.UNCOLLECTED: _told(K.UNCOLLECTED, _shelved, "phone", *PLACE),
    K.RETURNED: _told(K.RETURNED, _over(S.RETURNED), _HANDED, "phone"),
    K.REJECTED: _told(K.REJECTED, _over(S.REJECTED), "happened", "reason", "phone"),
    f"{K.REJECTED}.unsaid": _told(K.REJECTED, _over(S.REJECTED, says=False), "happened", "phone"),
    K.STOPPED: _told(K.STOPPED, _over(S.STOPPED), "happened", "reason", "phone"),
    K.WITHDRAWAL: _told(K.WITHDRAWAL, _over(S.WITHDRAWAL_REQUESTED), "phone"),
    K.SATISFACTION: _told(K.SATISFACTION, _over(S.RETURNED)),
    K.OWN_LIMIT_OPENS: Sample(
        _own(K.OWN_LIMIT_OPENS, RENEWAL, 15), frozenset({"limit_day", "renewal"})
    ),
    K.OWN_LIMIT_7: Sample(_own(K.OWN_LIMIT_7, BIRTH, 7), frozenset({"limit_day", "birth"})),
    K.OWN_LIMIT_1: Sample(_own(K.OWN_LIMIT_1, BIRTH, 3), frozenset({"limit_day", "birth"})),
}
"""By the name of its golden file: the kind, and after a dot a way it also comes."""


def worn(name: str, record: Record) -> tuple[Reply, Announcement]:
    """The notice with its check code, and as an announcement."""
    reply = SAMPLES[name].made(record)
    sealed, _ = stamped(
        SEAL, reply, record.ward.commune.key, "notice", lives.at("2026-11-26 08:00")
    )
    return sealed, announcement(sealed, record.ward.commune)
