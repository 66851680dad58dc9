"""`motcua staff`: who the officers are, their roles, the codes that tie them to a chat."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

import typer

from bot.cli.opened import settings_and_store
from handlers import second_factor, sign_in, staffing
from handlers.clock import SystemClock
from handlers.officers import Member, Refusal, Role
from handlers.store import staff
from handlers.store.unit_of_work import Work
from handlers.wording import staff as wording

app = typer.Typer(no_args_is_help=True)
BY = "cli"
"""Who did it, for the record: whoever holds the ward's machine."""

Name = Annotated[str, typer.Argument(help="Họ tên cán bộ, như đã thêm.")]
Roles = Annotated[
    list[str],
    typer.Argument(help="cán bộ | phụ trách một cửa | lãnh đạo | quản trị | soát xét"),
]


@dataclass(frozen=True, slots=True)
class _Desk:
    """One opened transaction of a staff command."""

    work: Work
    commune: str
    now: datetime

    def member(self, name: str) -> Member:
        """The officer of a name; ends the command with a plain line when there is none."""
        found = staffing.find(self.work, self.commune, name)
        if found is None:
            raise _fail(wording.REFUSALS[Refusal.UNKNOWN])
        return found


@app.command("add", help="Thêm cán bộ với một hay nhiều vai trò.")
def add(
    name: Annotated[str, typer.Argument(help="Họ tên cán bộ.")],
    roles: Roles,
    superior: Annotated[str, typer.Option("--superior", help="Họ tên cấp trên.")] = "",
    register_name: Annotated[
        str, typer.Option("--register-name", help="Tên trong phần mềm một cửa, nếu khác.")
    ] = "",
) -> None:
    """Take an officer in."""
    given = _roles(roles)
    with _desk() as desk:
        above = desk.member(superior).id if superior else None
        done = staffing.add(
            desk.work,
            desk.commune,
            name.strip(),
            given,
            BY,
            desk.now,
            superior=above,
            register_name=register_name.strip() or None,
        )
        if isinstance(done, Refusal):
            raise _fail(wording.REFUSALS[done])
    typer.echo(f"Đã thêm {name.strip()}: {wording.role_names(given)}.")
    typer.echo(f'Tiếp theo: motcua staff link "{name.strip()}" để lấy mã liên kết.')


@app.command("list", help="Xem cán bộ, vai trò, đã liên kết chưa, ai làm thay.")
def show() -> None:
    """Print every officer in office."""
    with _desk() as desk:
        listed = staff.members(desk.work, desk.commune)
        today = desk.now.date()
    names = {one.id: one.officer.name for one in listed}
    for one in listed:
        if one.left_at is None:
            typer.echo(wording.member_line(one, names, today))
    if not any(one.left_at is None for one in listed):
        typer.echo('Chưa có cán bộ nào. Ví dụ: motcua staff add "Họ tên" "cán bộ"')


@app.command("roles", help="Đặt lại vai trò của một cán bộ.")
def roles(name: Name, given: Roles) -> None:
    """Give these roles and no others."""
    wanted = _roles(given)
    _do(name, lambda desk, member: staffing.set_roles(desk.work, member, wanted, BY, desk.now))
    typer.echo(f"{name}: {wording.role_names(wanted)}.")


@app.command("link", help="Mã một lần: gõ vào cuộc trò chuyện; --console: vào trang làm việc.")
def link(
    name: Name,
    console: Annotated[
        bool, typer.Option("--console", help="Đường dẫn vào trang làm việc (10 phút).")
    ] = False,
) -> None:
    """Print a one-time code; only its hash is kept."""
    if console:
        _console_link(name)
        return
    with _desk() as desk:
        code = staffing.make_link(desk.work, desk.member(name), BY, desk.now)
        if isinstance(code, Refusal):
            raise _fail(wording.REFUSALS[code])
    typer.echo(f"Mã liên kết của {name}: {code}")
    typer.echo("Dùng một lần, trong 15 phút. Cán bộ gõ mã này vào cuộc trò chuyện riêng với trợ lý")
    typer.echo(f"(Telegram hoặc trang web), hoặc mở đường dẫn t.me/TÊN_BOT?start=s_{code}.")


