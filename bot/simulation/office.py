"""The officers of a simulated year who write to many, and what they did, for who judges it."""

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Final, TypeVar

from bot.recipient_files import rows_in
from bot.simulation.agenda import Agenda
from bot.simulation.lives import FIELDS
from bot.simulation.started import Started
from bot.simulation.town import AREAS, Citizen, Town
from handlers.broadcast import Audience, Broadcast, BroadcastState
from handlers.broadcast_texts import Draft, Refused, Sending, Why
from handlers.broadcasts import acts, recipients, repeating
from handlers.broadcasts.acts import Acting
from handlers.news_topics import Topic
from handlers.officers import Role
from handlers.repeats import Every, Repeat
from handlers.store import broadcasts, staff
from handlers.store.unit_of_work import Store
from handlers.ward import Ward
from knowledge.calendar import moment

EVERY_DAYS: Final = 20
"""Between two rounds of broadcasts, about."""
FIELD: Final = FIELDS["1.004194"]
"""Whose followers are written to apart."""
WORDS: Final = "Phường thông báo lịch làm việc, mời anh/chị theo dõi."
STORM: Final = "Đêm nay có lốc mạnh, anh/chị ở trong nhà và tránh xa cây lớn."
ROWS: Final = "Mời {ho_ten} đến nhận kết quả rà soát."
YEARLY: Final = (
    (Topic.TAX, "Đến hạn nộp thuế sử dụng đất phi nông nghiệp của năm {nam}.", 1),
    (Topic.HEALTH, "Thẻ bảo hiểm y tế của năm {nam} sắp hết hạn, mời anh/chị gia hạn.", 2),
    (Topic.GENERAL, "Công dân nam đủ 17 tuổi đăng ký nghĩa vụ quân sự năm {nam}.", 3),
)
"""Topic, words, and in which quarter of the run the day of it lies."""
AT: Final = time(9)
"""When the yearly ones leave."""
LISTED: Final = 12
"""People a file names."""
WRITER, HEAD = 0, 1
T = TypeVar("T")


