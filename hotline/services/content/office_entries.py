"""Entries on the office itself (901 and up), generated from its particulars whenever the knowledge file is built."""

from datetime import date

from hotline.core.departments import Office
from hotline.core.entries import OFFICE_NUMBERS, Entry
from hotline.core.generated_entries import make_entry
from hotline.core.opening_hours import speak_hours

HOURS_NUMBERS = frozenset({OFFICE_NUMBERS[0], OFFICE_NUMBERS[5]})
"""The entries that tell when the office is open, on working days and at weekends."""


def office_entries(office: Office, today: date) -> tuple[Entry, ...]:
    """One entry for each particular that the office filled in. Each kind has a fixed number, from 901."""
    writers = (_hours, _address, _telephone, _fax, _email, _weekend)
    entries = (write(office, number, today) for number, write in zip(OFFICE_NUMBERS, writers, strict=False))
    return tuple(entry for entry in entries if entry)


def _hours(office: Office, number: int, today: date) -> Entry | None:
    if not office.morning_hours:
        return None
    written = f"上午{office.morning_hours}，下午{office.afternoon_hours}"
    said = f"上午{speak_hours(office.morning_hours)}，下午{speak_hours(office.afternoon_hours)}"
    return make_entry(
        number,
        today,
        question=f"{office.name}几点上班，几点下班？",
        web=f"工作时间：{written}。\n\n{office.hours_note}",
        spoken=f"{said}。{office.hours_note}",
        text=f"{office.name}工作时间：{written}。{office.hours_note}",
        similar=("几点上班", "几点下班", "什么时候上班", "上班时间", "办公时间", "工作时间是几点到几点", "几点开门",
                 "几点关门", "中午休息吗", "中午有人上班吗", "下午几点上班", "现在有没有人上班", "几点可以去办事",
                 "晚上还办公吗", "营业时间"),
    )  # fmt: skip


def _address(office: Office, number: int, today: date) -> Entry | None:
    if not office.address:
        return None
    return make_entry(
        number,
        today,
        question=f"{office.name}在哪里，怎么去？",
        web=f"地址：{office.address}\n\n{office.directions}\n\n邮政编码：{office.postcode}",
        spoken=f"我们在{office.address}。{office.directions}",
        text=f"{office.name}地址：{office.address}，邮编{office.postcode}。{office.directions}",
        similar=("你们在哪里", "你们在哪条街", "你们单位在哪", "地址是什么", "办公地址",
                 "怎么走", "坐什么车去", "坐几路公交车",
                 "司法局在什么地方", "司法局怎么去", "具体位置", "在哪条路上", "办事大厅在哪",
                 "材料寄到哪里",
                 "邮政编码是多少", "在几楼", "到你们局里怎么走", "不认路，怎么找到你们", "从车站怎么过去", "导航搜什么",
                 "开车去停在哪"),
    )  # fmt: skip


def _telephone(office: Office, number: int, today: date) -> Entry | None:
    if not office.telephone:
        return None
    return make_entry(
        number,
        today,
        question=f"{office.name}的电话是多少？",
        web=f"办公电话：{office.telephone}\n\n热线：{office.line_number}（{office.line_name}）",
        spoken=f"办公电话是{office.telephone}。",
        text=f"{office.name}办公电话：{office.telephone}；热线：{office.line_number}。",
        similar=("电话多少", "电话号码", "联系电话", "你们的电话", "办公室电话", "座机号码", "怎么联系你们",
                 "打哪个电话", "联系方式", "热线电话是多少", "有没有咨询电话", "打电话问打哪个号", "人工电话是多少",
                 "人工客服电话", "给我一个电话", "想打电话问一问"),
    )  # fmt: skip


def _fax(office: Office, number: int, today: date) -> Entry | None:
    if not office.fax:
        return None
    return make_entry(
        number,
        today,
        question=f"{office.name}的传真号码是多少？",
        web=f"传真：{office.fax}",
        spoken=f"传真号码是{office.fax}。",
        text=f"{office.name}传真：{office.fax}。",
        similar=("传真多少", "传真号", "传真号码", "往哪里发传真", "可以发传真吗", "能传真材料吗"),
    )


def _email(office: Office, number: int, today: date) -> Entry | None:
    if not office.email:
        return None
    return make_entry(
        number,
        today,
        question=f"{office.name}的电子邮箱是什么？",
        web=f"电子邮箱：{office.email}",
        spoken=f"电子邮箱是{office.email}。也可以发短信问这个问题，收到文字的邮箱。",
        text=f"{office.name}电子邮箱：{office.email}",
        similar=("邮箱多少", "邮箱地址", "电子邮件", "发邮件到哪里", "能不能用邮件联系", "材料发到哪个邮箱", "email",
                 "有没有电子邮箱", "可以写邮件吗", "电子信箱"),
    )  # fmt: skip


def _weekend(office: Office, number: int, today: date) -> Entry | None:
    if not office.hours_note:
        return None
    return make_entry(
        number,
        today,
        question=f"{office.name}周末和节假日上班吗？",
        web=office.hours_note,
        spoken=office.hours_note,
        text=f"{office.name}：{office.hours_note}",
        similar=("周六上班吗", "周六上不上班", "周日上班吗", "星期天开门吗", "周末能办事吗", "双休日有人吗",
                 "节假日上班吗", "国庆节放假吗", "过年放假吗", "礼拜六可以去吗", "星期六星期天休息吗"),
    )  # fmt: skip
