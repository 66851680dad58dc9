"""Readers of notices whom the account reaches in every way it has: free, paid for, by template."""

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path

from bot.config import load_settings
from bot.database import make_engine
from bot.zalo_oa import sealer_of
from handlers.clock import SystemClock
from handlers.messages import ChannelName, Form
from handlers.store import contacts, phones
from handlers.store.unit_of_work import Store
from handlers.vault import phone_place
from tests.fakes.killing import Reader, queue_notices
from tests.fakes.telegram.product import LIVE
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.account import Account
from tests.fakes.zalo_oa.server import ZaloOaServer
from tests.fakes.zalo_oa.templates import Template

PACKAGE = 40
"""Messages the package holds: fewer than there are readers of the week."""
WORDS, BY_UID, BY_PHONE = 55, 100, 200
"""Đồng a message."""
_FIELDS = {"ma_ho_so": "ma", "ma_tin": "ma_kiem_tra"}
SETTINGS = {
    "ZALO_OA__MONTHLY_BUDGET": "1000000",
    "ZALO_OA__MESSAGE_PRICE": str(WORDS),
    "ZALO_OA__TEMPLATES": json.dumps(
        {
            "ready": {"id": "t1", "fields": _FIELDS, "price_uid": BY_UID},
            "supplement": {"id": "t2", "fields": _FIELDS, "price_phone": BY_PHONE},
        }
    ),
}


def _form(kind: str) -> Form:
    return Form(kind, (("ma", "0001"), ("ma_kiem_tra", "ABCD-1234")))


def _many(first: int, number: int, days: float, form: Form | None = None) -> list[Reader]:
    return [Reader(str(one), timedelta(days=days), form) for one in range(first, first + number)]


FREE = _many(20_000, 120, 0)
OF_THE_WEEK = _many(30_000, 80, 3)
LONG_AGO = _many(40_000, 60, 10, _form("ready"))
WITH_NUMBER = _many(50_000, 40, 10, _form("supplement"))
EVERYBODY = (*FREE, *OF_THE_WEEK, *LONG_AGO, *WITH_NUMBER)
PAID = len(OF_THE_WEEK) - PACKAGE + len(LONG_AGO) + len(WITH_NUMBER)
"""Of these notices cost money."""


def expected(folder: Path, server: ZaloOaServer, database: str) -> None:
    """A notice for each waits in the database, and Zalo knows when each was last there."""
    queue_notices(database, EVERYBODY, ChannelName.ZALO_OA, rules.OA_ID)
    _keep_numbers(folder, database)
    server.do(lambda: _at_zalo(server.account))


def _at_zalo(account: Account) -> None:
    account.quotas["sub_quota"] = PACKAGE
    for name in ("t1", "t2"):
        account.templates[name] = Template(name, tuple(_FIELDS), BY_UID, BY_PHONE)
    for reader in EVERYBODY:
        account.person(reader.chat).last_at = account.now() - reader.ago


def _keep_numbers(folder: Path, database: str) -> None:
    loaded = load_settings(LIVE)
    keys = loaded.keys.model_copy(update={"zalo_file": str(folder / "zalo.key")})
    vault, now = sealer_of(loaded.model_copy(update={"keys": keys})), SystemClock().now()
    engine = make_engine(database)
    with Store(engine).work() as work:
        for reader in WITH_NUMBER:
            contact = contacts.find_contact(work, "zalo_oa", reader.chat)
            assert contact is not None
            sealed = vault.seal_text(phone_place(contact), number_of(reader.chat))
            phones.keep(work, contact, sealed, now)
        work.commit()
    engine.dispose()


def number_of(chat: str) -> str:
    """The number they gave."""
    return f"84900{chat:0>6}"


CHATS = {number_of(one.chat): one.chat for one in WITH_NUMBER}


def billed(account: Account) -> int:
    """Đồng Zalo wants for what left."""
    kinds = Counter(one.partition(":")[0] if ":" in one else "words" for one in account.billed)
    return WORDS * kinds["words"] + BY_UID * kinds["uid"] + BY_PHONE * kinds["sdt"]
