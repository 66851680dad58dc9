"""`motcua bridge`: what the developer of a gateway needs to try their side."""

from pathlib import Path
from typing import Annotated

import typer

from bot.channels.bridge.signature import SIGNATURE, TIMESTAMP, Kind, headers_of
from bot.communes import served
from bot.config import load_settings
from bot.config_bridge import NamedGateway
from handlers.clock import SystemClock
from knowledge.unreadable import why_not

app = typer.Typer(no_args_is_help=True)


@app.command("list", help="Các cổng đã cấu hình: địa chỉ hai chiều, giới hạn.")
def listed() -> None:
    """Each gateway with its addresses and limits; no secret."""
    settings = load_settings()
    found = [(whose, one) for whose in served(settings) for one in whose.gateways]
    if not found:
        typer.echo("Chưa có cổng nào trong channels.bridge.")
    base = settings.web.public_url or f"http://{settings.web.host}:{settings.web.port}"
    for whose, one in found:
        typer.echo(f"{one.name} ({whose.commune.name})")
        typer.echo(f"  nhận tin đến:  {base}/cau-noi/{one.name}/tin")
        typer.echo(f"  nhận báo phát: {base}/cau-noi/{one.name}/bao-phat")
        typer.echo(f"  gửi tin đi:    {one.url}")
        typer.echo(f"  giới hạn:      {_limits(one)}")
        if one.keys.old:
            typer.echo("  đang đổi mật khẩu: nhận cả hai; xong thì bỏ MOTCUA_BRIDGE__OLD_…")


@app.command("openapi", help="In mô tả OpenAPI của cầu nối (docs/bridge.openapi.yaml).")
def openapi() -> None:
    """The description as it is committed."""
    from bot.channels.bridge.openapi import as_yaml

    typer.echo(as_yaml(), nl=False)


@app.command("sign", help="Ký thử một tệp như cổng sẽ ký, để so với bên kia.")
def sign(
    name: Annotated[str, typer.Argument(help="Tên cổng trong channels.bridge.")],
    kind: Annotated[Kind, typer.Argument(help="inbound, report hoặc outbound.")],
    body: Annotated[Path, typer.Argument(help="Tệp chứa nguyên văn thân tin.")],
) -> None:
    """The two headers for a body; they hold for five minutes."""
    gateway = _named(name)
    try:
        raw = body.read_bytes()
    except OSError as error:
        raise _fail(f"Không đọc được {body.name}: {why_not(error)}") from None
    headers = headers_of(gateway.keys, kind, raw, SystemClock().now())
    for header in (TIMESTAMP, SIGNATURE):
        typer.echo(f"{header}: {headers[header]}")


def _named(name: str) -> NamedGateway:
    known = {one.name: one for whose in served(load_settings()) for one in whose.gateways}
    if name not in known:
        names = ", ".join(known) or "chưa có cổng nào"
        raise _fail(f"Không có cổng `{name}` trong channels.bridge ({names}).")
    return known[name]


def _limits(one: NamedGateway) -> str:
    given = one.limits
    long = f"{given.segments} tin SMS" if given.sms else f"{given.text} chữ"
    said = [long, "có dấu" if given.marks else "không dấu", f"nhắn trước: {given.push}"]
    said.append("gửi lại theo khóa" if given.idempotent else "tin không rõ thì không gửi lại")
    if given.price:
        said.append(f"{given.price}đ mỗi tin, tự nhắn tối đa {given.monthly_budget}đ một tháng")
    return ", ".join(said)


def _fail(message: str) -> typer.Exit:
    typer.echo(message, err=True)
    return typer.Exit(1)
