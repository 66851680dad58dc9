"""The dossier of a judged row: cases from headings, papers with counts, notes apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from knowledge.importing.cleaning import clean, shortened, without_bullet
from knowledge.importing.rows import Paper, PaperGroup, SourceRow
from knowledge.procedures import Case, Form, Handover, RequiredDocument

LONGEST_LABEL: Final = 200
LONGEST_NOTE: Final = 400
"""A longer note is for officers: a citizen's answer stays readable."""

_SHOW: Final = re.compile(r"xuất trình", re.IGNORECASE)
_SUBMIT: Final = re.compile(r"(phải )?nộp", re.IGNORECASE)
_NOTE: Final = re.compile(r"^lưu ý|^ghi chú|^chú ý", re.IGNORECASE)
_CASE: Final = re.compile(
    r"^(?:\(?[\d.a-z]{1,5}[).]\s*)?(?:trường hợp|đối với|hồ sơ của)\s", re.IGNORECASE
)
_ASIDE: Final = re.compile(r"ủy quyền|uỷ quyền|môi trường điện tử|bưu chính", re.IGNORECASE)
_LOOKUP: Final = re.compile(
    r"không (?:thể )?(?:khai thác|tra cứu)|(?:không|chưa) (?:thể )?được khai thác"
    r"|chưa có (?:thông tin )?(?:trong|trên) (?:cơ sở dữ liệu|csdl)",
    re.IGNORECASE,
)
"""A paper wanted only when the officer cannot look it up (P-11)."""


@dataclass(frozen=True, slots=True)
class Papers:
    """What the dossier of a row holds."""

    documents: tuple[RequiredDocument, ...] = ()
    cases: tuple[Case, ...] = ()
    forms: tuple[Form, ...] = ()
    note: str | None = None
    officer_notes: tuple[str, ...] = ()

    @property
    def found(self) -> bool:
        """Whether any paper is named."""
        return bool(self.documents)


def papers_of(row: SourceRow) -> Papers:
    """Papers, cases and forms of a row; what is only a note is not asked for."""
    cases: dict[str, Case] = {}
    documents: dict[RequiredDocument, None] = {}
    forms: dict[str, Form] = {}
    notes: list[str] = []
    for group in sorted(row.papers, key=_is_aside):
        notes.extend(_notes(group))
        label = _case_label(group.heading)
        case = cases.setdefault(label, _case(label, len(cases) + 1)) if label else None
        for paper in _papers(group):
            form = _form(paper)
            if form is not None:
                forms.setdefault(form.name, form)
            documents[_document(paper, group, case, form)] = None
    used = {document.case for document in documents}
    joined = " ".join(dict.fromkeys(notes))
    short = bool(joined) and len(joined) <= LONGEST_NOTE
    return Papers(
        tuple(documents),
        tuple(case for case in cases.values() if case.key in used),
        tuple(forms.values()),
        joined if short else None,
        () if short else tuple(dict.fromkeys(notes)),
    )


def _is_aside(group: PaperGroup) -> bool:
    """Papers of a proxy or an online filing come after those everybody brings."""
    return _ASIDE.search(group.heading) is not None


def _papers(group: PaperGroup) -> Iterator[Paper]:
    if _NOTE.match(without_bullet(group.heading)):
        return
    for paper in group.papers:
        if not paper.is_note and without_bullet(paper.name):
            yield paper


def _notes(group: PaperGroup) -> Iterator[str]:
    noted = _NOTE.match(without_bullet(group.heading)) is not None
    for paper in group.papers:
        if (paper.is_note or noted) and clean(paper.name):
            yield shortened(clean(paper.name), 1000)


def _case_label(heading: str) -> str | None:
    """The case a heading names, to be read after "trường hợp"; most headings name none."""
    head = without_bullet(heading)
    if not _CASE.match(f"{head} ") or _NOTE.match(head):
        return None
    label = re.sub(r"^trường hợp\s+", "", head, flags=re.IGNORECASE)
    label = re.sub(r"^\d+\s*[:.]\s*", "", label)
    return shortened(label[:1].lower() + label[1:], LONGEST_LABEL) or None


def _case(label: str, number: int) -> Case:
    return Case(key=f"case{number}", label=label)


def _document(
    paper: Paper, group: PaperGroup, case: Case | None, form: Form | None
) -> RequiredDocument:
    return RequiredDocument(
        name=without_bullet(paper.name),
        handover=_handover(paper.name, group.heading),
        originals=_count(paper.originals),
        copies=_count(paper.copies),
        case=case.key if case else None,
        form=form.name if form else None,
    )


def _handover(name: str, heading: str) -> Handover:
    if _LOOKUP.search(name):
        return Handover.LOOKUP
    if _SHOW.search(heading) and not _SUBMIT.search(heading):
        return Handover.SHOW
    if _SHOW.match(without_bullet(name)):
        return Handover.SHOW
    return Handover.SUBMIT


def _count(number: int | None) -> int | None:
    return number if number and 0 < number <= 20 else None


def _form(paper: Paper) -> Form | None:
    if not paper.forms:
        return None
    return Form(name=shortened(without_bullet(paper.name), LONGEST_LABEL))
