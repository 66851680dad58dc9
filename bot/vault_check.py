"""What `doctor` and `live` say of who can open reporters' names."""

from collections.abc import Iterator
from datetime import datetime

from bot.checkup import Finding, Weight
from bot.communes import served
from bot.config import Settings
from handlers.store import key_holders, sealing, staff
from handlers.store.unit_of_work import Store
from handlers.watching import opens_names
from knowledge.commune import Commune


def vault_findings(
    settings: Settings, store: Store, now: datetime, *, going_live: str = ""
) -> Iterator[Finding]:
    """Of each commune: enrolled or not, by whom it can be opened, what is to be done.

    `going_live`: key of the commune that may not go live before it is enrolled. One that is live
    already goes on serving.
    """
    del now
    for one in served(settings):
        key = one.commune.key
        yield from _of(one.commune, store, Weight.WRONG if key == going_live else Weight.LOOK)


def _of(commune: Commune, store: Store, without: Weight) -> Iterator[Finding]:
    with store.read() as work:
        key = key_holders.ward_key(work, commune.key)
        held = [one for one in key_holders.holders(work, commune.key) if one.share is not None]
        left = len(sealing.strays(work, commune.key))
        able = {one.id for one in staff.members(work, commune.key) if opens_names(one.officer)}
    people = [one for one in held if one.officer in able]
    if key is None:
        text = (
            f"{commune.name}: tên người phản ánh mới khoá bằng tệp khoá cạnh cơ sở dữ liệu, ai giữ "
            "cả hai đều đọc được. Lãnh đạo lập khoá của phường, xã: motcua staff vault enrol --by …"
        )
        yield Finding(without, text)
        return
    if not people:
        text = f"{commune.name}: không còn ai giữ khoá niêm phong; dùng phong bì trong két sắt."
        yield Finding(Weight.WRONG, text)
    elif len(people) == 1:
        text = f"{commune.name}: mới một người giữ khoá niêm phong, nên có người thứ hai."
        yield Finding(Weight.LOOK, text)
    else:
        yield Finding(Weight.GOOD, f"{commune.name}: {len(people)} người giữ khoá niêm phong.")
    if key.rotate_since is not None:
        text = f"{commune.name}: có người thôi giữ khoá, nên đổi: motcua staff vault rotate --by …"
        yield Finding(Weight.LOOK, text)
    if left:
        text = f"{commune.name}: {left} tên còn khoá bằng tệp khoá; serve niêm phong lại mỗi đêm."
        yield Finding(Weight.LOOK, text)
