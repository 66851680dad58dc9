"""Whom a broadcast did not reach: the numbers to call them, for who may call, each look kept."""

import html

from sqlalchemy import select

from handlers.messages import ChannelName
from handlers.store import contacts, phones, subscriptions
from handlers.store.states import ContactState
from handlers.store.tables import AuditRow, table_of
from handlers.vault import Vault, phone_place
from tests.bot.console.test_broadcasts import OFFICER, does, drafted, queue
from tests.fakes.console import ConsoleSite

HANDED, BY_SMS, OTHERS = "0000 000 123", "+84000000456", "0000 000 789"


def blocked(site: ConsoleSite) -> None:
    """Three who left: one handed over a number, one is a number, one's seal no key opens."""
    key, now = site.served.commune.key, site.clock.now()
    with site.store.work() as work:
        for channel, chat, number in (
            (ChannelName.ZALO_OA, "u1", HANDED),
            (ChannelName.BRIDGE, BY_SMS, ""),
            (ChannelName.ZALO_OA, "u2", OTHERS),
        ):
            name = contacts.ensure_endpoint(work, key, channel, "news", now)
            one = contacts.open_contact(work, contacts.endpoint_of(work, name), chat, "", now)
            subscriptions.ask(work, key, one, now)
            contacts.mark_contact(work, one, ContactState.BLOCKED)
            vault = Vault(bytes(32)) if number == OTHERS else site.vault
            if number:
                phones.keep(work, one, vault.seal_text(phone_place(one), number), now)
        work.commit()


def looks(site: ConsoleSite) -> list[str]:
    row = table_of(AuditRow)
    asked = select(row.c.about).where(row.c.what == "broadcast.numbers_seen")
    with site.store.read() as work:
        return [str(one) for one in work.connection.execute(asked).scalars()]


def test_numbers_are_shown_when_asked_for_and_the_look_is_kept(site: ConsoleSite) -> None:
    blocked(site)
    lan = site.officer(OFFICER)
    path = drafted(lan)
    does(lan, path, "gui")
    queue(site)
    listed = html.unescape(lan.get(f"{path}/can-goi").text)
    assert "3 người chưa nhận được" in listed
    assert HANDED not in listed
    assert BY_SMS not in listed
    assert looks(site) == []
    shown = html.unescape(lan.post(f"{path}/can-goi", f"{path}/can-goi").text)
    assert f"gọi {HANDED}" in shown
    assert f"gọi {BY_SMS}" in shown
    assert OTHERS not in shown
    assert "đã được ghi lại" in shown
    assert looks(site) == ["broadcast:1"]
