"""The intent of a text message: a command, a pick from choices, or a question."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

from hotline.core.messages import TRACKING_DIGITS
from voice.utterances import PUNCTUATION, Saying, ordinal, recognise

LONGEST_QUESTION = 500


class TextIntent(Enum):
    HELP = "help"
    PICK = "pick"
    PERSON = "person"
    NONE_OF_THESE = "none of these"
    THANKS = "thanks"
    TOPICS = "topics"
    MORE = "more"
    PROGRESS = "progress"
    MESSAGE = "message"
    CANCEL = "cancel"
    YES = "yes"
    OPT_OUT = "opt out"
    OPT_IN = "opt in"
    ASK = "ask"


_WORDS = {
    TextIntent.HELP: "帮助 幫助 菜单 菜單 说明 說明 help menu info 你好 您好 hello hi",
    TextIntent.YES: "好 好的 好吧 行 嗯 嗯嗯 是 是的 可以 知道了 收到 明白 明白了 ok",
    TextIntent.TOPICS: "目录 目錄 分类 分類 常见问题 常見問題",
    TextIntent.MORE: "更多 下文 继续 繼續 下一页 下一頁 后面的 後面的 more",
    TextIntent.PERSON: "人工电话 人工電話 上班时间人工 人工服务时间",
    TextIntent.PROGRESS: "进度 進度 查进度 查進度 查询进度 查詢進度 办理进度 辦理進度",
    TextIntent.CANCEL: "取消 算了",
    # Twilio itself stops sending after its English words, and begins again after START and UNSTOP:
    # https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out (read 2026-11-23). T and TD are what Chinese
    # bulk texts tell people to reply.
    TextIntent.OPT_OUT: "退订 退訂 取消订阅 取消訂閱 t td 回t 回td 回复t 回复td 回復t 回復td 退订t 退订td "
    "stop stopall unsubscribe cancel end quit revoke optout",
    TextIntent.OPT_IN: "恢复 恢復 恢复订阅 恢復訂閱 恢复短信 start unstop",
}
_INTENTS = {word: intent for intent, words in _WORDS.items() for word in words.split()}
_SAID = {
    Saying.PERSON: TextIntent.PERSON,
    Saying.NONE_OF_THESE: TextIntent.NONE_OF_THESE,
    Saying.GOODBYE: TextIntent.THANKS,
    Saying.HELLO: TextIntent.HELP,
}
_TOPIC = re.compile(r"(?:目录|目錄|分类|分類)([1-9])")
_PROGRESS = re.compile(rf"(?:查|查询|查詢)?(?:进度|進度|查询号|查詢號)(\d+)|(\d{{{TRACKING_DIGITS}}})", re.ASCII)
_MESSAGE = re.compile(r"[\W_]*(?:我要|我想)?留言([\W_]*)(.*)", re.DOTALL)
_ABOUT_MESSAGES = re.compile(
    "板|箱|电|電|功能|怎|如何|多久|多长|多長|什|甚|吗|嗎|了|的|后|後|没|沒|有|能|可|在|答|回|查|是|会|會"
)
"""If one of these follows 留言 directly, the text asks about messages; otherwise the rest is the message."""


@dataclass(frozen=True)
class TextUnderstood:
    """A text message as it was understood.

    ``pick`` counts from 1. ``words`` are the question, the message, or the tracking number asked for, "" when it is not
    given."""

    intent: TextIntent
    words: str = ""
    pick: int = 0


def understand(body: str) -> TextUnderstood:
    """Understand ``body``: as a command, or else as a question; without any letter or digit, as a wish for help.

    >>> understand("１").pick, understand("102").words, understand("😀").intent.value
    (1, '102', 'help')
    >>> understand("進度：１２３４５６７８"), understand("留言，请给我回电话").words
    (TextUnderstood(intent=<TextIntent.PROGRESS: 'progress'>, words='12345678', pick=0), '请给我回电话')
    """
    words = body.strip()
    bare = PUNCTUATION.sub("", unicodedata.normalize("NFKC", words)).casefold()
    if not bare:
        return TextUnderstood(TextIntent.HELP)
    if bare in _INTENTS:
        return TextUnderstood(_INTENTS[bare])
    return _numbered(bare) or _message(words) or _said(words, bare)


def _numbered(bare: str) -> TextUnderstood | None:
    if topic := _TOPIC.fullmatch(bare):
        return TextUnderstood(TextIntent.TOPICS, pick=int(topic[1]))
    if asked := _PROGRESS.fullmatch(bare):
        return TextUnderstood(TextIntent.PROGRESS, words=asked[1] or asked[2])
    picked = ordinal(bare)
    return TextUnderstood(TextIntent.PICK, pick=int(picked)) if picked else None


def _message(words: str) -> TextUnderstood | None:
    found = _MESSAGE.fullmatch(words)
    if not found or (not found[1] and _ABOUT_MESSAGES.match(found[2])):
        return None
    return TextUnderstood(TextIntent.MESSAGE, words=found[2].strip())


def _said(words: str, bare: str) -> TextUnderstood:
    said = recognise(bare, choosing=True)
    return TextUnderstood(_SAID[said]) if said else TextUnderstood(TextIntent.ASK, words=words[:LONGEST_QUESTION])
