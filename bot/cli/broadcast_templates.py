"""`motcua broadcast template`: texts with fields to write by again; each version is kept."""

from typing import Annotated

import typer

from bot.cli.broadcast import By, File, Text, acting_as, fail, looking, words_of
from handlers.broadcast_texts import Refused
from handlers.broadcasts import templates
from handlers.store import broadcast_templates as store
from handlers.store.broadcast_templates import Template
from handlers.wording import broadcasts as wording
from knowledge.calendar import local

app = typer.Typer(no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Tên hoặc số của mẫu (motcua broadcast template list).")]


@app.command("new", help="Soạn mẫu tin mới; chỗ điền viết {ngay}, {noi_nhan}…")
def new(
    name: Annotated[str, typer.Argument(help="Tên mẫu, ví dụ “Cúp nước”.")],
    by: By,
    text: Text = "",
    file: File = None,
) -> None:
    """Write a text down under a name."""
    with acting_as(by) as acting:
        one = _done(templates.create(acting, name, words_of(text, file)))
    typer.echo(f"Đã lưu mẫu {one.id} “{one.name}”. Soạn tin: broadcast new --template {one.id}")


@app.command("edit", help="Sửa mẫu: thành bản mới; bản cũ giữ nguyên.")
def edit(name: Name, by: By, text: Text = "", file: File = None) -> None:
    """Other words: a new version."""
    with acting_as(by) as acting:
        number = _found(templates.usable(acting.work, acting.ward.commune.key, name)).id
        one = _done(templates.edit(acting, number, words_of(text, file)))
    typer.echo(f"Mẫu {one.id} “{one.name}” nay là bản {one.version}; các bản cũ vẫn giữ.")


@app.command("list", help="Các mẫu tin, mẫu thôi dùng ở cuối.")
def listed() -> None:
    """Every one with the fields an officer fills in."""
    with looking() as (store_, ward, now), store_.read() as work:
        found = store.listed(work, ward.commune.key)
    for one in found:
        own = templates.own_fields(ward.commune, one.words, local(now).date())
        gone = " (thôi dùng)" if one.retired_at is not None else ""
        needs = f" [điền: {', '.join(own)}]" if own else ""
        typer.echo(f"{one.id}. {one.name}, bản {one.version}{gone}{needs}")
    if not found:
        typer.echo('Chưa có mẫu nào. Ví dụ: motcua broadcast template new "Cúp nước" --text "…"')


@app.command("show", help="Một mẫu với mọi bản của nó, bản mới trước.")
def show(name: Name) -> None:
    """All versions, the newest first."""
    with looking() as (store_, ward, _), store_.read() as work:
        one = store.named(work, ward.commune.key, name)
        if one is None and name.isascii() and name.isdecimal():
            one = store.find(work, ward.commune.key, int(name))
        if one is None:
            raise fail(wording.NO_TEMPLATE)
        kept = store.versions(work, one.id)
    gone = f", thôi dùng từ {local(one.retired_at):%d/%m/%Y}" if one.retired_at else ""
    typer.echo(f"Mẫu {one.id}: {one.name}{gone}")
    for each in kept:
        typer.echo(f"\nBản {each.version}, {local(each.at):%H:%M %d/%m/%Y}:\n{each.words}")


@app.command("retire", help="Thôi dùng một mẫu; tin đã soạn theo mẫu không đổi.")
def retire(name: Name, by: By) -> None:
    """Nothing new is written by it."""
    with acting_as(by) as acting:
        number = _found(templates.usable(acting.work, acting.ward.commune.key, name)).id
        one = _done(templates.retire(acting, number))
    typer.echo(f"Mẫu {one.id} “{one.name}” thôi dùng.")


def _found(found: tuple[Template, object] | Refused) -> Template:
    if isinstance(found, Refused):
        raise fail(wording.refusal(found))
    return found[0]


def _done(outcome: Template | Refused) -> Template:
    if isinstance(outcome, Refused):
        raise fail(wording.refusal(outcome))
    return outcome
