"""The register of this installation, from its settings."""

from pathlib import Path

from bot.config import ROOT, Settings
from bot.keys import read_or_make
from bot.registries.feed import Feed, FeedSource
from bot.registries.folder import FolderSource
from handlers.clock import Clock
from handlers.register import Registering
from handlers.store.dossiers import StoredDossiers
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of
from knowledge.dossiers.mapping import RegisterMapping, mapping_of
from knowledge.dossiers.sources import DossierSource


def registering_of(settings: Settings, store: Store, clock: Clock) -> Registering:
    """Reads copies as the settings say, with the key beside the database."""
    mapping = mapping_of(settings.registry.columns, settings.registry.statuses)
    return Registering(store, ward_of(settings.commune), mapping, factor_key(settings), clock)


def dossiers_of(settings: Settings, store: Store) -> StoredDossiers:
    """The register as flows and commands read it."""
    return StoredDossiers(store, factor_key(settings), settings.registry.supplement)


def factor_key(settings: Settings) -> bytes:
    """Key of the hashed second factors; made at first use."""
    return read_or_make(settings.keys.factor_path(settings.database.url))


def source_of(settings: Settings, mapping: RegisterMapping, clock: Clock) -> DossierSource | None:
    """The source the settings name; None: the register is imported by hand."""
    given = settings.registry
    if given.source == "folder":
        folder = ROOT / Path(given.folder)
        return FolderSource(folder, mapping, clock.now, complete=given.complete)
    if given.source == "feed":
        return FeedSource(Feed(given.feed_url, given.feed_token.get_secret_value()), mapping)
    return None
