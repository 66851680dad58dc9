"""How Telegram's reception stands."""

from typing import Final

from bot.channels import reception
from bot.channels.reception import Reception
from handlers.clock import Clock

__all__ = ["ADVICE", "Health", "Reception"]

ADVICE: Final = {
    Reception.TOKEN_REFUSED: "check MOTCUA_TELEGRAM__TOKEN and MOTCUA_TELEGRAM__API_URL",
    Reception.CONFLICT: "another program receives with the same token, stop one of them",
    Reception.NOT_CALLED: "Telegram cannot reach the webhook: check proxy, certificate, firewall",
    Reception.STORAGE: "the database cannot be written: check its disk and its server",
    Reception.DEFECT: "restart the program and report the traceback above",
    Reception.UNREACHABLE: "Telegram cannot be reached: check the network or the proxy",
}
"""What an operator can do about it."""


class Health(reception.Health):
    """Of one Telegram bot."""

    def __init__(self, endpoint: str, clock: Clock) -> None:
        super().__init__(endpoint, clock, "telegram", ADVICE)
