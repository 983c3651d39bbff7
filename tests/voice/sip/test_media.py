"""The sound of a leg, tick by tick, against a stack that a test holds in its hands."""

import threading

import pytest

from tests.support.held_calls import HeldCall
from voice.sip.call_engine import FRAME_BYTES, KeyKind
from voice.sip.media import AHEAD, Clock, LegMedia, LegMoved, LegOver, Room
from voice.sip.mixing import BEEP, loudness, mix, silence, tone


def leg_of(call, **more):
    media = LegMedia(lambda: 0.0, **more)
    media.attach(call)
    return media


def test_a_prompt_is_given_to_the_stack_200_ms_ahead_and_no_further():
    call = HeldCall()
    leg = leg_of(call)
    leg.start(tone(500, 1.0))
    leg.tick()
    assert len(call.sent) == AHEAD
    leg.tick()
    assert len(call.sent) == AHEAD
    call.unsent_bytes -= FRAME_BYTES
    leg.tick()
    assert len(call.sent) == AHEAD + FRAME_BYTES


def test_a_prompt_is_over_when_all_of_it_was_sent():
    call = HeldCall()
    leg = leg_of(call)
    sound = tone(500, 0.1)
    leg.start(sound)
    leg.tick()
    assert not leg.is_silent
    call.send_all()
    leg.tick()
    assert leg.is_silent
    assert call.sent == sound


def test_stopping_forgets_what_the_stack_holds_too():
    call = HeldCall()
    leg = leg_of(call)
    leg.start(tone(500, 3.0))
    leg.tick()
    leg.stop()
    leg.tick()
    assert (call.flushed, len(call.sent), leg.is_silent) == (1, AHEAD, True)


def test_ringback_goes_on_until_it_is_stopped():
    call = HeldCall()
    leg = leg_of(call)
    leg.repeat(tone(450, 0.1))
    for _ in range(10):
        leg.tick()
        call.send_all()
    assert len(call.sent) == 10 * AHEAD
    leg.stop()
    leg.tick()
    assert len(call.sent) == 10 * AHEAD


def test_whoever_waits_on_a_leg_that_ends_is_told_why():
    leg = leg_of(HeldCall())
    leg.on_closed("486 Busy Here")
    with pytest.raises(LegOver, match="486"):
        leg.wait(lambda: False, None)
    with pytest.raises(LegOver):
        leg.play(b"")


def test_a_leg_that_is_moved_leaves_what_it_waits_for_once():
    leg = leg_of(HeldCall())
    assert leg.move_to("https://x/room")
    with pytest.raises(LegMoved, match="room"):
        leg.wait(lambda: False, None)
    assert not leg.wait(lambda: False, 0.0)
    leg.on_closed("")
    assert not leg.move_to("https://x/room")


def test_what_was_left_for_the_end_of_a_leg_is_done_once_and_at_once_when_it_is_over():
    leg, done = leg_of(HeldCall()), []
    leg.at_end(lambda: done.append(1))
    leg.on_closed("")
    leg.on_closed("again")
    leg.at_end(lambda: done.append(2))
    assert (done, leg.ended) == ([1, 2], "")


def test_what_is_heard_reaches_every_sink_in_whole_frames():
    class Frames(list):
        take = list.append

    call, frames = HeldCall(), Frames()
    leg = leg_of(call)
    leg.sinks.append(frames)
    call.says = bytes(FRAME_BYTES + 100)
    leg.tick()
    call.says = bytes(FRAME_BYTES - 100)
    leg.tick()
    assert list(map(len, frames)) == [FRAME_BYTES, FRAME_BYTES]


def test_tones_in_the_sound_are_keys_and_are_counted():
    call, kinds = HeldCall(), []
    leg = leg_of(call, on_key=kinds.append)
    pressed = mix([tone(770, 0.1, 5_000), tone(1_336, 0.1, 5_000)])
    call.says = pressed + silence(0.1)
    leg.tick()
    assert (list(leg.keys), kinds) == (["5"], [KeyKind.TONE])


def test_in_a_room_each_hears_the_others_and_not_oneself():
    room = Room()
    calls = [HeldCall(), HeldCall(), HeldCall()]
    legs = [leg_of(call) for call in calls]
    for leg in legs:
        room.join(leg)
    for call, loud in zip(calls, (1_000, 2_000, 4_000), strict=True):
        call.says = (loud).to_bytes(2, "little") * (FRAME_BYTES // 2)
    for leg in legs:
        leg.tick()
    room.tick()
    heard = [loudness(call.sent[-FRAME_BYTES:]) for call in calls]
    assert heard == [6_000, 5_000, 3_000]


def test_a_silent_member_of_a_room_holds_nobody_up_and_nobody_is_heard_late():
    room, calls = Room(), [HeldCall(), HeldCall()]
    legs = [leg_of(call) for call in calls]
    for leg in legs:
        room.join(leg)
    calls[0].says = bytes(FRAME_BYTES * 50)  # a second came at once
    legs[0].tick()
    assert len(legs[0].waiting) == 5  # a tenth of it
    room.tick()
    assert calls[1].sent
    assert not calls[0].sent


def test_a_room_plays_a_beep_to_all_and_ends_for_all_when_its_owner_leaves():
    room, calls = Room(), [HeldCall(), HeldCall()]
    legs = [leg_of(call) for call in calls]
    for leg in legs:
        room.join(leg)
    room.play(BEEP)
    room.tick()
    assert all(call.sent.endswith(BEEP[:FRAME_BYTES]) for call in calls)
    room.leave(legs[0], ends=True)
    assert (room.is_over, room.legs, legs[0].room) == (True, (legs[1],), None)


def test_the_clock_ticks_fifty_times_a_second_and_leaves_out_what_it_missed_for_long():
    at, ticked = [100.0], []

    class Leg:
        room = None

        def tick(self):
            ticked.append(round(at[0], 2))
            if len(ticked) == 3:
                at[0] += 1.0  # something held us up for a second
            if len(ticked) == 5:
                clock.stop()

    clock = Clock(lambda: at[0], lambda seconds: at.__setitem__(0, at[0] + seconds))
    clock.add(Leg())
    clock.run()
    assert ticked == [100.02, 100.04, 100.06, 101.06, 101.08]
    assert max(clock.lateness) == pytest.approx(0.98)


def test_a_thread_that_plays_returns_when_the_clock_has_sent_everything():
    call = HeldCall()
    leg = leg_of(call)
    playing = threading.Thread(target=lambda: leg.play(tone(500, 0.3)))
    playing.start()
    while playing.is_alive():
        leg.tick()
        call.send_all()
    assert len(call.sent) == 4_800


def test_a_mix_that_is_too_loud_is_cut_off_and_not_turned_round():
    loud = (30_000).to_bytes(2, "little", signed=True)
    assert mix([loud, loud]) == (32_767).to_bytes(2, "little", signed=True)
    quiet = (-30_000).to_bytes(2, "little", signed=True)
    assert mix([quiet, quiet]) == (-32_768).to_bytes(2, "little", signed=True)
