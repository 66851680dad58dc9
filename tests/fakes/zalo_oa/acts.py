"""What people do at Zalo: each act is an event on its way to the webhook."""

import secrets

from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.account import Account
from tests.fakes.zalo_oa.events import from_oa, from_user
from tests.fakes.zalo_oa.posting import Posting
from tests.fakes.zalo_oa.refusals import Body


class Acts(Posting):
    """People, and clerks at the account's own tool."""

    def __init__(self, account: Account | None = None) -> None:
        super().__init__(account)
        self.echoes = True
        self.account.echo = self._echo

    def says(self, user: str, text: str, to: Account | None = None) -> str:
        """A person writes; the id of the message."""
        return self.sends(user, "user_send_text", {"text": text}, to)

    def sends(self, user: str, event: str, message: Body, to: Account | None = None) -> str:
        """A person sends something; the id of the message."""
        number, account = secrets.token_hex(10), to or self.account

        def act() -> None:
            account.acts(user)
            account.wrote(user, number, message)

        self.do(act)
        told = from_user(user, event, {"msg_id": number, **message}, self.stamp())
        told |= {"app_id": account.app_id, "recipient": {"id": account.oa_id}}
        self.post(told)
        return number

    def follows(self, user: str, event: str = "follow") -> None:
        """A person follows, or stops."""
        if event == "follow":
            self.do(lambda: self.account.acts(user))
        self.post(
            {
                "oa_id": rules.OA_ID,
                "follower": {"id": user},
                "user_id_by_app": "552177279717587730",
                "event_name": event,
                "source": "oa_profile",
                "app_id": rules.APP_ID,
                "timestamp": self.stamp(),
            }
        )

    def answers_by_hand(self, user: str, text: str, admin: str = "admin-1") -> None:
        """A clerk answers in the account's chat tool."""
        event = from_oa(user, {"msg_id": secrets.token_hex(10), "text": text}, self.stamp())
        event["sender"]["admin_id"] = admin
        self.do(lambda: self.account.wrote_by_hand(user, event["message"]))
        self.post(event)

    def _echo(self, user: str, message: Body) -> None:
        if self.echoes and self.webhook:
            self._queue.put_nowait(from_oa(user, message, self.stamp()))
