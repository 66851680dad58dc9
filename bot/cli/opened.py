"""What most commands open first: settings, and a database that fits this version."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.config import Settings, load_settings
from handlers.store.unit_of_work import Store


@contextmanager
def settings_and_store() -> Iterator[tuple[Settings, Store]]:
    """Settings and store of this installation.

    Raises:
        SettingsError: the settings cannot be used.
        SchemaError: the database must be upgraded, or belongs to a later version.
    """
    from bot.database import check_version, make_engine

    settings = load_settings()
    engine = make_engine(settings.database.url)
    try:
        check_version(engine)
        yield settings, Store(engine)
    finally:
        engine.dispose()
