"""`motcua backup`: one file that holds the database and the files people sent."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.config import Settings, load_settings
from handlers.clock import SystemClock

if TYPE_CHECKING:
    from bot.backup.manifest import Manifest

MACHINE: Final = "máy"
"""Who made a backup: a timer as a rule."""
NAMES: Final = {
    "contact": "người liên hệ",
    "inbound": "tin đến",
    "feedback_case": "phản ánh",
    "dossier": "hồ sơ",
    "outbox": "tin gửi",
    "files": "tệp",
}


def backup(
    where: Annotated[Path, typer.Argument(metavar="TỆP|THƯ_MỤC", help="Nơi ghi bản sao lưu.")],
) -> None:
    """Write a backup; `serve` may run meanwhile."""
    from bot.backup.making import make_backup

    settings, now = load_settings(), SystemClock().now()
    made = make_backup(settings, where, now)
    typer.echo(f"Đã sao lưu: {made.file} ({size(made.size)})")
    typer.echo(f"Trong đó: {counted(made.manifest)}.")
    if made.manifest.lost_files:
        text = f"{made.manifest.lost_files} tệp có tên trong sổ mà không còn trên ổ đĩa."
        typer.echo(f"Chú ý: {text} Xem: motcua doctor")
    _apart(settings)
    _note(settings)


def size(number: int) -> str:
    """Bytes as an officer reads them."""
    if number < 1_000_000:
        return f"{number / 1_000:.1f} KB".replace(".", ",")
    return f"{number / 1_000_000:.1f} MB".replace(".", ",")


def counted(manifest: "Manifest") -> str:
    """What a backup holds."""
    held = ((name, manifest.counts.get(key)) for key, name in NAMES.items())
    return ", ".join(f"{number} {name}" for name, number in held if number is not None)


def _apart(settings: Settings) -> None:
    """What is never in it, and is needed with it."""
    from bot.backup.manifest import key_files

    typer.echo("KHÔNG có trong bản sao, phải cất riêng ở nơi khác, cùng mật khẩu và token:")
    for one in (*key_files(settings), *_settings_files(settings)):
        if one.is_file():
            typer.echo(f"  {one}")


def _settings_files(settings: Settings) -> list[Path]:
    from bot.config import paths

    main = paths().config
    return [main, *(main.parent / one for one in settings.communes.files)]


def _note(settings: Settings) -> None:
    """Remember when it was, for `doctor`; a backup is good without."""
    from bot.database import current, engine_of, latest
    from handlers.errors import StorageError
    from handlers.store.copies import BACKED_UP
    from handlers.store.records import audit
    from handlers.store.unit_of_work import Store

    with engine_of(settings.database.url) as engine:
        if current(engine) != latest():
            return
        try:
            with Store(engine).work() as work:
                now = SystemClock().now()
                audit(work, settings.commune.key, MACHINE, BACKED_UP, "", now)
                work.commit()
        except StorageError:
            typer.echo("Chưa ghi được vào sổ là đã sao lưu; bản sao vẫn dùng được.", err=True)
