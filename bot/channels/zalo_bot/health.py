"""How reception at Zalo's Bot Platform stands."""

from typing import Final

from bot.channels import reception
from bot.channels.reception import Reception
from handlers.clock import Clock

ADVICE: Final = {
    Reception.TOKEN_REFUSED: "check MOTCUA_ZALO_BOT__TOKEN and MOTCUA_ZALO_BOT__API_URL",
    Reception.CONFLICT: "the webhook at Zalo is not as configured: see `motcua zalobot webhook`",
    Reception.STORAGE: "the database cannot be written: check its disk and its server",
    Reception.DEFECT: "restart the program and report the traceback above",
    Reception.UNREACHABLE: "Zalo cannot be reached: check the network or the proxy",
    Reception.WAITING: "Zalo says that the quota is used up: see `motcua doctor`",
}
"""What an operator can do about it."""


class Health(reception.Health):
    """Of one bot."""

    def __init__(self, endpoint: str, clock: Clock) -> None:
        super().__init__(endpoint, clock, "zalo_bot", ADVICE)
