"""The whole product with its Official Account pointed at the strict server."""

from datetime import timedelta
from pathlib import Path

from bot.channels.zalo_oa.oauth import Pair
from bot.config import Settings, load_settings
from bot.database import make_engine
from bot.zalo_oa import pairs_of
from handlers.messages import ChannelName
from handlers.store import contacts
from handlers.store.unit_of_work import Store
from tests.fakes.telegram.product import LIVE, Product
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.server import ZaloOaServer

ENDPOINT = "zalo_oa"


def settings(server: ZaloOaServer) -> dict[str, str]:
    """Variables, without their prefix."""
    given = {
        "APP_ID": rules.APP_ID,
        "OA_ID": rules.OA_ID,
        "APP_SECRET": rules.APP_SECRET,
        "OA_SECRET_KEY": rules.OA_KEY,
        "REDIRECT_URI": rules.REDIRECT,
        "API_URL": server.url,
        "OAUTH_URL": server.oauth_url,
        "TEMPLATE_URL": server.template_url,
    }
    return {f"ZALO_OA__{name}": value for name, value in given.items()}


def product(folder: Path, server: ZaloOaServer, database: str = "", **more: str) -> Product:
    """`motcua serve`, its webhook known to the server."""
    given = {
        **settings(server),
        "TELEGRAM__TOKEN": "",
        "KEYS__ZALO_FILE": str(folder / "zalo.key"),
        "ZALO_OA__PER_MINUTE": "60000",
        **more,
    }
    made = Product(folder, "http://127.0.0.1:9", database, **given)
    server.webhook = f"{made.url}/zalo/oa"
    return made


def log_in(folder: Path, server: ZaloOaServer, database: str = "") -> None:
    """An administrator has logged in: the pair lies in the database."""
    loaded = _loaded(folder)
    engine = make_engine(database or f"sqlite:///{folder}/ward.db")
    store, now = Store(engine), server.now()
    with store.work() as work:
        contacts.ensure_commune(work, loaded.commune.key, loaded.commune.name, now)
        endpoint = contacts.ensure_endpoint(
            work, loaded.commune.key, ChannelName.ZALO_OA, rules.OA_ID, now
        )
        work.commit()
    told = server.do(server.account.issue)
    life = timedelta(seconds=int(told["expires_in"]))
    pair = Pair(told["access_token"], told["refresh_token"], now, now + life)
    pairs_of(loaded, store, endpoint).log_in(pair)
    engine.dispose()


def stored_pair(folder: Path, database: str) -> tuple[str, str]:
    """The access and the refresh token the database has."""
    engine = make_engine(database)
    found = pairs_of(_loaded(folder), Store(engine), ENDPOINT).read()
    engine.dispose()
    if found is None:
        raise AssertionError("nobody has logged in")
    return found.pair.access, found.pair.refresh


def _loaded(folder: Path) -> Settings:
    loaded = load_settings(LIVE)
    keys = loaded.keys.model_copy(update={"zalo_file": str(folder / "zalo.key")})
    return loaded.model_copy(update={"keys": keys})
