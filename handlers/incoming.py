"""Files of a stored message before it is handled: what is begun, and what became of them.

`bot.preparing` fetches and checks; whether bytes are kept is decided here, by the open step.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.clock import Clock
from handlers.feedback.forgetting import OFFER
from handlers.messages import IncomingFile
from handlers.sent_files import KEEPS_FILES, of_a_case
from handlers.store import attachments, broadcast_replies
from handlers.store.attachments import Waiting
from handlers.store.inbound import subject_of
from handlers.store.unit_of_work import Store, Work


class FileDesk:
    """Reads and writes where the files of a message stand. Called in worker threads."""

    def __init__(self, store: Store, clock: Clock, keeps: frozenset[str] = KEEPS_FILES) -> None:
        self._store = store
        self._clock = clock
        self._keeps = keeps

    def begin(self, inbound_id: str) -> Waiting | None:
        """Count a try at a message's files; None if nothing of it waits any more.

        Raises:
            StorageError: the try was not counted and must not be made.
        """
        now = self._clock.now()
        return self._store.write(lambda work: self._begin(work, int(inbound_id), now))

    @staticmethod
    def _begin(work: Work, inbound_id: int, now: datetime) -> Waiting | None:
        waiting = attachments.begin(work, inbound_id)
        if waiting is None:
            return None
        inbound, contact = waiting.inbound, waiting.inbound.address.contact
        if inbound.reply_to is not None:
            to = str(inbound.reply_to)
            ours = of_a_case(subject_of(work, contact, to))
            news = broadcast_replies.of_message(work, contact, to) is not None
            return replace(waiting, of_case=ours or news)
        # Where a channel tells of no reply, what comes next within a day may answer the news.
        news = broadcast_replies.lately(work, contact, now) is not None
        return replace(waiting, of_case=news)

    def keeps(self, waiting: Waiting) -> bool:
        """Whether files were asked for, answer a message of ours, or came with words.

        Words may be a report.

        What the flow makes nothing of is let go as the message is handled.
        """
        inbound = waiting.inbound
        if (inbound.text.strip() or waiting.of_case) and not inbound.group:
            return True
        return waiting.step in self._keeps | {OFFER} and not self._over(waiting, self._clock.now())

    def settle(
        self, waiting: Waiting, files: Sequence[IncomingFile], codes: tuple[str, ...]
    ) -> bool:
        """Write what became of them; False if the person was erased meanwhile.

        Raises:
            StorageError: it was not written; the files are looked at again.
        """
        return self._store.write(lambda work: attachments.settle(work, waiting, files, codes))

    def unnamed(self, waiting: Waiting, files: Sequence[IncomingFile]) -> list[str]:
        """Keys of these files that no row of the person names: their bytes are to go.

        Another process may have looked at the same message and kept the same bytes.
        """
        with self._store.read() as work:
            kept = attachments.keys_of(work, waiting.inbound.address.contact)
        return [one.key for one in files if one.key and one.key not in kept]

    @staticmethod
    def _over(waiting: Waiting, now: datetime) -> bool:
        return waiting.lapsed or (waiting.expires_at is not None and waiting.expires_at <= now)
