"""`motcua questions card`: an answer becomes a card of the commune → tested → live → taken back."""

from datetime import date
from typing import Annotated

import typer

from bot.cli.opened import settings_and_store
from bot.cli.questions import By, fail, member_of
from handlers.cases.acts import Doing
from handlers.cases.card_source import private_of, source_of
from handlers.clock import SystemClock
from handlers.feedback.card_ports import CardSource
from handlers.roles import Act
from handlers.store.records import audit
from handlers.ward import ward_of
from handlers.wording import card_teaching as wording
from handlers.wording.teaching import STATE_NAMES
from knowledge.calendar import local
from knowledge.feedback.codes import CaseCode
from knowledge.own_cards import (
    FURTHEST,
    REVIEW_AFTER,
    CardText,
    Drafted,
    Flaw,
    Private,
    flaws,
    left_private,
)

app = typer.Typer(no_args_is_help=True)

Number = Annotated[int, typer.Argument(help="Số của thẻ (`questions card list`).")]
Until = Annotated[str, typer.Option("--until", help="Xem lại trước NĂM-THÁNG-NGÀY.")]


@app.command("new", help="Làm thẻ từ câu trả lời: xem trước, --yes thì ghi (chưa dùng ngay).")
def new(  # noqa: PLR0913, PLR0917 - the options of one command
    reference: Annotated[str, typer.Argument(help="Mã câu hỏi đã trả lời: PA-261123-001.")],
    title: Annotated[str, typer.Option("--title", help="Tiêu đề thẻ.")],
    by: By,
    asked: Annotated[
        list[str], typer.Option("--asked", help="Một cách người dân hỏi; lặp lại được.")
    ] = [],  # noqa: B006 - typer reads it once
    answer: Annotated[str, typer.Option("--answer", help="Nội dung tự viết lại.")] = "",
    keep: Annotated[
        str, typer.Option("--keep", help="Số các chỗ không phải thông tin riêng: 1,3.")
    ] = "",
    until: Until = "",
    replaces: Annotated[int, typer.Option("--replaces", help="Thay thẻ số này khi dùng.")] = 0,
    yes: Annotated[bool, typer.Option("--yes", help="Ghi thẻ như đã xem.")] = False,
) -> None:
    """Show the card and what in it may name somebody; with `--yes` it goes on trial."""
    from bot.casework import vault_of
    from handlers.cases.card_teaching import propose
    from knowledge.catalogue_store import answer_cards

    now = SystemClock().now()
    with settings_and_store() as (settings, store), store.work() as work:
        ward, key = ward_of(settings.commune), settings.commune.key
        member, code = member_of(work, key, by, Act.TEACH), CaseCode.read(reference, key)
        doing = Doing(work, ward, member.officer, now)
        source = None if code is None else source_of(doing, code)
        if source is None or code is None:
            raise fail(f"Không có câu hỏi {reference} đã được trả lời.")
        if replaces and answer_cards.one_card(work.session, key, replaces) is None:
            raise fail(f"Không có thẻ số {replaces}.")
        day = _day(until, local(now).date())
        text = CardText(title, tuple(asked), answer or source.answer).tidied()
        found = private_of(doing, code, (text.body,), vault_of(settings))
        kept = tuple(one.words for place, one in enumerate(found, 1) if place in _places(keep))
        drafted = _drafted(source, text, kept, (day, replaces))
        _preview(drafted, found)
        wrong = flaws(text)
        if wrong or left_private(text.body, kept, lambda _: found):
            raise fail(_against(wrong))
        if not yes:
            typer.echo("Chưa ghi. Đọc kỹ rồi chạy lại với --yes.")
            return
        made = propose(work, member.officer, drafted, now)
        work.commit()
    typer.echo(f"Đã ghi thẻ số {made}. Thử: motcua questions card test {made}")


@app.command("list", help="Các thẻ đã làm: đang thử, đang dùng, đã thôi; ngày xem lại.")
def listed() -> None:
    """Print every card of the commune."""
    from knowledge.catalogue_store.answer_cards import cards

    today = local(SystemClock().now()).date()
    with settings_and_store() as (settings, store), store.read() as work:
        found = cards(work.session, settings.commune.key)
    for one in found:
        own, state = one.own, STATE_NAMES[one.state]
        due = " (đến hạn xem lại)" if own.review_by < today else ""
        title = own.text.title or "(đã xoá nội dung)"
        typer.echo(f"{one.number} · {state} · {title} · xem lại {own.review_by:%d/%m/%Y}{due}")
    if not found:
        typer.echo("Chưa có thẻ nào.")


@app.command("show", help="Xem một thẻ như người dân đọc.")
def show(number: Number) -> None:
    """Print a card, where it comes from, and what the gate said last."""
    from handlers.cases.card_teaching import drafted_of
    from knowledge.catalogue_store.answer_cards import one_card

    with settings_and_store() as (settings, store), store.read() as work:
        found = one_card(work.session, settings.commune.key, number)
    if found is None:
        raise fail(f"Không có thẻ số {number}.")
    _preview(drafted_of(found), ())
    typer.echo(f"{STATE_NAMES[found.state]}. {found.verdict}".strip())


@app.command("test", help="Thử: thẻ trả lời đúng cách hỏi của nó, không giành câu nào khác.")
def test(number: Number) -> None:
    """Ask everything the ward knows, with and without; exit 1 when it may not be live."""
    if not _tested(number):
        raise typer.Exit(1)


