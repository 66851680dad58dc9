"""`motcua broadcast`: what the ward writes to many, from the first word to the call list."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.notices import moment_of
from bot.cli.opened import settings_and_store
from handlers import staffing
from handlers.broadcast import Audience, Broadcast, BroadcastState
from handlers.broadcast_texts import Draft, Refused, Sending, Why
from handlers.broadcasts import acts, ending, queueing, templates
from handlers.broadcasts.acts import Acting
from handlers.clock import SystemClock
from handlers.news_topics import NAMES, Topic
from handlers.officers import Refusal
from handlers.store import broadcasts
from handlers.store.broadcasting import Count
from handlers.store.stuck import stuck_copies
from handlers.store.unit_of_work import Store
from handlers.ward import Ward, ward_of
from handlers.wording import broadcast_reports as reports
from handlers.wording import broadcasts as wording
from handlers.wording import staff as staff_wording
from handlers.wording.broadcast_letters import lacking
from knowledge.dossiers.statuses import DossierStatus
from knowledge.text.names import nearest

app = typer.Typer(no_args_is_help=True)

Number = Annotated[int, typer.Argument(help="Số của tin (motcua broadcast list).")]
By = Annotated[str, typer.Option("--by", help="Họ tên cán bộ làm việc này (motcua staff list).")]
Sets = Annotated[list[str] | None, typer.Option("--set", help="Điền chỗ trống: TÊN=NỘI_DUNG.")]
Text = Annotated[str, typer.Option("--text", help="Nội dung; {phuong}, {dien_thoai} tự điền.")]
File = Annotated[Path | None, typer.Option("--file", help="Hoặc tệp chữ UTF-8 chứa nội dung.")]
LISTED = 30


@app.command("new", help="Soạn tin mới (bản nháp); chưa gửi gì.")
def new(  # noqa: PLR0913, PLR0917 - one option each
    by: By,
    text: Text = "",
    file: File = None,
    values: Sets = None,
    topic: Annotated[str, typer.Option("--topic", help=" | ".join(Topic))] = "general",
    to: Annotated[str, typer.Option("--to", help=" | ".join(Audience))] = "all",
    field: Annotated[str, typer.Option("--field", help="Người theo dõi: lĩnh vực.")] = "",
    status: Annotated[str, typer.Option("--status", help="Người theo dõi: trạng thái.")] = "",
    limit: Annotated[str, typer.Option("--limit", help="Người nhờ nhắc hạn: mã thủ tục.")] = "",
    areas: Annotated[
        list[str] | None,
        typer.Option("--neighbourhood", help="Chỉ người ở tổ dân phố này; ghi được nhiều lần."),
    ] = None,
    template: Annotated[
        str, typer.Option("--template", help="Soạn theo mẫu: tên hoặc số, điền bằng --set.")
    ] = "",
    version: Annotated[
        int | None,
        typer.Option("--template-version", min=1, help="Bản của mẫu; bỏ trống: mới nhất."),
    ] = None,
) -> None:
    """Write a draft down."""
    for given, known in ((topic, Topic), (to, Audience), (status or "done", DossierStatus)):
        if given not in {str(one) for one in known}:
            raise typer.BadParameter(f"“{given}”: chọn một trong {', '.join(known)}")
    if to != Audience.FOLLOWERS and (field or status):
        raise typer.BadParameter("--field, --status chỉ dùng với --to followers")
    if limit and to != Audience.LIMITS:
        raise typer.BadParameter("--limit chỉ dùng với --to limits")
    about = (topic, to, field or limit, status)
    with acting_as(by) as acting:
        there = _areas(acting.ward, areas or (), to)
        words, used = _written(acting, words_of(text, file), template, version)
        draft = Draft(words, _values(values), *about, there, used)
        made = done(acts.write(acting, draft))
    typer.echo(f"Đã soạn tin {made.id}. Xem trước: motcua broadcast preview {made.id}")


def _written(
    acting: Acting, text: str, template: str, version: int | None
) -> tuple[str, tuple[int, int] | None]:
    """The words, and which kept text they are."""
    if not template:
        return text, None
    if text:
        raise typer.BadParameter("--template không dùng cùng --text, --file")
    found = templates.usable(acting.work, acting.ward.commune.key, template, version)
    if isinstance(found, Refused):
        raise fail(wording.refusal(found))
    one, kept = found
    return kept.words, (one.id, kept.version)


@app.command("edit", help="Sửa bản nháp: thành phiên bản mới, phải duyệt lại.")
def edit(number: Number, by: By, text: Text = "", file: File = None, values: Sets = None) -> None:
    """Other words, or other values of its fields."""
    with acting_as(by) as acting:
        made = done(acts.edit(acting, number, words_of(text, file), _values(values)))
    typer.echo(f"Tin {number} nay là phiên bản {made.version}, chưa ai duyệt.")


@app.command("approve", help="Người thứ hai duyệt đúng phiên bản này; không phải người soạn.")
def approve(number: Number, by: By) -> None:
    """A second person has read it."""
    _act(number, by, acts.approve, "đã duyệt")


@app.command("start", help="Cho gửi: ngay, hoặc đúng giờ --at; ban đêm chờ sáng trừ --urgent.")
def start(
    number: Number,
    by: By,
    at: Annotated[str, typer.Option("--at", help="Giờ gửi, dạng 2026-11-23T16:00.")] = "",
    until: Annotated[str, typer.Option("--until", help="Hạn gửi; mặc định 3 ngày.")] = "",
    urgent: Annotated[bool, typer.Option("--urgent", help="Gửi cả ban đêm: bão, lũ.")] = False,
) -> None:
    """Let it leave; `motcua serve` queues and sends it."""
    how = Sending(moment_of(at) if at else None, moment_of(until) if until else None, urgent)
    _act(number, by, lambda acting, one: acts.start(acting, one, how), "sẽ gửi (motcua serve)")


@app.command("pause", help="Tạm dừng: tin chưa đi thì ở lại; tin đang đi vẫn đến.")
def pause(number: Number, by: By) -> None:
    """Hold back what has not left."""
    _act(number, by, acts.pause, "đã tạm dừng", bites=True)


@app.command("resume", help="Gửi tiếp chỗ đã dừng.")
def resume(number: Number, by: By) -> None:
    """Go on."""
    _act(number, by, acts.resume, "gửi tiếp", bites=True)


@app.command("cancel", help="Huỷ hẳn: tin chưa đi thì không đi nữa.")
def cancel(number: Number, by: By) -> None:
    """Nothing more of it leaves."""
    _act(number, by, acts.cancel, "đã huỷ", bites=True)


@app.command("show", help="Một tin đang đến đâu: từng kênh, từng trạng thái, chỗ kẹt.")
def show(
    number: Number, as_json: Annotated[bool, typer.Option("--json", help="In JSON.")] = False
) -> None:
    """How far it is, and what became of its copies."""
    with looking() as (store, ward, now), store.read() as work:
        one = found(broadcasts.find(work, ward.commune.key, number))
        counts = ending.figures(work, one)
        stuck = stuck_copies(work, number, now - ending.STUCK)
        written = templates.told(work, one)
        lack = ending.lost(one, counts, now)
    if as_json:
        rows = [asdict(each) for each in counts]
        told = {"id": one.id, "state": one.state, "queued": one.queued, "became": rows}
        told |= {"template": one.template, "template_version": one.template_version, "lost": lack}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for line in _lines(one, counts):
        typer.echo(line)
    if written:
        typer.echo(f"Theo mẫu {written}.")
    if lack:
        typer.echo(lacking(lack))
    if stuck and one.state is BroadcastState.SENDING:
        typer.echo(f"KẸT: {stuck} tin đến giờ 30 phút chưa ai gửi; motcua serve có chạy không?")


@app.command("list", help="Các tin gần đây.")
def listed() -> None:
    """The last broadcasts, newest first."""
    with looking() as (store, ward, _), store.read() as work:
        found = broadcasts.newest(work, ward.commune.key, LISTED)
    for one in found:
        words = " ".join(one.words.split())[:60]
        typer.echo(f"{one.id}. {wording.STATES[one.state]}: {words} [{NAMES[Topic(one.topic)]}]")
    if not found:
        typer.echo('Chưa có tin nào. Ví dụ: motcua broadcast new --text "…" --by "Họ tên"')


@contextmanager
def looking() -> Iterator[tuple[Store, Ward, datetime]]:
    """Store, ward and moment of a command that only reads."""
    with settings_and_store() as (settings, store):
        yield store, ward_of(settings.commune), SystemClock().now()


@contextmanager
def acting_as(by: str) -> Iterator[Acting]:
    """An officer in one transaction, kept when the command ends well."""
    with looking() as (store, ward, now), store.work() as work:
        member = staffing.find(work, ward.commune.key, by)
        if member is None or member.left_at is not None:
            raise fail(staff_wording.REFUSALS[Refusal.UNKNOWN])
        yield Acting(work, ward, member.officer, now)
        work.commit()


def _act(
    number: int,
    by: str,
    act: Callable[[Acting, int], Broadcast | Refused],
    said: str,
    *,
    bites: bool = False,
) -> None:
    """Do it, then bring its copies after it in bites, so that nobody's answer waits."""
    with acting_as(by) as acting:
        done(act(acting, number))
    typer.echo(f"Tin {number}: {said}.")
    if not bites:
        return
    with looking() as (store, ward, now):
        more = True
        while more:
            with store.work() as work:
                more = queueing.follow(work, ward, number, now)
                work.commit()


