"""`motcua feedback publish|withdraw`: what to hide is shown first, `--yes` publishes it."""

from typing import Annotated

import typer

from bot.cli.feedback import By, Code, Desk, fail, opened, told
from handlers.cases import publishing
from handlers.cases.acts import Outcome
from handlers.cases.publishing import Part, Proposal, Shown
from handlers.messages import FileReason
from handlers.store.files import FileStore
from handlers.ward_key import WardPrivate
from handlers.wording.publishing import KINDS

Switched = Annotated[
    str,
    typer.Option("--switch", help="Số thứ tự các chỗ đổi ý: đang che thì để, đang để thì che."),
]
Hide = Annotated[list[str], typer.Option("--hide", help="Che thêm những chữ này; lặp lại được.")]
Pictures = Annotated[
    list[str],
    typer.Option(
        "--picture",
        help="Ảnh số N cùng các ô che, phần nghìn: 1:100,50,400,300;… – hoặc 1:none. Mặc định "
        "không ảnh nào.",
    ),
]


def publish(  # noqa: PLR0913, PLR0917 - the options of one command
    code: Code,
    by: By,
    question: Annotated[str, typer.Option("--question", help="Câu hỏi tự viết lại.")] = "",
    words: Annotated[str, typer.Option("--answer", help="Trả lời tự viết lại.")] = "",
    switch: Switched = "",
    hide: Hide = [],  # noqa: B006 - typer reads it once
    picture: Pictures = [],  # noqa: B006
    yes: Annotated[bool, typer.Option("--yes", help="Công khai như đã xem.")] = False,
) -> None:
    """Show what would stand on the page; with `--yes` it stands there."""
    from bot.casework import vault_of
    from bot.setup import files_folder

    key = _key(code, by) if yes else None
    with opened(by) as desk:
        vault, files = vault_of(desk.settings), FileStore(files_folder(desk.settings))
        vault = vault if key is None else vault.unlocked(key)
        found = publishing.propose(desk.doing, desk.code(code), vault)
        if isinstance(found, Outcome):
            told(found, "publish")
            return
        texts = _texts(found, (question, words), _places(switch), hide)
        shown = Shown(*texts, _pictures(desk, found, files, picture))
        if not yes:
            _preview(found, shown)
            return
        done = publishing.publish(desk.doing, found.code, shown, vault, files)
        desk.work.commit()  # what was refused for a name left in it is recorded too
        told(done, "publish")


def _key(code: str, by: str) -> WardPrivate | None:
    """The ward's key, where a sender's name is sealed to it: asked for before anything is held."""
    from bot.casework import vault_of
    from bot.cli.staff_vault import ward_key_by

    with opened(by) as desk:
        found = publishing.propose(desk.doing, desk.code(code), vault_of(desk.settings), None)
    needed = isinstance(found, Proposal) and found.needs_key
    return ward_key_by(by) if needed else None


def withdraw(code: Code, by: By) -> None:
    """Take it back from the public page."""
    with opened(by) as desk:
        told(publishing.withdraw(desk.doing, desk.code(code)), "unpublish")


def _texts(
    found: Proposal, own: tuple[str, str], switched: frozenset[int], hide: list[str]
) -> tuple[str, str]:
    """Question and answer as they would stand there; marks are numbered through both."""
    first = len(found.question.marks)
    off = (
        [place for place in switched if place < first],
        [place - first for place in switched if place >= first],
    )
    parts = (found.question, found.answer)
    made = [
        written or part.hidden(places, [one for text in hide for one in part.stretches(text)])
        for part, written, places in zip(parts, own, off, strict=True)
    ]
    return made[0], made[1]


def _preview(found: Proposal, shown: Shown) -> None:
    number = 0
    for name, part, text in (
        ("Câu hỏi", found.question, shown.question),
        ("Trả lời", found.answer, shown.answer),
    ):
        typer.echo(f"{name}:\n{text}\n")
        number = _marks(part, number)
    typer.echo(f"Đơn vị: {found.unit}. Ảnh: {len(shown.pictures)}/{len(found.pictures)}.")
    typer.echo("Chưa công khai. Đọc kỹ rồi chạy lại với --yes.")


def _marks(part: Part, number: int) -> int:
    for one in part.marks:
        number += 1
        state = "bắt buộc che" if one in part.locked else "che" if one.on else "để nguyên"
        typer.echo(f"  [{number}] {KINDS[one.kind]}: {part.text[one.start : one.end]} – {state}")
    return number


def _places(text: str) -> frozenset[int]:
    parts = [one.strip() for one in text.split(",") if one.strip()]
    if not all(one.isascii() and one.isdecimal() for one in parts):
        fail(f"“{text}” không phải danh sách số, ví dụ 1,3.")
    return frozenset(int(one) - 1 for one in parts)


def _pictures(
    desk: Desk, found: Proposal, files: FileStore, wanted: list[str]
) -> tuple[bytes, ...]:
    del desk
    return tuple(_picture(found, files, one) for one in wanted)


def _picture(found: Proposal, files: FileStore, wanted: str) -> bytes:
    from bot.files.blocking import blocked, boxes_of

    number, _, places = wanted.partition(":")
    if not (number.isascii() and number.isdecimal() and 1 <= int(number) <= len(found.pictures)):
        fail(f"Không có ảnh “{number}”; phản ánh này có {len(found.pictures)} ảnh.")
    boxes = [] if places == "none" else boxes_of(places)
    if not places or boxes is None or (not boxes and places != "none"):
        fail(f"Ảnh “{wanted}”: ghi các ô che trái,trên,phải,dưới (0–1000), hoặc none.")
    data = files.read(found.pictures[int(number) - 1])
    made = blocked(data, boxes) if data is not None else FileReason.GONE
    return made if isinstance(made, bytes) else fail(f"Không mở được ảnh {number}.")
