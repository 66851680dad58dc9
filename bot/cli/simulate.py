"""`motcua simulate`: a ward's year on a virtual clock, and whether everything held."""

import asyncio
import gc
import json
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.simulation.invariants import Verdict

MANY_VALUES = 100_000
"""Values made before cycles are looked for: a year makes millions that live shortly."""
FIRST = date(2026, 1, 1)
"""A year whose holidays are decided."""


def simulate(
    seed: Annotated[int, typer.Option("--seed", help="Số gốc; cùng số, cùng kết quả.")] = 1,
    days: Annotated[int, typer.Option("--days", min=1, max=365, help="Số ngày.")] = 365,
    dossiers: Annotated[int, typer.Option("--dossiers", min=1, help="Số hồ sơ.")] = 10_000,
    database: Annotated[
        str,
        typer.Option(
            "--database", help="Cơ sở dữ liệu trống, ví dụ postgresql://…; bỏ trống: một tệp tạm."
        ),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="In JSON.")] = False,
) -> None:
    """Run it in a database of its own, thrown away afterwards; exit 1 on a breach.

    An empty one may be named; what the year wrote stays in it.
    """
    began = time.perf_counter()
    verdict = _run(seed, days, dossiers, database)
    seconds = time.perf_counter() - began
    (_print_json if as_json else _print)(verdict, seconds)
    if verdict.breaches:
        raise typer.Exit(1)


def _run(seed: int, days: int, dossiers: int, database: str) -> "Verdict":
    from bot.config import load_settings
    from bot.config_rules import judge_by
    from bot.database import current, make_engine, throw_away, upgrade
    from bot.simulation.invariants import judge
    from bot.simulation.year import Year
    from handlers.store.unit_of_work import Store
    from handlers.ward import ward_of

    settings = load_settings()
    judge_by(settings.rules)
    ward = ward_of(settings.commune)
    gc.set_threshold(MANY_VALUES)
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(database or f"sqlite:///{Path(folder) / 'ward.db'}")
        if not database:
            throw_away(engine)
        try:
            if current(engine) is not None:
                message = "cơ sở dữ liệu này đã có dữ liệu; hãy tạo một cơ sở dữ liệu trống"
                raise typer.BadParameter(message, param_hint="--database")
            upgrade(engine)
            gc.freeze()
            year = Year(Store(engine), ward, seed, FIRST)
            asyncio.run(year.run(days, dossiers))
            return judge(year)
        finally:
            engine.dispose()


def _print(verdict: "Verdict", seconds: float) -> None:
    typer.echo(f"{verdict.dossiers} hồ sơ, {seconds:.0f} giây, dấu {verdict.fingerprint}")
    from handlers.notice_kinds import ABOUT
    from handlers.wording.promises import BECAME

    says = {kind.value: about.says for kind, about in ABOUT.items()}
    says |= {
        "broadcast": "Tin gửi nhiều người",
        "urgent": "Tin khẩn",
        "correction": "Đính chính",
        "reply": "Trả lời người dân",
    }
    for kind, number in sorted(verdict.notices.items()):
        typer.echo(f"  {number:>7}  {says.get(kind, 'Tin cho cán bộ')}")

    became = ", ".join(
        f"{BECAME.get(what, what)} {number}" for what, number in sorted(verdict.became.items())
    )
    typer.echo(f"Tin đã hứa: {became}")
    counted: dict[str, list[str]] = {}
    for breach in verdict.breaches:
        counted.setdefault(breach.invariant, []).append(breach.about)
    for invariant, found in counted.items():
        typer.echo(f"VI PHẠM {invariant}: {len(found)}", err=True)
        for about in found[:10]:
            typer.echo(f"    {about}", err=True)
    if not counted:
        typer.echo("Mọi điều bất biến đều giữ.")


def _print_json(verdict: "Verdict", seconds: float) -> None:
    found = {
        "dossiers": verdict.dossiers,
        "seconds": round(seconds, 1),
        "fingerprint": verdict.fingerprint,
        "notices": dict(sorted(verdict.notices.items())),
        "became": dict(sorted(verdict.became.items())),
        "breaches": [{"invariant": one.invariant, "about": one.about} for one in verdict.breaches],
    }
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
