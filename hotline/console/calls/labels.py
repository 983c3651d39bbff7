"""What staff read in place of codes: the steps of a call, texts sent, and what calls, texts and questions came to."""

from hotline.core.calls import CallOutcome
from hotline.core.enquiries import Outcome
from hotline.core.texts import TextPurpose, TextReply, TextState

PLACE = {
    "incoming": "来电",
    "menu": "主菜单",
    "topics": "常见问题的分类",
    "entries": "一类里的问题",
    "number": "输入问题编号",
    "initials": "按拼音首字母找问题",
    "office": "地址和上班时间",
    "departments": "科室电话的目录",
    "department": "一个科室",
    "information": "政务公开",
    "items": "公开信息的目录",
    "item": "输入索引号",
    "notice": "一条公示或者听证",
    "tracking": "输入查询号",
    "progress": "留言的进度",
    "application": "输入申请编号",
    "code": "输入查询码",
    "applied": "公开申请办得怎样",
    "answer": "听答复",
    "after": "听完答复",
    "choices": "几个选择",
    "confirm": "确认问题",
    "again": "再说一遍",
    "nothing": "没答上或没解决",
    "rang": "呼叫工作人员",
    "talked": "和工作人员通话",
    "recorded": "录音留言",
    "unrecorded": "录音留言，没有声音",
    "review": "听留言、重新录",
    "saved": "留言的查询号",
    "recording": "运营商报来录音",
}
"""Where the caller was, by the names of ``voice.phone.call_state.Place``, and what the provider reports."""
RESPONSE = {
    "recorded": "请留言，嘀一声",
    "rang": "正在接通人工",
    "goodbye": "再见",
    "kept": "录音存好了",
    "lost": "没有录上",
}
"""What the caller heard, where that is not the name of the next place."""
PLACES_WITHOUT_INPUT = frozenset({"incoming", "rang", "talked", "unrecorded", "recording"})
"""Places whose step records an event and no keys or words of the caller."""
CALLER_INPUT = {"hangup": "挂机", "": "没有出声、没有按键"}
TEXT_PURPOSE = {
    TextPurpose.REPLY: "回复",
    TextPurpose.ANSWER: "来电人要的答复",
    TextPurpose.TRACKING: "留言的查询号",
    TextPurpose.MESSAGE_ANSWER: "留言的答复",
    TextPurpose.STAFF_LINK: "同事设密码的链接",
    TextPurpose.QUERY_CODE: "申请的编号和查询码",
    TextPurpose.CONFIRMATION: "请申请人确认的链接",
}
TEXT_STATE = {
    TextState.WAITING: "等着发出",
    TextState.SENDING: "正在发出",
    TextState.SENT: "已经发出",
    TextState.DELIVERED: "已经送达",
    TextState.FAILED: "没有发到",
}
OUTCOME = {
    Outcome.ANSWERED: "答上了",
    Outcome.OFFERED: "给了几个选择",
    Outcome.UNANSWERED: "没答上",
    Outcome.REFERRED: "请去找别的单位",
    Outcome.TRANSFERRED: "要找人工",
    Outcome.EMERGENCY: "说到危险",
}
CALL_OUTCOME = {
    CallOutcome.ANSWERED: "直接答上",
    CallOutcome.CHOSEN: "选了以后答上",
    CallOutcome.REFERRED: "请去找别的单位",
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
    TextReply.REFERRED: "请去找别的单位",
    TextReply.TOLD: "说明、目录、进度",
    TextReply.MESSAGE: "留了言",
    TextReply.LIMITED: "发得太多，没有回",
    TextReply.LOOP: "自动回复，没有回",
    TextReply.SERVICE: "服务号码发来的，没有回",
    TextReply.NONE: "没有回复",
}