def _console_link(name: str) -> None:
    from bot.casework import tickets_of

    with settings_and_store() as (settings, store), store.work() as work:
        desk = _Desk(work, settings.commune.key, SystemClock().now())
        tickets = tickets_of(settings)
        made = sign_in.make_link(work, tickets, desk.member(name), BY, desk.now)
        work.commit()
    if isinstance(made, Refusal):
        raise _fail(wording.REFUSALS[made])
    typer.echo(made.url)
    typer.echo(f"Dùng một lần, trong 10 phút; hoặc mở {made.page} rồi gõ mã {made.code}.")


@app.command("reset-totp", help="Mất điện thoại: xoá mã xác nhận, thoát mọi phiên; cài lại sau.")
def reset_totp(name: Name) -> None:
    """The officer sets a new authenticator app up at the next sign-in."""
    with _desk() as desk:
        known = second_factor.reset(desk.work, desk.member(name).officer, BY, desk.now)
    typer.echo(f"{name}: đã xoá mã xác nhận." if known else f"{name} chưa cài mã xác nhận.")


@app.command("sign-out", help="Thoát mọi phiên của một cán bộ trên trang làm việc.")
def sign_out(name: Name) -> None:
    """End every session of the officer, and every code that would open one."""
    with _desk() as desk:
        ended = sign_in.end_for(desk.work, desk.member(name).officer, BY, desk.now)
    typer.echo(f"{name}: đã thoát {ended} phiên.")


@app.command("away", help="Ghi ngày nghỉ và người làm thay; không có --until là đã đi làm lại.")
def away(
    name: Name,
    until: Annotated[str, typer.Option("--until", help="Hết ngày nào, NĂM-THÁNG-NGÀY.")] = "",
    stand_in: Annotated[str, typer.Option("--stand-in", help="Họ tên người làm thay.")] = "",
) -> None:
    """Away up to and with a day, with who stands in."""
    last = _day(until) if until else None

    def act(desk: _Desk, member: Member) -> Refusal | None:
        other = desk.member(stand_in) if stand_in else None
        return staffing.set_away(desk.work, member, last, other, BY, desk.now)

    _do(name, act)
    typer.echo(f"{name}: nghỉ hết ngày {last:%d/%m/%Y}." if last else f"{name}: đã đi làm lại.")


@app.command("leave", help="Cán bộ thôi việc: mất mọi quyền ngay lúc này.")
def leave(name: Name) -> None:
    """Take an officer out of office."""
    _do(name, lambda desk, member: staffing.leave(desk.work, member, BY, desk.now))
    typer.echo(f"{name} không còn quyền cán bộ.")


def _do(name: str, act: Callable[[_Desk, Member], Refusal | None]) -> None:
    with _desk() as desk:
        refused = act(desk, desk.member(name))
        if refused is not None:
            raise _fail(wording.REFUSALS[refused])


@contextmanager
def _desk() -> Iterator[_Desk]:
    """One transaction, kept when nothing was refused."""
    with settings_and_store() as (settings, store), store.work() as work:
        yield _Desk(work, settings.commune.key, SystemClock().now())
        work.commit()


def _roles(given: list[str]) -> frozenset[Role]:
    found = {text: wording.role_of(text) for text in given}
    unknown = [text for text, role in found.items() if role is None]
    if unknown:
        raise _fail(
            f"Không có vai trò {', '.join(unknown)}. Dùng: {', '.join(wording.ROLES.values())}."
        )
    return frozenset(role for role in found.values() if role is not None)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _fail(f"Không đọc được ngày {text}; ghi như 2026-12-31.") from None


def _fail(words: str) -> typer.Exit:
    typer.echo(words, err=True)
    return typer.Exit(1)
