"""The matcher beside rapidfuzz, BM25 and TF-IDF: `python -m tests.benchmarks.matching`.

One run, on about 400 and about 2,900 procedures: hit rates on the development questions written by
people, time of one question, build time and memory. Also what each part of the matcher adds, by
leaving it out. Writes both tables into docs/matching.md between their markers. Needs the study
data beside the repository (MOTCUA_SHARED).
"""

import gc
import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.collecting import loaded
from knowledge.evaluation import Group, shown
from knowledge.loading import load_guidance, load_procedures
from knowledge.matching import Matcher, build_matcher, queries, ranking
from knowledge.matching import matcher as reading
from knowledge.matching.facets import Facets
from knowledge.matching.spelling import Speller
from knowledge.procedures import Procedure
from knowledge.questions import Line
from knowledge.text.folding import fold
from knowledge.text.phrases import Kind, PhraseTable
from tests.benchmarks._matching_data import ROOT, SHARED, catalogue, development, own, scorer
from tests.benchmarks._yardstick import SCAN_MS, SCANNED, by_yardstick, scan_ms

DOCS = ROOT / "docs" / "matching.md"
Search = Callable[[str], Sequence[str]]
Build = Callable[[list[Procedure]], Search]


def texts(procedures: Sequence[Procedure]) -> list[str]:
    """Names and aliases of each procedure as one folded text, the same for every peer."""
    return [fold(" ".join((p.name, p.short_name or "", *p.aliases))) for p in procedures]


def ours(procedures: list[Procedure]) -> Search:
    matcher = build_matcher(procedures, load_guidance())
    return lambda question: shown(matcher.read(question)).procedures


def best_names(procedures: list[Procedure]) -> Search:
    names = texts(procedures)
    codes = [p.code for p in procedures]

    def search(question: str) -> list[str]:
        found = process.extract(fold(question), names, scorer=fuzz.token_set_ratio, limit=3)
        return [codes[place] for _, _, place in found]

    return search


def bm25(procedures: list[Procedure]) -> Search:
    retriever = bm25s.BM25()
    retriever.index([text.split() for text in texts(procedures)], show_progress=False)
    codes = [p.code for p in procedures]

    def search(question: str) -> list[str]:
        found, _ = retriever.retrieve([fold(question).split()], k=3, show_progress=False)
        return [codes[int(place)] for place in found[0]]

    return search


def tfidf(procedures: list[Procedure]) -> Search:
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    table = vectorizer.fit_transform(texts(procedures))
    codes = [p.code for p in procedures]

    def search(question: str) -> list[str]:
        scores = (table @ vectorizer.transform([fold(question)]).T).toarray().ravel()
        return [codes[place] for place in np.argsort(-scores)[:3]]

    return search


PEERS: dict[str, Build] = {
    "motcua": ours,
    "TF-IDF, words and pairs (scikit-learn)": tfidf,
    "BM25 (bm25s)": bm25,
    "token_set_ratio over all names (rapidfuzz)": best_names,
}


@dataclass(frozen=True)
class Row:
    """Figures of one peer on one catalogue."""

    name: str
    size: int
    top1: float
    top3: float
    middle: float
    slow: float
    build: float
    memory: float

    def line(self) -> str:
        return (
            f"| {self.size:,} | {self.name} | {self.top1:.3f} | {self.top3:.3f} | "
            f"{self.middle:.2f} | {self.slow:.2f} | {self.build:.2f} | {self.memory:.0f} |"
        )


def measure(name: str, build: Build, procedures: list[Procedure], lines: Sequence[Line]) -> Row:
    """Hit rates and times over `lines`, the collector set as in the program.

    Memory is counted in a second build.
    """
    judge = scorer(procedures)
    asked = [line for line in lines if judge.group(line) is Group.ANSWERABLE]
    start = time.perf_counter()
    search = build(procedures)
    built = time.perf_counter() - start
    loaded()
    for line in asked[:30]:
        search(line.question)
    seconds, first, third = [], 0, 0
    for line in asked:
        gold = judge.gold(line)
        begun = time.perf_counter()
        codes = search(line.question)
        seconds.append(time.perf_counter() - begun)
        first += bool(codes) and codes[0] in gold
        third += bool(set(codes[:3]) & gold)
    gc.unfreeze()
    gc.collect()
    tracemalloc.start()
    kept = build(procedures)
    memory = tracemalloc.get_traced_memory()[0] / 2**20
    tracemalloc.stop()
    del kept
    cuts = statistics.quantiles(seconds, n=100)
    return Row(
        name, len(procedures), first / len(asked), third / len(asked),
        cuts[49] * 1e3, cuts[98] * 1e3, built, memory,
    )  # fmt: skip


@contextmanager
def replaced(owner: object, name: str, value: object) -> Iterator[None]:
    """`owner.name` is `value` for a while."""
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)


