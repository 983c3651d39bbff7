"""Models for a process of their own that do as they are told, instead of reading gigabytes."""

import os
import time


def open_echo(answer):
    """Answers a request with ``answer`` and the request; does what the request says where that is a deed."""

    def respond(request):
        if request == "hang":
            time.sleep(600)
        if request == "die":
            os._exit(1)
        if request == "fail":
            raise ValueError("no such sound")
        return answer, request, os.getpid()

    return respond


def open_broken():
    raise FileNotFoundError("model.bin")


def open_ears():
    """A recogniser that hears the words as they are; b"odd" has no confidence that can be read."""
    return lambda pcm: ("odd", "sure") if pcm == b"odd" else (f" {pcm.decode()} ", 1.5)


def open_slowly(seconds):
    time.sleep(seconds)
    return lambda request: request
