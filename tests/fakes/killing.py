"""What the kill tests share: notices queued beforehand, runs on fresh databases, and the sums."""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from bot.config import Settings, load_settings
from bot.database import make_engine
from bot.setup import prepare_database
from handlers.clock import SystemClock
from handlers.messages import Address, ChannelName, Form, Inbound, Paragraph, Reply
from handlers.store import contacts, inbound, queueing
from handlers.store.states import InboundStatus, OutboxKind, Priority
from handlers.store.unit_of_work import Store
from tests.fakes.postgres import Cluster
from tests.fakes.product import LIVE

_UNKNOWN = text(
    "SELECT contact.chat AS chat, count(*) AS number FROM outbox "
    "JOIN contact ON contact.id = outbox.contact WHERE outbox.status = 'unknown' GROUP BY chat"
)


@dataclass(frozen=True)
class Found:
    """What one run showed."""

    lost: int
    repeated: int
    unknown: int

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.lost and not self.repeated

    def __str__(self) -> str:
        return f"{self.lost} lost, {self.repeated} repeated, {self.unknown} reported as unknown"


@dataclass(frozen=True)
class Reader:
    """Somebody a notice is for."""

    chat: str
    ago: timedelta = timedelta(0)
    """How long ago they wrote."""
    form: Form | None = None
    """The notice as facts, for templates."""


def prepared(database: str) -> Settings:
    """Make a database as `db upgrade` does; the settings it is of."""
    settings = load_settings(LIVE)
    url = settings.database.model_copy(update={"url": database})
    settings = settings.model_copy(update={"database": url})
    prepare_database(settings)
    return settings


def queue_notices(
    database: str, readers: Sequence[str | Reader], channel: ChannelName, account: str
) -> None:
    """Queue a notice for each reader; whoever is only named wrote just now."""
    everybody = [one if isinstance(one, Reader) else Reader(one) for one in readers]
    settings = prepared(database)
    now, engine = SystemClock().now(), make_engine(database)
    commune = settings.commune.key
    with Store(engine).work() as work:
        name = contacts.ensure_endpoint(work, commune, channel, account, now)
        endpoint = contacts.endpoint_of(work, name)
        for reader in everybody:
            chat, then = reader.chat, now - reader.ago
            arrived = Inbound(Address(name, chat), f"first-{chat}", then, text="chào")
            stored = inbound.store_inbound(work, arrived, endpoint)
            assert stored is not None
            inbound.mark_done(work, int(stored.id), InboundStatus.HANDLED, now)
            message = queueing.Message(
                key=f"notice:{chat}",
                reply=Reply((Paragraph(f"Nhắc hạn {chat}"),), form=reader.form),
                due=now,
                expires_at=now + timedelta(hours=1),
                kind=OutboxKind.ALERT,  # anything else would wait for the morning
                priority=Priority.NOTICE,
                after_crash=queueing.after_crash(channel),
            )
            queueing.queue(work, commune, name, stored.contact, message)
        work.commit()
    engine.dispose()


def unknown(database: str) -> Counter[str]:
    """How many messages of each chat are told to be in doubt."""
    engine = make_engine(database)
    with Store(engine).read() as work:
        found = Counter({str(row.chat): int(row.number) for row in work.run(_UNKNOWN)})
    engine.dispose()
    return found


def arguments(runs: int) -> argparse.ArgumentParser:
    """What every kill test may be told."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--runs", type=int, default=runs)
    asked.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    return asked


def judged(given: argparse.Namespace, trial: Callable[[Path, str, int], Found]) -> int:
    """Runs, each on a database of its own, and the sums: 0 when every run was sound."""
    sums: Counter[str] = Counter()
    with ExitStack() as stack:
        cluster = Cluster() if given.database == "postgresql" else None
        if cluster is not None:
            cluster.start()
            stack.callback(cluster.stop)
        for seed in range(given.runs):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            url = cluster.new_database() if cluster else f"sqlite:///{folder}/ward.db"
            found = trial(folder, url, seed)
            sums.update(asdict(found), runs=1, unsound=not found.sound)
            sys.stdout.write(f"run {seed + 1}: {found}\n")
            sys.stdout.flush()
    sys.stdout.write(", ".join(f"{name} {number}" for name, number in sums.items()) + "\n")
    return 1 if sums["unsound"] else 0
