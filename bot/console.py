"""The console of a running process: its wards, its keys, its store."""

from collections.abc import Sequence

from bot.broadcast_costs import tariffs_of
from bot.broadcast_preview import looks_of
from bot.casework import tokens_of, vault_of
from bot.communes import served
from bot.config import Settings
from bot.registries.wiring import dossiers_of
from bot.web.console.seats import ConsoleParts
from handlers.broadcasts.previewing import ChannelPorts
from handlers.clock import Clock
from handlers.store.files import FileStore
from handlers.store.unit_of_work import Store
from handlers.ward import Ward


def console_parts(
    settings: Settings, store: Store, files: FileStore, clock: Clock, wards: Sequence[Ward]
) -> ConsoleParts:
    """What the console is built on.

    Raises:
        KeyFileError: the vault's key cannot be read.
        SettingsError: the file of a further commune holds a mistake.
    """
    communes = served(settings)
    by_key = {ward.commune.key: ward for ward in wards}
    return ConsoleParts(
        store=store,
        wards=by_key.get,
        tokens=tokens_of(settings),
        vault=vault_of(settings),
        files=files,
        now=clock.now,
        dossiers=dossiers_of(settings, store),
        channels=ChannelPorts(looks_of(communes, settings.web.public_url), tariffs_of(communes)),
    )
