"""`motcua zalo check`: one captured event against the stored key, and what would fit instead.

A wrong key refuses every event in silence, and Zalo then says that the webhook cannot be reached.
"""

from pathlib import Path
from typing import Annotated

import typer

from bot.channels.zalo_oa.signature import Doubt, Key, checked, stamp_of
from bot.cli.opened import settings_and_store
from bot.config import Settings
from handlers.clock import SystemClock
from knowledge.unreadable import why_not


def check(
    body: Annotated[Path, typer.Argument(help="Tệp chứa nguyên văn thân tin Zalo đã gửi.")],
    signature: Annotated[
        str, typer.Option("--signature", help="Giá trị của X-ZEvent-Signature, ví dụ mac=ab12…")
    ],
    timestamp: Annotated[
        str, typer.Option("--timestamp", help="Giá trị của X-ZEvent-Timestamp, nếu có.")
    ] = "",
) -> None:
    """Say whether the event is Zalo's by the configured key; exit 1 when it is not."""
    try:
        event = body.read_bytes()
    except OSError as error:
        raise _fail(f"Không đọc được {body.name}: {why_not(error)}") from None
    with settings_and_store() as (settings, _):
        if not settings.zalo_oa.on:
            raise _fail("Chưa đặt MOTCUA_ZALO_OA__APP_ID: kênh Zalo OA đang tắt.")
        headers = {"X-ZEvent-Signature": signature, "X-ZEvent-Timestamp": timestamp}
        given = settings.zalo_oa
        key = Key(given.app_id, given.oa_secret_key.get_secret_value())
        found = _verdict(key, event, headers)
        if not isinstance(found, Doubt):
            typer.echo("Đúng chữ ký: khóa webhook đã đặt là khóa đúng.")
            return
        raise _fail(f"{_SAID.get(found, found)} {_hint(settings, event, headers)}".strip())


def _verdict(key: Key, event: bytes, headers: dict[str, str]) -> object:
    """By the event's own moment: a captured one is always old."""
    return checked(key, event, headers, stamp_of(event, headers) or SystemClock().now())


def _hint(settings: Settings, event: bytes, headers: dict[str, str]) -> str:
    given = settings.zalo_oa
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