def _no_synonyms(
    table: PhraseTable, folded: Sequence[str], typed: Sequence[str], start: int, **asked: bool
) -> object:
    found = FIND(table, folded, typed, start, **asked)
    return None if found is not None and found.kind is Kind.MEAN else found


FIND = PhraseTable.find
ABLATIONS: dict[str, Any] = {
    "all parts": None,
    "without the synonyms of the lexicon": (PhraseTable, "find", _no_synonyms),
    "without neighbouring words (pairs)": (queries, "pairs", lambda _found: []),
    "without facets (again, foreign, extend …)": (
        queries, "find_facets", lambda *_a, **_k: Facets(),
    ),
    "without asides (papers, purposes, background)": (
        queries, "aside_words", lambda *_a, **_k: set(),
    ),
    "without near words (rapidfuzz OSA)": (Speller, "repair", lambda _self, typed: list(typed)),
    "without fuzzy re-ranking (rapidfuzz ratio)": (
        ranking, "fuzz", type("Off", (), {"token_sort_ratio": staticmethod(lambda *_a: 50.0)}),
    ),
    "without raw Telex and VNI": (queries, "decode", lambda typed, *_a, **_k: (list(typed), None)),
    "without chat words": (
        queries, "expand", lambda typed, *_a, **_k: ([word.lower() for word in typed], 0),
    ),
    "with underthesea.text_normalize first": (reading, "clean", None),
}  # fmt: skip


def ablated(name: str, procedures: list[Procedure], lines: Sequence[Line]) -> str:
    """Hit rates with one part left out, or added."""
    change = ABLATIONS[name]
    if change is None:
        return _hits(name, procedures, lines)
    owner, attribute, value = change
    if value is None:
        from underthesea import text_normalize

        before = vars(reading)["clean"]
        value = lambda text: text_normalize(before(text))  # noqa: E731
    with replaced(owner, attribute, value):
        return _hits(name, procedures, lines)


def _hits(name: str, procedures: list[Procedure], lines: Sequence[Line]) -> str:
    counts = []
    shipped = list(load_procedures())
    people = [line for line in lines if line.dataset != "legalrag"]
    ours = [line for line in own() if not line.turns]
    for held, some in ((procedures, people), (shipped, ours)):
        judge = scorer(held)
        matcher: Matcher = build_matcher(held, load_guidance())
        asked = [line for line in some if judge.group(line) is Group.ANSWERABLE]
        found = [(shown(matcher.read(one.question)).procedures, judge.gold(one)) for one in asked]
        counts.append(sum(bool(codes) and codes[0] in gold for codes, gold in found) / len(asked))
        counts.append(sum(bool(set(codes[:3]) & gold) for codes, gold in found) / len(asked))
    return f"| {name} | " + " | ".join(f"{count:.3f}" for count in counts) + " |"


def write(path: Path, marker: str, rows: Sequence[str]) -> None:
    """Put `rows` between the marker's two comments in `path`."""
    text = path.read_text(encoding="utf-8")
    start, end = f"<!-- {marker} -->", f"<!-- /{marker} -->"
    head, rest = text.split(start, 1)
    tail = rest.split(end, 1)[1]
    body = "\n".join(rows)
    path.write_text(f"{head}{start}\n{body}\n{end}{tail}", encoding="utf-8")


def main() -> None:
    """Measure everything and write the tables."""
    if not SHARED.exists():
        print(f"no study data at {SHARED}: nothing measured")
        return
    lines = [line for line in development() if not line.turns and not line.skipped]
    people = [line for line in lines if line.dataset != "legalrag"]
    table = [
        "| procedures | search | top 1 | top 3 | p50 ms | p99 ms | build s | memory MiB |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    scans, slow = [], []
    for everything in (False, True):
        procedures = catalogue(everything=everything)
        for name, build in PEERS.items():
            row = measure(name, build, procedures, people)
            slow += [row.slow] if build is ours else []
            table.append(row.line())
            print(table[-1], flush=True)
        names = [procedure.name for procedure in catalogue(everything=True)]
        scans.append(scan_ms(names, [line.question for line in people]))
    scan = statistics.mean(scans)
    table.append("")
    table.append(
        f"On this machine rapidfuzz scans {SCANNED:,} names in {scan:.1f} ms; where it takes "
        f"{SCAN_MS:.0f}, the 99th percentiles are "
        f"{' and '.join(f'{by_yardstick(one, scan):.1f}' for one in slow)} ms (bars 3 and 10)."
    )
    print(table[-1], flush=True)
    write(DOCS, "benchmark", table)
    parts = [
        "| matcher | top 1 | top 3 | own set top 1 | own set top 3 |",
        "| --- | --- | --- | --- | --- |",
    ]
    procedures = catalogue()
    for name in ABLATIONS:
        parts.append(ablated(name, procedures, lines))
        print(parts[-1], flush=True)
    write(DOCS, "ablation", parts)


if __name__ == "__main__":
    main()
