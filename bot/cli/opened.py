"""What most commands open first: settings, and a database that fits this version."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.config import Settings, load_settings
from handlers.store.unit_of_work import Store


@contextmanager
def settings_and_store() -> Iterator[tuple[Settings, Store]]:
    """Settings and store of this installation; a database that is not there yet is made.

    Raises:
        SettingsError: the settings cannot be used.
        SchemaError: the database must be upgraded, or belongs to a later version.
    """
    from bot.collecting import loaded
    from bot.config_rules import judge_by
    from bot.database import check_version, engine_of
    from bot.seals import seal_of

    settings = load_settings()
    judge_by(settings.rules)
    make_first(settings)
    with engine_of(settings.database.url) as engine:
        check_version(engine)
        loaded()
        yield settings, Store(engine, seal=seal_of(settings))


def make_first(settings: Settings) -> None:
    """Make the database on the very first use; one of another version is left to `db upgrade`."""
    from bot.database import current, engine_of, make_folder

    make_folder(settings.database.url)
    with engine_of(settings.database.url) as engine:
        empty = current(engine) is None
    if empty:
        from bot.setup import prepare_database

        prepare_database(settings)
