"""What staff read in place of codes where the line's figures are told: what calls, texts and questions came to."""

from hotline.core.calls import CallOutcome
from hotline.core.enquiries import Outcome
from hotline.core.texts import TextReply
from hotline.services.reports import Figure

OUTCOME = {
    Outcome.ANSWERED: "答上了",
    Outcome.OFFERED: "给了几个选择",
    Outcome.UNANSWERED: "没答上",
    Outcome.TRANSFERRED: "要找人工",
}
CALL_OUTCOME = {
    CallOutcome.ANSWERED: "直接答上",
    CallOutcome.CHOSEN: "选了以后答上",
    CallOutcome.INFORMED: "听了地址、通知或者进度",
    CallOutcome.UNANSWERED: "没答上",
    CallOutcome.PERSON: "转到了人工",
    CallOutcome.MESSAGE: "留了言",
    CallOutcome.NONE: "没问什么就挂了",
}
CALL_STATUS = {
    "": "还在通话，或者没有收到结束的消息",
    "completed": "正常结束",
    "busy": "没接通：占线",
    "no-answer": "没接通：没有应答",
    "failed": "没接通：线路故障",
    "canceled": "没接通：对方先挂了",
}
TEXT_REPLY = {
    TextReply.ANSWERED: "直接答上",
    TextReply.OFFERED: "给了几个选择",
    TextReply.UNANSWERED: "没答上",
    TextReply.TOLD: "说明、目录、进度",
    TextReply.MESSAGE: "留了言",
    TextReply.LIMITED: "发得太多，没有回",
    TextReply.LOOP: "自动回复，没有回",
    TextReply.NONE: "没有回复",
}
ROWS = {
    Figure.CALLS: "电话",
    Figure.TEXTS: "短信",
    Figure.TRANSFERS: "转人工",
    Figure.MESSAGES: "留言",
    Figure.ENQUIRIES: "咨询",
}
