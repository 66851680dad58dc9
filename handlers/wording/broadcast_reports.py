"""What officers read of a broadcast before it leaves, and of whom it did not reach."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from handlers.broadcast import Broadcast
from handlers.broadcast_costs import MUTED, STOPPED, Cost
from handlers.broadcast_reports import Listed, Look, Preview, Seen, Unreached
from handlers.recipient_sheet import Bar
from handlers.wording import figures
from handlers.wording.broadcasts import REASONS, whom
from knowledge.calendar import local

BARS: Final = {
    Bar.NO_KEY: "không có mã hồ sơ, số điện thoại hay mã liên hệ",
    Bar.BAD_CODE: "mã hồ sơ sai dạng",
    Bar.BAD_PHONE: "số điện thoại sai dạng",
    Bar.UNKNOWN: "phường, xã chưa biết hồ sơ, số hay mã này",
    Bar.NOBODY: "chưa ai theo dõi hồ sơ này qua trợ lý",
    Bar.STOPPED: "người này đã thôi nhận tin, hoặc không còn nhắn được",
    Bar.TWICE: "trùng người với dòng trên, chỉ gửi một lần",
    Bar.FIELDS: "ô cần điền vào tin đang trống",
    Bar.LONG: "tin dài quá 1500 chữ khi điền dòng này",
}
ELSEWHERE: Final = "Chưa ghi nơi ở"
SAID: Final = {
    STOPPED: "đã thôi nhận tin của phường, xã",
    MUTED: "đã tắt chủ đề này",
}
LATER: Final = "Trang sau, chỉ gửi khi người nhận soạn TIEP"
REACHED: Final = ("sent", "delivered")
SHOWN: Final = 20
"""Line numbers listed before "and so many more"."""


def why(reason: str) -> str:
    """Why somebody was not reached, in words."""
    return BARS[Bar(reason)] if reason in set(Bar) else REASONS.get(reason, reason)


def preview(broadcast: Broadcast, seen: Preview, above: int) -> list[str]:
    """The whole preview, line by line."""
    lines = [f"Tin {broadcast.id} (phiên bản {broadcast.version}) gửi {whom(broadcast)}."]
    lines += written_by(seen)
    if seen.listed is not None:
        lines += listed(seen.listed)
    if seen.example is not None:
        lines.append(f"Nội dung dưới đây điền theo dòng {seen.example} của tệp.")
    lines.append(
        f"Mã kiểm tra dưới đây là của ngày {local(seen.leaves):%d/%m/%Y}; ngày khác, mã khác."
    )
    for one in seen.channels:
        lines += _channel(one)
    if not seen.channels:
        lines.append(f"\nChưa có ai để gửi. Nội dung: {broadcast.words}")
    lines.append(f"\nTất cả {seen.total} người.")
    lines += withheld(seen)
    if seen.asks_second:
        lines.append(f"Trên {above} người: phải có người thứ hai duyệt trước khi gửi.")
    return lines


OUTAGE: Final = (
    "Ngừng nộp hồ sơ qua mạng phải báo trước ít nhất 7 ngày làm việc (Nghị định 224/2026, "
    "Điều 13): báo lúc đó thì ngừng sớm nhất từ {day}. Tin cần ghi rõ ngày ngừng."
)


def withheld(seen: Preview) -> list[str]:
    """Whom it means and does not go to by their own word; and that it waits for the morning."""
    lines = [f"Không gửi {many} người: {SAID[said]}." for said, many in seen.unwanted.items()]
    if seen.night is not None:
        lines.append(
            f"Giờ nghỉ đêm: tin đi từ {local(seen.night):%H:%M ngày %d/%m}; chỉ tin khẩn đi ngay."
        )
    if seen.outage_from is not None:
        lines.append(OUTAGE.format(day=figures.short_day(seen.outage_from)))
    return lines


def written_by(seen: Preview) -> list[str]:
    """The kept text it was written by, and what stands in each field."""
    lines = [f"Theo mẫu {seen.template}."] if seen.template else []
    if seen.fields:
        filled = "; ".join(f"{name} = {words}" for name, words in seen.fields)
        lines.append(f"Chỗ điền: {filled}")
    return lines


def listed(found: Listed) -> list[str]:
    """What became of the rows of a file."""
    lines = [f"Danh sách {found.lines} dòng: {found.people} người nhận được tin."]
    for reason, numbers in found.barred.items():
        more = f" và {len(numbers) - SHOWN} dòng nữa" if len(numbers) > SHOWN else ""
        some = ", ".join(str(one) for one in numbers[:SHOWN])
        lines.append(f"   {len(numbers)} dòng không gửi, {why(reason)}: dòng {some}{more}")
    return lines


def calls(people: Sequence[Unreached]) -> list[str]:
    """Whom to call, one a line, under the neighbourhood they chose."""
    lines: list[str] = []
    grouped = any(one.area for one in people)
    for area, some in groupby(people, key=lambda one: one.area):
        found = [call(one) for one in some]
        lines += [f"{area or ELSEWHERE}: {len(found)} người"] if grouped else []
        lines += found
    return [*lines, f"{len(people)} người chưa nhận được."]


def areas(counts: Sequence[tuple[str, str, int]]) -> list[str]:
    """How many were reached in each neighbourhood: area, state, number."""
    if not any(area for area, _, _ in counts):
        return []
    lines = []
    for area in sorted({area for area, _, _ in counts}, key=lambda one: (not one, one)):
        whole = sum(number for where, _, number in counts if where == area)
        sent = sum(number for where, state, number in counts if where == area and state in REACHED)
        lines.append(f"{area or ELSEWHERE}: đã gửi {sent}/{whole}, chưa {whole - sent}")
    return lines


def call(one: Unreached) -> str:
    """One of them, as far as the ward knows."""
    where = f"dòng {one.line} ({one.who})" if one.line is not None else ""
    head = ", ".join(part for part in (one.channel, where) if part)
    known = f"; theo dõi hồ sơ {', '.join(one.codes)}" if one.codes else ""
    number = f"; gọi {one.phone}" if one.phone else ""
    return f"{head}: {why(one.why)}{known}{number}"


def _channel(one: Seen) -> list[str]:
    head = f"\n== {one.channel}: {size(one)}"
    later = [f"({LATER})\n{page}" for page in one.look.later]
    told = [f"   {line}" for line in facts(one)]
    return [head, *told, "\n--\n".join([*one.messages, *later])]


def size(one: Seen) -> str:
    """To how many on a channel, and how long it is."""
    return f"{one.people} người; {len(one.messages)} tin nhắn, {one.letters} chữ"


def facts(one: Seen) -> list[str]:
    """Who will not get it and why, what is left of the plan, what it costs."""
    lines = [f"chưa gửi được {many}: {why(reason)}" for reason, many in one.barred.items()]
    if one.plan_left is not None:
        lines.append(f"gói tháng này còn {one.plan_left} tin được chủ động gửi")
    if one.cost is not None:
        lines.append(money(one.cost))
    lines += template(one)
    if one.look.segments:
        lines.append(sms(one.look))
    return lines


def sms(look: Look) -> str:
    """How many SMS leave for one person, and what is left for who asks."""
    said = f"mỗi người {look.segments} SMS ({look.units} chữ)"
    pages = len(look.later)
    if not pages:
        return said
    less = f"; bỏ bớt {look.over} chữ thì đi trọn một tin" if look.over else ""
    return f"{said}; còn {pages} trang, chỉ gửi cho ai soạn TIEP{less}"


def money(cost: Cost) -> str:
    """What it costs on one endpoint, as far as it is known."""
    unless = ", nếu gói của Zalo hết tin miễn phí" if cost.package else ""
    said = []
    if cost.paid:
        said.append(f"{cost.paid} người mất tiền, {figures.money(cost.price)} mỗi người{unless}")
    if cost.by_template:
        each = figures.money(cost.template_price)
        said.append(f"{cost.by_template} người nhận tin mẫu đã duyệt, {each} mỗi người")
    whole = (
        f"{'; '.join(said)}: nhiều nhất {figures.money(cost.most)}; ngân sách tháng còn "
        f"{figures.money(cost.left)}"
    )
    if cost.days == 1:
        return whole
    return (
        f"{whole}; mỗi ngày chỉ chi {figures.money(cost.daily)} nên phải gửi trong ít nhất "
        f"{cost.days} ngày, ai quá hạn của tin thì không nhận được"
    )


def template(one: Seen) -> list[str]:
    """The approved template as it will be filled; empty where none goes."""
    if one.template is None:
        return []
    found = one.template
    if found.missing:
        lacks = ", ".join(found.missing)
        return [f"Tin mẫu {found.id} chưa gửi được, thiếu: {lacks}. Điền: --set, hoặc ô Chỗ điền."]
    said = "; ".join(f"{name}: {words}" for name, words in found.fields.items())
    return [f"Ai lâu chưa nhắn nhận tin mẫu {found.id}: {said}"]
