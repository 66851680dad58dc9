"""What `doctor` says of the Zalo bot, without any network: settings, quota, what is uncertain."""

from collections.abc import Iterator
from datetime import datetime

from bot.checkup import Finding, Weight
from bot.config import Settings
from handlers.quotas import WARN, Usage
from handlers.store import figures, quotas
from handlers.store.states import OutboxStatus
from handlers.store.unit_of_work import Store
from handlers.wording import alarms as wording
from handlers.wording.alarms import number


def zalo_bot_findings(settings: Settings, store: Store, now: datetime) -> Iterator[Finding]:
    """Whether a token is set, how much of the plan is used, and what may not have arrived."""
    given = settings.zalo_bot
    if given.token.get_secret_value():
        how = "webhook" if given.webhook_url else "hỏi tin liên tục"
        text = f"Zalo bot: có token, nhận tin kiểu {how}; thử kết nối bằng: motcua zalobot check."
        yield Finding(Weight.GOOD, text)
        if not given.webhook_url:
            text = "Zalo bot: kiểu hỏi tin có thể mất tin khi dừng máy; chạy thật nên dùng webhook."
            yield Finding(Weight.LOOK, text)
    with store.read() as work:
        plans = quotas.all_usage(work, now)
        ended = figures.figures(work, now).finished
    for used in plans:
        yield from _plan(used)
    for (endpoint, status), count in sorted(ended.items()):
        if status is OutboxStatus.UNKNOWN and endpoint in {one.endpoint for one in plans}:
            text = f"Kênh {endpoint}: {count} tin trong ngày không rõ đã đến chưa, không gửi lại."
            yield Finding(Weight.LOOK, text)


def _plan(used: Usage) -> Iterator[Finding]:
    text = wording.messages(used) if used.used >= WARN else _calm(used)
    weight = Weight.WRONG if used.spent else Weight.LOOK
    yield Finding(weight if used.used >= WARN else Weight.GOOD, text)
    if used.crowded >= WARN:
        weight = Weight.WRONG if used.crowded >= 1 else Weight.LOOK
        yield Finding(weight, wording.people(used))


def _calm(used: Usage) -> str:
    return (
        f"Kênh {used.endpoint}: tháng này đã dùng {number(used.messages)} trên "
        f"{number(used.plan.messages)} tin, {number(used.people)} trên "
        f"{number(used.plan.people)} người."
    )
