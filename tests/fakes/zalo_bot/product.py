"""The whole product, its Zalo bot pointed at the strict platform."""

from pathlib import Path

from tests.fakes.product import LIVE, Program, wait_for
from tests.fakes.zalo_bot.core import TOKEN
from tests.fakes.zalo_bot.server import PUBLIC, ZaloServer

__all__ = ["LIVE", "PATH", "SECRET", "Product", "wait_for"]
SECRET = "between-this-test-and-itself"  # noqa: S105 - of the strict server
PATH = "/zalo-bot/zalo_bot"


class Product(Program):
    """`motcua serve` with a Zalo bot; the platform finds it under its public name."""

    def __init__(
        self,
        folder: Path,
        server: ZaloServer,
        database: str = "",
        *,
        webhook: bool = False,
        **settings: str,
    ) -> None:
        bot = {
            "ZALO_BOT__TOKEN": TOKEN,
            "ZALO_BOT__API_URL": server.url,
            "ZALO_BOT__PER_SECOND": "1000",
            "ZALO_BOT__POLL_SECONDS": "2",
            "WEB__PUBLIC_URL": PUBLIC,
        }
        if webhook:
            bot |= {"ZALO_BOT__WEBHOOK_URL": PUBLIC, "ZALO_BOT__WEBHOOK_SECRET": SECRET}
        super().__init__(folder, database, **{**bot, **settings})
        server.hosts[PUBLIC] = self.url
