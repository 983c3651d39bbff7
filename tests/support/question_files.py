"""Question sets made up for the tests of evaluation, as files of JSON lines."""

import json

MATTERS = ("宽带", "话费", "护照", "居住证", "社保卡", "公积金", "驾驶证", "营业执照", "低保", "户口", "车牌")
ACTS = ("怎么办理{}", "{}丢了怎么补办", "{}在哪里查询", "注销{}要带什么材料")
ASKED = ("我想办{}", "{}不见了", "查一下{}", "{}要注销", "{}的事情找谁", "{}多少钱", "我家的{}有问题", "帮忙看看{}")


def write_lines(path, rows):
    """Write ``rows`` to ``path``, one JSON object a line; returns ``path``."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def write_own(folder, **changed):
    """The tables of an office's own questions on the sample content, with one question of each half in each.

    ``changed`` are other rows for the table of that name; None leaves the table out. Returns ``folder``."""
    folder.mkdir(parents=True)
    tables = {
        "questions": ["number,question", "105,行政复议收费吗"],
        "heldout": ["number,question", "501,怎么申请法律援助"],
        "right_subjects": ["number,question,half", "105,申请行政复议收费吗,fit", "105,复议收费吗,held"],
        "other_subjects": ["question,half", "申请护照要什么材料,fit", "申请低保要钱吗,held"],
        "other_offices": ["office,question,half", "邮局,邮局几点下班,fit", "银行,银行几点开门,held"],
        "near_field": ["question,half", "离婚要什么材料,fit", "遗嘱要写几份,held"],
    }
    for name, rows in (tables | changed).items():
        if rows is not None:
            (folder / f"{name}.csv").write_text("\n".join(rows), encoding="utf-8")
    return folder


def write_set(folder, *, answers=False):
    """A set of 44 entries and 88 questions, each of which has one right entry; some cannot be told apart.

    With ``answers`` every entry has one."""
    folder.mkdir(parents=True)
    entries = [
        {"id": f"{m}-{a}", "question": act.format(matter)}
        for m, matter in enumerate(MATTERS)
        for a, act in enumerate(ACTS)
    ]
    if answers:
        entries = [entry | {"answer": f"关于{entry['question']}，请到大厅窗口。"} for entry in entries]
    queries = [
        {"query": asked.format(matter), "relevant": [f"{m}-{q % len(ACTS)}"]}
        for m, matter in enumerate(MATTERS)
        for q, asked in enumerate(ASKED)
    ]
    write_lines(folder / "faq.jsonl", entries)
    write_lines(folder / "queries.jsonl", queries)
    return folder
