"""Calls, texts and transfers put into the records as if they had happened, for figures, pictures and benches."""

import random
from datetime import timedelta

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from hotline.core.calls import AttemptKind, AttemptResult, CallOutcome
from hotline.core.enquiries import Channel, Outcome
from hotline.core.entries import REFERRAL_NUMBERS
from hotline.core.messages import MessageState
from hotline.core.texts import TextReply
from hotline.storage.records.models.calls_and_texts import AttemptRow, CallRow, IncomingTextRow
from hotline.storage.records.models.enquiries import EnquiryRow, MessageRow
from tests.support.records_database import database_url

CALLER = "+86138****8000"


class Traffic:
    """Adds rows to the records under ``line``; times are given as spans before or after the line's now."""

    def __init__(self, line):
        self.now = line.now()
        self.engine = create_engine(database_url(line.folder))
        self.session = Session(self.engine)
        self.count = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.session.commit()
        self.session.close()
        self.engine.dispose()

    def call(self, ago, outcome=CallOutcome.ANSWERED, status="completed", seconds=60):
        """The id of a call that came in ``ago``."""
        self.count += 1
        began = self.now - ago
        row = CallRow(id=f"CA{self.count:032x}", gateway="twilio", caller=CALLER, began_at=began, outcome=outcome)
        row.ended_at, row.seconds, row.status = began + timedelta(seconds=seconds), seconds, status
        self.session.add(row)
        return row.id

    def ring(self, call_id, ago, serial=0, waited=None, kind=AttemptKind.OPERATOR):
        """Somebody rung, who answered after ``waited`` seconds or not at all."""
        answered = waited is not None
        row = AttemptRow(call_id=call_id, serial=serial, kind=kind, department="", name="", telephone="****", leg="")
        row.enquiry_id, row.rung_at, row.ended_at = None, self.now - ago, None
        row.result = AttemptResult.ANSWERED if answered else AttemptResult.NO_ANSWER
        row.answered_at = row.rung_at + timedelta(seconds=waited) if answered else None
        self.session.add(row)

    def text(self, ago, reply=TextReply.ANSWERED, took=1.0):
        """A text that came in ``ago`` and was replied to after ``took`` seconds (None: never)."""
        row = IncomingTextRow(gateway="twilio", delivery=None, owner="owner", caller=CALLER, body="复议要交钱吗")
        row.received_at, row.reply_kind, row.enquiry_id = self.now - ago, reply, None
        row.replied_at = None if took is None else row.received_at + timedelta(seconds=took)
        self.session.add(row)

    def message(self, ago, took=None):
        """A message left ``ago`` and answered after the span ``took`` (None: not yet)."""
        self.count += 1
        received = self.now - ago
        row = MessageRow(tracking_number=f"{self.count:08d}", channel=Channel.PHONE, body="请回电", recording="")
        row.caller, row.conversation, row.received_at, row.due = "+8613800138000", "", received, received.date()
        row.state = MessageState.WAITING if took is None else MessageState.ANSWERED
        row.answer, row.answered_by, row.delivery = "", "", None
        row.answered_at = None if took is None else received + took
        self.session.add(row)

    def enquiry(self, ago, question, told=None, channel=Channel.PHONE):
        row = EnquiryRow(channel=channel, question=question, confidence=0.9, entries=[told] if told else [])
        row.outcome = Outcome.ANSWERED if told else Outcome.UNANSWERED
        row.outcome = Outcome.REFERRED if told in REFERRAL_NUMBERS else row.outcome
        row.told, row.picked, row.caller, row.conversation = told, None, CALLER, ""
        row.asked_at, row.knowledge_version, row.delivery = self.now - ago, 1, None
        self.session.add(row)


def leave_busy_month(line, seed=1):
    """A month as a county office has it: most by day, most answered, a few missed."""
    drawn = random.Random(seed)
    outcomes = [*[CallOutcome.ANSWERED] * 8, *[CallOutcome.CHOSEN] * 3, CallOutcome.INFORMED, CallOutcome.UNANSWERED,
                CallOutcome.PERSON, CallOutcome.PERSON, CallOutcome.MESSAGE, CallOutcome.NONE]  # fmt: skip
    replies = [*[TextReply.ANSWERED] * 6, TextReply.OFFERED, TextReply.UNANSWERED, TextReply.TOLD, TextReply.MESSAGE]
    with Traffic(line) as traffic:
        for day in range(30):
            for _ in range(drawn.randint(8, 30)):
                ago = _by_day(drawn, line.now(), day)
                outcome = drawn.choice(outcomes)
                call = traffic.call(ago, outcome, "busy" if drawn.random() < 0.03 else "completed")
                if outcome is CallOutcome.PERSON:
                    traffic.ring(call, ago, waited=drawn.uniform(3, 22))
            for _ in range(drawn.randint(2, 9)):
                traffic.text(_by_day(drawn, line.now(), day), drawn.choice(replies))
            traffic.message(timedelta(days=day, hours=3), took=timedelta(hours=drawn.choice([2, 5, 20, 26])))
        for number, times in ((102, 41), (105, 33), (301, 18), (404, 9), (900001, 7)):
            for _ in range(times):
                ago = timedelta(days=drawn.uniform(0, 29))
                traffic.enquiry(ago, "怎么办", told=number, channel=drawn.choice((Channel.PHONE, Channel.WEB)))
        for question, times in (("宅基地的证一直不发怎么办", 6), ("村里征地找谁", 3)):
            for _ in range(times):
                traffic.enquiry(timedelta(days=drawn.uniform(0, 29)), question)


def _by_day(drawn, now, day):
    """How long ago somebody called ``day`` days back: about ten in the morning or four in the afternoon, not later than
    ``now``."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=day)
    at = midnight + timedelta(hours=drawn.choice((10, 16)) + drawn.gauss(0, 2))
    return max(now - at, timedelta(minutes=1))
