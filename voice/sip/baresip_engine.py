"""baresip as the line's SIP stack, by the library baresip-python; no other module knows it.

Measured with 0.5.2a3: a process can have one runtime and no second one after it. After an answer it sends a re-INVITE
unless it was told to accept video, which an offer of sound alone does not have. The library itself answers 420 to
``Require: timer`` and 488 to an offer without G.711. It counts one packet of every call as lost, the first: a source is
valid only from its second one (RFC 3550, A.1)."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import baresip

from voice.sip.call_engine import FRAME_BYTES, CannotDial, Invitation, KeyKind, MediaHealth
from voice.sip.signalling import SignallingLog, find_caller

if TYPE_CHECKING:
    from hotline.settings.sip_access import SipAccess
    from voice.sip.call_engine import CallEvents

T = TypeVar("T")
COMMAND_SECONDS = 10.0
REGISTRATION_SECONDS = 600
SILENT_SECONDS = 30
"""After so long without a packet from the other side a call is over."""
_HEADERS = ("P-Asserted-Identity", "Privacy")
_RTP_PORTS = "10000-19999"


class BaresipCall:
    """One call. Commands are left to the stack's loop, and nothing waits for them but ``press``."""

    def __init__(self, engine: BaresipEngine, call: baresip.Call) -> None:
        self._engine, self._call = engine, call
        self._events: CallEvents | None = None
        self._missed: list[Callable[[CallEvents], None]] = []
        self._lock = threading.Lock()
        self._starved = 0
        call.on(self.take_event)
        call.on_dtmf(self._take_key)

    def follow(self, events: CallEvents) -> None:
        with self._lock:
            self._events = events
            missed, self._missed = self._missed, []
        for tell in missed:
            tell(events)

    def answer(self) -> None:
        self._engine.leave(self._call.answer(video=True))

    def refuse(self) -> None:
        self._engine.leave(self._call.reject())

    def hang_up(self) -> None:
        self._engine.leave(self._call.hangup())

    def press(self, keys: str) -> None:
        self._engine.do(self._call.send_dtmf(keys), COMMAND_SECONDS + len(keys))

    def hold(self, *, held: bool) -> None:
        self._engine.do(self._call.hold() if held else self._call.resume())

    def read(self) -> bytes:
        try:
            return bytes(self._call.audio.read(FRAME_BYTES * 8))
        except baresip.BaresipError:  # no media yet or any more, or just renegotiated
            return b""

    def write(self, sound: bytes) -> None:
        with suppress(baresip.BaresipError):
            self._call.audio.write(sound)

    def unsent(self) -> int | None:
        try:
            info = self._call.audio.info()
        except baresip.BaresipError:
            return None
        return int(info.tx_buffered) if info.tx_ready else None

    def flush(self) -> None:
        with suppress(baresip.BaresipError):
            self._call.audio.flush_tx()

    def health(self) -> MediaHealth:
        with suppress(baresip.BaresipError):
            self._starved = int(self._call.audio.stats().tx_starved_frames)
        final = self._call.final_stats
        if final is None:
            return MediaHealth(starved=self._starved)
        return MediaHealth(
            sent=final.tx_packets,
            received=final.rx_packets,
            lost=max(0, final.rx_lost - 1),
            late=final.jbuf_late or 0,
            starved=self._starved,
            jitter_ms=final.rx_jitter_ms,
        )

    def _tell(self, tell: Callable[[CallEvents], None]) -> None:
        with self._lock:
            if self._events is None:
                self._missed.append(tell)
                return
            events = self._events
        tell(events)

    def take_event(self, event: baresip.StackEvent) -> None:
        """Tell what happened to the call."""
        kind, reason = event.event, event.text or ""
        if kind in (baresip.Event.CALL_RINGING, baresip.Event.CALL_PROGRESS):
            self._tell(lambda events: events.on_ringing())
        elif kind is baresip.Event.CALL_ESTABLISHED:
            self._tell(lambda events: events.on_established())
        elif kind is baresip.Event.CALL_CLOSED:
            self._engine.signalling.forget(self._call.call_id or "")
            self._tell(lambda events: events.on_closed(reason))

    def _take_key(self, digit: baresip.DigitEvent) -> None:
        key = digit.digit
        kind = KeyKind.INFO if self._engine.signalling.take_info(self._call.call_id or "") else KeyKind.EVENT
        self._tell(lambda events: events.on_key(key, kind))


