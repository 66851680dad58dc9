"""What cases are read through in a running process: the store, and the vault's key file."""

from bot.config import Settings
from bot.keys import read_or_make
from handlers.cases.reading import StoredDesk
from handlers.feedback.door import CasePorts
from handlers.store.case_reading import StoredCases
from handlers.store.unit_of_work import Store
from handlers.vault import Vault


def case_ports(settings: Settings, store: Store) -> CasePorts:
    """The ports of feedback on this installation."""
    return CasePorts(StoredCases(store, vault_of(settings)), StoredDesk(store))


def vault_of(settings: Settings) -> Vault:
    """The vault, its key made at first use.

    Raises:
        KeyFileError: the key cannot be read.
    """
    return Vault(read_or_make(settings.keys.vault_path(settings.database.url)))
