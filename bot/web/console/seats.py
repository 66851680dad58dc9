"""What a console page is handed: who asks, for which ward, when; and what it is built on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from handlers.broadcasts.previewing import ChannelPorts
from handlers.console_tickets import Tokens
from handlers.dossier_ports import Dossiers
from handlers.officers import Officer
from handlers.store.files import FileStore
from handlers.store.sign_in import Session
from handlers.store.unit_of_work import Store
from handlers.vault import Vault
from handlers.ward import Ward


@dataclass(frozen=True, slots=True)
class ConsoleParts:
    """What the console is handed by `bot/app.py`."""

    store: Store
    wards: Callable[[str], Ward | None]
    """A commune of this installation by its key."""
    tokens: Tokens
    vault: Vault
    files: FileStore
    now: Callable[[], datetime]
    dossiers: Dossiers
    channels: ChannelPorts
    """What channels show of a broadcast, and what it costs."""


@dataclass(frozen=True, slots=True)
class Seat:
    """An officer at the console: one request."""

    session: Session
    ward: Ward
    form: str
    """What each form of this session carries."""
    now: datetime

    @property
    def officer(self) -> Officer:
        """Who asks, with the roles of this moment."""
        return self.session.officer
