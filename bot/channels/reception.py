"""How a channel's reception stands, for the health pages and one clear line when it changes."""

from collections.abc import Mapping
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
    """The provider does not answer; tried again."""
    WAITING = "waiting"
    """The provider asked us to wait."""
    CONFLICT = "conflict"
    """A second program receives with the same token, or the webhook is not as configured."""
    NOT_CALLED = "not_called"
    """The provider cannot deliver to our webhook; it keeps what came and tries again."""
    TOKEN_REFUSED = "token_refused"  # noqa: S105 - a state, not a secret
    """The provider does not know the token, or the address is wrong."""
    STANDBY = "standby"
    """Another process receives for this bot; ours takes over when that one ends."""
    STORAGE = "storage"
    """Messages come in and cannot be stored."""
    DEFECT = "defect"
    """The receiver broke; a restart is needed."""
    STOPPED = "stopped"


_ERRORS: Final = (Reception.TOKEN_REFUSED, Reception.CONFLICT, Reception.DEFECT)


class Health:
    """The present state; a change is logged once, not every try."""

    def __init__(
        self, endpoint: str, clock: Clock, channel: str, advice: Mapping[Reception, str]
    ) -> None:
        """`advice` is what an operator can do about a state."""
        self.state = Reception.STARTING
        self.reached_at: datetime | None = None
        """When the provider last answered."""
        self._endpoint = endpoint
        self._clock = clock
        self._event = f"{channel}.reception"
        self._advice = advice

    def answered(self) -> None:
        """The provider answered; whether messages come in is another matter."""
        self.reached_at = self._clock.now()

    def reached(self) -> None:
        """The provider answered, and messages come in."""
        self.answered()
        self._become(Reception.RECEIVING)

    def trouble(self, state: Reception, error: Exception, **told: str | int) -> None:
        """Something keeps us from receiving; an error's text may hold the address, its name not.

        `told` is what else the line in the log is to say.
        """
        self._become(state, type(error).__name__, **told)

    def standby(self) -> None:
        """Another process receives."""
        self._become(Reception.STANDBY)

    def stopped(self) -> None:
        """Ended on purpose."""
        self._become(Reception.STOPPED)

    @property
    def well(self) -> bool:
        """Whether messages come in."""
        return self.state is Reception.RECEIVING

    def _become(self, state: Reception, error: str | None = None, **told: str | int) -> None:
        if state is self.state:
            return
        self.state = state
        fields: dict[str, str | int] = {"endpoint": self._endpoint, "state": str(state), **told}
        if error is None:
            log.info(self._event, **fields)
            return
        say = log.error if state in _ERRORS else log.warning
        say(self._event, **fields, error=error, advice=self._advice.get(state, ""))
