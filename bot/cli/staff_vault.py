"""`motcua staff vault …`: who holds the key to reporters' names.

Passphrases are asked for, never arguments: they would stay in the shell's history.
"""

from typing import Annotated, NoReturn, TypeVar

import typer

from bot.casework import vault_of
from bot.cli.opened import settings_and_store
from bot.config import Settings
from handlers import key_holding, key_rotating, second_factor, staffing, ward_key
from handlers.clock import SystemClock
from handlers.key_holding import Enrolled, Keeping, Opened, Trouble
from handlers.key_rotating import Turned
from handlers.officers import Officer
from handlers.second_factor import Checked
from handlers.store import key_holders, staff
from handlers.store.unit_of_work import Store
from handlers.ward_key import WardPrivate
from handlers.wording import key_holders as wording
from handlers.wording.console import FACTOR_TROUBLE
from knowledge.calendar import local

app = typer.Typer(no_args_is_help=True)
T = TypeVar("T")
By = Annotated[str, typer.Option("--by", help="Họ tên lãnh đạo hoặc người soát xét.")]
Totp = Annotated[
    str, typer.Option("--totp", help="6 số của ứng dụng xác thực; bỏ trống: được hỏi.")
]
ASK = "Mật khẩu mở niêm phong"
ASK_ENVELOPE = "Cụm từ trong phong bì"


@app.command("status", help="Ai giữ khoá niêm phong, ai chờ; mã đối chiếu của người chờ.")
def status() -> None:
    """Print the holders; no passphrase is asked."""
    with settings_and_store() as (settings, store), store.read() as work:
        commune = settings.commune.key
        key = key_holders.ward_key(work, commune)
        held = key_holders.holders(work, commune)
        names = {one.id: one.officer.name for one in staff.members(work, commune)}
    if key is None:
        _fail(wording.TROUBLE["not_enrolled"] + " Lập: motcua staff vault enrol --by …")
    typer.echo(f"Khoá thứ {key.public.generation}, lập {local(key.made_at):%H:%M %d/%m/%Y}.")
    for one in held:
        who = "phong bì trong két sắt" if one.officer is None else names.get(one.officer, "?")
        typer.echo(f"- {who}: {'giữ khoá' if one.share is not None else 'chờ cho vào'}")
    if key.rotate_since is not None:
        typer.echo("Có người thôi giữ khoá: nên đổi khoá (motcua staff vault rotate --by …).")


@app.command("enrol", help="Lập khoá niêm phong, hoặc xin cùng giữ khoá đã lập.")
def enrol(
    by: By,
    totp: Totp = "",
    forgotten: Annotated[
        bool, typer.Option("--forgotten", help="Quên mật khẩu: xin lại từ người giữ khoá khác.")
    ] = False,
) -> None:
    """The first holder enrols the ward; who comes later waits to be let in."""
    typer.echo(wording.SAY_IT_PLAINLY)
    with settings_and_store() as (settings, store):
        keeping = _proven(settings, store, by, totp, young=True)
        phrase = _new_phrase()
        with store.read() as work:
            known = key_holders.ward_key(work, keeping.commune) is not None
        if known:
            code = _good(key_holding.ask(keeping, phrase, forgot=forgotten))
            typer.echo(f"Chờ một người giữ khoá cho vào. Mã đối chiếu, đọc cho họ nghe: {code}")
            return
        made = _good(key_holding.enrol(keeping, phrase))
    _enrolled(made)


@app.command("admit", help="Cho người đang chờ cùng giữ khoá; nghe họ đọc mã đối chiếu.")
def admit(
    name: Annotated[str, typer.Argument(help="Họ tên người đang chờ.")],
    by: By,
    totp: Totp = "",
    code: Annotated[str, typer.Option("--code", help="Mã đối chiếu người đó đọc.")] = "",
) -> None:
    """Let a second holder in."""
    with settings_and_store() as (settings, store):
        keeping = _proven(settings, store, by, totp)
        read_out = code or typer.prompt("Mã đối chiếu người đó đọc")
        key = _opened(keeping)
        newcomer = _officer(store, keeping.commune, name)
        _done(key_holding.admit(keeping, key, newcomer.id, read_out))
    typer.echo(f"{name} cùng giữ khoá niêm phong.")


@app.command("rotate", help="Đổi khoá: mọi tên niêm phong lại, mật khẩu từng người giữ nguyên.")
def rotate(by: By, totp: Totp = "") -> None:
    """Another key for the ward."""
    with settings_and_store() as (settings, store):
        keeping = _proven(settings, store, by, totp)
        done: Turned = _good(key_rotating.rotate(keeping, _opened(keeping)))
    typer.echo(f"Đã đổi khoá, niêm phong lại {done.moved} tên.")
    if done.left:
        typer.echo(f"{done.left} tên không mở được bằng khoá cũ, giữ nguyên.")
    if done.put_out:
        typer.echo(f"{done.put_out} người giữ khoá không đúng khoá đã cho vào: phải xin lại.")


