"""A ward with citizens, pictures and notices to send, whose database is backed up."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.backup.making import Made, make_backup
from bot.casework import vault_of
from bot.config import Settings, load_settings
from bot.database import engine_of
from bot.setup import files_folder, prepare_database
from handlers.messages import Address, ChannelName, FileState, Inbound, Paragraph, Reply
from handlers.store import contacts, copies, inbound, queueing
from handlers.store.files import FileStore
from handlers.store.queueing import Message
from handlers.store.states import OutboxKind
from handlers.store.tables import AttachmentRow
from handlers.store.unit_of_work import Store, Work
from tests.fakes.clock import FakeClock
from tests.fakes.product import LIVE

FORM = b"%PDF a form of the ward"


@dataclass
class Ward:
    """One installation."""

    settings: Settings
    folder: Path
    """Where backups go."""
    clock: FakeClock = field(default_factory=FakeClock)

    @property
    def url(self) -> str:
        return self.settings.database.url

    @property
    def key(self) -> str:
        return self.settings.commune.key

    @property
    def files(self) -> FileStore:
        return FileStore(files_folder(self.settings))

    @contextmanager
    def read(self) -> Iterator[Work]:
        with engine_of(self.url) as engine, Store(engine).read() as work:
            yield work

    @contextmanager
    def work(self) -> Iterator[Work]:
        with engine_of(self.url) as engine, Store(engine, self.files.free).work() as work:
            yield work
            work.commit()

    def begin(self) -> None:
        """Its database and keys, and a form it hands out."""
        prepare_database(self.settings)
        vault_of(self.settings)
        self.files.put("ward", FORM)

    def citizen(self, chat: str, picture: bytes = b"") -> str:
        """Somebody wrote, perhaps with a picture, and is owed a notice; their contact."""
        with self.work() as work:
            return self.writes(work, chat, picture)

    def writes(self, work: Work, chat: str, picture: bytes = b"") -> str:
        """The same, in a transaction."""
        now = self.clock.now()
        name = contacts.ensure_endpoint(work, self.key, ChannelName.TELEGRAM, "bot", now)
        endpoint = contacts.endpoint_of(work, name)
        contact = contacts.open_contact(work, endpoint, chat, "", now)
        said = Inbound(Address(name, chat), f"m{chat}", now, text=f"Đèn hẻm hỏng {chat}")
        inbound.store_inbound(work, said, endpoint)
        if picture:
            sha256 = self.files.put(contact, picture).rpartition("/")[2]
            row = AttachmentRow(
                commune=self.key, contact=contact, ref=None, name="den.png", mime="image/png",
                size=len(picture), sha256=sha256, state=FileState.STORED, created_at=now,
            )  # fmt: skip
            work.session.add(row)
        due = now + timedelta(minutes=1)
        reply = Reply((Paragraph(f"Nhắc hạn {chat}"),))
        late = due + timedelta(days=1)
        message = Message(f"notice:{chat}", reply, due, late, OutboxKind.ALERT)
        queueing.queue(work, self.key, name, contact, message)
        return contact

    def counts(self) -> dict[str, int]:
        """Rows of the tables that are counted."""
        with self.read() as work:
            found = copies.contents(work)
        assert found is not None
        return found.counts

    def backup(self, where: Path | None = None) -> Made:
        return make_backup(self.settings, where or self.folder, self.clock.now())


def settings_of(url: str, folder: Path) -> Settings:
    """Settings of a live ward whose database, files, keys and mark lie in a folder."""
    folder.mkdir(exist_ok=True)
    settings = load_settings(LIVE)
    names = ("factor", "link", "vault", "zalo")
    return settings.model_copy(
        update={
            "database": settings.database.model_copy(
                update={"url": url, "mark_file": str(folder / "sent.mark")}
            ),
            "files": settings.files.model_copy(update={"folder": str(folder / "files")}),
            "keys": settings.keys.model_copy(
                update={f"{one}_file": str(folder / f"{one}.key") for one in names}
            ),
        }
    )
