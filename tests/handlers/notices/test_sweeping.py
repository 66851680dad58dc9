"""The sweep queues what is due, once, to who follows, and nothing that is stale."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from bot.channels.terminal.render import text_of
from handlers.messages import Reply
from handlers.notice_kinds import NoticeKind
from handlers.notices.planning import planned
from handlers.notices.sweeping import Held, Seen, judge, looks, sweep
from handlers.store import follows
from handlers.store.codec import reply_from_json
from handlers.store.dossiers import write_entries
from handlers.store.follows import Recipient
from handlers.store.records import stop
from handlers.store.tables import NoticeRow, OutboxRow, table_of
from handlers.store.unit_of_work import Store
from handlers.ward import Ward as Commune
from knowledge.dossier_store import Context
from knowledge.dossier_store.writing import (
    hold,
    insert_dossiers,
    save,
    with_confirmation,
    with_event,
    with_override,
)
from knowledge.dossiers.dossier import Confirmation, Override
from knowledge.dossiers.entries import Entry
from scheduler.runner import run_slot
from scheduler.timetable import Job, timetable
from tests.fakes.clock import FakeClock
from tests.fakes.shipped import shipped_base
from tests.fakes.ward import Ward
from tests.knowledge.dossiers import lives
from tests.knowledge.dossiers.lives import CALENDAR, at, event

BASE = shipped_base()
COMMUNE = Commune(BASE.commune, CALENDAR, lambda _: BASE)
OUTBOX, NOTICE = table_of(OutboxRow), table_of(NoticeRow)
START = at("2026-11-19 11:00")


class Desk:
    """One follower of one dossier, and sweeps at chosen moments."""

    def __init__(self, store: Store) -> None:
        self.clock = FakeClock(START)
        self.ward = Ward(store, self.clock)
        self.ward.says("xin chào")
        self.to = Recipient("phuong-mau", self.ward.endpoint, "telegram", self.ward.contact())
        made = lives.dossier(
            "registered 2026-11-19 08:00",
            "accepted 2026-11-19 09:00",
            "processing 2026-11-19 10:00",
            due="2026-11-25 17:00",
            copied_at=START,
        )
        with store.work() as work:
            (self.dossier,) = insert_dossiers(work.session, [made], {}, START).values()
            self.follow = follows.add(work, self.to, self.dossier.id, START)
            work.commit()

    def sweep(self, moment: str, copied: str | None = None) -> list[str]:
        """Sweep at a moment, by a copy as fresh unless told; kinds newly queued."""
        now = at(moment)
        before = len(self.queued())
        with self.ward.store.work() as work:
            held = hold(work.session, self.dossier.id)
            assert held is not None
            fresh = replace(held, copied_at=at(copied or moment))
            save(work.session, held, fresh, CALENDAR, now)
            sweep(work, COMMUNE, now)
            work.commit()
        return self.queued()[before:]

    def happens(self, moment: str, change: str) -> None:
        """Something moves, and followers are to be looked at."""
        now = at(moment)
        with self.ward.store.work() as work:
            held = hold(work.session, self.dossier.id)
            assert held is not None
            if change == "ready":
                after = with_confirmation(held, Confirmation(now, 1, ready=True))
            else:
                after = with_event(held, event(f"{change} {moment}"))
            save(work.session, held, after, CALENDAR, now)
            follows.touch(work, [self.dossier.id], now)
            work.commit()

    def sets_aside(self, rule: str, moment: str) -> None:
        """The head overrides a rule for this dossier."""
        now = at(moment)
        with self.ward.store.work() as work:
            held = hold(work.session, self.dossier.id)
            assert held is not None
            after = with_override(held, Override(rule, now, 1, "cấp trên yêu cầu"))
            save(work.session, held, after, CALENDAR, now)
            follows.touch(work, [self.dossier.id], now)
            work.commit()

    def queued(self) -> list[str]:
        """Kinds queued so far, in order."""
        with self.ward.store.read() as work:
            keys = work.connection.execute(
                select(OUTBOX.c.key).where(OUTBOX.c.kind == "notice").order_by(OUTBOX.c.id)
            ).scalars()
            return [key.split(":")[1] for key in keys]

    def last(self) -> Reply:
        """The notice queued last."""
        with self.ward.store.read() as work:
            body = work.connection.execute(
                select(OUTBOX.c.body)
                .where(OUTBOX.c.kind == "notice")
                .order_by(OUTBOX.c.id.desc())
                .limit(1)
            ).scalar_one()
        return reply_from_json(body)

    def ledger(self) -> list[tuple[str, str]]:
        """Kinds and states of the ledger."""
        with self.ward.store.read() as work:
            rows = work.connection.execute(select(NOTICE.c.kind, NOTICE.c.state))
            return sorted((row.kind, row.state) for row in rows)


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


def test_what_look_up_just_showed_is_not_told_again(desk: Desk) -> None:
    assert desk.sweep("2026-11-19 11:01") == []
    assert desk.ledger() == [("accepted", "seen")]


def test_what_the_software_tells_after_somebody_followed_is_told_however_old(desk: Desk) -> None:
    desk.sweep("2026-11-19 11:01")
    desk.happens("2026-11-19 10:30", "supplement_needed")
    assert desk.sweep("2026-11-19 11:30") == ["supplement"]


def test_a_life_is_told_step_by_step_and_each_step_once(desk: Desk) -> None:
    assert desk.sweep("2026-11-23 15:59") == []
    assert desk.sweep("2026-11-23 16:00") == ["due-1d"]
    assert desk.sweep("2026-11-23 16:01") == []
    desk.happens("2026-11-25 10:00", "done")
    assert desk.sweep("2026-11-25 10:01") == [], "the software alone calls nobody"
    desk.happens("2026-11-25 14:00", "ready")
    assert desk.sweep("2026-11-25 14:01") == ["ready"]
    assert "Quầy xác nhận đã có kết quả" in text_of((desk.last(),))
    assert desk.sweep("2026-12-02 09:00") == ["uncollected"]
    desk.happens("2026-12-02 15:00", "returned")
    assert desk.sweep("2026-12-02 15:01") == ["returned"]
    assert desk.sweep("2026-12-03 09:00") == ["satisfaction"]
    assert desk.sweep("2026-12-20 09:00") == []


def test_after_an_outage_what_is_stale_is_dropped_and_counted(desk: Desk) -> None:
    # Nothing ran from Thursday to Friday week: the evening word of Monday would be wrong now.
    desk.happens("2026-11-26 09:00", "supplement_needed")
    assert desk.sweep("2026-12-04 10:00") == []
    assert ("supplement", "late") in desk.ledger()
    assert ("due-1d", "late") not in desk.ledger(), "the pause had made it no promise at all"


def test_a_night_event_is_told_in_the_morning(desk: Desk) -> None:
    desk.happens("2026-11-20 22:30", "payment_needed")
    assert desk.sweep("2026-11-20 22:31") == []
    assert desk.sweep("2026-11-21 06:59") == []
    assert desk.sweep("2026-11-21 07:00") == ["payment"]


def test_what_the_software_tells_late_and_at_night_waits_for_the_morning(desk: Desk) -> None:
    desk.happens("2026-11-20 15:00", "payment_needed")
    assert desk.sweep("2026-11-20 23:00") == []
    assert desk.sweep("2026-11-21 07:00") == ["payment"]


def test_a_page_that_rings_nowhere_is_told_at_night_too() -> None:
    late = lives.dossier("registered 2026-11-19 08:00", "accepted 2026-11-19 21:40")
    (accepted,) = planned(late, CALENDAR, quiet=False)
    assert accepted.at == at("2026-11-19 21:40")
    assert judge([accepted], Seen(CALENDAR, accepted.at, None, quiet=False)).send == (accepted,)
    assert judge([accepted], Seen(CALENDAR, accepted.at, None)).send == ()


def test_an_old_copy_claims_nothing_of_tomorrow(desk: Desk) -> None:
    assert desk.sweep("2026-11-23 16:00", copied="2026-11-19 11:00") == []
    assert desk.sweep("2026-11-23 16:31", copied="2026-11-23 16:15") == ["due-1d"]


def test_who_stopped_is_told_nothing_more(desk: Desk) -> None:
    with desk.ward.store.work() as work:
        follows.stop(work, desk.follow, desk.to.contact, START)
        work.commit()
    desk.happens("2026-11-20 09:00", "supplement_needed")
    assert desk.sweep("2026-11-20 09:01") == []


def test_who_wants_no_unasked_word_is_in_the_ledger_as_refused(desk: Desk) -> None:
    with desk.ward.store.work() as work:
        stop(work, desk.to.contact, START)
        work.commit()
    desk.happens("2026-11-20 09:00", "supplement_needed")
    assert desk.sweep("2026-11-20 09:01") == []
    assert ("supplement", "refused") in desk.ledger()


def test_a_relative_s_consent_ends_by_itself(desk: Desk) -> None:
    with desk.ward.store.work() as work:
        until = at("2026-11-20 00:00")
        follows.stop_all(work, desk.to.contact, START)
        follows.add(work, desk.to, desk.dossier.id, START, follows.Relation.RELATIVE, until)
        work.commit()
    desk.happens("2026-11-20 09:00", "supplement_needed")
    assert desk.sweep("2026-11-20 09:01") == []


def test_what_an_import_changes_is_told_by_the_next_sweep_of_one_process(desk: Desk) -> None:
    desk.sweep("2026-11-19 11:01")
    now = at("2026-11-20 09:20")
    told = Entry(
        line=2, code=desk.dossier.code, events=(event("supplement_needed 2026-11-20 09:00"),)
    )
    context = Context("phuong-mau", bytes(32), CALENDAR, now, now)
    list(write_entries(desk.ward.store, [told], context, lambda: now))
    (job,) = (one for one in timetable([COMMUNE]) if one.name.startswith("notices."))
    assert isinstance(job, Job)
    assert run_slot(desk.ward.store, job, now)
    assert desk.queued() == ["supplement"]
    assert not run_slot(desk.ward.store, job, now), "another process did"


def test_a_second_request_to_supplement_is_held_back_until_a_person_decides(desk: Desk) -> None:
    desk.happens("2026-11-20 09:00", "supplement_needed")
    assert desk.sweep("2026-11-20 09:01") == ["supplement"]
    desk.happens("2026-11-20 14:00", "processing")
    assert desk.sweep("2026-11-20 14:01") == ["resumed"]
    desk.happens("2026-11-23 09:00", "supplement_needed")
    assert desk.sweep("2026-11-23 09:01") == [], "one supplement is the rule"
    with desk.ward.store.read() as work:
        (look,) = looks(work, COMMUNE, at("2026-11-23 09:31"))
    assert [(one.kind, why) for one, why in look.verdict.held] == [
        (NoticeKind.SUPPLEMENT, Held.RULE)
    ]
    desk.sets_aside("supplement_once", "2026-11-23 10:00")
    assert desk.sweep("2026-11-23 10:01") == ["supplement"]


def test_what_would_be_sent_can_be_seen_without_sending(desk: Desk) -> None:
    desk.happens("2026-11-20 09:00", "supplement_needed")
    with desk.ward.store.read() as work:
        (look,) = looks(work, COMMUNE, at("2026-11-20 09:01"))
    assert look.dossier is not None
    assert (look.follow.id, look.dossier.id) == (desk.follow, desk.dossier.id)
    assert [one.kind for one in look.verdict.send] == [NoticeKind.SUPPLEMENT]
    assert desk.queued() == []


def test_an_own_limit_is_reminded_twice_with_its_last_open_day(desk: Desk) -> None:
    days = (date(2026, 12, 6), date(2026, 12, 4))
    with desk.ward.store.work() as work:
        follows.remind(work, desk.to, "1.001193", days, START)
        work.commit()
    assert desk.sweep("2026-11-19 11:01") == []
    assert desk.sweep("2026-11-29 09:00") == ["own-limit-7d"]
    assert desk.sweep("2026-12-03 09:00") == ["own-limit-1d"]
    said = text_of((desk.last(),))
    assert "Chủ nhật 6/12/2026" in said
    assert "thứ Sáu 4/12/2026" in said
    assert desk.sweep("2026-12-05 09:00") == []


def test_notices_of_a_sample_commune_say_so_and_can_be_stopped(desk: Desk) -> None:
    desk.happens("2026-11-20 09:00", "supplement_needed")
    desk.sweep("2026-11-20 09:01")
    reply = desk.last()
    assert "DỮ LIỆU THỬ" in text_of((reply,))
    assert [button.action for button in reply.choices] == [
        f"ds:{desk.dossier.id}",
        f"unf:{desk.follow}",
    ]
    assert desk.dossier.code not in text_of((reply,)), "a chat abroad keeps no whole code"
