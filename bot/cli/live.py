"""`motcua live`: the head's recorded act, after seeing what the ward cannot say yet."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.opened import settings_and_store
from bot.cli.who import named
from bot.config import paths
from bot.config_files import line_of_setting
from handlers.clock import SystemClock


def live(
    by: Annotated[
        str, typer.Option("--by", help="Họ tên, chức vụ người đứng đầu.", callback=named)
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Đã đọc, không hỏi lại.")] = False,
) -> None:
    """Show the gaps, the hotline and the privacy text; record who decided; print what to set."""
    with settings_and_store() as (settings, store):
        from bot.channels.terminal.render import blocks_text
        from bot.checkup import Weight, findings
        from bot.knowledge import knowledge_of
        from bot.vault_check import vault_findings
        from handlers.store.acts import record_live_act
        from handlers.wording import privacy

        now = SystemClock().now()
        base = knowledge_of(settings, store).at(now)
        own = settings.commune.key
        vault = vault_findings(settings, store, now, going_live=own)
        looked = (*findings(settings, base), *vault)
        found = [one for one in looked if one.weight is not Weight.GOOD]
        typer.echo(f"{settings.commune.name}, trước khi chạy thật:")
        for one in found:
            typer.echo(f"  [{one.weight.value}] {one.text}")
        typer.echo(f"Đường dây nóng: {settings.commune.hotline.number or 'chưa có'}")
        shown = "\n".join(
            blocks_text(privacy.overview(settings.commune, consent=None, asking=False))
        )
        typer.echo(shown)
        if any(one.weight is Weight.WRONG for one in found):
            typer.echo("Còn việc phải sửa, chưa chạy thật được.", err=True)
            raise typer.Exit(1)
        if not yes and not typer.confirm(f"{by} quyết định cho chạy thật?"):
            raise typer.Exit(1)
        with store.work() as work:
            gaps = [one.text for one in found]
            record_live_act(work, own, by, now, gaps, shown)
            work.commit()
    typer.echo("Đã ghi lại.")
    for line in to_set(paths().config, by, now.date()):
        typer.echo(line)


def to_set(file: Path, by: str, day: date) -> list[str]:
    """What to change in the settings' file, each piece ready to be pasted as it stands."""
    place = line_of_setting(file, ("commune", "stage"))
    where = f"sửa dòng {place} thành" if place else "thêm ngay dưới dòng commune:"
    return [
        f"Trong tệp {file.name}:",
        f"1. {where[:1].upper()}{where[1:]}:",
        "  stage: live",
        "2. Thêm vào cuối tệp (thay phần live: cũ nếu có), sát lề trái:",
        "live:",
        f"  by: {json.dumps(by, ensure_ascii=False)}",
        f"  day: {day.isoformat()}",
    ]
