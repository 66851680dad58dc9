"""`motcua feedback enter`: write down what somebody says at the desk or on the telephone."""

from typing import Annotated

import typer

from bot.cli.feedback import REFUSALS, By, Words, fail, opened
from handlers.cases.acts import Refused
from handlers.cases.entering import Doubt, Entered, Told, enter
from handlers.vault import Identity
from handlers.wording.feedback import DOUBTED, EMERGENCY, split_at_the_desk
from knowledge.feedback.kinds import TAKEN, FeedbackKind


def entry(
    words: Words,
    by: By,
    kind: Annotated[
        str,
        typer.Option("--kind", help="conduct|dossier_delay|service|regulation|local_matter"),
    ],
    name: Annotated[str, typer.Option("--name", help="Họ tên; trống: tin báo.")] = "",
    phone: Annotated[str, typer.Option("--phone", help="Điện thoại.")] = "",
    plain: Annotated[
        bool, typer.Option("--plain", help="Đã hỏi: không phải khiếu nại, tố cáo.")
    ] = False,
) -> None:
    """Open a case for somebody ("nhập hộ")."""
    from bot.casework import vault_of

    if kind not in {one.value for one in TAKEN}:
        fail(f"Không có loại “{kind}”.")
    with opened(by) as desk:
        who = Identity(name.strip(), phone.strip()) if name.strip() else None
        told = Told(FeedbackKind(kind), words, who, plain=plain)
        done = enter(desk.doing, told, vault_of(desk.settings))
        if isinstance(done, Entered):
            _tell(done)
            return
    if isinstance(done, Doubt):
        fail(f"{DOUBTED} (--plain)")
    if isinstance(done, Refused):
        fail(REFUSALS[done])
    typer.echo(
        "Nội dung này là khiếu nại, tố cáo hoặc phản ánh về người đứng đầu: không ghi ở đây, "
        "hướng dẫn người dân đến nơi tiếp công dân hoặc cấp trên.",
        err=True,
    )
    raise typer.Exit(1)


def _tell(done: Entered) -> None:
    """What the officer reads out and writes down."""
    from bot.channels.terminal.render import blocks_text

    if done.urgent:
        typer.echo(EMERGENCY)
    if done.routed:
        typer.echo(split_at_the_desk(done.routed))
    for line in blocks_text(done.register):
        typer.echo(line)
    typer.echo(f"Đã nhận {done.code}, mã tra cứu {done.secret}. Ghi cho người dân.")
