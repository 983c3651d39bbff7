"""What staff read in place of codes: states, roles, channels, dial attempts and the fields of an entry."""

from __future__ import annotations

from hotline.core.calls import AttemptKind, AttemptResult
from hotline.core.enquiries import Channel
from hotline.core.messages import ClosingReason, MessageDeed, MessageState
from hotline.core.open_questions import DismissalReason, QuestionList
from hotline.core.permissions import Role
from hotline.core.review import Status
from hotline.core.texts import NO_GATEWAY, NO_MOBILE, OPTED_OUT, TextState
from hotline.core.word_lists import WordList
from hotline.services.content.embed import EmbeddingReadiness

STATUS = {
    Status.DRAFT: "草稿",
    Status.SUBMITTED: "待审核",
    Status.PUBLISHED: "已发布",
    Status.SUPERSEDED: "已被新版取代",
    Status.WITHDRAWN: "已撤回",
}
STATUS_COLOUR = {
    Status.DRAFT: "grey",
    Status.SUBMITTED: "amber",
    Status.PUBLISHED: "green",
    Status.SUPERSEDED: "grey",
    Status.WITHDRAWN: "red",
}
ROLE = {
    Role.ADMINISTRATOR: "管理员",
    Role.REVIEWER: "审核员",
    Role.PUBLISHER: "发布员",
    Role.OPERATOR: "话务员",
    Role.LIAISON: "联络员",
}
CHANNEL = {Channel.WEB: "网页", Channel.PHONE: "电话", Channel.SMS: "短信"}
STANDING = {
    EmbeddingReadiness.READY: "群众的问题按词句和意思两样查找。",
    EmbeddingReadiness.ABSENT: "群众的问题只按词句查找：这台机器没有装按意思查找的组件，或者关掉了。",
    EmbeddingReadiness.BROKEN: "群众的问题现在只按词句查找：按意思查找的组件打不开，请告诉管理员。",
    EmbeddingReadiness.PENDING: "群众的问题现在只按词句查找：系统正在把对外的内容读一遍，读完就按意思一起查找。",
}
TEXT_STATE = {
    TextState.WAITING: "答复正在用短信发给留言人。",
    TextState.SENDING: "答复正在用短信发给留言人。",
    TextState.SENT: "答复已经用短信发出，还没有送到的回执。",
    TextState.DELIVERED: "答复已经用短信送到。",
    TextState.FAILED: "答复的短信没有送到，请打电话告诉留言人。",
}
WHY_NOT_TEXTED = {
    NO_MOBILE: "答复没有用短信发出：留言人没有留下手机号码，可以用查询号查看。",
    OPTED_OUT: "答复没有用短信发出：留言人退订了短信，可以用查询号查看。",
    NO_GATEWAY: "答复没有用短信发出：系统没有设置发短信的账号，请告诉管理员。",
}
MESSAGE_STATE = {MessageState.WAITING: "待答复", MessageState.ANSWERED: "已答复", MessageState.CLOSED: "已关闭"}
MESSAGE_DEED = {
    MessageDeed.ASSIGNED: "交给部门",
    MessageDeed.NOTED: "写了内部备注",
    MessageDeed.ANSWERED: "答复",
    MessageDeed.CORRECTED: "更正答复",
    MessageDeed.FORWARDED: "告诉留言人去找别的单位",
    MessageDeed.CLOSED: "关闭，不答复",
    MessageDeed.REOPENED: "重新打开",
    MessageDeed.WRITTEN: "写成问答",
}
CLOSING_REASON = {
    ClosingReason.ADVERTISEMENT: "广告",
    ClosingReason.HARASSMENT: "骚扰、辱骂",
    ClosingReason.EMPTY: "听不清，没有内容",
    ClosingReason.REPEATED: "重复留言，已经答复过",
    ClosingReason.OTHER: "其他",
}
QUESTION_LIST = {
    QuestionList.UNANSWERED: "没答上的问题",
    QuestionList.UNPICKED: "给了选择没人选",
    QuestionList.UNSOLVED: "答了没解决",
    QuestionList.REFERRED: "转办最多",
}
DISMISSAL_REASON = {
    DismissalReason.NOT_OURS: "不归我们管",
    DismissalReason.HARASSMENT: "骚扰",
    DismissalReason.INAUDIBLE: "听不清",
    DismissalReason.OTHER: "其他",
}
ATTEMPT_KIND = {
    AttemptKind.OPERATOR: "话务员",
    AttemptKind.LIAISON: "联络员",
    AttemptKind.THREE_WAY: "请来的人",
}
ATTEMPT_RESULT = {
    AttemptResult.RINGING: "正在响铃",
    AttemptResult.ANSWERED: "接了",
    AttemptResult.BUSY: "占线",
    AttemptResult.NO_ANSWER: "没有人接",
    AttemptResult.DECLINED: "没有接听",
    AttemptResult.FAILED: "没有打通",
    AttemptResult.CANCELED: "已经取消",
}
WORD_LIST = {WordList.SYNONYMS: "同义词", WordList.DICTIONARY: "词典", WordList.STOP_WORDS: "无关词"}
FIELD = {
    "number": "编号",
    "question": "问题",
    "web_answer": "网页答复",
    "spoken": "语音答复",
    "text": "短信答复",
    "similar_questions": "相似问",
    "keywords": "关键词",
    "topic": "分类",
    "department": "负责部门",
    "legal_bases": "依据",
    "effective_date": "生效日期",
    "review_date": "复核日期",
    "office": "归哪个单位管",
    "telephone": "那里的电话",
    "note": "提示",
    "source": "在哪里查到的",
}


def name_closing(code: str) -> str:
    """The label of a ClosingReason by its code, as the history of a message has it."""
    return next((label for reason, label in CLOSING_REASON.items() if reason.value == code), code)