@app.command("passphrase", help="Đổi mật khẩu mở niêm phong của mình.")
def passphrase(by: By, totp: Totp = "") -> None:
    """Another passphrase for one's own copy."""
    with settings_and_store() as (settings, store):
        keeping = _proven(settings, store, by, totp)
        key = _opened(keeping)
        _done(key_rotating.change_phrase(keeping, key, _new_phrase()))
    typer.echo("Đã đổi mật khẩu.")


@app.command("envelope", help="Cụm từ mới cho phong bì trong két sắt; cụm từ cũ hết dùng được.")
def envelope(by: By, totp: Totp = "") -> None:
    """Another phrase for the safe."""
    with settings_and_store() as (settings, store):
        keeping = _proven(settings, store, by, totp)
        phrase = _good(key_rotating.new_envelope(keeping, _opened(keeping)))
    _print_envelope(phrase)


@app.command("recover", help="Quên mật khẩu: mở phong bì, đặt mật khẩu mới cho mình.")
def recover(by: By, totp: Totp = "") -> None:
    """With the envelope's phrase an officer becomes a holder."""
    with settings_and_store() as (settings, store):
        keeping = _proven(settings, store, by, totp)
        words = typer.prompt(ASK_ENVELOPE, hide_input=True)
        key = _good(key_holding.opened(keeping, words, envelope=True))
        _done(key_holding.recover(keeping, key, _new_phrase()))
    typer.echo("Đã giữ khoá niêm phong. Làm phong bì mới: motcua staff vault envelope --by …")


def ward_key_by(by: str) -> WardPrivate:
    """The ward's key for an act of another command, by a passphrase that is asked for."""
    with settings_and_store() as (settings, store):
        officer = _officer(store, settings.commune.key, by)
        keeping = Keeping(store, vault_of(settings), officer, SystemClock().now())
        return _opened(keeping).ward


def _proven(
    settings: Settings, store: Store, by: str, totp: str, *, young: bool = False
) -> Keeping:
    """A name alone proves nobody: the officer's app does; `young`: one set up just now too."""
    officer, vault = _officer(store, settings.commune.key, by), vault_of(settings)
    code = totp or typer.prompt("6 số của ứng dụng xác thực")
    look = second_factor.check if young else second_factor.prove
    now = SystemClock().now()
    with store.work() as work:
        checked = look(work, vault, officer, code, now)
        work.commit()
    if checked is not Checked.GOOD:
        _fail(FACTOR_TROUBLE[checked])
    return Keeping(store, vault, officer, now)


def _officer(store: Store, commune: str, name: str) -> Officer:
    with store.read() as work:
        found = staffing.find(work, commune, name)
    if found is None or found.left_at is not None:
        _fail(f"Không có cán bộ tên “{name}”.")
    return found.officer


def _opened(keeping: Keeping) -> Opened:
    return _good(key_holding.opened(keeping, typer.prompt(ASK, hide_input=True)))


def _new_phrase() -> str:
    """Typed twice; nothing typed: one is made and shown once."""
    phrase: str = typer.prompt(
        "Mật khẩu mới (ít nhất 12 chữ; Enter: máy đặt)",
        default="",
        hide_input=True,
        show_default=False,
        confirmation_prompt="Gõ lại",
    )
    if phrase:
        return phrase
    made = ward_key.new_phrase(ward_key.HOLDERS_WORDS)
    typer.echo(f"Mật khẩu của anh/chị, chỉ hiện lần này: {made}")
    return made


def _enrolled(made: Enrolled) -> None:
    typer.echo(f"Đã lập khoá niêm phong; niêm phong lại {made.moved} tên.")
    if made.left:
        typer.echo(f"{made.left} tên tệp khoá cũ không mở được, giữ nguyên.")
    _print_envelope(made.envelope)


def _print_envelope(phrase: str) -> None:
    typer.echo(wording.ENVELOPE)
    typer.echo(f"\n    {phrase}\n")


def _good(found: T | Trouble) -> T:
    if isinstance(found, Trouble):
        _fail(wording.TROUBLE[found])
    return found


def _done(trouble: Trouble | None) -> None:
    if trouble is not None:
        _fail(wording.TROUBLE[trouble])


def _fail(words: str) -> NoReturn:
    typer.echo(words, err=True)
    raise typer.Exit(1)
