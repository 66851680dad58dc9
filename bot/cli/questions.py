"""`motcua questions`: what the bot could not answer → a phrase for a procedure → tested → live."""

from typing import Annotated

import typer

from bot.cli.opened import settings_and_store
from handlers.cases.acts import found
from handlers.cases.reading import visible
from handlers.clock import SystemClock
from handlers.officers import Member
from handlers.roles import Act, may
from handlers.staffing import find
from handlers.store import cases
from handlers.store.records import audit
from handlers.store.unit_of_work import Work
from handlers.ward import ward_of
from handlers.wording.case_cards import NOT_ALLOWED
from handlers.wording.group_cards import STATES
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import CaseState
from knowledge.redaction.masking import masked

app = typer.Typer(no_args_is_help=True)

By = Annotated[str, typer.Option("--by", help="Họ tên cán bộ, như trong motcua staff.")]
Number = Annotated[int, typer.Argument(help="Số của cách nói (`questions aliases`).")]
LONGEST = 80
"""Letters of a phrase; a story is no way people put it."""


@app.command("list", help="Câu hỏi máy chưa trả lời được, đã chuyển cán bộ.")
def show(by: By) -> None:
    """Print what this officer may see; numbers and names masked."""
    with settings_and_store() as (settings, store), store.read() as work:
        ward, member = ward_of(settings.commune), member_of(work, settings.commune.key, by)
        states = frozenset(CaseState) - {CaseState.WITHDRAWN}
        rows = visible(work, ward, member.officer, states)
        listed = [one for one in rows if one.kind == FeedbackKind.QUESTION and one.matter]
    for row in listed:
        state = STATES[CaseState(row.state)]
        typer.echo(f"{cases.code_of(row)} · {state} · {masked(row.matter)}")
    if not listed:
        typer.echo("Chưa có câu hỏi nào chuyển cán bộ.")


@app.command("alias", help="Ghi một cách nói cho thủ tục, từ một câu hỏi (chưa dùng ngay).")
def alias(
    reference: Annotated[str, typer.Argument(help="Mã câu hỏi: PA-261123-001.")],
    code: Annotated[str, typer.Argument(help="Mã thủ tục: 1.001193.")],
    phrase: Annotated[str, typer.Argument(help="Cách nói, bỏ tên, số của người hỏi.")],
    by: By,
) -> None:
    """Put a phrase on trial."""
    from knowledge.catalogue import clean_code
    from knowledge.catalogue_store import load_catalogue
    from knowledge.catalogue_store.aliases import propose

    words, wanted, now = " ".join(phrase.split()), clean_code(code) or code, SystemClock().now()
    with settings_and_store() as (settings, store), store.work() as work:
        key = settings.commune.key
        member, asked = member_of(work, key, by, Act.TEACH), CaseCode.read(reference, key)
        seen = (
            None if asked is None else found(work, ward_of(settings.commune), member.officer, asked)
        )
        if seen is None or seen.row.kind != FeedbackKind.QUESTION:
            raise fail(f"Không có câu hỏi {reference}.")
        if load_catalogue(work.session, now.date(), key).get(wanted) is None:
            raise fail(f"Không có thủ tục {wanted} trong danh mục.")
        if masked(words) != words or not 0 < len(words) <= LONGEST:
            raise fail(f"Cách nói phải ngắn (tối đa {LONGEST} chữ) và không có tên, số điện thoại.")
        made = propose(work.session, wanted, words, member.officer.name, now)
        if made is None:
            raise fail("Thủ tục này đã có, hoặc từng có, cách nói đó.")
        audit(work, key, f"officer:{member.id}", "alias.proposed", f"alias:{made}", now)
        work.commit()
    typer.echo(f"Đã ghi số {made}. Thử: motcua questions test {made}")


@app.command("aliases", help="Các cách nói đã ghi: đang thử, đang dùng, đã thôi.")
def listed() -> None:
    """Print every learnt phrase."""
    from handlers.wording.teaching import STATE_NAMES
    from knowledge.catalogue_store.aliases import AliasState, aliases

    with settings_and_store() as (_, store), store.read() as work:
        rows = [(one.id, one.code, one.phrase, one.state) for one in aliases(work.session)]
    for number, code, phrase, state in rows:
        typer.echo(f"{number} · {code} · {STATE_NAMES[AliasState(state)]} · {phrase}")


@app.command("test", help="Thử: cách nói dẫn đúng thủ tục, không làm sai câu nào trong bộ câu hỏi.")
def test(number: Number) -> None:
    """Ask every labelled question before and after; exit 1 when it may not be live."""
    if not _tested(number):
        raise typer.Exit(1)


@app.command("live", help="Dùng cách nói này từ bây giờ; thử lại trước khi dùng.")
def live(number: Number, by: By) -> None:
    """Let a phrase live, if it passes the gate."""
    with settings_and_store() as (settings, store), store.read() as work:
        member_of(work, settings.commune.key, by, Act.LET_LIVE)
    if not _tested(number):
        raise typer.Exit(1)
    _set(number, "live", by)
    typer.echo(f"Đang dùng số {number}. Thôi dùng: motcua questions revoke {number}")


@app.command("revoke", help="Thôi dùng một cách nói.")
def revoke(number: Number, by: By) -> None:
    """Take a phrase back."""
    _set(number, "revoked", by)
    typer.echo(f"Đã thôi dùng số {number}.")


def _tested(number: int) -> bool:
    from bot.alias_gate import tried
    from knowledge.catalogue_store.aliases import aliases

    with settings_and_store() as (settings, store):
        with store.read() as work:
            rows = list(aliases(work.session))
        one = next((row for row in rows if row.id == number), None)
        if one is None:
            raise fail(f"Không có cách nói số {number}.")
        verdict = tried(settings, store, one, SystemClock().now())
    typer.echo(f"Đã hỏi {verdict.asked} câu trong bộ câu hỏi, trước và sau.")
    if not verdict.leads:
        typer.echo(f"Cách nói “{one.phrase}” chưa dẫn đến thủ tục {one.code}.")
    for line in verdict.spoilt:
        typer.echo(f"Sai đi: {line}")
    typer.echo("Đạt." if verdict.passed else "Chưa đạt, chưa dùng được.")
    return verdict.passed


def _set(number: int, state: str, by: str) -> None:
    from knowledge.catalogue_store.aliases import AliasState, set_state

    now = SystemClock().now()
    with settings_and_store() as (settings, store), store.work() as work:
        member = member_of(work, settings.commune.key, by, Act.LET_LIVE)
        if not set_state(work.session, number, AliasState(state), now):
            raise fail(f"Không có cách nói số {number}, hoặc đã như vậy.")
        who = f"officer:{member.id}"
        audit(work, settings.commune.key, who, f"alias.{state}", f"alias:{number}", now)
        work.commit()


def member_of(work: Work, commune: str, name: str, act: Act | None = None) -> Member:
    """The officer of a name, in office and with the role for the act; else it ends here."""
    member = find(work, commune, name)
    if member is None or member.left_at is not None:
        raise fail(f"Không có cán bộ {name}. Xem: motcua staff list")
    if act is not None and not may(member.officer, act):
        raise fail(NOT_ALLOWED)
    return member


def fail(words: str) -> typer.Exit:
    """To be raised: one plain line, exit code 1."""
    typer.echo(words, err=True)
    return typer.Exit(1)
