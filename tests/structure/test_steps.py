"""Every step of a conversation that the code names has a model, and no model is without one."""

import ast
import re
from pathlib import Path

from handlers.steps import STEPS

HANDLERS = Path(__file__).resolve().parents[2] / "handlers"
FLOWS = {name.partition(".")[0] for name in STEPS}
_STEP = re.compile(r"[a-z]+\.[a-z-]+")


def named() -> set[str]:
    """Dotted names of the flows' steps: constants of modules, and what `step=` is given."""
    found: set[str] = set()
    for path in sorted(HANDLERS.rglob("*.py")):
        if "wording" in path.parts or path.name == "steps.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        values = [one.value for one in tree.body if isinstance(one, ast.Assign | ast.AnnAssign)]
        values += [
            word.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            for word in node.keywords
            if word.arg == "step"
        ]
        found |= {
            one.value
            for one in values
            if isinstance(one, ast.Constant)
            and isinstance(one.value, str)
            and _STEP.fullmatch(one.value)
            and one.value.partition(".")[0] in FLOWS
        }
    return found


def test_every_step_has_a_model_and_every_model_a_step() -> None:
    assert named() == set(STEPS) - {"idle"}
