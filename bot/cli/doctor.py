"""`motcua doctor`: everything that is wrong or missing, each with its remedy."""

import typer

from bot.cli.opened import settings_and_store
from handlers.clock import SystemClock


def doctor() -> None:
    """Look at settings, database, calendar and catalogue; exit 1 when something must be mended."""
    with settings_and_store() as (settings, store):
        from bot.bridge_check import bridge_findings
        from bot.calendar_check import calendar_findings
        from bot.checkup import (
            Finding,
            Weight,
            file_findings,
            findings,
            live_findings,
            unread_findings,
        )
        from bot.communes import served
        from bot.knowledge import knowledge_of
        from bot.register_check import register_findings
        from bot.storage_check import (
            backup_finding,
            storage_findings,
            telegram_finding,
            tool_findings,
        )
        from bot.vault_check import vault_findings
        from bot.zalo_bot_check import zalo_bot_findings
        from bot.zalo_oa_check import zalo_oa_findings
        from handlers.store.views import stuck

        communes = served(settings)  # mistakes of further files end it here, all listed
        now = SystemClock().now()
        base = knowledge_of(settings, store).at(now)
        with store.read() as work:
            waiting = stuck(work)
        found = [*storage_findings(store), *findings(settings, base), *unread_findings(store)]
        found.extend(live_findings((one.commune for one in communes), store))
        found.extend(file_findings(settings, store, now))
        found += [backup_finding(store, now), *tool_findings(settings)]
        found.append(telegram_finding(settings))
        channels = (zalo_bot_findings, zalo_oa_findings, bridge_findings)
        for looked_at in (*channels, register_findings, calendar_findings, vault_findings):
            found.extend(looked_at(settings, store, now))
        troubles = (
            (waiting.parked, "tin nhắn chưa xử lý được sau ba lần thử."),
            (waiting.dead, "tin gửi đi không đến được. Xem: motcua outbox dead --by …"),
        )
        found += [Finding(Weight.WRONG, f"{count} {what}") for count, what in troubles if count]
    for one in found:
        typer.echo(f"[{one.weight.value}] {one.text}")
    if any(one.weight is Weight.WRONG for one in found):
        raise typer.Exit(1)
