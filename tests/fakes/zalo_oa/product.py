"""The whole product with its Official Account pointed at the strict server."""

from pathlib import Path

from tests.fakes.telegram.product import Product
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.server import ZaloOaServer


def settings(server: ZaloOaServer) -> dict[str, str]:
    """Variables, without their prefix."""
    given = {
        "APP_ID": rules.APP_ID,
        "OA_ID": rules.OA_ID,
        "APP_SECRET": rules.APP_SECRET,
        "OA_SECRET_KEY": rules.OA_KEY,
        "REDIRECT_URI": rules.REDIRECT,
        "API_URL": server.url,
        "OAUTH_URL": server.url,
        "TEMPLATE_URL": server.url,
    }
    return {f"ZALO_OA__{name}": value for name, value in given.items()}


def product(folder: Path, server: ZaloOaServer, database: str = "", **more: str) -> Product:
    """`motcua serve`, its webhook known to the server."""
    given = {**settings(server), "TELEGRAM__TOKEN": "", **more}
    made = Product(folder, "http://127.0.0.1:9", database, **given)
    server.webhook = f"{made.url}/zalo/oa"
    return made
