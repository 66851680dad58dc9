"""First start and upgrades: the database's folder and schema, shipped records, the commune."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from bot.config import Settings
from bot.config_keys import ROOT
from bot.database import make_engine, make_folder, upgrade
from bot.keys import read_or_make
from handlers.clock import SystemClock
from handlers.sample_ward import load_sample
from handlers.store.contacts import ensure_commune
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of
from knowledge.catalogue_store import catalogue_version, upgrade_shipped
from knowledge.loading import load_procedures


@dataclass(frozen=True, slots=True)
class Prepared:
    """What `prepare_database` found and wrote."""

    database: str
    written: int
    version: int


def prepare_database(settings: Settings) -> Prepared:
    """Create or upgrade the database and load newer shipped records; harmless to repeat.

    Raises:
        SchemaTooNewError: the database belongs to a later version.
        StorageError: it cannot be written.
    """
    make_folder(settings.database.url)
    engine = make_engine(settings.database.url)
    now = SystemClock().now()
    try:
        upgrade(engine)
        store = Store(engine)
        with store.work() as work:
            ensure_commune(work, settings.commune.key, settings.commune.name, now)
            written = len(upgrade_shipped(work.session, load_procedures(), now))
            version = catalogue_version(work.session)
            work.commit()
        key = read_or_make(settings.keys.factor_path(settings.database.url))
        load_sample(store, ward_of(settings.commune), key, now)
        return Prepared(engine.url.get_backend_name(), written, version)
    finally:
        engine.dispose()


def files_folder(settings: Settings) -> Path:
    """The folder of the file store, beside the database unless told otherwise."""
    if settings.files.folder:
        return ROOT / settings.files.folder
    file = settings.database.url.removeprefix("sqlite:///")
    if file == settings.database.url or not file:
        return ROOT / "var" / "files"
    return Path(file).parent / "files"


def mark_path(settings: Settings) -> Path | None:
    """The file that knows how far the database has sent; None for one in memory."""
    database = settings.database
    if database.mark_file:
        return ROOT / database.mark_file
    if not database.url.startswith("sqlite:"):
        name = hashlib.sha256(database.url.rpartition("@")[2].encode()).hexdigest()[:8]
        return ROOT / "var" / f"sent-{name}.mark"
    file = database.url.removeprefix("sqlite:///")
    return Path(file).parent / "sent.mark" if file not in {database.url, ""} else None
