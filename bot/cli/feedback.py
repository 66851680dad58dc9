"""`motcua feedback`: the same acts on cases as in the officers' chat and the console."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, NoReturn

import typer

from bot.cli.opened import settings_and_store
from bot.config import Settings
from handlers.cases import acts, reading, special
from handlers.cases.acts import Answer, Doing, Outcome, Refused
from handlers.cases.page import reviewed
from handlers.clock import SystemClock
from handlers.officers import Member
from handlers.store import cases, staff
from handlers.store.unit_of_work import Work
from handlers.ward import Ward, ward_of
from handlers.wording import case_cards as wording
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import LABELS, TAKEN, FeedbackKind
from knowledge.feedback.reviews import Review
from knowledge.feedback.states import OPEN, CaseState
from knowledge.text.folding import fold

app = typer.Typer(no_args_is_help=True)

By = Annotated[str, typer.Option("--by", help="Họ tên cán bộ thực hiện, như trong motcua staff.")]
Code = Annotated[str, typer.Argument(help="Mã phản ánh: PA-261123-001.")]
Override = Annotated[str, typer.Option("--override", help="Lý do vẫn gửi.")]
Late = Annotated[str, typer.Option("--late-reason", help="Lý do trả lời chậm.")]
Words = Annotated[str, typer.Argument(help="Nội dung.")]

REFUSALS = {
    Refused.GONE: wording.GONE,
    Refused.NOT_NOW: wording.NOT_NOW,
    Refused.NEEDS_REASON: wording.NEEDS_REASON,
    Refused.BLANK: wording.BLANK,
    Refused.LATE_REASON: f"{wording.LATE_REASON} (--late-reason)",
    Refused.UNKNOWN_OFFICER: wording.UNKNOWN_OFFICER,
    Refused.NAMED: wording.NAMED,
    Refused.NEEDS_KEY: wording.NEEDS_KEY,
    Refused.NOT_ALLOWED: wording.NOT_ALLOWED,
}


@dataclass(frozen=True, slots=True)
class Desk:
    """One opened transaction of a command, and who acts in it."""

    settings: Settings
    work: Work
    ward: Ward
    by: Member
    doing: Doing

    def code(self, text: str) -> CaseCode:
        """The reference typed; a plain line when it is none."""
        found = CaseCode.read(text, self.ward.commune.key)
        return found if found is not None else fail(f"Mã “{text}” không đúng dạng PA-261123-001.")

    def member(self, name: str) -> Member:
        """The officer of a name, in office."""
        return _named(self.work, self.ward, name)


@contextmanager
def opened(by: str) -> Iterator[Desk]:
    """A transaction in which the officer `by` acts; kept when the command ends well."""
    with settings_and_store() as (settings, store), store.work() as work:
        ward = ward_of(settings.commune)
        member = _named(work, ward, by)
        doing = Doing(work, ward, member.officer, SystemClock().now())
        yield Desk(settings, work, ward, member, doing)
        work.commit()


def _named(work: Work, ward: Ward, name: str) -> Member:
    found = [
        one
        for one in staff.members(work, ward.commune.key)
        if fold(one.officer.name) == fold(name) and one.left_at is None
    ]
    return found[0] if len(found) == 1 else fail(f"Không có cán bộ tên “{name}”.")


def fail(text: str) -> NoReturn:
    """End with one plain line."""
    typer.echo(text, err=True)
    raise typer.Exit(1)


def told(outcome: Outcome, act: str) -> None:
    """Say what became of an act; exit 1 when it was not done."""
    if outcome.refused is Refused.TAKEN:
        fail(wording.TAKEN.format(name=outcome.by, code=outcome.code))
    if outcome.refused is not None:
        fail(REFUSALS[outcome.refused])
    if outcome.faults:
        fail(sent_back(Review(outcome.faults)))
    typer.echo(wording.DONE[act].format(code=outcome.code))


def sent_back(review: Review) -> str:
    """What an answer lacks, and the points it is to answer."""
    lines = ["Lời gửi chưa đạt (vẫn gửi: --override LÝ-DO):", *review.reasons]
    if review.points:
        lines += [wording.POINTS, *map(wording.point, review.points)]
    return "\n  ".join(lines)


@app.command("list", help="Các phản ánh cán bộ này được xem; --all: cả đã kết thúc.")
def listing(
    by: By,
    every: Annotated[bool, typer.Option("--all", help="Cả phản ánh đã kết thúc.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="In JSON.")] = False,
) -> None:
    """What falls due first stands first."""
    with opened(by) as desk:
        states = frozenset(CaseState) if every else OPEN
        rows = reading.visible(desk.work, desk.ward, desk.by.officer, states)
        listed = [_line(row) for row in rows]
    if as_json:
        typer.echo(json.dumps(listed, ensure_ascii=False, indent=1))
        return
    for one in listed:
        typer.echo(f"{one['code']}  {one['kind']} — {one['state']} hạn {one['due']}")
    typer.echo(f"{len(listed)} phản ánh.")


def _line(row: cases.Row) -> dict[str, str]:
    return {
        "code": str(cases.code_of(row)),
        "kind": LABELS[FeedbackKind(row.kind)],
        "state": f"{'KHẨN, ' * row.urgent}{wording.OFFICERS_STATES[CaseState(row.state)]}",
        "due": wording.moment_text(row.answer_due),
    }


@app.command("show", help="Xem một phản ánh và những gì đã làm; không hiện người gửi.")
def show(code: Code, by: By) -> None:
    """The matter and its history, never who reported."""
    with opened(by) as desk:
        seen = acts.found(desk.work, desk.ward, desk.by.officer, desk.code(code))
        if seen is None:
            fail(wording.GONE)
        row = seen.row
        line = _line(row)
        everybody = staff.members(desk.work, desk.ward.commune.key)
        names = {one.id: one.officer.name for one in everybody}
        typer.echo(f"{line['code']}  {line['kind']} — {line['state']} hạn {line['due']}")
        typer.echo(row.matter or "(đã xoá nội dung)")
        for event in cases.events(desk.work, row.id):
            words = f": {event.words}" if event.words and event.act != "open" else ""
            inner = " [nội bộ]" if event.internal else ""
            who = wording.done_by(event.by, names)
            what = wording.HISTORY.get(event.act, event.act)
            typer.echo(f"  {wording.moment_text(event.at)} {who}: {what}{inner}{words}")


@app.command("claim", help="Nhận việc.")
def claim(code: Code, by: By) -> None:
    """Take a case."""
    with opened(by) as desk:
        told(acts.claim(desk.doing, desk.code(code)), "claim")


@app.command("assign", help="Chuyển cho cán bộ khác.")
def assign(
    code: Code, by: By, to: Annotated[str, typer.Option("--to", help="Họ tên người nhận.")]
) -> None:
    """Hand over."""
    with opened(by) as desk:
        told(acts.assign(desk.doing, desk.code(code), desk.member(to)), "assign")


@app.command("ask", help="Hỏi thêm người gửi; thời hạn tạm dừng.")
def ask(code: Code, words: Words, by: By, override: Override = "") -> None:
    """Ask the sender for more."""
    with opened(by) as desk:
        told(acts.ask(desk.doing, desk.code(code), words, override), "ask")


@app.command("answer", help="Trả lời; câu trả lời được kiểm tra trước khi gửi.")
def answer(
    code: Code,
    words: Words,
    by: By,
    override: Override = "",
    late_reason: Late = "",
) -> None:
    """Answer in writing."""
    with opened(by) as desk:
        given = Answer(words, override, late_reason)
        outcome = acts.answer(desk.doing, desk.code(code), given)
        if outcome.faults:
            review = reviewed(desk.work, desk.ward, desk.by.officer, outcome.code, words)
            fail(sent_back(review))
        told(outcome, "answer")


@app.command("forward", help="Chuyển cơ quan có thẩm quyền ngoài phường, xã.")
def forward(
    code: Code,
    by: By,
    to: Annotated[str, typer.Option("--to", help="Tên cơ quan.")],
    words: Annotated[str, typer.Option("--note", help="Lời nhắn người gửi.")] = "",
    override: Override = "",
    late_reason: Late = "",
) -> None:
    """Send on."""
    with opened(by) as desk:
        given = Answer(words, override, late_reason)
        told(acts.forward(desk.doing, desk.code(code), to, words, given), "forward")


@app.command("refuse", help="Không tiếp nhận, kèm lý do.")
def refuse(
    code: Code, words: Words, by: By, override: Override = "", late_reason: Late = ""
) -> None:
    """Not taken."""
    with opened(by) as desk:
        given = Answer(words, override, late_reason)
        told(acts.refuse(desk.doing, desk.code(code), words, given), "refuse")


def _worded(act: str, do: Callable[[Doing, CaseCode, str], Outcome]) -> Callable[..., None]:
    def command(code: Code, words: Words, by: By) -> None:
        with opened(by) as desk:
            told(do(desk.doing, desk.code(code), words), act)

    return command


app.command("note", help="Ghi chú nội bộ.")(_worded("note", acts.note))
app.command("explain", help="Ghi lý do trả lời chậm.")(_worded("explain", acts.explain))


@app.command("close", help="Kết thúc.")
def close(code: Code, by: By) -> None:
    """Nothing is owed any more."""
    with opened(by) as desk:
        told(acts.close(desk.doing, desk.code(code)), "close")


@app.command("reclassify", help="Đổi loại; lịch sử được giữ.")
def reclassify(
    code: Code,
    by: By,
    kind: Annotated[
        str,
        typer.Option("--kind", help="conduct|dossier_delay|service|regulation|local_matter"),
    ],
) -> None:
    """Another kind."""
    if kind not in {one.value for one in TAKEN}:
        fail(f"Không có loại “{kind}”.")
    with opened(by) as desk:
        told(acts.reclassify(desk.doing, desk.code(code), FeedbackKind(kind)), "reclassify")


@app.command("join", help="Gộp vào một phản ánh cùng việc.")
def join(
    code: Code, by: By, to: Annotated[str, typer.Option("--to", help="Mã phản ánh kia.")]
) -> None:
    """The same matter as another."""
    with opened(by) as desk:
        told(special.join(desk.doing, desk.code(code), desk.code(to)), "join")


@app.command("mark", help="Người soát xét ghi phản ánh nói về ai; bỏ trống --person: không ai.")
def mark(
    code: Code,
    by: By,
    person: Annotated[str, typer.Option("--person", help="Họ tên cán bộ.")] = "",
) -> None:
    """Whom it is about."""
    with opened(by) as desk:
        about = desk.member(person) if person else None
        told(special.mark(desk.doing, desk.code(code), about), "mark")
