"""`motcua notices`: what would be sent and why, and how many promises were kept. Sends nothing."""

import json
from datetime import datetime, timedelta
from typing import Annotated

import typer

from bot.cli.opened import settings_and_store

app = typer.Typer(no_args_is_help=True)

KEPT_DAYS = 30


@app.command("due", help="Tin nào sẽ gửi vào lúc --at, vì sao; không gửi gì.")
def due(
    at: Annotated[str, typer.Option("--at", help="Thời điểm, dạng 2026-11-23T16:00.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="In JSON.")] = False,
) -> None:
    """List what a sweep at that moment would queue, hold back or drop, each with its reason."""
    from bot.cli.notices_due import rows_due
    from handlers.clock import SystemClock

    moment = moment_of(at) if at else SystemClock().now()
    with settings_and_store() as (settings, store):
        rows, followers = rows_due(store, settings, moment)
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        typer.echo(f"{row['code']} → {row['channel']}: {row['says']} [{row['kind']}]")
        typer.echo(f"    {row['outcome']}; vì {row['why']}; căn cứ: {row['basis']}")
    typer.echo(f"{len(rows)} tin, {followers} người theo dõi đến lượt xem.")


@app.command("kept", help="Tin đã hứa trong 30 ngày: gửi được bao nhiêu, theo kênh.")
def kept(as_json: Annotated[bool, typer.Option("--json", help="In JSON.")] = False) -> None:
    """Count promised notices by channel and by what became of them."""
    from handlers.clock import SystemClock
    from handlers.store import notices
    from handlers.wording.promises import BECAME

    since = SystemClock().now() - timedelta(days=KEPT_DAYS)
    with settings_and_store() as (settings, store), store.read() as work:
        rows = notices.kept(work, settings.commune.key, since)
    if as_json:
        listed = [{"channel": one, "became": what, "number": many} for one, what, many in rows]
        typer.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    for channel in sorted({row[0] for row in rows}):
        counts = {what: number for name, what, number in rows if name == channel}
        whole = sum(counts.values())
        sent = counts.get("sent", 0) + counts.get("delivered", 0)
        rest = ", ".join(f"{BECAME.get(what, what)} {n}" for what, n in sorted(counts.items()))
        typer.echo(f"{channel}: gửi được {sent}/{whole} ({100 * sent / whole:.1f} %): {rest}")
    if not rows:
        typer.echo("Chưa hứa tin nào trong 30 ngày qua.")


@app.command("calls", help="Người dân cần gọi điện: tin không đến được, vì sao, từ bao giờ.")
def calls(as_json: Annotated[bool, typer.Option("--json", help="In JSON.")] = False) -> None:
    """List whom an officer should call: what could not be pushed and still holds."""
    from handlers.clock import SystemClock
    from handlers.notices.calling import calls as listed
    from handlers.ward import ward_of
    from handlers.wording.calling import line

    with settings_and_store() as (settings, store), store.read() as work:
        found = listed(work, ward_of(settings.commune), SystemClock().now())
    if as_json:
        rows = [
            {
                "code": one.dossier.code,
                "kinds": list(one.kinds),
                "why": list(one.why),
                "since": one.since.isoformat(timespec="minutes"),
            }
            for one in found
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for one in found:
        typer.echo(line(one))
    typer.echo(f'{len(found)} hồ sơ cần gọi. Gọi xong: motcua notices called MÃ_HỒ_SƠ --by "…"')


@app.command("called", help="Đã gọi điện báo người dân: không gửi tin ấy nữa.")
def called(
    code: Annotated[str, typer.Argument(help="Mã hồ sơ.")],
    by: Annotated[str, typer.Option("--by", help="Họ tên cán bộ đã gọi, như trong motcua staff.")],
) -> None:
    """Take a dossier off the list of whom to call, with who called."""
    from handlers.clock import SystemClock
    from handlers.notices.calling import called as done
    from handlers.notices.calling import calls as listed
    from handlers.roles import Act, may
    from handlers.staffing import find
    from handlers.ward import ward_of

    now = SystemClock().now()
    with settings_and_store() as (settings, store), store.work() as work:
        ward = ward_of(settings.commune)
        caller = find(work, ward.commune.key, by)
        if caller is None or caller.left_at is not None or not may(caller.officer, Act.CALL):
            typer.echo(f"Không có cán bộ {by}, hoặc không được ghi việc này.", err=True)
            raise typer.Exit(1)
        wanted = [
            one.dossier for one in listed(work, ward, now) if one.dossier.code == code.strip()
        ]
        if not wanted:
            typer.echo("Hồ sơ này không có trong danh sách cần gọi.", err=True)
            raise typer.Exit(1)
        closed = done(work, ward.commune.key, wanted[0].id, f"officer:{caller.id}", now)
        work.commit()
        name = caller.officer.name
    typer.echo(f"Đã ghi {name} gọi báo; {closed} tin không gửi nữa.")


def moment_of(text: str) -> datetime:
    """A moment as typed, in Viet Nam where no zone is given; ends the command on others."""
    from handlers.clock import LOCAL

    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        typer.echo(f"Thời điểm “{text}” không đọc được; hãy viết dạng 2026-11-23T16:00.", err=True)
        raise typer.Exit(2) from None
    return found if found.tzinfo else found.replace(tzinfo=LOCAL)
