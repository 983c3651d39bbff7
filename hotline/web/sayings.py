"""What a visitor types that is no question: thanks, a greeting, a wish for a person, a cry for help."""

from __future__ import annotations

from dataclasses import dataclass

from hotline.services.sayings.emergencies import Emergency, find_emergencies
from hotline.services.sayings.grammar import Act, Saying
from hotline.services.sayings.recognition import recognise

DANGER = {
    Emergency.SUICIDE: (
        "请您先别急，我们很关心您。想找人说说心里话，请打12356全国心理援助热线；有危险，请马上打120或者110。"
    ),
    Emergency.FIRE: "着火了，请马上离开危险的地方，打119。有人受伤，打120。",
    Emergency.INJURY: "救人要紧，请马上打120急救电话；有人还在危险当中，请打110。",
    Emergency.VIOLENCE: (
        "有人打您，请马上到安全的地方，打110报警。妇女儿童求助，还可以打12338。要打官司、要律师帮忙，可以申请法律援助。"
    ),
    Emergency.CRIME: "有危险，请马上打110报警。有人受伤，打120。",
    Emergency.DANGER: "有危险，请马上打110报警；着火打119；有人受伤、生病打120。",
}
"""Which number to ring: see ``hotline.services.sayings.emergencies``."""
_PERSON = "要找工作人员，请打下面的电话，按0转人工；也可以给工作人员留言。"
_MESSAGES = "留言、查留言的进度，请点上面的“留言”。"
_HELP = "把要问的事写在下面，按“查一查”；也可以按分类找，或者打电话问，电话里直接说话就行，不用按键。"
_THANKS = "不客气。还有问题，请接着写。"
_REPLIES = {
    (Act.PERSON, Act.SWEARING, Act.UNSOLVED, Act.NONE_OF_THESE, Act.NO): _PERSON,
    (Act.MESSAGE, Act.PROGRESS, Act.CANCEL): _MESSAGES,
    (Act.HELP, Act.MENU, Act.TOPICS): _HELP,
    (Act.THANKS, Act.GOODBYE, Act.SOLVED, Act.NO_MORE, Act.DECLINE): _THANKS,
}
_OTHERWISE = "请写下您要问的事，例如“复议要交钱吗”。"


@dataclass(frozen=True)
class Notice:
    """What the visitor is told instead of search results; ``is_danger`` where it tells an emergency number."""

    text: str
    is_danger: bool = False


def find_notice(words: str) -> Notice | None:
    """What to tell a visitor who typed ``words``; None for a question."""
    if kinds := find_emergencies(words):
        return Notice(DANGER[kinds[0]], is_danger=True)
    saying = recognise(words)
    return Notice(_choose_reply(saying)) if saying else None


def _choose_reply(saying: Saying) -> str:
    return next((reply for acts, reply in _REPLIES.items() if saying.has(*acts)), _OTHERWISE)
