"""What we start ourselves on an account, put into the outbox and looked for there."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.config_zalo_oa import TemplateSettings
from handlers.check_codes import Seal
from handlers.messages import Form, Paragraph, Reply
from handlers.store import queueing, spending
from handlers.store.contacts import find_contact
from handlers.store.states import OutboxKind, Priority
from handlers.store.unit_of_work import Store
from tests.fakes.zalo_oa.line import Line
from tests.fakes.zalo_oa.server import ZaloOaServer
from tests.fakes.zalo_oa.templates import Template

LAN = "246845883529197922"
QUOTA = "/v3.0/oa/quota/message"
READY = Form("ready", (("ma", "0001"), ("noi_nhan", "Trung tâm")))
FIELDS = {"ma_ho_so": "ma", "noi_nhan": "noi_nhan", "ma_tin": "ma_kiem_tra"}
OF_NEWS = {"han": "ngay", "ma_tin": "ma_kiem_tra"}
TEMPLATES = {
    "ready": TemplateSettings(id="t1", fields=FIELDS, price_uid=100, price_phone=200),
    "broadcast.tax": TemplateSettings(id="t2", fields=OF_NEWS, price_uid=120),
}


def made(store: Store, zalo: ZaloOaServer, folder: Path, **given: Any) -> Line:  # noqa: ANN401
    store.seal = Seal(lambda: bytes(32))
    line = Line(store, zalo, folder, **given)
    line.log_in()
    zalo.account.templates["t1"] = Template("t1", ("ma_ho_so", "noi_nhan", "ma_tin"))
    zalo.account.templates["t2"] = Template("t2", ("han", "ma_tin"))
    return line


def push(
    line: Line,
    key: str = "n1",
    form: Form | None = READY,
    to: str = LAN,
    kind: OutboxKind = OutboxKind.BROADCAST,
) -> None:
    """Queue something we start ourselves."""
    now, endpoint = line.clock.now(), line.service.endpoint
    with line.store.work() as work:
        contact = find_contact(work, endpoint, to)
        assert contact is not None
        message = queueing.Message(
            key=key,
            reply=Reply((Paragraph("Đã có kết quả"),), form=form),
            due=now,
            expires_at=now + timedelta(days=30),
            kind=kind,
            priority=Priority.NOTICE,
            after_crash=queueing.after_crash(line.service.channel.name),
        )
        queueing.queue(work, line.settings.commune.key, endpoint, contact, message)
        work.commit()


def ended(line: Line, key: str = "n1") -> tuple[str, str | None]:
    with line.store.read() as work:
        row = work.run(
            text("SELECT status, reason FROM outbox WHERE key = :key"), {"key": key}
        ).first()
    return (row.status, row.reason) if row is not None else ("", None)


async def pushed(line: Line, key: str = "n1", form: Form | None = READY) -> tuple[str, str | None]:
    push(line, key, form)
    await line.eventually(lambda: ended(line, key)[0] not in ("queued", "sending"))
    return ended(line, key)


async def met(line: Line, user: str = LAN) -> None:
    """Somebody who has written once."""
    await line.says(user, "chào")
    await line.heard(user)
    await line.quiet()


def spent(line: Line) -> int:
    with line.store.read() as work:
        return spending.spent(work, line.service.endpoint, line.clock.now())


def details(line: Line, phone: str) -> dict[str, Any]:
    event = line.event(LAN, "user_submit_info", {})
    return event | {"info": {"name": "Nguyen Van A", "phone": phone}}
