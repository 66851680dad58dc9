"""`motcua broadcast preview`, `recipients`, `calls`: what would leave, whom it did not reach."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.broadcast import By, Number, acting_as, done, fail, found, looking
from handlers.broadcast_reports import Unreached
from handlers.broadcast_texts import Refused
from handlers.broadcasts import missing, previewing
from handlers.broadcasts import recipients as lists
from handlers.recipient_sheet import SheetError
from handlers.store import broadcasts
from handlers.wording import broadcast_reports as wording
from handlers.wording.broadcasts import refusal

Caller = Annotated[
    str, typer.Option("--by", help="Họ tên cán bộ gọi: hiện cả số người dân đã đưa, có ghi lại.")
]
List = Annotated[Path, typer.Argument(help="Bảng .xlsx, .csv: mã hồ sơ, số điện thoại…")]


def preview(number: Number) -> None:
    """Show what each channel would show, to how many, and how many are barred and why."""
    from bot.broadcast_costs import tariffs_of
    from bot.broadcast_preview import looks_of
    from bot.communes import served
    from bot.config import load_settings

    settings = load_settings()
    communes = served(settings)
    looks = looks_of(communes, settings.web.public_url)
    ports = previewing.ChannelPorts(looks, tariffs_of(communes))
    with looking() as (store, ward, now), store.read() as work:
        one = found(broadcasts.find(work, ward.commune.key, number))
        seen = previewing.preview_of(work, ward, one, now, ports)
    if isinstance(seen, Refused):
        raise fail(refusal(seen))
    for line in wording.preview(one, seen, ward.commune.broadcasts.approve_above):
        typer.echo(line)


def recipients(number: Number, by: By, file: List) -> None:
    """Give a draft its recipients; what is wrong in the file is shown, nothing is sent."""
    from bot.casework import vault_of
    from bot.config import load_settings
    from bot.recipient_files import rows_of

    try:
        rows = rows_of(file)
    except SheetError as error:
        raise fail(f"{file.name}: {error}") from None
    vault = vault_of(load_settings())
    with looking() as (store, ward, now), store.read() as work:
        known = lists.phones(work, ward.commune.key, vault)
        matched = lists.match(work, ward, number, rows, known, now)
    if isinstance(matched, Refused):
        raise fail(refusal(matched))
    with acting_as(by) as acting:
        made = done(lists.give(acting, number, matched))
    for line in wording.listed(previewing.listed(matched.lines)):
        typer.echo(line)
    typer.echo(f"Tin {number} nay là phiên bản {made.version}, chưa ai duyệt, chưa gửi gì.")


def calls(number: Number, by: Caller = "") -> None:
    """The list of those it has not reached, with the dossiers they follow; `--by`: and numbers."""
    if by:
        people = _with_numbers(number, by)
    else:
        with looking() as (store, ward, now), store.read() as work:
            one = found(broadcasts.find(work, ward.commune.key, number))
            people = missing.people(work, one, now)
    for line in wording.calls(people):
        typer.echo(line)


def _with_numbers(number: int, by: str) -> list[Unreached]:
    from bot.casework import vault_of
    from bot.config import load_settings

    vault = vault_of(load_settings())
    with acting_as(by) as acting:
        one = found(broadcasts.find(acting.work, acting.ward.commune.key, number))
        return missing.with_numbers(acting, one, vault)
