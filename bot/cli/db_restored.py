"""`motcua db restored`: what a restored database holds, and what a person says becomes of it."""

from collections.abc import Sequence
from typing import Annotated

import typer

from bot.backup.pending import finish
from bot.cli.notices import moment_of
from bot.cli.opened import settings_and_store
from bot.cli.who import named
from bot.cli.would_repeat import lines
from bot.config import Settings
from bot.guard import COMMANDED, COPIED, DECLARED, NO_MARK, OLDER, OTHER, PICTURE
from bot.restored import Choice, declare, settle
from bot.setup import mark_path
from handlers.clock import SystemClock
from handlers.store import guard
from handlers.store.guard import GuardState
from handlers.store.unit_of_work import Store
from handlers.ward import Ward, ward_of
from handlers.wording.broadcasts import KINDS
from handlers.would_repeat import would_repeat
from knowledge.calendar import local

WHY = {
    OLDER: "cơ sở dữ liệu cũ hơn lần gửi cuối cùng: đã khôi phục từ bản sao lưu",
    COPIED: "tệp sent.mark đã bị chép lại: có thể cả thư mục vừa được khôi phục hoặc chuyển máy",
    NO_MARK: "không có tệp sent.mark: máy mới, hoặc thư mục dữ liệu vừa được khôi phục",
    OTHER: "tệp sent.mark là của cơ sở dữ liệu khác",
    PICTURE: "máy tắt đột ngột khi đang gửi, đã lâu: có thể cả máy vừa được khôi phục từ ảnh chụp",
    DECLARED: "cán bộ báo đã khôi phục",
    COMMANDED: "vừa khôi phục bằng motcua restore",
}
ADVICE = (
    "Chọn một, bằng motcua db restored:\n"
    '  --release-new --by "Họ tên"   chỉ gửi tin chắc chắn chưa gửi; tin có thể đã gửi thì bỏ\n'
    '  --release-all --by "Họ tên"   gửi tất cả: có người nhận hai lần\n'
    '  --close       --by "Họ tên"   không gửi tin nào đang chờ: có người không nhận được'
)


def restored(
    release_new: Annotated[
        bool, typer.Option("--release-new", help="Chỉ gửi tin chắc chắn chưa gửi.")
    ] = False,
    release_all: Annotated[bool, typer.Option("--release-all", help="Gửi tất cả.")] = False,
    close: Annotated[bool, typer.Option("--close", help="Không gửi tin nào đang chờ.")] = False,
    since: Annotated[
        str,
        typer.Option("--declare", help="Báo vừa khôi phục; tin đến lúc này có thể đã gửi."),
    ] = "",
    by: Annotated[str, typer.Option("--by", help="Họ tên người quyết.")] = "",
) -> None:
    """List what would repeat; with a choice, do it."""
    chosen = [
        choice
        for given, choice in (
            (release_new, Choice.NEW),
            (release_all, Choice.ALL),
            (close, Choice.CLOSE),
        )
        if given
    ]
    if len(chosen) > 1 or (chosen and since):
        raise typer.BadParameter("chỉ chọn một trong --release-new, --release-all, --close")
    now = SystemClock().now()
    with settings_and_store() as (settings, store):
        key = settings.commune.key
        finish(settings, store, now)
        if since:
            declare(store, key, moment_of(since), named(by), now)
        elif chosen:
            path = mark_path(settings)
            if not settle(store, path, key, chosen[0], named(by), now):
                typer.echo("Không có gì đang chờ: cơ sở dữ liệu không phải bản khôi phục.")
                raise typer.Exit(1)
            typer.echo("Đã ghi. motcua serve làm tiếp trong một phút.")
            return
        tell(settings, store)


def tell(settings: Settings, store: Store) -> None:
    """What is held, and how to say what becomes of it."""
    with store.read() as work:
        state = guard.load(work)
    if state is None or state.held_at is None:
        typer.echo("Cơ sở dữ liệu không phải bản khôi phục; mọi việc gửi như thường.")
        return
    _list(store, _wards(settings, store), state)


def _wards(settings: Settings, store: Store) -> list[Ward]:
    """Every commune of this database with its records: reminders name a procedure of them."""
    from bot.communes import served
    from bot.knowledge import knowledge_of

    communes = served(settings)
    knowledge = knowledge_of(settings, store, [one.commune for one in communes[1:]])
    mode = settings.registry.mode
    return [ward_of(one.commune, knowledge.of(one.commune.key), mode) for one in communes]


def _list(store: Store, wards: Sequence[Ward], state: GuardState) -> None:
    """What waits, what of it may have left, and what jobs would say anew."""
    until = state.left_until or state.held_at or state.alive_at
    typer.echo(f"ĐANG GIỮ LẠI vì {WHY.get(state.why, state.why)}.")
    typer.echo(f"Tin đến hạn trước {local(until):%H:%M %d/%m/%Y} có thể đã gửi rồi.")
    with store.read() as work:
        rows = guard.waiting(work, until)
        seen = [would_repeat(work, ward, until) for ward in wards]
    for row in rows:
        typer.echo(
            f"{row.channel}, {KINDS.get(row.kind, row.kind)}: {row.number} tin "
            f"({row.left} có thể đã gửi), từ {local(row.first):%H:%M %d/%m} "
            f"đến {local(row.last):%H:%M %d/%m}"
        )
    for ward, one in zip(wards, seen, strict=True):
        name = [ward.commune.name] if len(wards) > 1 else []
        for line in lines(one):
            typer.echo(": ".join([*name, line]))
    planned = sum(one.planned for one in seen)
    typer.echo(f"{sum(row.number for row in rows)} tin đang chờ, {planned} tin sẽ soạn lại.")
    typer.echo(ADVICE)
