"""`motcua dossiers …`: the officers' acts, the same as in their chat; `--by` names the officer."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

import typer

from bot.cli.opened import settings_and_store
from handlers import acts, staffing
from handlers.acts import Acting
from handlers.clock import SystemClock
from handlers.duties.filing import Filing
from handlers.duties.values import Case, Done, Outcome, Refused, Why
from handlers.opening import open_dossier
from handlers.roles import Act, may
from handlers.store import duties
from handlers.store.filing import propose
from handlers.wording import duties as wording
from knowledge import dossier_store
from knowledge.calendar import local
from knowledge.dossiers.dossier import StatusEvent
from knowledge.dossiers.modes import RegisterMode
from knowledge.dossiers.statuses import DossierStatus
from knowledge.procedures import SubmissionWay
from knowledge.text.codes import dossier_codes

By = Annotated[str, typer.Option("--by", help="Họ tên cán bộ làm việc này (motcua staff list).")]
Code = Annotated[str, typer.Argument(help="Mã hồ sơ.")]
Reason = Annotated[str, typer.Option("--reason", help="Lý do.")]


@dataclass(frozen=True, slots=True)
class _Desk:
    """An opened transaction with the officer who acts in it."""

    acting: Acting
    mode: RegisterMode
    key: bytes = field(repr=False)

    @property
    def names(self) -> Mapping[int, str]:
        """Officers' names, for "who was first"."""
        return {one.id: one.officer.name for one in self.acting.members}

    def case(self, code: str) -> Case:
        """The dossier of a code typed any way; ends the command when there is none."""
        work, commune = self.acting.work, self.acting.ward.commune.key
        for canonical in dossier_codes(code):
            found = dossier_store.find(work.session, commune, canonical)
            if found is not None:
                return duties.cases(work, (found,))[0]
        raise _fail(f"{code}: {wording.WHY[Why.UNKNOWN]}")


def ready(
    by: By,
    codes: Annotated[list[str] | None, typer.Argument(help="Mã hồ sơ có trên kệ.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Mọi kết quả đang chờ xác nhận.")] = False,
    but: Annotated[
        list[str] | None, typer.Option("--except", help="Trừ mã này (lặp lại được).")
    ] = None,
) -> None:
    """Confirm results ready; without codes, list what waits."""
    with _desk(by) as desk:
        waiting = duties.unconfirmed(
            desk.acting.work, desk.acting.ward.commune.key, desk.acting.now
        )
        if not may(desk.acting.officer, Act.CONFIRM_READY):
            raise _fail(wording.WHY[Why.NOT_ALLOWED])
        if not codes and not every:
            for one in waiting:
                typer.echo(wording.line(one.dossier).text)
            typer.echo(f"{len(waiting)} kết quả chờ xác nhận.")
            return
        left_out = {desk.case(code).dossier.id for code in but or ()}
        meant = list(waiting) if every else [desk.case(code) for code in codes or ()]
        meant = [one for one in meant if one.dossier.id not in left_out]
        done = [(one, acts.confirm_ready(desk.acting, one.dossier.id, ready=True)) for one in meant]
        names = desk.names
    for one, outcome in done:
        typer.echo(f"{one.dossier.code}: {wording.outcome(outcome, names, 'sẵn sàng')}")
    if any(isinstance(outcome, Refused) for _, outcome in done):
        raise typer.Exit(1)


def not_ready(code: Code, by: By) -> None:
    """The result was not found on the shelf."""
    _one(
        by,
        code,
        lambda acting, one: acts.confirm_ready(acting, one, ready=False),
        "Đã ghi: chưa có trên kệ.",
    )


def on_time(code: Code, by: By) -> None:
    """It will be on time."""
    _one(by, code, acts.say_on_time, wording.ON_TIME)


def late(
    code: Code,
    by: By,
    until: Annotated[str, typer.Option("--until", help="Hẹn lại ngày, NĂM-THÁNG-NGÀY.")],
    reason: Reason,
) -> None:
    """It will not: drafts the apology slip for the head."""
    day = _day(until)
    _one(
        by,
        code,
        lambda acting, one: acts.draft_apology(
            acting, one, acting.ward.calendar.closing(day), reason
        ),
        wording.SLIP_WAITS,
    )


def apologies() -> None:
    """List the slips that wait for the head."""
    with settings_and_store() as (settings, store):
        waiting = duties.StoredDuties(store).slips(settings.commune.key)
    for case, slip in waiting:
        typer.echo(
            f"{slip.id}: {case.dossier.code}, hẹn lại {wording.day(slip.new_due_at)}: {slip.reason}"
        )
    typer.echo(f"{len(waiting)} phiếu chờ ký.")


def approve(
    slip: Annotated[int, typer.Argument(help="Số phiếu (motcua dossiers apologies).")],
    by: By,
    reason: Annotated[str, typer.Option("--reason", help="Bắt buộc khi phiếu trái quy định.")] = "",
) -> None:
    """Sign a slip: the new date holds."""
    _slip(by, lambda acting: acts.sign_apology(acting, slip, reason), wording.SIGNED)


def refuse(
    slip: Annotated[int, typer.Argument(help="Số phiếu.")],
    by: By,
    note: Annotated[str, typer.Option("--note", help="Vì sao chưa ký.")] = "",
) -> None:
    """Send a slip back."""
    _slip(by, lambda acting: acts.refuse_apology(acting, slip, note), wording.REFUSED)


