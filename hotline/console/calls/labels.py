"""What staff read in place of codes where a call is told: its places, what was told there, and why a text was sent."""

from hotline.core.texts import TextPurpose, TextState

PLACE = {
    "incoming": "来电",
    "menu": "主菜单",
    "topics": "常见问题的分类",
    "entries": "一类里的问题",
    "number": "输入问题编号",
    "office": "地址和上班时间",
    "departments": "科室电话的目录",
    "department": "一个科室",
    "information": "政务公开",
    "items": "公开信息的目录",
    "item": "输入索引号",
    "tracking": "输入查询号",
    "progress": "留言的进度",
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
"""Where the caller was, by the names of ``voice.position.Place``, and what the provider reports."""
TOLD = {"recorded": "请留言，嘀一声", "rang": "正在接通人工", "goodbye": "再见", "kept": "录音存好了"}
"""What was told where that is not simply the place come to."""
UNDONE = frozenset({"incoming", "rang", "talked", "unrecorded", "recording"})
"""Places where something happened that the caller did not do."""
DID = {"hangup": "挂机", "": "没有出声、没有按键"}
TEXT_PURPOSE = {
    TextPurpose.REPLY: "回复",
    TextPurpose.ANSWER: "来电人要的答复",
    TextPurpose.TRACKING: "留言的查询号",
    TextPurpose.MESSAGE_ANSWER: "留言的答复",
}
TEXT_STATE = {
    TextState.WAITING: "等着发出",
    TextState.SENDING: "正在发出",
    TextState.SENT: "已经发出",
    TextState.DELIVERED: "已经送达",
    TextState.FAILED: "没有发到",
}
