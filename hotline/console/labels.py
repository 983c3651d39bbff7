"""What staff read in place of codes: states, roles, channels, dial attempts and the fields of an entry."""

from __future__ import annotations

from hotline.console import proposal_labels
from hotline.core.calls import AttemptKind, AttemptResult
from hotline.core.content_changes import ContentAction, ContentKind
from hotline.core.enquiries import Channel
from hotline.core.messages import ClosingReason, MessageDeed, MessageState
from hotline.core.open_questions import DismissalReason, QuestionList
from hotline.core.permissions import ROLE_NAMES
from hotline.core.proposals import DATED_KINDS, SINGLE_KINDS, WORD_KINDS, ProposalKind
from hotline.core.review import Status
from hotline.core.staff_accounts import AccountState
from hotline.core.staff_log import StaffEventKind
from hotline.core.table_uploads import RowVerdict, UploadState
from hotline.core.texts import NO_GATEWAY, NO_MOBILE, OPTED_OUT, SUPERSEDED, TextState
from hotline.core.word_lists import WordList
from hotline.services.content.embed import EmbeddingReadiness

STATUS = {
    Status.DRAFT: "草稿",
    Status.SUBMITTED: "待审核",
    Status.APPROVED: "已批准，等日子发布",
    Status.PUBLISHED: "已发布",
    Status.SUPERSEDED: "已被新版取代",
    Status.WITHDRAWN: "已撤回",
    Status.DISCARDED: "已作废",
}
STATUS_COLOUR = {
    Status.DRAFT: "grey",
    Status.SUBMITTED: "amber",
    Status.APPROVED: "amber",
    Status.PUBLISHED: "green",
    Status.SUPERSEDED: "grey",
    Status.WITHDRAWN: "red",
    Status.DISCARDED: "grey",
}
ROLE = ROLE_NAMES
ACCOUNT_STATE = {AccountState.ACTIVE: "在用", AccountState.INVITED: "还没设密码", AccountState.CLOSED: "已停用"}
ACCOUNT_STATE_COLOUR = {AccountState.ACTIVE: "green", AccountState.INVITED: "amber", AccountState.CLOSED: "grey"}
STAFF_EVENT = {
    StaffEventKind.SIGNED_IN: "登录",
    StaffEventKind.SIGNED_OUT: "退出",
    StaffEventKind.SIGN_IN_FAILED: "登录失败",
    StaffEventKind.SIGN_IN_BLOCKED: "失败太多，暂停登录",
    StaffEventKind.SESSIONS_ENDED: "结束其他地方的登录",
    StaffEventKind.INVITED: "邀请",
    StaffEventKind.ADDED: "增加账号",
    StaffEventKind.RESET: "重设密码",
    StaffEventKind.LINK_USED: "用链接设了密码",
    StaffEventKind.LINK_TEXTED: "用短信发了设密码的链接",
    StaffEventKind.PASSWORD_CHANGED: "改密码",
    StaffEventKind.PERSON_CHANGED: "改资料",
    StaffEventKind.ROLES_CHANGED: "改角色",
    StaffEventKind.CLOSED: "停用",
    StaffEventKind.REOPENED: "启用",
    StaffEventKind.HANDED_OVER: "移交草稿",
    StaffEventKind.SECOND_FACTOR_ON: "打开两步验证",
    StaffEventKind.SECOND_FACTOR_OFF: "取消两步验证",
    StaffEventKind.RECOVERY_CODES_DRAWN: "换备用码",
    StaffEventKind.RECOVERY_CODE_USED: "用了备用码",
    StaffEventKind.HEARD_RECORDING: "听录音",
    StaffEventKind.TOOK_CASE_OUT: "下载案卷",
    StaffEventKind.ERASED_CASE_FILE: "删除案卷材料",
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
    SUPERSEDED: "这一条答复还没有发出就更正了，不再发。",
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
CONTENT_ACTION = {
    ContentAction.WRITE: "写了草稿",
    ContentAction.DISCARD: "作废了草稿",
    ContentAction.SUBMIT: "提交审核",
    ContentAction.RECALL: "收回了提交",
    ContentAction.RETURN: "退回修改",
    ContentAction.CHOOSE_DAY: "定了要发布的日子",
    ContentAction.SCHEDULE: "审核通过，定了日子",
    ContentAction.PUBLISH: "批准的日子到了，自动对外发布",
    ContentAction.HOLD: "批准的日子没有发布，等再审核",
    ContentAction.APPROVE: "审核通过，对外发布",
    ContentAction.WITHDRAW: "撤回",
    ContentAction.ADD: "加上",
    ContentAction.CHANGE: "修改",
    ContentAction.REMOVE: "去掉",
}
TABLE = {
    "entries": "问答",
    "similar_questions": "问答的相似问",
    "legal_bases": "问答的依据",
    "referrals": "转介",
    "catalogue": "公开目录",
    "departments": "部门",
    "topics": "分类",
    "office": "单位信息",
    "synonyms": "同义词",
    "holiday_decrees": "放假安排",
    "local_days_off": "本地放假",
    "announcements": "通知",
    "public_notices": "公示、听证、通报",
    "disclosure_desk": "公开机构和复议机关",
    "member_offices": "成员单位",
}
UPLOAD_STATE = {
    UploadState.WAITING: "正在核对",
    UploadState.CHECKED: "核对好了，还没有确认",
    UploadState.CONFIRMED: "正在提交",
    UploadState.WITHDRAWING: "正在撤回",
    UploadState.DONE: "已经提交",
}
ROW_VERDICT = {
    RowVerdict.WRONG: "有错的",
    RowVerdict.CHANGED: "改了的",
    RowVerdict.NEW: "新的",
    RowVerdict.HELD: "先不动的",
    RowVerdict.MISSING: "文件里没有的",
    RowVerdict.WITHDRAWN: "已经撤回的",
}
CONTENT_KIND = {
    ContentKind.ENTRY: "问答和转介",
    ContentKind.CATALOGUE: "目录",
    ContentKind.DEPARTMENTS: "部门",
    ContentKind.TOPICS: "分类",
    ContentKind.OFFICE: "单位信息",
    ContentKind.DISCLOSURE_DESK: "公开机构和复议机关",
    ContentKind.HOLIDAY_DECREES: "放假安排",
    ContentKind.LOCAL_DAYS_OFF: "本地放假",
    ContentKind.ANNOUNCEMENTS: "通知",
    ContentKind.LETTER_TEMPLATES: "文书模板",
    ContentKind.PUBLIC_NOTICES: "公示、听证、通报",
    ContentKind.MEMBER_OFFICES: "成员单位",
    ContentKind.SYNONYMS: "同义词",
    ContentKind.DICTIONARY: "词典",
    ContentKind.STOP_WORDS: "无关词",
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
    "attachments": "附件",
}
PROPOSAL_KIND = {
    ProposalKind.CATALOGUE: "目录",
    ProposalKind.DEPARTMENTS: "部门",
    ProposalKind.TOPICS: "分类",
    ProposalKind.OFFICE: "单位信息",
    ProposalKind.DISCLOSURE_DESK: "公开机构和复议机关",
    ProposalKind.HOLIDAY_DECREES: "放假安排",
    ProposalKind.LOCAL_DAYS_OFF: "本地放假",
    ProposalKind.ANNOUNCEMENTS: "通知",
    ProposalKind.LETTER_TEMPLATES: "文书模板",
    ProposalKind.SYNONYMS: "同义词",
    ProposalKind.DICTIONARY: "词典",
    ProposalKind.STOP_WORDS: "无关词",
    ProposalKind.PUBLIC_NOTICES: "公示、听证、通报",
    ProposalKind.MEMBER_OFFICES: "成员单位",
}
PROPOSAL_FIELD = proposal_labels.PROPOSAL_FIELD
WORDS = {kind.value for kind in WORD_KINDS}
"""The names of the word lists, for which who writes needs a permission of its own."""
DATED = {kind.value for kind in DATED_KINDS}
"""The names of what takes effect on the days that it names itself."""
SINGLE = {kind.value for kind in SINGLE_KINDS}
"""The names of what there is one of, so that its pages show no key and no search."""
KEYLESS = SINGLE | {ProposalKind.LETTER_TEMPLATES.value}
"""The names of what staff know by its title alone, so that its pages show no key."""
KIND_GROUPS = {
    "目录和单位": (
        *(ProposalKind.CATALOGUE, ProposalKind.DEPARTMENTS, ProposalKind.TOPICS),
        *(ProposalKind.OFFICE, ProposalKind.DISCLOSURE_DESK, ProposalKind.MEMBER_OFFICES),
    ),
    "办公时间、放假和通知": (
        *(ProposalKind.OFFICE, ProposalKind.HOLIDAY_DECREES),
        *(ProposalKind.LOCAL_DAYS_OFF, ProposalKind.ANNOUNCEMENTS),
    ),
    "依申请公开": (ProposalKind.DISCLOSURE_DESK, ProposalKind.LETTER_TEMPLATES),
    "公示和听证": (ProposalKind.PUBLIC_NOTICES,),
}
"""The lists that stand together. The office's particulars have its opening hours, so they stand in two groups; the
desk's stand with its letters too."""


def name_closing(code: str) -> str:
    """The label of a ClosingReason by its code, as the history of a message has it."""
    return next((label for reason, label in CLOSING_REASON.items() if reason.value == code), code)
