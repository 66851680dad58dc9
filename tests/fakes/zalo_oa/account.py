"""The account behind the strict server: tokens, people, messages. No HTTP here."""

from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.refusals import Body, Now
from tests.fakes.zalo_oa.templates import Templates
from tests.fakes.zalo_oa.tokens import Tokens


class Account(Tokens, Templates):
    """One Official Account and its app."""

    def __init__(
        self,
        now: Now,
        *,
        government_v2: bool = False,
        oa_id: str = rules.OA_ID,
        app: tuple[str, str, str] = (rules.APP_ID, rules.APP_SECRET, rules.OA_KEY),
    ) -> None:
        """`app` is its id, its secret and the key of its webhook page."""
        Tokens.__init__(self, now, app)
        Templates.__init__(self, now, oa_id, government_v2=government_v2)

    def about(self) -> Body:
        """`GET /v2.0/oa/getoa`."""
        return {
            "oaid": self.oa_id,
            "name": "Phường Thử Nghiệm",
            "oa_type": "4",
            "is_verified": True,
            "package_name": "Growth",
            "linked_ZCA": "",
            "num_follower": len(self.people),
        }
