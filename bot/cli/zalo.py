"""`motcua zalo`: the first token of the Official Account, and how it stands."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Final

import typer

from bot.channels.zalo_oa import about, oauth
from bot.channels.zalo_oa.oauth import Consent, Pair
from bot.channels.zalo_oa.pairs import Account, Pairs
from bot.channels.zalo_oa.wire import Wire, WireError
from bot.cli.opened import settings_and_store
from bot.cli.zalo_check import Of, account_of, check, templates
from bot.communes import Served
from bot.config_zalo_oa import ZaloOaSettings
from bot.zalo_oa import app_of, pairs_of, wire_of
from handlers.clock import SystemClock
from handlers.messages import ChannelName
from handlers.store import contacts, endpoint_health
from handlers.store.unit_of_work import Store
from handlers.wording.zalo_oa import account, calls_left, traffic, why

app = typer.Typer(no_args_is_help=True)
app.command("check", help="Tin mẫu còn thiếu gì; hoặc thử chữ ký của một tin Zalo đã gửi.")(check)
app.command("templates", help="Nội dung các tin mẫu để gửi Zalo duyệt.")(templates)

PASTED_LIFE: Final = timedelta(hours=1)
"""Of a pair pasted from the console, whose age nobody knows: it is refreshed within the hour."""


@dataclass(frozen=True, slots=True)
class _Desk:
    given: ZaloOaSettings
    store: Store
    endpoint: str
    pairs: Pairs
    wire: Wire


@app.command("login", help="Lấy mã truy cập đầu tiên của Zalo OA: mở đường dẫn, đồng ý, dán lại.")
def login(
    paste: Annotated[
        bool, typer.Option("--paste", help="Dán cặp mã lấy từ API Explorer trên trang của Zalo.")
    ] = False,
    verifier: Annotated[
        bool,
        typer.Option("--verifier", help="Trang của Zalo đã cố định code challenge: hỏi verifier."),
    ] = False,
    commune: Of = "",
) -> None:
    """Walk an administrator of the account through the first token."""
    with _desk(commune) as desk:
        pair = _pasted() if paste else _by_consent(desk, fixed=verifier)
        desk.pairs.log_in(pair)
        typer.echo("Đã lưu mã truy cập (niêm phong). Đang hỏi Zalo đây là OA nào…")
        told = asyncio.run(_about(desk, pair.access))
        if told is None:
            raise _fail("Zalo chưa trả lời. Mã đã lưu; xem lại bằng: motcua zalo status")
        if told.oa_id != desk.given.oa_id:
            _refuse(desk, SystemClock().now())
        typer.echo(account(told.told))
        typer.echo("Xong. motcua serve đang chạy sẽ dùng mã mới trong vòng một phút.")


@app.command("status", help="Zalo OA: mã truy cập, loại OA, gói, tin đến và tin đang chờ.")
def status(commune: Of = "") -> None:
    """Print how the account stands; exit 1 when a person must act."""
    with _desk(commune) as desk:
        found = desk.pairs.read()
        if found is None:
            raise _fail(f"Zalo OA {why('no_login')}: chạy motcua zalo login")
        _print_pair(found)
        told = asyncio.run(_about(desk, found.pair.access))
        typer.echo(account(told.told) if told else "Zalo không trả lời, hoặc không nhận mã này.")
        if told is not None and told.told.calls_left is not None:
            typer.echo(_sentence(calls_left(told.told, SystemClock().now())))
        with desk.store.read() as work:
            typer.echo(_sentence(traffic(endpoint_health.traffic(work, desk.endpoint))))
        if found.trouble is not None:
            raise _fail(f"Đã dừng: {why(found.trouble)}. Chạy lại: motcua zalo login")


def _by_consent(desk: _Desk, *, fixed: bool) -> Pair:
    given = desk.given
    if not given.redirect_uri:
        raise _fail("Đặt MOTCUA_ZALO_OA__REDIRECT_URI đúng như Callback URL trên trang của Zalo.")
    consent = oauth.begin(app_of(given), given.redirect_uri)
    typer.echo("1. Người quản trị OA mở đường dẫn này, chọn OA của phường, xã và đồng ý:")
    typer.echo(f"   {consent.link}")
    typer.echo("2. Trình duyệt sẽ chuyển sang một địa chỉ có ?code=… (trang trắng cũng được).")
    address = typer.prompt("3. Dán cả địa chỉ đó vào đây (mã chỉ dùng được trong 10 phút)")
    found = oauth.read_callback(address)
    if found is None:
        raise _fail("Địa chỉ này không có code=…; hãy chép cả thanh địa chỉ.")
    if found.state and found.state != consent.state:
        raise _fail("Địa chỉ này của một lần đăng nhập khác; hãy chạy lại từ đầu.")
    if found.oa_id and found.oa_id != given.oa_id:
        raise _fail(f"Đã chọn OA {found.oa_id}, nhưng cấu hình là OA {given.oa_id}.")
    key = typer.prompt("Code verifier", hide_input=True) if fixed else consent.verifier
    return asyncio.run(_exchanged(desk, found.code, key, consent))


async def _exchanged(desk: _Desk, code: str, key: str, consent: Consent) -> Pair:
    await desk.wire.open()
    now = SystemClock().now()  # the administrator may have taken minutes to agree
    try:
        return await oauth.exchange(desk.wire, app_of(desk.given), code, key, now)
    except oauth.Refused as error:
        hint = "" if key != consent.verifier else "; nếu trang của Zalo cố định code challenge, "
        hint += "dùng --verifier hoặc --paste" if hint else ""
        raise _fail(f"Zalo không đổi mã (lỗi {error.code}){hint}.") from None
    except WireError:
        raise _fail("Zalo không trả lời. Mã có thể đã dùng mất: hãy chạy lại từ đầu.") from None
    finally:
        await desk.wire.close()


def _pasted() -> Pair:
    typer.echo("Trên trang của Zalo: Công cụ > API Explorer > OA Access Token > Lấy Access Token.")
    access = typer.prompt("Access token", hide_input=True).strip()
    refresh = typer.prompt("Refresh token", hide_input=True).strip()
    if not access or not refresh:
        raise _fail("Cần cả hai mã.")
    now = SystemClock().now()
    return Pair(access, refresh, now, now + PASTED_LIFE)


def _refuse(desk: _Desk, now: datetime) -> None:
    if desk.pairs.hold(now) is not None:
        desk.pairs.give_up("wrong_account")
    raise _fail("Mã này thuộc OA khác với cấu hình; chưa dùng. Hãy đăng nhập lại bằng đúng OA.")


async def _about(desk: _Desk, token: str) -> about.About | None:
    await desk.wire.open()
    try:
        answer = await about.ask(desk.wire, desk.given.api_url, token)
    except WireError:
        return None
    finally:
        await desk.wire.close()
    return about.read(answer) if answer.error == 0 else None


def _print_pair(found: Account) -> None:
    pair = found.pair
    typer.echo(
        f"Mã truy cập: cấp {pair.issued_at:%H:%M %d/%m}, hết hạn {pair.expires_at:%H:%M %d/%m}."
    )
    typer.echo(f"Gửi tin bằng API {found.message_api}.")


@contextmanager
def _desk(commune: str) -> Iterator[_Desk]:
    with settings_and_store() as (settings, store):
        whose = account_of(settings, commune)
        given = whose.zalo_oa
        endpoint = _endpoint(whose, store)
        yield _Desk(given, store, endpoint, pairs_of(settings, store, endpoint), wire_of(given))


def _endpoint(whose: Served, store: Store) -> str:
    owner, now = whose.commune, SystemClock().now()
    with store.work() as work:
        contacts.ensure_commune(work, owner.key, owner.name, now)
        found = contacts.ensure_endpoint(
            work, owner.key, ChannelName.ZALO_OA, whose.zalo_oa.oa_id, now
        )
        work.commit()
    return found


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _fail(words: str) -> typer.Exit:
    typer.echo(words, err=True)
    return typer.Exit(1)
