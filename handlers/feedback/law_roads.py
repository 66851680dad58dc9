"""An officer says that a case is a complaint or a denunciation: two choices below a refusal."""

from handlers import actions
from handlers.commands import ActOnCase
from handlers.feedback.desk_ports import Looked
from handlers.messages import Button
from handlers.officers import Officer
from handlers.saying import say
from handlers.turns import Turn
from handlers.ward import Ward
from handlers.wording import case_cards as wording
from handlers.wording import routing as routing_wording
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.states import CaseAct


def roads(what: str, seen: Looked, code: CaseCode) -> tuple[Button, ...]:
    """Instead of a reason to refuse: it is for the law's own road."""
    if what != "refuse" or CaseAct.ROUTE not in seen.able:
        return ()
    return tuple(
        Button(label, actions.build("case", kind.value, str(code)))
        for kind, label in routing_wording.BUTTONS.items()
    )


def routed(ward: Ward, officer: Officer, seen: Looked, code: CaseCode, kind: str) -> Turn:
    """Done at the tap; there is nothing to see any more."""
    if CaseAct.ROUTE not in seen.able:
        return say(wording.NOT_NOW)
    command = ActOnCase(ward, officer, code, CaseAct.ROUTE, kind)
    return say(wording.DONE["route"].format(code=code), command)
