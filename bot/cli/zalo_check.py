"""`motcua zalo check`: what the templates lack, or one captured event against the stored key.

A wrong key refuses every event in silence, and Zalo then says that the webhook cannot be reached.
"""

from pathlib import Path
from typing import Annotated

import typer

from bot.channels.zalo_oa.signature import Doubt, Key, checked, readable, stamp_of
from bot.cli.opened import settings_and_store
from bot.communes import Served, served
from bot.config import Settings
from bot.config_zalo_oa import ZaloOaSettings
from bot.zalo_oa_check import missing_of
from handlers.clock import SystemClock
from handlers.wording.zalo_templates import SHIPPED, draft_words
from knowledge.unreadable import why_not

Of = Annotated[str, typer.Option("--commune", help="Mã xã, phường khác của máy này.")]


def account_of(settings: Settings, commune: str) -> Served:
    """Whose account is meant: the main commune's, or that of a key.

    Raises:
        typer.Exit: there is none, said to who asks.
    """
    everyone = served(settings)
    wanted = commune or everyone[0].commune.key
    whose = next((one for one in everyone if one.commune.key == wanted), None)
    if whose is None:
        raise _fail(f"Máy này không phục vụ {wanted}.")
    if not whose.zalo_oa.on:
        where = "zalo_oa.oa_id trong tệp của xã, phường" if commune else "MOTCUA_ZALO_OA__APP_ID"
        raise _fail(f"Chưa đặt {where}: kênh Zalo OA đang tắt.")
    return whose


def check(
    body: Annotated[
        Path | None,
        typer.Argument(help="Tệp chứa nguyên văn thân tin Zalo đã gửi; bỏ trống: xem tin mẫu."),
    ] = None,
    signature: Annotated[
        str, typer.Option("--signature", help="Giá trị của X-ZEvent-Signature, ví dụ mac=ab12…")
    ] = "",
    timestamp: Annotated[
        str, typer.Option("--timestamp", help="Giá trị của X-ZEvent-Timestamp, nếu có.")
    ] = "",
    commune: Of = "",
) -> None:
    """Say whether the event is Zalo's by the configured key; exit 1 when it is not.

    Without an event: what the templates lack; exit 1 when there is a budget and something does.
    """
    if body is None:
        _check_templates(commune)
        return
    try:
        event = body.read_bytes()
    except OSError as error:
        raise _fail(f"Không đọc được {body.name}: {why_not(error)}") from None
    with settings_and_store() as (settings, _):
        given = account_of(settings, commune).zalo_oa
        headers = {"X-ZEvent-Signature": signature, "X-ZEvent-Timestamp": timestamp}
        key = Key(given.app_id, given.oa_secret_key.get_secret_value())
        found = _verdict(key, event, headers)
        if not isinstance(found, Doubt):
            typer.echo("Đúng chữ ký: khóa webhook đã đặt là khóa đúng.")
            return
        if not readable(event):
            found = Doubt.UNREADABLE
        raise _fail(f"{_SAID.get(found, found)} {_hint(given, event, headers)}".strip())


def templates() -> None:
    """Print the shipped templates, to be entered at Zalo for approval."""
    typer.echo("Nhập từng mẫu ở trang tin mẫu (ZBS Template Message) của Zalo, chờ duyệt, rồi ghi")
    typer.echo("mã và giá vào config.yaml: zalo_oa.templates.<loại>: {id: …, price_uid: …}.")
    for kind, draft in SHIPPED.items():
        typer.echo(f"\n{draft_words(kind, draft)}")


def _check_templates(commune: str) -> None:
    with settings_and_store() as (settings, _):
        whose = account_of(settings, commune)
    lacks = list(missing_of(whose.zalo_oa, whose.commune))
    if not whose.zalo_oa.monthly_budget:
        typer.echo("Tin mẫu đang tắt: zalo_oa.monthly_budget là 0, tin mất tiền không gửi.")
    for lack in lacks:
        typer.echo(lack[:1].upper() + lack[1:])
    if lacks and whose.zalo_oa.monthly_budget:
        raise typer.Exit(1)
    if not lacks:
        typer.echo("Tin mẫu đủ mã, giá và dữ kiện.")


def _verdict(key: Key, event: bytes, headers: dict[str, str]) -> object:
    """By the event's own moment: a captured one is always old."""
    return checked(key, event, headers, stamp_of(event, headers) or SystemClock().now())


def _hint(given: ZaloOaSettings, event: bytes, headers: dict[str, str]) -> str:
    secret, key = given.app_secret.get_secret_value(), given.oa_secret_key.get_secret_value()
    tries = {
        "Khớp nếu dùng app secret: hãy chép đúng “OA Secret Key” ở trang Webhook.": Key(
            given.app_id, secret
        ),
        "Khớp nếu dùng mã OA thay cho mã ứng dụng: kiểm tra app_id.": Key(given.oa_id, key),
    }
    fitting = (
        said
        for said, one in tries.items()
        if _verdict(one, event, headers) not in (Doubt.FORGED, Doubt.UNSIGNED, Doubt.UNREADABLE)
    )
    return next(fitting, "")


_SAID = {
    Doubt.UNSIGNED: "Không có chữ ký.",
    Doubt.UNREADABLE: "Tệp không phải một tin JSON nguyên vẹn.",
    Doubt.FORGED: "Sai chữ ký: khóa webhook không đúng, hoặc tin đã bị sửa.",
    Doubt.OTHER_APP: "Tin của ứng dụng khác (app_id không khớp).",
}


def _fail(words: str) -> typer.Exit:
    typer.echo(words, err=True)
    return typer.Exit(1)
