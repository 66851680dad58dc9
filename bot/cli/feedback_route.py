"""`motcua feedback route`: a case that is a complaint or a denunciation after all."""

from typing import Annotated

import typer

from bot.cli.feedback import By, Code, fail, opened, told
from handlers.cases import routing
from knowledge.feedback.kinds import ROUTED, FeedbackKind


def route(
    code: Code,
    by: By,
    kind: Annotated[
        str, typer.Option("--kind", help="complaint (khiếu nại)|denunciation (tố cáo)")
    ],
) -> None:
    """Wipe it and point its sender to the law's own road; it cannot be undone."""
    if kind not in {one.value for one in ROUTED}:
        fail(f"Không có loại “{kind}”: complaint (khiếu nại) hoặc denunciation (tố cáo).")
    with opened(by) as desk:
        told(routing.route(desk.doing, desk.code(code), FeedbackKind(kind)), "route")
