"""The shelf: results confirmed ready one by one, all, all but some, or by sweeping QR codes."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from handlers.desk_context import At, ask, say
from handlers.duties import checks
from handlers.duties.assigning import is_theirs
from handlers.duties.checks import AT_ONCE
from handlers.duties.commands import ActAsOfficer, ConfirmReady
from handlers.duties.values import Already, Case
from handlers.messages import Block, Button, Heading, Paragraph, Reply
from handlers.officer_cards import choice, seen
from handlers.roles import Act, may
from handlers.turns import Turn
from handlers.wording import duties as wording
from knowledge.text.codes import dossier_codes
from knowledge.text.folding import fold

LIST_STEP: Final = "work.ready"
SWEEP_STEP: Final = "work.sweep"
_TAIL: Final = re.compile(r"(?<!\d)\d{3,8}(?!\d)")
"""The end of a code; shorter numbers are choices."""
_TOKEN: Final = re.compile(r"(?:^|[=\s])d_([A-Za-z0-9_-]{8,48})")
_ALL: Final = re.compile(r"^(tat ca|het)( deu)?( co| san sang)?( tru| ngoai tru)?\b")
_NOT: Final = re.compile(r"^(khong|chua) (co|thay)\b")
_END: Final = frozenset({"xong", "het", "het roi", "xong roi"})


def waiting(at: At) -> tuple[Case, ...]:
    """What this officer may confirm, the longest waiting first."""
    return at.book.unconfirmed(at.commune, at.now) if may(at.officer, Act.CONFIRM_READY) else ()


def show(at: At) -> Turn:
    """The list, with how to answer it."""
    listed = waiting(at)
    if not listed:
        return say(wording.NOTHING_TO_CONFIRM)
    blocks: list[Block] = [Heading(f"Chờ xác nhận trên kệ: {len(listed)}")]
    blocks += wording.lines((case.dossier for case in listed), AT_ONCE)
    blocks.append(Paragraph(wording.WHICH_RESULTS))
    draft: dict[str, object] = {"seen": _seen(listed)}
    return ask(blocks, LIST_STEP, draft, _everything(listed), choice("Quét mã trên kệ", "sweep"))


def confirm_all(at: At, target: str) -> Turn:
    """All that the list held; one that has changed since is shown again, nothing is confirmed."""
    listed = waiting(at)
    if not listed:
        return say(wording.CONFIRMED_BEFORE)
    theirs = tuple(one for one in listed if _is_theirs(at, one))
    for meant in (listed, theirs):
        if _seen(meant) == target:
            return _confirm(at, meant)
    return _changed(at)


def _changed(at: At) -> Turn:
    again = show(at)
    first = again.replies[0]
    blocks = (Paragraph(wording.LIST_CHANGED), *first.blocks)
    return replace(again, replies=(replace(first, blocks=blocks), *again.replies[1:]))


def _is_theirs(at: At, case: Case) -> bool:
    return is_theirs(at.members, at.officer, case.dossier.officer, at.day)


def _seen(listed: Sequence[Case]) -> str:
    return seen(case.dossier.id for case in listed)


def sweep(at: At) -> Turn:
    """From now on each code is confirmed as it comes."""
    del at
    return ask(wording.SWEEP, SWEEP_STEP, {"count": 0}, choice("Xong", "swept"))


def swept(at: At) -> Turn:
    """The end of the shelf."""
    count, left = at.draft.get("count", 0), len(waiting(at))
    return say(f"Đã quét {count} kết quả. Còn {left} hồ sơ đã xong chưa thấy trên kệ.")


def one(at: At, target: str, *, ready: bool) -> Turn:
    """One result, from its card."""
    case = at.case(target)
    if case is None:
        return at.unknown()
    if (objection := checks.against_ready(at.officer, case, ready=ready)) is not None:
        return at.objected(objection)
    code = case.dossier.code
    text = f"{code}: đã xác nhận sẵn sàng." if ready else f"{code}: đã ghi là chưa có trên kệ."
    return at.doing(text, ConfirmReady((case.dossier.id,), ready))


def listed_words(at: At, words: str) -> Turn | None:
    """An answer to the list: "tất cả trừ 0007", "0007 0012", "không có 0007"."""
    folded, listed = fold(words), waiting(at)
    named = _named(words, listed)
    if _ALL.match(folded):
        if listed and at.draft.get("seen") != _seen(listed):
            return _changed(at)
        return _confirm(at, [case for case in listed if case not in named])
    if not named:
        return None
    if _NOT.match(folded):
        return _not_found(at, named)
    return _confirm(at, named)


def swept_words(at: At, words: str) -> Turn:
    """A code of the sweep: confirmed at once, and the next is waited for."""
    if fold(words) in _END:
        return swept(at)
    cases = [case for case in _codes(at, words) if case is not None]
    if not cases:
        return ask(wording.NO_CODE, SWEEP_STEP, at.draft, choice("Xong", "swept"))
    good: list[int] = []
    lines: list[str] = []
    for case in cases:
        objection = checks.against_ready(at.officer, case, ready=True)
        if objection is None:
            good.append(case.dossier.id)
        said = wording.outcome(objection, at.names, "") if objection else "sẵn sàng"
        lines.append(f"{case.dossier.code}: {said}")
    draft = {"count": int(str(at.draft.get("count", 0))) + len(good)}
    reply = Reply(tuple(Paragraph(line) for line in lines), (choice("Xong", "swept"),))
    commands = (ActAsOfficer(at.ward, ConfirmReady(tuple(good))),) if good else ()
    return Turn((reply,), step=SWEEP_STEP, draft=draft, commands=commands)


def _confirm(at: At, cases: Sequence[Case]) -> Turn:
    good, others = [], 0
    for case in cases[:AT_ONCE]:
        objection = checks.against_ready(at.officer, case, ready=True)
        others += isinstance(objection, Already)
        if objection is None:
            good.append(case.dossier.id)
    text = wording.confirmed(len(good), others)
    if len(cases) > AT_ONCE:
        text += f" Còn {len(cases) - AT_ONCE} hồ sơ, mời anh/chị xác nhận tiếp."
    return at.doing(text, ConfirmReady(tuple(good))) if good else say(text)


def _not_found(at: At, cases: Sequence[Case]) -> Turn:
    good = [
        case.dossier.id
        for case in cases
        if checks.against_ready(at.officer, case, ready=False) is None
    ]
    text = f"Đã ghi {len(good)} kết quả chưa có trên kệ; phụ trách một cửa được báo."
    return at.doing(text, ConfirmReady(tuple(good), ready=False)) if good else say(text)


def _named(words: str, listed: Sequence[Case]) -> list[Case]:
    """The listed dossiers a message names, by code or by the end of one."""
    codes = set(dossier_codes(words))
    tails = set(_TAIL.findall(words))
    return [
        case
        for case in listed
        if case.dossier.code in codes or (not codes and wording.tail(case.dossier.code) in tails)
    ]


def _codes(at: At, words: str) -> list[Case | None]:
    found = [at.book.find(at.commune, code) for code in dossier_codes(words)]
    return found + [at.book.by_token(at.commune, token) for token in _TOKEN.findall(words)]


def _everything(listed: Sequence[Case]) -> Button:
    return choice(f"Tất cả {min(len(listed), AT_ONCE)} đã có", "ready-all", _seen(listed))
