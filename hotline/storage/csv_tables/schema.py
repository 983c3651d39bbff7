"""The schema of the tables of faq_data: columns, which of them may be empty, and constraints between rows."""

from collections.abc import Sequence

COLUMNS = {
    "office": "name city line_name line_number line_description address directions postcode morning_hours "
    "afternoon_hours hours_note telephone fax email website sample_notice",
    "departments": "code name duties room telephone liaison_officer liaison_line office_code",
    "topics": "code name description",
    "synonyms": "colloquial official",
    "entries": "number question web_answer spoken text keywords topic department effective_date review_date",
    "similar_questions": "number question",
    "legal_bases": "number title article in_force",
    "catalogue": "index_number section title summary body document_number issuing_body made_date published_date "
    "topic genre mode validity department disclosure_class",
    "referrals": "number matter said keywords office telephone note spoken text source read_on",
    "holiday_decrees": "year document_number days_off make_up_days",
    "local_days_off": "first_day last_day reason",
    "announcements": "code text starts_at ends_at closed_from",
    "public_notices": "code genre title matter department starts_on ends_on place how_to_comment held_at seats "
    "chosen_how register_until quarter announced_on result result_item",
    "disclosure_desk": "name address telephone letter_mark review_body review_address review_online court payment",
    "member_offices": "code name other_names address telephone morning_hours afternoon_hours hours_note desk_name "
    "desk_address desk_telephone letter_mark review_body review_address review_online court payment",
}
"""Table -> its columns. Each table is a CSV file of that name."""
MAY_BE_EMPTY = {
    "office": "directions postcode hours_note fax email website sample_notice",
    "departments": "room liaison_officer liaison_line office_code",
    "topics": "description",
    "entries": "keywords",
    "catalogue": "document_number topic validity disclosure_class",
    "referrals": "keywords telephone note spoken text",
    "holiday_decrees": "make_up_days",
    "local_days_off": "last_day",
    "announcements": "closed_from",
    "public_notices": "starts_on ends_on place how_to_comment held_at seats chosen_how register_until quarter "
    "announced_on result result_item",
    "member_offices": "other_names hours_note desk_name desk_address desk_telephone letter_mark review_body "
    "review_address review_online court payment",
}
"""Table -> its columns in which a cell may be empty."""
MAY_LACK = {"catalogue": ("disclosure_class",), "departments": ("office_code",)}
"""Table -> columns that files of earlier versions do not have; their cells count as empty."""
MAY_BE_MISSING = (
    *("referrals", "holiday_decrees", "local_days_off", "announcements"),
    *("public_notices", "disclosure_desk", "member_offices"),
)
"""Tables that folders of earlier versions do not have."""
CONSTRAINTS = (
    ("departments", "code", "rowid NOT IN (SELECT min(rowid) FROM departments GROUP BY code)", "前面已经有这个代码。"),
    ("topics", "code", "rowid NOT IN (SELECT min(rowid) FROM topics GROUP BY code)", "前面已经有这个分类。"),
    ("entries", "number", "rowid NOT IN (SELECT min(rowid) FROM entries GROUP BY number)", "前面已经有这个编号。"),
    (
        "entries",
        "question",
        "rowid NOT IN (SELECT min(one.rowid) FROM entries one LEFT JOIN departments ON code = department "
        "GROUP BY question, coalesce(office_code, ''))",
        "前面已经有这个问题。",
    ),
    ("entries", "number", "length(number) = 6 AND number >= '900000'", "转介写在referrals.csv里。"),
    ("referrals", "number", "number < '900000' OR length(number) <> 6", "转介的编号应当是900000到998999。"),
    ("referrals", "number", "rowid NOT IN (SELECT min(rowid) FROM referrals GROUP BY number)", "前面已经有这个编号。"),
    ("referrals", "matter", "rowid NOT IN (SELECT min(rowid) FROM referrals GROUP BY matter)", "前面已经有这件事。"),
    ("referrals", "matter", "matter IN (SELECT question FROM entries)", "entries.csv里已经有这个问题。"),
    ("entries", "topic", "topic NOT IN (SELECT code FROM topics)", "topics.csv里没有这个分类。"),
    ("entries", "department", "department NOT IN (SELECT code FROM departments)", "departments.csv里没有这个部门。"),
    ("similar_questions", "number", "number NOT IN (SELECT number FROM entries)", "entries.csv里没有这个编号。"),
    (
        "similar_questions",
        "question",
        "rowid NOT IN (SELECT min(one.rowid) FROM similar_questions one "
        "LEFT JOIN entries ON entries.number = one.number LEFT JOIN departments ON code = department "
        "GROUP BY one.question, coalesce(office_code, ''))",
        "前面已经有这个问法，同一个问法在一个单位里只能指向一个问答。",
    ),
    ("legal_bases", "number", "number NOT IN (SELECT number FROM entries)", "entries.csv里没有这个编号。"),
    (
        "legal_bases",
        "article",
        "rowid NOT IN (SELECT min(rowid) FROM legal_bases GROUP BY number, title, article)",
        "这个问答已经写了这一条依据。",
    ),
    (
        "catalogue",
        "index_number",
        "rowid NOT IN (SELECT min(rowid) FROM catalogue GROUP BY index_number)",
        "前面已经有这个索引号，索引号不得重复使用。",
    ),
    *(
        (table, key, f"rowid NOT IN (SELECT min(rowid) FROM {table} GROUP BY {key})", f"前面已经有{told}。")  # noqa: S608
        for table, key, told in (
            ("holiday_decrees", "year", "这一年"),
            ("local_days_off", "first_day", "这一天"),
            ("announcements", "code", "这个编号"),
            ("public_notices", "code", "这个编号"),
            ("member_offices", "code", "这个代码"),
        )
    ),
    (
        "departments",
        "office_code",
        "office_code <> '' AND office_code NOT IN (SELECT code FROM member_offices)",
        "member_offices.csv里没有这个单位。",
    ),
    ("catalogue", "topic", "topic <> '' AND topic NOT IN (SELECT code FROM topics)", "topics.csv里没有这个分类。"),
    ("catalogue", "department", "department NOT IN (SELECT code FROM departments)", "departments.csv里没有这个部门。"),
)
"""Constraints between rows: (table, column to report, SQL condition of the rows that violate it, message)."""

