"""`motcua restore`: put a backup back; nothing of it leaves before a person says so."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.cli.backup import MACHINE, NAMES, counted
from bot.config import Settings, load_settings
from handlers.clock import SystemClock
from knowledge.calendar import local

if TYPE_CHECKING:
    from bot.backup.manifest import Manifest
    from bot.backup.restoring import Restored, Standing

ALSO_LOST: Final = {**NAMES, "audit": "việc cán bộ đã làm"}


def restore(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Bản sao lưu của motcua backup.")],
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Thay cơ sở dữ liệu đang có; việc mới hơn mất."),
    ] = False,
) -> None:
    """Check a backup, put it back, say what would repeat."""
    from bot.backup.restoring import NotEmptyError, restore

    settings, now = load_settings(), SystemClock().now()
    try:
        found = restore(settings, file, now, replace=replace)
    except NotEmptyError as error:
        for line in _refused(error.standing):
            typer.echo(line, err=True)
        raise typer.Exit(1) from None
    typer.echo(f"Đã khôi phục bản sao lưu lúc {local(found.manifest.made_at):%H:%M %d/%m/%Y}.")
    typer.echo(f"Trong đó: {counted(found.manifest)}.")
    for line in (*_lost(found.before), *_again(found), *_beside(settings, found.manifest)):
        typer.echo(line)
    _held(settings, found.manifest.made_at)


def _refused(before: "Standing") -> Iterator[str]:
    yield "Ở đây đã có cơ sở dữ liệu, chưa đổi gì."
    yield from _lost(before, "Nếu khôi phục sẽ mất")
    yield "Nên sao lưu nó trước: motcua backup THƯ_MỤC. Vẫn khôi phục: thêm --replace."


def _lost(before: "Standing", words: str = "Đã mất") -> Iterator[str]:
    """What was written after the backup was made."""
    if before.broken:
        yield "Cơ sở dữ liệu cũ không đọc được; tệp cũ giữ lại cạnh đó với đuôi .hong-…"
    elif before.contents is not None and not before.since:
        yield f"{words}: mọi việc sau lúc sao lưu (phiên bản cũ, không đếm được)."
    elif before.contents is not None:
        yield f"{words}, sau lúc sao lưu: {_numbers(before.since)}."


def _numbers(found: Mapping[str, int]) -> str:
    named = [f"{found[key]} {name}" for key, name in ALSO_LOST.items() if found.get(key)]
    return ", ".join(named) or "không có gì"


def _again(found: "Restored") -> Iterator[str]:
    if found.done.erased:
        yield f"{found.done.erased} người đã xin xoá dữ liệu sau lúc sao lưu: đã xoá lại."
    if found.done.stopped:
        yield f"{found.done.stopped} người đã xin thôi nhận tin sau lúc sao lưu: vẫn thôi."
    if found.before.contents is None:
        yield (
            "Không còn cơ sở dữ liệu cũ: ai xin thôi nhận tin sau lúc sao lưu thì máy không biết; "
            "ai xin xoá dữ liệu thì chỉ biết theo tệp erased.list, nếu còn."
        )


def _beside(settings: Settings, manifest: "Manifest") -> Iterator[str]:
    """Keys and settings that are not those of the backup."""
    from bot.backup.manifest import key_files, key_fingerprints, settings_fingerprints
    from bot.database import latest

    now = key_fingerprints(settings)
    where = {one.name: one for one in key_files(settings)}
    for name in sorted(manifest.keys):
        if name not in now:
            yield f"THIẾU KHOÁ {name}: chép vào {where.get(name, name)} TRƯỚC khi chạy serve."
        elif now[name] != manifest.keys[name]:
            yield f"KHOÁ {name} khác lúc sao lưu: phần niêm phong bằng khoá cũ không mở được."
    if dict(manifest.settings) != settings_fingerprints(settings):
        yield "Tệp cấu hình khác lúc sao lưu: xem lại config.yaml."
    if manifest.revision != latest():
        yield "Bản sao lưu thuộc phiên bản cũ, đã nâng cấp: chạy thêm motcua db upgrade."


def _held(settings: Settings, made_at: datetime) -> None:
    from bot.cli.db_restored import tell
    from bot.cli.opened import settings_and_store
    from handlers.store.copies import BACKED_UP
    from handlers.store.records import audit

    with settings_and_store() as (_, store):
        with store.work() as work:
            now = SystemClock().now()
            audit(work, settings.commune.key, MACHINE, BACKED_UP, "", made_at)  # it knew not yet
            audit(work, settings.commune.key, MACHINE, "database.put_back", "", now)
            work.commit()
        tell(settings, store)
    typer.echo("Chạy motcua serve được ngay: người dân nhắn vẫn được trả lời.")