def explain_late(
    code: Code, words: Annotated[str, typer.Argument(help="Nguyên nhân trễ.")], by: By
) -> None:
    """Write down why it was late."""
    _one(by, code, lambda acting, one: acts.explain_late(acting, one, words), wording.EXPLAINED)


def override(
    code: Code,
    rule: Annotated[str, typer.Argument(help="Tên quy định, ví dụ supplement_once.")],
    by: By,
    reason: Reason,
) -> None:
    """Set a rule aside for one dossier, with the reason kept."""
    _one(by, code, lambda acting, one: acts.override(acting, one, rule, reason), wording.OVERRIDDEN)


def status(
    code: Code,
    new: Annotated[DossierStatus, typer.Argument(help="Trạng thái mới.")],
    by: By,
    note: Annotated[str, typer.Option("--note", help="Ghi chú nội bộ.")] = "",
    item: Annotated[
        list[str] | None, typer.Option("--item", help="Giấy tờ cần bổ sung (lặp lại được).")
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", help="Lý do từ chối hoặc dừng, người nộp được đọc.")
    ] = "",
) -> None:
    """Set a status where there is no one-stop software (`registry.mode: desk`)."""
    with _desk(by) as desk:
        event = StatusEvent(
            desk.acting.now, new, new.value, note, items=tuple(item or ()), reason=reason.strip()
        )
        case = desk.case(code)
        done = acts.set_status(desk.acting, case.dossier.id, event, mode=desk.mode)
        names = desk.names
    _tell(done, names, f"Đã ghi: {wording.STATUSES[new]}.")


def new(
    procedure: Annotated[str, typer.Argument(help="Mã thủ tục, ví dụ 1.004194.")],
    by: By,
    digits: Annotated[
        list[str] | None,
        typer.Option("--digits", help="4 số cuối điện thoại hoặc giấy tờ, để tra cứu (lặp được)."),
    ] = None,
    code: Annotated[
        str, typer.Option("--code", help="Mã đã in trên giấy hẹn; trống: mã kế tiếp trong ngày.")
    ] = "",
    due: Annotated[
        str, typer.Option("--due", help="Hẹn trả ngày, NĂM-THÁNG-NGÀY; trống: theo thời hạn.")
    ] = "",
    way: Annotated[
        SubmissionWay, typer.Option("--way", help="Cách nộp.")
    ] = SubmissionWay.IN_PERSON,
) -> None:
    """Write down a dossier where there is no one-stop software (`registry.mode: desk`)."""
    day = _day(due) if due else None
    filing = Filing(procedure, tuple(digits or ()), way, code, day)
    with _desk(by) as desk:
        acting = desk.acting
        told = propose(acting.work, acting.ward, filing, acting.now)
        done = (
            told if isinstance(told, Refused) else open_dossier(acting, told, desk.key, desk.mode)
        )
        names = desk.names
    good = wording.opened(done.dossier) if isinstance(done, Done) else ""
    _tell(done, names, good)


COMMANDS = (
    ("new", new, "Ghi hồ sơ mới khi không có phần mềm một cửa."),
    ("ready", ready, "Xác nhận kết quả sẵn sàng: từng mã, --all, --all --except MÃ."),
    ("not-ready", not_ready, "Báo kết quả chưa có trên kệ."),
    ("on-time", on_time, "Báo hồ sơ kịp hạn."),
    ("late", late, "Báo không kịp: lập phiếu xin lỗi và hẹn lại (mẫu 04) chờ lãnh đạo ký."),
    ("apologies", apologies, "Xem phiếu xin lỗi chờ ký."),
    ("approve", approve, "Lãnh đạo ký phiếu xin lỗi."),
    ("refuse", refuse, "Lãnh đạo trả lại phiếu xin lỗi."),
    ("explain-late", explain_late, "Ghi nguyên nhân trễ."),
    ("override", override, "Lãnh đạo cho qua một quy định, có lý do."),
    ("status", status, "Ghi trạng thái khi không có phần mềm một cửa."),
)
"""Hung under `motcua dossiers`."""


def _one(by: str, code: str, act: Callable[[Acting, int], Outcome], good: str) -> None:
    with _desk(by) as desk:
        done = act(desk.acting, desk.case(code).dossier.id)
        names = desk.names
    _tell(done, names, good)


def _slip(by: str, act: Callable[[Acting], Outcome], good: str) -> None:
    with _desk(by) as desk:
        done = act(desk.acting)
        names = desk.names
    _tell(done, names, good)


def _tell(done: Outcome, names: Mapping[int, str], good: str) -> None:
    typer.echo(wording.outcome(done, names, good), err=not isinstance(done, Done))
    if not isinstance(done, Done):
        raise typer.Exit(1)


@contextmanager
def _desk(by: str) -> Iterator[_Desk]:
    """One transaction of an officer, kept when the command ends well."""
    from bot.registries.wiring import factor_key
    from handlers.ward import ward_of

    with settings_and_store() as (settings, store), store.work() as work:
        member = staffing.find(work, settings.commune.key, by)
        if member is None or member.left_at is not None:
            raise _fail(f"{by}: không có cán bộ này. Xem: motcua staff list")
        now = local(SystemClock().now())
        acting = Acting(work, ward_of(settings.commune), member.officer, now)
        yield _Desk(acting, settings.registry.mode, factor_key(settings))
        work.commit()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _fail(f"Không đọc được ngày {text}; ghi như 2026-12-31.") from None


def _fail(words: str) -> typer.Exit:
    typer.echo(words, err=True)
    return typer.Exit(1)
