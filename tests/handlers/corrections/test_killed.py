"""Killed with SIGKILL amid a correction's queueing and sending: each is told, and told once.

The real job and the real sender in a process of their own; what may have come twice is what the
killed process had claimed, and is written down as such.
"""

import random
import subprocess
from collections import Counter

import pytest
from sqlalchemy import func, select

from handlers.broadcast_texts import Refused
from handlers.broadcasts.acts import Acting
from handlers.correction import TOLD
from handlers.corrections import acts
from handlers.store.states import MAYBE_TWICE
from handlers.store.tables import ToldRow, table_of
from tests.fakes.warm import Process
from tests.handlers.corrections.corrected import CONTACT, OUTBOX, Corrected, S

READERS, KILLS = 30, 2
OLD, NEW = 10_000, 12_000
TOLD_OF = table_of(ToldRow)


def lives(corrected: Corrected, url: str, lines: int | None) -> Counter[str]:
    """A process works until so many lines are out and is killed, None: to its end; what it sent."""
    desk = corrected.desk
    moment = desk.clock.now().isoformat()
    with desk.store.read() as work:
        (endpoint,) = work.connection.execute(select(CONTACT.c.endpoint).distinct()).scalars()
    command = ("tests.fakes.correcting_life", url, moment, endpoint, str(OLD), str(NEW))
    with Process(("-m", *command), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        said = [] if lines is None else [process.stdout.readline() for _ in range(lines)]
        if lines is not None:
            process.kill()
        said += process.stdout.readlines()
    assert lines is not None or process.returncode == 0
    desk.clock.move(minutes=20)  # a lease is over
    return Counter(one.split()[1] for one in said if one.startswith("sent ") and one[-1] == "\n")


def rows(corrected: Corrected) -> list[tuple[str, str, str | None]]:
    """Chat, status and reason of each copy."""
    with corrected.desk.store.read() as work:
        found = work.connection.execute(
            select(CONTACT.c.chat, OUTBOX.c.status, OUTBOX.c.reason)
            .join(CONTACT, CONTACT.c.id == OUTBOX.c.contact)
            .where(OUTBOX.c.key.like("correction:%"))
        )
        return [tuple(one) for one in found]


@pytest.mark.timeout(600)
def test_killed_again_and_again_each_is_told_once(corrected: Corrected, database_url: str) -> None:
    chats = [f"r{one}" for one in range(READERS)]
    for one in chats:
        corrected.asks(one)
    lives(corrected, database_url, None)  # the answers to their questions go out first
    corrected.fee(NEW)
    corrected.looks()
    with corrected.desk.store.work() as work:
        who = corrected.desk.officers["Minh"]
        acting = Acting(work, corrected.ward, who, corrected.desk.clock.now())
        assert not isinstance(acts.send(acting, 1), Refused)
        work.commit()
    chance = random.Random(7)  # noqa: S311 - moments of a test
    heard: Counter[str] = Counter()
    claimed: Counter[str] = Counter()
    for life in range(KILLS + 1):
        heard += lives(corrected, database_url, chance.randint(3, 9) if life < KILLS else None)
        claimed += Counter(chat for chat, status, _ in rows(corrected) if status == "sending")
        if life == 0:
            assert 0 < len(rows(corrected)) < READERS, "the kill came too late to prove anything"
    found = rows(corrected)
    assert Counter(chat for chat, *_ in found) == Counter(chats)
    assert {status for _, status, _ in found} == {"sent"}
    assert set(heard) == set(chats)
    again = {chat for chat, number in heard.items() if number > 1}
    assert all(heard[chat] - 1 <= claimed[chat] for chat in again)
    assert again <= {chat for chat, _, why in found if why == MAYBE_TWICE}
    (sent,) = [each for each in corrected.all() if each.id == 1]
    assert (sent.state, sent.queued) == (S.DONE, READERS)
    with corrected.desk.store.read() as work:
        notes = select(func.count()).where(TOLD_OF.c.outcome == TOLD)
        assert work.connection.execute(notes).scalar_one() == READERS
