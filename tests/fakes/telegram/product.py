"""The whole product, its Telegram bot pointed at the strict server."""

from pathlib import Path

from tests.fakes.product import LIVE, ROOT, Program, wait_for
from tests.fakes.telegram.core import TOKEN

__all__ = ["LIVE", "ROOT", "Product", "wait_for"]


class Product(Program):
    """`motcua serve` with a Telegram bot."""

    def __init__(self, folder: Path, api_url: str, database: str = "", **settings: str) -> None:
        bot = {
            "TELEGRAM__TOKEN": TOKEN,
            "TELEGRAM__API_URL": api_url,
            "TELEGRAM__PER_SECOND": "1000",
            "TELEGRAM__POLL_SECONDS": "2",
        }
        super().__init__(folder, database, **{**bot, **settings})
