"""Who stops a follow or a reminder is not told what still waited for a channel."""

from datetime import date, timedelta

import pytest

from bot.config import load_settings
from handlers.applying_dossiers import change_dossier
from handlers.dossier_commands import Follow, GiveCode, RevokeCode, StopFollow, StopReminder
from handlers.messages import ChannelName, Paragraph, Reply
from handlers.notice_kinds import NoticeKind
from handlers.notices import sweeping
from handlers.store import contacts, follow_codes, follows, notices
from handlers.store.follows import Recipient
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of
from knowledge.dossier_store.writing import insert_dossiers
from tests.knowledge.dossiers.lives import at, dossier


@pytest.mark.parametrize("kind", ["follow", "reminder"])
def test_what_waits_is_not_sent_once_its_follow_or_reminder_was_stopped(
    store: Store, kind: str
) -> None:
    now, key = at("2026-11-27 09:00"), load_settings().commune.key
    with store.work() as work:
        contacts.ensure_commune(work, key, "Phường Mẫu", now)
        endpoint = contacts.ensure_endpoint(work, key, ChannelName.TELEGRAM, "x", now)
        owner = contacts.Endpoint(endpoint, key, ChannelName.TELEGRAM)
        to = Recipient(key, endpoint, "telegram", contacts.open_contact(work, owner, "1", "", now))
        made = dossier("accepted 2026-11-26 09:00")
        (known,) = insert_dossiers(work.session, [made], {}, now).values()
        follow = follows.add(work, to, known.id, now)
        follows.remind(work, to, "1.001193", (date(2026, 12, 4), date(2026, 12, 4)), now)
        (reminder,) = follows.due_reminders(work, key, now, 9)
        for named, about in (
            (f"accepted:{known.id}", known.id),
            (f"own-limit-7d:{reminder.id}", 0),
        ):
            notice = notices.Notice(
                f"notice:{named}:1:{to.contact}",
                NoticeKind(named.partition(":")[0]),
                to,
                now,
                about or None,
            )
            reply = Reply((Paragraph("tin"),))
            notices.promise(work, notice, reply, now + timedelta(days=1), now)
        stop = StopFollow(follow) if kind == "follow" else StopReminder(reminder.id)
        change_dossier(work, to, stop, now)
        work.commit()
    with store.read() as work:
        left = [one.key for one in notices.letters(work) if one.status == "queued"]
    (only,) = left
    assert only.startswith("notice:own-limit-7d" if kind == "follow" else "notice:accepted")


@pytest.mark.parametrize("ends", ["taken back", "run out", "withdrawn"])
def test_what_waits_for_a_relative_is_not_sent_once_the_consent_is_over(
    store: Store, ends: str
) -> None:
    now, ward = at("2026-11-27 09:00"), ward_of(load_settings().commune)
    key, later = ward.commune.key, now + timedelta(hours=2)
    with store.work() as work:
        contacts.ensure_commune(work, key, "Phường Mẫu", now)
        endpoint = contacts.ensure_endpoint(work, key, ChannelName.TELEGRAM, "x", now)
        owner = contacts.Endpoint(endpoint, key, ChannelName.TELEGRAM)
        giver, taker = (
            Recipient(key, endpoint, "telegram", contacts.open_contact(work, owner, one, "", now))
            for one in ("giver", "taker")
        )
        made = dossier("accepted 2026-11-26 09:00")
        (known,) = insert_dossiers(work.session, [made], {}, now).values()
        until = now + timedelta(hours=1)
        code = GiveCode("k" * 40, known.id, until, until)
        change_dossier(work, giver, code, now)
        (given,) = follow_codes.given(work, giver.contact, now)
        change_dossier(work, taker, Follow(known.id, code.code_hash, until), now)
        name = f"notice:accepted:{known.id}:1:{taker.contact}"
        notice = notices.Notice(name, NoticeKind.ACCEPTED, taker, now, known.id)
        reply = Reply((Paragraph("tin"),))
        notices.promise(work, notice, reply, now + timedelta(days=1), now)
        if ends == "taken back":
            change_dossier(work, giver, RevokeCode(given.id), now)
        elif ends == "withdrawn":
            follow_codes.withdraw(work, giver.contact, now)
        else:
            sweeping.sweep(work, ward, later)
        work.commit()
    with store.read() as work:
        assert [one.key for one in notices.letters(work) if one.status == "queued"] == []
