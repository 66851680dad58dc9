"""What `doctor` says of the gateways of the bridge, without any network."""

from collections.abc import Iterator
from datetime import datetime

from bot.checkup import Finding, Weight
from bot.communes import served
from bot.config import Settings
from bot.config_bridge import NamedGateway
from handlers.messages import ChannelName
from handlers.store import figures, spending
from handlers.store.contacts import find_endpoint
from handlers.store.states import OutboxStatus
from handlers.store.unit_of_work import Store
from handlers.wording.alarms import number


def bridge_findings(settings: Settings, store: Store, now: datetime) -> Iterator[Finding]:
    """How each gateway stands: its secrets, its budget, what is in doubt."""
    for whose in served(settings):
        for one in whose.gateways:
            yield from _of(one, store, now)


def _of(one: NamedGateway, store: Store, now: datetime) -> Iterator[Finding]:
    name, given = f"Cổng {one.name}", one.limits
    with store.read() as work:
        endpoint = find_endpoint(work, ChannelName.BRIDGE, one.name)
        ended = figures.figures(work, now).finished
        spent = spending.spent(work, endpoint, now) if endpoint is not None else 0
    yield Finding(Weight.GOOD, f"{name}: đã đặt mật khẩu; chưa thử kết nối.")
    if one.keys.old:
        text = f"{name}: còn nhận mật khẩu cũ; bên kia đổi xong thì bỏ MOTCUA_BRIDGE__OLD_…"
        yield Finding(Weight.LOOK, text)
    if given.price:
        budget = f"tin tự nhắn được chi {number(given.monthly_budget)} đồng"
        text = f"{name}: tháng này đã chi {number(spent)} đồng tiền tin; {budget}."
        full = spent * 10 >= given.monthly_budget * 8
        yield Finding(Weight.LOOK if full else Weight.GOOD, text)
    unknown = ended.get((endpoint or "", OutboxStatus.UNKNOWN), 0)
    if unknown:
        text = f"{name}: {unknown} tin trong ngày không rõ đã đến chưa, không gửi lại."
        yield Finding(Weight.LOOK, text)