class Office:
    """Writes, approves, holds back, calls off; each act as the console does it."""

    def __init__(self, store: Store, ward: Ward, town: Town, seed: int) -> None:
        self._store = store
        self._ward = ward
        self._town = town
        self._rng = random.Random(f"{seed} office")  # noqa: S311 - a simulation, not a secret
        self._officers = (0, 0)
        self.agenda = Agenda()
        self.sent: list[Started] = []
        self.yearly: list[Started] = []
        """Those that come again; each time of one is a row of its own."""
        self._times: dict[int, list[datetime]] = {}
        """When the head had read each time of those."""

    def plan(self, first: date, days: int, head: int, now: datetime) -> None:
        """Appoint who writes to everybody, and draw when."""
        with self._store.work() as work:
            key = self._ward.commune.key
            writer = staff.add(work, key, "Người soạn tin", (Role.OFFICER,), now)
            work.commit()
        self._officers = (writer or head, head)
        for day in range(EVERY_DAYS, days, EVERY_DAYS):
            on = self._ward.calendar.next_working_day(first + timedelta(days=day))
            morning = moment(on, time(8)) + timedelta(minutes=self._rng.randrange(480))
            self.agenda.at(morning, self._write)
            night = moment(on + timedelta(days=3), time(23))
            self.agenda.at(night, self._warn)
        for topic, words, quarter in YEARLY:
            on = first + timedelta(days=days * quarter // 4)
            self._yearly(Draft(words, {}, topic, Audience.ALL), _sunday(on, quarter), now)

    def act(self, who: int, now: datetime, act: Callable[[Acting], T | Refused]) -> T | Refused:
        """One act of the writer or the head, in a transaction of its own."""
        with self._store.work() as work:
            member = staff.member(work, self._officers[who])
            if member is None:
                return Refused(Why.NO_ROLE)
            done = act(Acting(work, self._ward, member.officer, now))
            if not isinstance(done, Refused):
                work.commit()
            return done

    def _write(self, now: datetime) -> None:
        """To everybody, a field's followers, a neighbourhood, who keeps a limit, a file's rows."""
        areas = (self._rng.choice(AREAS),)
        topic = self._rng.choice((Topic.GENERAL, Topic.TAX, Topic.HEALTH))
        self._send(Draft(WORDS, {}, topic, Audience.ALL), now)
        self._send(Draft(WORDS, {}, Topic.GENERAL, Audience.FOLLOWERS, FIELD), now)
        self._send(Draft(WORDS, {}, Topic.GENERAL, Audience.ALL, areas=areas), now)
        self._send(Draft(WORDS, {}, Topic.HEALTH, Audience.LIMITS), now)
        self._send(Draft(ROWS, {}, Topic.GENERAL, Audience.SHEET), now, later=timedelta(days=1))

    def _warn(self, now: datetime) -> None:
        """A storm at night: the head lets it leave at once."""
        areas = (self._rng.choice(AREAS),)
        self._send(Draft(STORM, {}, Topic.SAFETY, Audience.ALL, areas=areas), now, urgent=True)

    def _send(
        self,
        draft: Draft,
        now: datetime,
        *,
        urgent: bool = False,
        later: timedelta = timedelta(0),
    ) -> None:
        """An officer writes; another approves above the size; some are held back or called off."""
        written = self.act(WRITER, now, lambda acting: acts.write(acting, draft))
        if isinstance(written, Refused):
            return
        kept = Started(written.id, draft, urgent=urgent)
        if draft.audience == Audience.SHEET and not self._list(kept, now):
            return
        how = Sending(at=now + later, urgent=urgent)
        begun = self._start(kept, how, now)
        if isinstance(begun, Refused) and begun.why is Why.NOT_APPROVED:
            self._approve(kept, now)
            begun = self._start(kept, how, now)
        if isinstance(begun, Refused):
            return  # nobody to write to yet
        self.sent.append(kept)
        self.agenda.at(now + later + timedelta(hours=1), lambda at: self._look(kept, at))
        if not urgent:
            self._may_hold(kept, now + later)

    def _start(self, kept: Started, how: Sending, now: datetime) -> Broadcast | Refused:
        who = HEAD if how.urgent else WRITER
        return self.act(who, now, lambda acting: acts.start(acting, kept.number, how))

    def _approve(self, kept: Started, now: datetime) -> None:
        done = self.act(HEAD, now, lambda acting: acts.approve(acting, kept.number))
        if not isinstance(done, Refused):
            kept.approved.append(now)

    def _look(self, kept: Started, now: datetime) -> None:
        """More people came since it was set: it waits for the second person."""
        with self._store.read() as work:
            one = broadcasts.find(work, self._ward.commune.key, kept.number)
        if one is not None and one.state is BroadcastState.PAUSED and one.started_at is None:
            self._approve(kept, now)
            self._act(acts.resume, kept, now)

    def _may_hold(self, kept: Started, start: datetime) -> None:
        drawn = self._rng.random()
        soon = start + timedelta(minutes=30)
        if drawn < 0.3:
            end = start + timedelta(hours=self._rng.uniform(2, 20))
            self.agenda.at(soon, lambda at: self._pause(kept, at, end))
        elif drawn < 0.4:
            self.agenda.at(soon, lambda at: self._cancel(kept, at))

    def _pause(self, kept: Started, now: datetime, until: datetime) -> None:
        """Held back; meanwhile somebody stops the news, somebody else leaves the topic out."""
        if self._act(acts.pause, kept, now) is None:
            return
        meant = [one for one in self._town.citizens.values() if kept.meant_for(one, now)]
        chosen = self._rng.sample(meant, min(2, len(meant)))
        for number, citizen in enumerate(chosen):
            if number:
                self._town.mute(citizen, kept.draft.topic, now)
            else:
                self._town.stop(citizen, now)
        self.agenda.at(until, lambda at: self._resume(kept, now, at))

    def _resume(self, kept: Started, since: datetime, now: datetime) -> None:
        if self._act(acts.resume, kept, now) is not None:
            kept.pauses.append((since, now))

    def _cancel(self, kept: Started, now: datetime) -> None:
        if self._act(acts.cancel, kept, now) is not None:
            kept.cancelled_at = now

    def _act(
        self, act: Callable[[Acting, int], Broadcast | Refused], kept: Started, now: datetime
    ) -> Broadcast | None:
        done = self.act(WRITER, now, lambda acting: act(acting, kept.number))
        return None if isinstance(done, Refused) else done

    def _list(self, kept: Started, now: datetime) -> bool:
        """A file of dossier codes: one twice, one unknown, one without the name the text needs."""
        people = [one for one in self._town.citizens.values() if one.met_at is not None]
        chosen = self._rng.sample(people, min(LISTED, len(people)))
        codes = [one.chat for one in chosen]
        lines = [f"{code},Anh/chị {number}" for number, code in enumerate(codes)]
        bad = [*(f"{code},Anh/chị" for code in codes[:1]), "H00.01-250101-9999,Anh/chị"]
        if len(codes) > 1:
            lines[-1] = f"{codes[-1]},"
        content = "\n".join(("Mã hồ sơ,Họ tên", *lines, *bad)).encode()
        rows = rows_in(content, "danh-sach.csv")
        with self._store.read() as work:
            matched = recipients.match(work, self._ward, kept.number, rows, {}, now)
        if isinstance(matched, Refused):
            return False
        given = self.act(WRITER, now, lambda acting: recipients.give(acting, kept.number, matched))
        named = chosen[:-1] if len(codes) > 1 else chosen
        kept.listed = frozenset(one.contact for one in named if _wants(one, kept, now))
        kept.rows = len(lines) + len(bad)
        return not isinstance(given, Refused)

    def _yearly(self, draft: Draft, on: date, now: datetime) -> None:
        """A text that comes again each year on a day, read by the head."""
        written = self.act(WRITER, now, lambda acting: acts.write(acting, draft))
        if isinstance(written, Refused):
            return
        kept = Started(written.id, draft, on=on)
        self._approve(kept, now)
        rule = Repeat(Every.YEARLY, on.day, on.month, AT)
        begun = self.act(WRITER, now, lambda acting: repeating.repeat(acting, kept.number, rule))
        if isinstance(begun, Refused):
            return
        self.yearly.append(kept)
        before = moment(on - timedelta(days=10), time(10))
        self.agenda.at(max(before, now + timedelta(days=1)), lambda at: self._read_time(kept, at))

    def _read_time(self, kept: Started, now: datetime) -> None:
        """More people came since the whole was approved: the head reads the time that waits."""
        with self._store.read() as work:
            rows = broadcasts.newest(work, self._ward.commune.key, 100)
        for row in rows:
            if row.series == kept.number and row.waits:
                done = self.act(HEAD, now, partial(acts.approve, number=row.id))
                if not isinstance(done, Refused):
                    self._times.setdefault(row.id, []).append(now)

    def broadcasts(self) -> Sequence[tuple[Started, Broadcast]]:
        """Those that were started and each time of those that come again, as the store has them."""
        with self._store.read() as work:
            rows = broadcasts.newest(work, self._ward.commune.key, 10_000)
        kept = {one.number: one for one in self.sent}
        series = {one.number: one for one in self.yearly}
        found = [(kept[row.id], row) for row in rows if row.id in kept]
        for row in rows:
            if row.series in series:
                one = series[row.series]
                times = self._times.get(row.id, [])
                found.append((Started(row.id, one.draft, times, on=one.on), row))
        return found


def _wants(citizen: Citizen, kept: Started, now: datetime) -> bool:
    unwilling = citizen.unwilling_since(kept.draft.topic)
    return unwilling is None or unwilling > now


def _sunday(day: date, quarter: int) -> date:
    """Every second of them falls on a closed day."""
    return day + timedelta(days=6 - day.weekday()) if quarter == 2 else day
