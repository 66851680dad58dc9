"""`motcua broadcast render`, `motcua notices render`: one message everywhere; sends nothing."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.opened import settings_and_store
from bot.surfaces import PUBLIC, Size, about, of_broadcast, rendered
from handlers.announcing import announcement
from handlers.broadcast_texts import text_of
from handlers.clock import SystemClock
from handlers.messages import Reply
from handlers.notice_kinds import NoticeKind
from handlers.notices.sweeping import facts_for
from handlers.store import broadcasts, check_codes
from handlers.store.states import OutboxKind
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of
from handlers.wording import broadcasts as wording
from handlers.wording import notices as notice_wording
from knowledge import dossier_store
from knowledge.surfaces.announcement import Announcement, Surface
from knowledge.surfaces.screens import Board

ALL = "all"
SURFACES = " | ".join((*Surface, ALL))

On = Annotated[str, typer.Option("--surface", help=SURFACES)]
Width = Annotated[int, typer.Option("--width", help="Số chữ một dòng: bảng LED 24, giấy in 32.")]
Lines = Annotated[int, typer.Option("--lines", help="Số dòng một trang bảng LED.")]
Marks = Annotated[
    bool | None,
    typer.Option("--marks/--no-marks", help="Có dấu hay không: SMS không, giấy in có."),
]
Out = Annotated[Path | None, typer.Option("--out", help="Ghi ra tệp chữ UTF-8 thay vì màn hình.")]


def broadcast(
    number: Annotated[int, typer.Argument(help="Số của tin (motcua broadcast list).")],
    surface: On = ALL,
    width: Width = 0,
    lines: Lines = 4,
    marks: Marks = None,
    out: Out = None,
) -> None:
    """Show a broadcast as chats, telephones, boards, loudspeakers, paper and pages have it."""
    chosen, size = _surfaces(surface), _size(width, lines, marks)
    with settings_and_store() as (settings, store):
        ward = ward_of(settings.commune)
        with store.read() as work:
            one = broadcasts.find(work, ward.commune.key, number)
        if one is None:
            raise _refused(wording.NO_SUCH)
        try:
            text = text_of(ward.commune, one)
        except ValueError:
            raise _refused("Tin có chỗ chưa điền được; sửa bằng motcua broadcast edit.") from None
        letter = wording.letter(ward.commune, one, text)
        worn = _worn(store, letter, one.commune, OutboxKind.BROADCAST, one.due)
    told = of_broadcast(text, worn, ward.commune)
    _show(chosen, worn, told, size, out)


def notice(
    code: Annotated[str, typer.Argument(help="Mã hồ sơ.")],
    kind: Annotated[str, typer.Option("--kind", help="Loại tin (docs/notices.md).")],
    surface: On = ALL,
    width: Width = 0,
    marks: Marks = None,
    out: Out = None,
) -> None:
    """Show a notice of a dossier; never for a board or loudspeakers: it is one person's matter."""
    chosen = [one for one in _surfaces(surface) if one not in PUBLIC or surface != ALL]
    if PUBLIC.intersection(chosen):
        raise _refused("Tin về hồ sơ là việc riêng của một người: không chiếu bảng, không đọc loa.")
    if kind not in notice_wording.KINDS:
        raise typer.BadParameter(f"“{kind}”: chọn một trong {', '.join(notice_wording.KINDS)}")
    with settings_and_store() as (settings, store):
        ward = ward_of(settings.commune)
        with store.read() as work:
            dossier = dossier_store.find(work.session, ward.commune.key, code.strip())
            if dossier is None:
                raise _refused("Không có hồ sơ mang mã này trong sổ đã nhập.")
            facts = facts_for(work, NoticeKind(kind), dossier, ward)
        reply = notice_wording.notice(NoticeKind(kind), facts, 0)
        worn = _worn(store, reply, ward.commune.key, OutboxKind.NOTICE)
    _show(chosen, worn, announcement(worn, ward.commune), _size(width, 4, marks), out)


def _worn(
    store: Store, reply: Reply, commune: str, kind: OutboxKind, due: datetime | None = None
) -> Reply:
    """With the check code of the day it leaves: today, if it is not set for later."""
    if store.seal is None:
        return reply
    now = SystemClock().now()
    return check_codes.stamped(store.seal, reply, commune, kind, max(due or now, now))[0]


def _surfaces(given: str) -> list[Surface]:
    if given == ALL:
        return list(Surface)
    if given not in {str(one) for one in Surface}:
        raise typer.BadParameter(f"“{given}”: chọn một trong {SURFACES}")
    return [Surface(given)]


def _size(width: int, lines: int, marks: bool | None) -> Size:  # noqa: FBT001 - an option
    """What was asked for, the usual elsewhere."""
    usual = Size()
    try:
        board = Board(width or usual.board.width, lines)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    return Size(
        board,
        width or usual.paper,
        usual.slip_marks if marks is None else marks,
        usual.sms_marks if marks is None else marks,
    )


def _show(
    chosen: list[Surface], reply: Reply, told: Announcement, size: Size, out: Path | None
) -> None:
    parts = []
    for surface in chosen:
        try:
            between = "\n" if surface is Surface.LOUDSPEAKER else "\n--\n"
            said = between.join(rendered(surface, reply, told, size))
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None
        more = about(surface, told, size)
        title = f"== {surface}" + (f": {more}" if more else "")
        parts.append(f"{title}\n{said}" if out is None or len(chosen) > 1 else said)
    text = "\n\n".join(parts)
    if out is None:
        typer.echo(text)
        return
    try:
        out.write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise _refused(f"Không ghi được {out}: {error.strerror}.") from None
    typer.echo(f"Đã ghi {out}.")


def _refused(text: str) -> typer.Exit:
    typer.echo(text, err=True)
    return typer.Exit(1)
