"""The ways through a call to each of its places that asks something; {tracking} is a message's number."""

ASK = "say:申请行政复议收费吗"
UNKNOWN = "火星上种土豆用什么肥料"
WAYS = {
    "menu": [],
    "topics": ["press:1"],
    "entries": ["press:1", "press:1"],
    "number": ["press:2"],
    "initials": ["press:7"],
    "information": ["press:3"],
    "items": ["press:3", "press:1"],
    "item": ["press:3", "press:4"],
    "tracking": ["press:4"],
    "progress": ["press:4", "press:{tracking}#"],
    "office": ["press:5"],
    "departments": ["press:5", "press:1"],
    "department": ["press:5", "press:1", "press:1"],
    "after": [ASK, "silence"],
    "choices": ["say:不服怎么办"],
    "confirm": ["mumble:申请行政复议收费吗"],
    "again": [f"mumble:{UNKNOWN}"],
    "nothing": [f"say:{UNKNOWN}"],
}
