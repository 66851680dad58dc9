"""How reception stands, for the health pages and for one clear line when it changes."""

from datetime import datetime
from enum import StrEnum
from typing import Final

import structlog

from handlers.clock import Clock

log = structlog.get_logger(__name__)


class Reception(StrEnum):
    """What the receiver is doing."""

    STARTING = "starting"
    RECEIVING = "receiving"
    UNREACHABLE = "unreachable"
    """Telegram does not answer; tried again."""
    WAITING = "waiting"
    """Telegram asked us to wait."""
    CONFLICT = "conflict"
    """A second program receives with the same token, or a webhook is set."""
    TOKEN_REFUSED = "token_refused"  # noqa: S105 - a state, not a secret
    """Telegram does not know the token, or the address is wrong."""
    STANDBY = "standby"
    """Another process receives for this bot; ours takes over when that one ends."""
    STORAGE = "storage"
    """Updates come in and cannot be stored: they stay with Telegram."""
    DEFECT = "defect"
    """The receiver broke; a restart is needed."""
    STOPPED = "stopped"


ADVICE: Final = {
    Reception.TOKEN_REFUSED: "check MOTCUA_TELEGRAM__TOKEN and MOTCUA_TELEGRAM__API_URL",
    Reception.CONFLICT: "another program receives with the same token, stop one of them",
    Reception.STORAGE: "the database cannot be written: check its disk and its server",
    Reception.DEFECT: "restart the program and report the traceback above",
    Reception.UNREACHABLE: "Telegram cannot be reached: check the network or the proxy",
}
"""What an operator can do about it."""


_ERRORS: Final = (Reception.TOKEN_REFUSED, Reception.CONFLICT, Reception.DEFECT)


class Health:
    """The present state; a change is logged once, not every try."""

    def __init__(self, endpoint: str, clock: Clock) -> None:
        self.state = Reception.STARTING
        self.reached_at: datetime | None = None
        """When Telegram last answered."""
        self._endpoint = endpoint
        self._clock = clock

    def reached(self) -> None:
        """Telegram answered."""
        self.reached_at = self._clock.now()
        self._become(Reception.RECEIVING)

    def trouble(self, state: Reception, error: Exception) -> None:
        """Something keeps us from receiving; an error's text may hold the address, its name not."""
        self._become(state, type(error).__name__)

    def standby(self) -> None:
        """Another process receives."""
        self._become(Reception.STANDBY)

    def stopped(self) -> None:
        """Ended on purpose."""
        self._become(Reception.STOPPED)

    @property
    def well(self) -> bool:
        """Whether updates come in."""
        return self.state is Reception.RECEIVING

    def _become(self, state: Reception, error: str | None = None) -> None:
        if state is self.state:
            return
        self.state = state
        fields = {"endpoint": self._endpoint, "state": str(state)}
        if error is None:
            log.info("telegram.reception", **fields)
            return
        advice = ADVICE.get(state, "")
        say = log.error if state in _ERRORS else log.warning
        say("telegram.reception", **fields, error=error, advice=advice)
