"""Catalogues and labelled questions the matcher is measured and fitted on."""

import gzip
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from knowledge.evaluation import Answer, Ask, Scorer, shown
from knowledge.loading import load_procedures
from knowledge.matching import Matcher
from knowledge.matching.outcomes import (
    Ambiguous,
    CardFound,
    Match,
    NoMatch,
    ProcedureOption,
    RouteFound,
    Several,
    Subject,
)
from knowledge.procedures import CatalogueState, Procedure, RequiredDocument, Result
from knowledge.questions import Line, read_lines

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("MOTCUA_SHARED") or ROOT.parent / "shared")  # noqa: TID251
OWN = ROOT / "knowledge" / "data" / "questions"
NOT_AT_THE_DESK = ("Hải quan", "Thuế", "Quản lý biên giới")


def read_catalogue(path: Path, skipped: Sequence[str] = ()) -> Iterator[Procedure]:
    """Names, papers and results of a crawl, enough to be matched."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if row["field"] in skipped:
                continue
            papers = (i["name"] for c in row["components"] for i in c["items"] if not i["is_note"])
            results = (one["name"] for one in row["results"])
            yield Procedure(
                code=row["code"],
                name=" ".join(row["name"].split()),
                field=row["field"],
                documents=tuple(
                    RequiredDocument(name=name) for name in papers if name and name.strip()
                ),
                results=tuple(Result(name=name) for name in results if name and name.strip()),
            )


def catalogue(*, everything: bool = False) -> list[Procedure]:
    """Shipped records and the imported core, or the crawl of every level; shipped records win."""
    procedures = list(load_procedures())
    known = {procedure.code for procedure in procedures}
    folder = SHARED / "data" / "procedures"
    added = list(read_catalogue(folder / "procedures_commune.jsonl", NOT_AT_THE_DESK))
    if everything:
        added += list(read_catalogue(folder / "procedures_all.jsonl.gz"))
    for procedure in added:
        if procedure.code not in known:
            known.add(procedure.code)
            procedures.append(procedure)
    return procedures


def development() -> list[Line]:
    """The development questions, conversations included."""
    folder = SHARED / "data" / "questions" / "dev"
    files = sorted(path for path in folder.glob("*.jsonl") if "faq" not in path.name)
    return [line for path in files for line in read_lines(path)]


def own() -> list[Line]:
    """The shipped labelled set."""
    return [line for path in sorted(OWN.glob("*.jsonl")) for line in read_lines(path)]


def told() -> list[Line]:
    """Questions written to learn from; no figure is reported on them."""
    return list(read_lines(Path(__file__).with_name("told.jsonl")))


def scorer(procedures: Sequence[Procedure]) -> Scorer:
    """A scorer over the active ones of `procedures`."""
    active = frozenset(p.code for p in procedures if p.state is CatalogueState.ACTIVE)
    return Scorer(active, {p.code: p.replaced_by for p in procedures if p.replaced_by})


def asker(matcher: Matcher) -> Ask:
    """Asks one conversation's questions of the bare matcher, keeping the subject."""

    def ask(questions: Sequence[str]) -> list[Answer]:
        subject: Subject | None = None
        answers = []
        for question in questions:
            reading = matcher.read(question, subject)
            answers.append(shown(reading))
            match reading.outcome:
                case Match(code=code):
                    subject = Subject(code, (), reading.part)
                case Several() as several:
                    codes = tuple(match.code for match in several.matches)
                    one = codes[0] if len(codes) == 1 else None
                    subject = Subject(one, () if one else codes, reading.part)
                case Ambiguous(options=options):
                    keys = (o.code if isinstance(o, ProcedureOption) else o.key for o in options)
                    subject = Subject(None, tuple(keys), reading.part)
                case RouteFound() | CardFound() | NoMatch():
                    pass
        return answers

    return ask