LIKELY = 0.5
"""The share of headings, found and missing and strange, that a table must know to be recognised by them."""
UNIQUE = {
    ("office", ""): "office",
    ("departments", "code"): "departments",
    ("topics", "code"): "topics",
    ("synonyms", "colloquial"): "synonyms",
    ("entries", "number"): "numbers",
    ("entries", "question"): "questions",
    ("referrals", "number"): "numbers",
    ("referrals", "matter"): "questions",
    ("referrals", "said"): "wordings",
    ("similar_questions", "question"): "wordings",
    ("catalogue", "index_number"): "items",
    ("disclosure_desk", ""): "disclosure_desk",
    ("holiday_decrees", "year"): "holiday_decrees",
    ("local_days_off", "first_day"): "local_days_off",
    ("announcements", "code"): "announcements",
    ("public_notices", "code"): "public_notices",
    ("member_offices", "code"): "member_offices",
}
"""(table, column) -> the group of values, of which each may stand in one row only; the office has one row."""
SHARED_GROUPS = frozenset({"questions", "wordings"})
"""Those of UNIQUE that entries of different offices may share: the caller is asked which office is meant."""
HEADINGS = {
    "office": "单位名称 城市 热线名称 热线号码 热线说明 地址 怎么走 邮编 上午 下午 时间说明 电话 传真 电子邮箱 网址 "
    "样例说明",
    "departments": "代码 名称 职责 房间 电话 联络员 联络员电话 成员单位",
    "topics": "代码 名称 说明",
    "synonyms": "群众的说法 正式叫法",
    "entries": "编号 问题 网页答复 语音答复 短信答复 关键词 分类 负责部门 生效日期 复核日期",
    "similar_questions": "编号 问法",
    "legal_bases": "编号 法律名称 条款 施行日期",
    "catalogue": "索引号 栏目 标题 摘要 正文 文号 发布机构 成文日期 发布日期 分类 体裁 公开方式 效力 负责部门 公开类别",
    "holiday_decrees": "年份 文号 放假 调休上班",
    "local_days_off": "第一天 最后一天 原因",
    "announcements": "编号 内容 开始 结束 不办公",
    "public_notices": "编号 种类 标题 事项 责任部门 第一天 最后一天 地点 怎样提意见 听证时间 名额 怎样产生 报名截止 "
    "季度 公告日期 结果 结果索引号",
    "disclosure_desk": "公开机构 地址 电话 发文字号 复议机关 复议地址 网上复议 法院 缴费方式",
    "member_offices": "代码 单位名称 别的叫法 地址 电话 上午 下午 时间说明 公开机构 公开机构地址 公开机构电话 发文字号 "
    "复议机关 复议地址 网上复议 法院 缴费方式",
    "referrals": "编号 事项 群众的问法 关键词 归哪个单位管 电话 提示 语音答复 短信答复 在哪里查到的 查到日期",
}
"""Table -> the headings of its columns in Chinese, in their order; a table may have these or the names in COLUMNS."""


def headings_of(table: str) -> dict[str, str]:
    """Chinese heading -> column.

    >>> headings_of("topics")["说明"]
    'description'
    """
    return dict(zip(HEADINGS[table].split(), COLUMNS[table].split(), strict=True))


def recognise(header: Sequence[str], hints: Sequence[str] = ()) -> str:
    """The table to which most of the headings in ``header`` belong, in Chinese or as columns; "" where none is likely.

    ``hints`` are names of the file and the sheet: where two tables are as likely, one that a hint begins with wins.

    >>> recognise(["代码", "名称", "说明"]), recognise(["code", "name"], ["topics-20261129"]), recognise(["红烧肉"])
    ('topics', 'topics', '')
    """

    def likeness(table: str) -> tuple[float, bool]:
        known = headings_of(table)
        columns = set(COLUMNS[table].split())
        told = {known.get(name, name) for name in header} & columns
        missing = len(columns) - len(told)
        strange = sum(known.get(name, name) not in columns for name in header)
        return len(told) / (len(told) + missing + strange), any(hint.startswith(table) for hint in hints)

    best = max(COLUMNS, key=likeness)
    share, is_named = likeness(best)
    return best if share >= LIKELY or (is_named and share > 0) else ""
