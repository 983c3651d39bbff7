"""Where a caller begins and ends to speak."""

from voice.ears.listening import FRAME_BYTES, SpeechListener

LOUD, QUIET = b"\x00\x10" * (FRAME_BYTES // 2), bytes(FRAME_BYTES)


def listen(*runs, pause=1.0):
    """Take so many of each frame; a frame is speech for the detector unless it is quiet."""
    listener = SpeechListener(pause, lambda frame: True)
    for frame, times in runs:
        for _ in range(times):
            listener.take(frame)
    return listener


def test_nothing_is_heard_in_silence_and_a_cough_is_no_speech():
    for listener in (listen((QUIET, 500)), listen((QUIET, 50), (LOUD, 4), (QUIET, 200))):
        assert not listener.has_begun
        assert listener.pcm == b""


def test_a_pause_as_long_as_it_was_set_ends_what_is_said():
    assert not listen((LOUD, 50), (QUIET, 49)).has_ended
    assert listen((LOUD, 50), (QUIET, 50)).has_ended
    assert not listen((LOUD, 50), (QUIET, 50), pause=3.0).has_ended
    assert not listen((LOUD, 50), (QUIET, 49), (LOUD, 1), (QUIET, 49)).has_ended


def test_what_is_kept_begins_half_a_second_before_the_speech():
    listener = listen((QUIET, 200), (LOUD, 50), (QUIET, 50))
    frames = len(listener.pcm) // FRAME_BYTES
    assert 115 <= frames <= 125
    assert LOUD in listener.pcm


def test_after_the_end_and_after_twenty_seconds_nothing_more_is_taken():
    ended = listen((LOUD, 50), (QUIET, 50), (LOUD, 50))
    assert len(ended.pcm) == 100 * FRAME_BYTES
    endless = listen((LOUD, 2_000))
    assert endless.has_ended
    assert len(endless.pcm) == 1_000 * FRAME_BYTES


def test_a_frame_of_another_length_is_left_out():
    assert not listen((b"\x00\x10", 100)).has_begun
