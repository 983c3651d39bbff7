"""Alerts by e-mail: each condition is told once when it begins and once when it is over, by one process of all.

Every server process checks each minute. What was told is in the records, where one process claims each change before it
sends the mail; a claim that came to nothing is taken over. So a mail may come twice (a process that was killed after
sending), but never not at all. While the records are down a file in the data folder takes their place, so then each
host tells for itself."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from hotline.core.alerts import MEGABYTE, OF_ONE_HOST, AlertLimits, AlertState, Condition
from hotline.core.errors import RecordsDown
from hotline.core.providers import Mailer, MailFailed
from hotline.services import monitoring
from hotline.services.line import Line
from hotline.storage.host_lock import HostLock

_log = logging.getLogger(__name__)

CLAIM = timedelta(minutes=3)
"""How long a claimed change belongs to the process that tells it: longer than a mail server is waited for."""
DOWN_FOR = timedelta(seconds=50)
"""How long the records are down before the office is told: until the next check. A restart is not worth a mail."""
RESTORED = "{name}：已经恢复正常。"
NAMES = {
    Condition.UNTAKEN_TRANSFERS: "转人工没有人接",
    Condition.WAITING_TEXTS: "短信发不出去",
    Condition.FAILING_PUBLISH: "内容发布失败",
    Condition.FULL_DISK: "磁盘快满了",
    Condition.RECORDS_DOWN: "记录库连不上",
}
RECORDS_DOWN = (
    "记录库连不上了。热线还能按已经发布的内容回答，但是现在的咨询、来电、留言和短信都记不下来，管理后台也不能用。"
    "请检查数据库。"
)


@dataclass(frozen=True)
class Observation:
    """Whether a condition holds now, and the sentences that tell about it."""

    condition: Condition
    holds: bool
    told: str


def check(line: Line, mailer: Mailer, host: str, limits: AlertLimits | None = None) -> None:
    """Look at all conditions and send the mails that are due; ``host`` is the name of this host for the mails.

    Several processes and hosts may run it at the same time. A mail that cannot be sent is logged, and the next check
    tries again."""
    try:
        for observation in observe(line, limits or AlertLimits()):
            _tell_change(line, mailer, host, observation)
        is_down = not line.records.reachable()
    except RecordsDown:
        is_down = True
    _watch_records(line, mailer, host, is_down=is_down)


def send_trial(mailer: Mailer, host: str, now: datetime) -> None:
    """Send a mail that says that it is a trial. Raises MailFailed."""
    mailer.send(f"【热线试发】{host}", f"这是一封试发的邮件：热线的告警可以送到这个邮箱。\n\n{_signature(host, now)}")


def observe(line: Line, limits: AlertLimits) -> Iterator[Observation]:
    """What holds now, apart from the records being down. Raises RecordsDown."""
    host = monitoring.read_host(line)
    free = host.free_bytes // MEGABYTE
    told = f"热线的数据文件夹所在的磁盘只剩{free}MB。磁盘写满以后，留言和短信就存不下来。请清理或者扩大磁盘。"
    yield Observation(Condition.FULL_DISK, host.is_nearly_full(limits), told)
    told = "刚才批准的改动没有发布出去，公众现在听到、看到的仍是上一次发布的内容。原因写在管理后台的首页上。"
    yield Observation(Condition.FAILING_PUBLISH, host.publish_failing, told)
    untaken = monitoring.count_untaken_transfers(line)
    told = f"最近一小时有{untaken}个要转人工的来电没有人接。请看看话务员和联络员的电话有没有人值守。"
    yield Observation(Condition.UNTAKEN_TRANSFERS, untaken >= limits.untaken_transfers, told)
    outbox = monitoring.read_outbox(line)
    minutes = 0 if outbox.oldest is None else (line.now() - outbox.oldest) // timedelta(minutes=1)
    told = f"有{outbox.waiting}条短信还没有发出去，最早的一条已经等了{minutes}分钟。请检查短信通道。"
    yield Observation(Condition.WAITING_TEXTS, minutes >= limits.waiting_minutes, told)


def _tell_change(line: Line, mailer: Mailer, host: str, observation: Observation) -> None:
    """Tell the office if it does not know yet what ``observation`` shows, and nobody else is telling it."""
    key = observation.condition.value + (f" at {host}" if observation.condition in OF_ONE_HOST else "")
    with line.records.reading() as unit:
        state = unit.alerts.find(key)
    if state is None and not observation.holds:
        return
    if state is not None and state.is_told and state.holds == observation.holds:
        return
    now = line.now()
    with line.records.writing() as unit:
        claimed = unit.alerts.claim(key, observation.holds, now, now + CLAIM)
    if claimed is not None:
        is_told = _send(line, mailer, host, observation, claimed.since)
        _settle(line, claimed, is_told=is_told)


def _settle(line: Line, claimed: AlertState, *, is_told: bool) -> None:
    with line.records.writing() as unit:
        unit.alerts.settle(claimed, is_told=is_told)


def _send(line: Line, mailer: Mailer, host: str, observation: Observation, since: datetime) -> bool:
    """Send the mail about the beginning or the end of a condition; False when it could not be sent."""
    name = NAMES[observation.condition]
    told = observation.told if observation.holds else RESTORED.format(name=name)
    subject = f"【热线{'告警' if observation.holds else '恢复'}】{name}（{host}）"
    try:
        mailer.send(subject, f"{told}\n\n{_signature(host, line.at_office(since))}")
    except MailFailed:
        _log.warning("an alert could not be sent and is tried again: %s", observation.condition.value, exc_info=True)
        return False
    _log.info("alert sent: %s %s", observation.condition.value, "began" if observation.holds else "is over")
    return True


def _signature(host: str, moment: datetime) -> str:
    return f"时间：{moment:%Y-%m-%d %H:%M}\n主机：{host}"


def _watch_records(line: Line, mailer: Mailer, host: str, *, is_down: bool) -> None:
    """Tell that the records are down, and later that they are back. Of the processes of a host one does it at a time;
    a file remembers since when they are down and whether that was told."""
    file = line.folder / "records_down.json"
    if not is_down and not file.exists():
        return
    lock = HostLock(line.folder / "records_down.lock")
    if lock.take():
        try:
            _tell_records(line, mailer, host, file, is_down=is_down)
        finally:
            lock.release()


def _tell_records(line: Line, mailer: Mailer, host: str, file: Path, *, is_down: bool) -> None:
    """Go on from what ``file`` says: note an outage, tell it when it lasts, and tell its end."""
    state = _read_state(file)
    if is_down and state is None:
        _write_state(file, line.now(), is_told=False)
    elif is_down and state and not state.is_told and abs(line.now() - state.since) >= DOWN_FOR:
        observation = Observation(Condition.RECORDS_DOWN, True, RECORDS_DOWN)
        if _send(line, mailer, host, observation, state.since):
            _write_state(file, state.since, is_told=True)
    elif not is_down:
        observation = Observation(Condition.RECORDS_DOWN, False, "")
        if not (state and state.is_told) or _send(line, mailer, host, observation, line.now()):
            file.unlink(missing_ok=True)


def _read_state(file: Path) -> AlertState | None:
    """None where the records were not down, or the file was cut short."""
    try:
        read = json.loads(file.read_text("utf-8"))
        since = datetime.fromisoformat(read["since"])
        return AlertState(Condition.RECORDS_DOWN.value, True, since, bool(read["is_told"]), since)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write_state(file: Path, since: datetime, *, is_told: bool) -> None:
    file.write_text(json.dumps({"since": since.isoformat(), "is_told": is_told}), "utf-8")
