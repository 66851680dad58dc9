"""The register of this installation, from its settings."""

from pathlib import Path

from bot.communes import Served
from bot.config import Settings
from bot.config_keys import ROOT
from bot.config_registry import RegistrySettings
from bot.keys import read_or_make
from bot.registries.folder import FolderSource
from handlers.clock import Clock
from handlers.register import Registering
from handlers.store.dossiers import StoredDossiers
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of
from knowledge.dossiers.mapping import RegisterMapping, mapping_of
from knowledge.dossiers.sources import DossierSource


def registering_of(
    settings: Settings, store: Store, clock: Clock, whose: Served | None = None
) -> Registering:
    """Reads copies of a commune's register, the main one's by default."""
    registry = whose.registry if whose else settings.registry
    commune = whose.commune if whose else settings.commune
    mapping = mapping_of(registry.columns, registry.statuses)
    return Registering(store, ward_of(commune), mapping, factor_key(settings), clock)


def dossiers_of(settings: Settings, store: Store) -> StoredDossiers:
    """The register as flows and commands read it."""
    return StoredDossiers(store, factor_key(settings), settings.registry.supplement)


def factor_key(settings: Settings) -> bytes:
    """Key of the hashed second factors; made at first use."""
    return read_or_make(settings.keys.factor_path(settings.database.url))


def source_of(
    registry: RegistrySettings, mapping: RegisterMapping, clock: Clock
) -> DossierSource | None:
    """The source the settings name; None: the register is imported by hand."""
    if registry.source == "folder":
        folder = ROOT / Path(registry.folder)
        return FolderSource(folder, mapping, clock.now, complete=registry.complete)
    if registry.source == "feed":
        from bot.registries.feed import Feed, FeedSource  # with an HTTP client, 0.1 s to load

        feed = Feed(registry.feed_url, registry.feed_token.get_secret_value())
        return FeedSource(feed, mapping)
    return None
