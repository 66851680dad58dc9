"""Every act the code writes into the audit trail has words an officer understands."""

import ast
from collections.abc import Iterator
from pathlib import Path

import handlers
from handlers.wording.audit import WHAT
from knowledge.catalogue_store.aliases import AliasState
from knowledge.feedback.states import CaseAct

ROOT = Path(handlers.__file__).parent
WRITES = {"audit": 3, "_act": 2, "_note": 1}
"""Functions that write a line, and where among their arguments the act stands."""


def written() -> Iterator[str]:
    """Acts that stand in the code as a text of their own."""
    for file in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            place = WRITES.get(name)
            if place is None or len(node.args) <= place:
                continue
            act = node.args[place]
            if isinstance(act, ast.Constant) and isinstance(act.value, str) and "." in act.value:
                yield act.value


def test_every_act_has_words() -> None:
    found = set(written())
    assert len(found) > 30
    made = {f"{kind}.{state}" for kind in ("alias", "card") for state in AliasState}
    acts = {f"case.{act}" for act in CaseAct if act not in {CaseAct.WITHDRAW, CaseAct.RATE}}
    assert sorted((found | made | acts) - set(WHAT)) == []