@app.command("live", help="Dùng thẻ từ bây giờ; thử lại trước khi dùng.")
def live(number: Number, by: By) -> None:
    """Let a card live, if it passes the gate."""
    with settings_and_store() as (settings, store), store.read() as work:
        member_of(work, settings.commune.key, by, Act.LET_LIVE)
    if not _tested(number):
        raise typer.Exit(1)
    _set(number, "live", by)
    typer.echo(f"Đang dùng thẻ {number}. Thôi dùng: motcua questions card revoke {number}")


@app.command("revoke", help="Thôi dùng một thẻ; thẻ chưa từng dùng thì xoá luôn nội dung.")
def revoke(number: Number, by: By) -> None:
    """Take a card back."""
    _set(number, "revoked", by)
    typer.echo(f"Đã thôi dùng thẻ {number}.")


@app.command("review", help="Thẻ vẫn đúng: đặt ngày xem lại mới.")
def review(number: Number, by: By, until: Until) -> None:
    """Somebody has looked at it again."""
    from knowledge.catalogue_store import answer_cards

    now = SystemClock().now()
    with settings_and_store() as (settings, store), store.work() as work:
        key = settings.commune.key
        member = member_of(work, key, by, Act.LET_LIVE)
        if answer_cards.one_card(work.session, key, number) is None:
            raise fail(f"Không có thẻ số {number}.")
        day = _day(until, local(now).date())
        answer_cards.review(work.session, number, day, now)
        audit(work, key, f"officer:{member.id}", "card.reviewed", f"card:{number}", now)
        work.commit()
    typer.echo(f"Thẻ {number}: xem lại trước ngày {day:%d/%m/%Y}.")


def _tested(number: int) -> bool:
    from bot.card_gate import tried_card
    from knowledge.catalogue_store.answer_cards import note_verdict, one_card

    now = SystemClock().now()
    with settings_and_store() as (settings, store):
        with store.read() as work:
            one = one_card(work.session, settings.commune.key, number)
        if one is None:
            raise fail(f"Không có thẻ số {number}.")
        verdict = tried_card(settings, store, one, now)
        with store.work() as work:
            note_verdict(work.session, number, verdict.reason, now)
            work.commit()
    typer.echo(f"Đã hỏi {verdict.asked} câu và cách nói, trước và sau.")
    for phrase in verdict.astray:
        typer.echo(f"Hỏi “{phrase}” máy vẫn trả lời việc khác.")
    for line in verdict.spoilt:
        typer.echo(f"Sai đi: {line}")
    for private in verdict.private:
        typer.echo(f"Có vẻ là thông tin riêng: “{private.words}” ({private.kind})")
    typer.echo("Đạt." if verdict.passed else "Chưa đạt, chưa dùng được.")
    return verdict.passed


def _set(number: int, state: str, by: str) -> None:
    from handlers.cases.card_teaching import become
    from knowledge.catalogue_store.aliases import AliasState
    from knowledge.catalogue_store.answer_cards import one_card

    now = SystemClock().now()
    with settings_and_store() as (settings, store), store.work() as work:
        key = settings.commune.key
        member = member_of(work, key, by, Act.LET_LIVE)
        card = one_card(work.session, key, number)
        if card is None or not become(work, member.officer, card, AliasState(state), now):
            raise fail(f"Không có thẻ số {number}, hoặc đã như vậy.")
        work.commit()


def _drafted(
    source: CardSource, text: CardText, kept: tuple[str, ...], more: tuple[date, int]
) -> Drafted:
    until, replaces = more
    return Drafted(text, kept, source.answered_by, source.answered_on, until, replaces or None)


def _preview(drafted: Drafted, found: tuple[Private, ...]) -> None:
    from bot.channels.terminal.render import text_of
    from handlers.messages import Reply

    typer.echo(text_of((Reply(tuple(wording.shown(drafted))),)))
    kept = set(drafted.kept)
    for place, one in enumerate(found, 1):
        state = "bắt buộc bỏ" if one.locked else "để nguyên" if one.words in kept else "chưa rõ"
        typer.echo(f"  [{place}] {one.kind}: {one.words} – {state}")


def _against(wrong: tuple[Flaw, ...]) -> str:
    return "\n".join(wording.flaw_lines(wrong)) or (
        "Chưa ghi: còn chỗ có vẻ là thông tin riêng. Viết lại bằng --answer, hoặc --keep SỐ nếu "
        "không phải của riêng ai."
    )


def _day(text: str, today: date) -> date:
    """The day to look again; 90 days on where none was given."""
    try:
        day = date.fromisoformat(text) if text else today + REVIEW_AFTER
    except ValueError as error:
        raise fail(f"Ngày “{text}” không đúng dạng NĂM-THÁNG-NGÀY.") from error
    if not today < day <= today + FURTHEST:
        raise fail(wording.FLAWS[Flaw.REVIEW])
    return day


def _places(text: str) -> frozenset[int]:
    parts = [one.strip() for one in text.split(",") if one.strip()]
    if not all(one.isascii() and one.isdecimal() for one in parts):
        raise fail(f"“{text}” không phải danh sách số, ví dụ 1,3.")
    return frozenset(map(int, parts))
