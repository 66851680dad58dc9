"""How a gateway stands, as seen from the calls both ways."""

from typing import Final

from bot.channels import reception
from bot.channels.reception import Reception
from handlers.clock import Clock

ADVICE: Final = {
    Reception.TOKEN_REFUSED: "the gateway does not take our signature: compare the secrets",
    Reception.UNREACHABLE: "the gateway cannot be reached or does not answer as agreed",
    Reception.WAITING: "the gateway asks us to send more slowly: see per_second",
    Reception.DEFECT: "restart the program and report the traceback above",
}
"""What an operator can do about it."""


class Health(reception.Health):
    """Of one gateway."""

    def __init__(self, endpoint: str, clock: Clock) -> None:
        super().__init__(endpoint, clock, "bridge", ADVICE)
        self.endpoint = endpoint

    def called(self) -> None:
        """The gateway called us; trouble of sending is not over by that."""
        if self.state is Reception.STARTING:
            self.reached()