class BaresipEngine:
    """The stack in a thread of its own, with one account."""

    def __init__(
        self,
        access: SipAccess,
        *,
        keys_by: Literal["rtpevent", "info"] = "rtpevent",
        silent_seconds: int = SILENT_SECONDS,
    ) -> None:
        self.signalling = SignallingLog()
        self._access, self._keys_by, self._silent_seconds = access, keys_by, silent_seconds
        self._loop = asyncio.new_event_loop()
        self._dead = threading.Event()
        self._on_call: Callable[[Invitation], None] = lambda invitation: None

    def start(self, on_call: Callable[[Invitation], None]) -> None:
        self._on_call = on_call
        self._read_log()
        threading.Thread(target=self._loop.run_forever, name="SIP", daemon=True).start()
        try:
            self.do(self._open(), seconds=60)
        except baresip.BaresipError as error:
            raise OSError(f"the SIP stack does not start: {error}") from error

    def dial(self, number: str, events: CallEvents) -> BaresipCall:
        access = self._access
        if not access.trunk:
            raise CannotDial("HOTLINE_SIP_TRUNK is not set")
        transport = "" if access.transport == "udp" else f";transport={access.transport}"
        return self.dial_address(f"sip:{number}@{access.trunk}{transport}", events)

    def dial_address(self, address: str, events: CallEvents) -> BaresipCall:
        """Call a SIP address; raises CannotDial."""
        try:
            return self.do(self._dial(address, events))
        except (baresip.BaresipError, ValueError, TimeoutError) as error:
            raise CannotDial(str(error)) from error

    def drain(self, seconds: float) -> None:
        with suppress(TimeoutError, baresip.BaresipError):
            self.do(self._runtime.drain(), seconds)

    def close(self) -> None:
        with suppress(TimeoutError, baresip.BaresipError):
            self.do(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)

    def wait_dead(self, seconds: float) -> bool:
        return self._dead.wait(seconds)

    def do(self, command: Coroutine[Any, Any, T], seconds: float = COMMAND_SECONDS) -> T:
        """Run ``command`` in the stack's loop; what it returns. Raises what it raises, and TimeoutError."""
        return asyncio.run_coroutine_threadsafe(command, self._loop).result(seconds)

    def leave(self, command: Coroutine[Any, Any, None]) -> None:
        """Run ``command`` in the stack's loop without waiting. It fails only when the call is over, which is told."""
        asyncio.run_coroutine_threadsafe(command, self._loop).add_done_callback(_forget)

    def _read_log(self) -> None:
        messages = logging.getLogger("baresip.native.sip")
        messages.handlers = [self.signalling]
        messages.setLevel(logging.DEBUG)
        messages.propagate = False  # it names callers
        logging.getLogger("baresip").setLevel(logging.WARNING)

    async def _open(self) -> None:
        access = self._access
        self._runtime = baresip.Runtime()
        self._runtime.on_dead = self._dead.set
        await self._runtime.start(
            baresip.Config(
                net_interface=None if access.listens_everywhere else access.address,
                max_concurrent_calls=None,
                rtp_timeout=SILENT_SECONDS,
                expose_headers=_HEADERS,
                sip_trace=True,
                extra_config_text=_write_config(access),
            )
        )
        self._agent = await baresip.UserAgent.create(
            self._runtime,
            baresip.Account(
                access.user,
                access.registrar or access.trunk or access.address,
                access.password,
                reg_interval=REGISTRATION_SECONDS if access.registrar else 0,
                transport=access.transport,
                audio_codecs=("pcma", "pcmu"),
                dtmf_mode=self._keys_by,
                auth_user=access.auth_user or None,
                extra_params=("catchall=yes", *(("mediaenc=srtp-mand",) if access.transport == "tls" else ())),
            ),
            transfer_policy="reject",  # nobody has the line call a number by a REFER
        )
        self._agent.on_incoming(self._take_call)
        if access.registrar:
            await self._agent.register()

    def _take_call(self, call: baresip.Call) -> None:
        taken = BaresipCall(self, call)
        caller = find_caller(call.headers, call.peer or "")
        call_id = call.call_id or ""
        # The source comes from the log, which may be read a little later than the event.
        threading.Thread(
            target=lambda: self._on_call(Invitation(taken, self.signalling.source_of(call_id), caller)), daemon=True
        ).start()

    async def _dial(self, address: str, events: CallEvents) -> BaresipCall:
        """The library makes the object of a call after the call itself, and whoever answers at once is not told."""
        missed: list[baresip.StackEvent] = []
        keep = missed.append
        self._runtime.subscribe(keep)
        try:
            dialled = await self._agent.dial(address)
        finally:
            self._runtime.unsubscribe(keep)
        call = BaresipCall(self, dialled)
        call.follow(events)
        for event in missed:
            if event.call == dialled.handle:
                call.take_event(event)
        return call

    async def _close(self) -> None:
        await self._runtime.close()


def _write_config(access: SipAccess) -> str:
    """The settings of baresip that its library has no names for."""
    lines = [f"sip_listen {access.listen}", f"sip_transports {access.transport}", f"rtp_ports {_RTP_PORTS}"]
    if access.certificate:
        lines.append(f"sip_certificate {access.certificate}")
    if access.authorities:
        lines.append(f"sip_cafile {access.authorities}")
    return "\n".join(lines) + "\n"


def _forget(done: Future[None]) -> None:
    """Drop the error of a command to a call that is over."""
    if not done.cancelled():
        done.exception()