def _lines(one: Broadcast, counts: list[Count]) -> Iterator[str]:
    """How it stands, then one line for each channel."""
    yield from wording.stands(one)
    whole = sum(each.number for each in counts)
    sent = sum(each.number for each in counts if each.state in ("sent", "delivered"))
    if whole:
        yield f"Đã xếp hàng {one.queued}, đã gửi {sent}/{whole} ({100 * sent / whole:.1f} %)"
    for channel in sorted({each.channel for each in counts}):
        said: Counter[str] = Counter()
        for each in counts:
            if each.channel == channel:
                why = f" ({wording.REASONS.get(each.why, each.why)})" if each.why else ""
                said[wording.BECAME.get(each.state, each.state) + why] += each.number
        yield f"{channel}: " + "; ".join(f"{what} {many}" for what, many in said.items())
    yield from reports.areas([(each.area, each.state, each.number) for each in counts])


def _areas(ward: Ward, given: Iterable[str], to: str) -> tuple[str, ...]:
    found = []
    for one in given:
        named = nearest(one, ward.commune.neighbourhoods)
        if len(named) != 1:
            listed = ", ".join(named or ward.commune.neighbourhoods)
            why = f"có {listed}" if listed else "khai commune.neighbourhoods trước"
            raise typer.BadParameter(f"--neighbourhood “{one}”: {why}")
        found.append(named[0])
    if found and to == Audience.SHEET:
        raise typer.BadParameter("--neighbourhood không dùng với --to sheet")
    return tuple(dict.fromkeys(found))


def words_of(text: str, file: Path | None) -> str:
    """What was given by `--text` or stands in the file."""
    if text and file:
        raise typer.BadParameter("chỉ dùng --text hoặc --file")
    try:
        return file.read_text(encoding="utf-8") if file else text
    except (OSError, UnicodeDecodeError):
        raise typer.BadParameter(f"không đọc được tệp {file} (cần chữ UTF-8)") from None


def _values(given: list[str] | None) -> dict[str, str]:
    found = {}
    for one in given or ():
        name, mark, value = one.partition("=")
        if not mark or not name.strip():
            raise typer.BadParameter(f"--set “{one}”: viết dạng TÊN=NỘI_DUNG")
        found[name.strip()] = value.strip()
    return found


def done(outcome: Broadcast | Refused) -> Broadcast:
    """What the act made; ends the command with the reason when it was refused."""
    if isinstance(outcome, Refused):
        raise fail(wording.refusal(outcome))
    return outcome


def found(one: Broadcast | None) -> Broadcast:
    """It, or the end of the command when there is none of that number."""
    return done(one or Refused(Why.UNKNOWN))


def fail(text: str) -> typer.Exit:
    """Says why, and ends the command with 1."""
    typer.echo(text, err=True)
    return typer.Exit(1)
