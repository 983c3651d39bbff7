"""Digits as people say them."""

import re

import pytest

from hotline.services import browsing
from voice import spoken

SAID = [
    ("请拨打12348", "请拨打一二三四八"),
    ("热线96128和12345", "热线九六一二八和一二三四五"),
    ("电话0871-63100000", "电话零八七一六三一零零零零零"),
    ("电话0000-80000096。", "电话零零零零八零零零零零九六。"),
    ("手机13800138000", "手机一三八零零一三八零零零"),
    ("报警打110", "报警打一一零"),
    ("110元", "一百一十元"),
    ("2024年1月1日起施行", "二〇二四年一月一日起施行"),
    ("2023年9月修订", "二〇二三年九月修订"),
    ("2026-11-23", "二〇二六年十一月二十三日"),
    ("2019年", "二〇一九年"),
    ("1月15日", "1月15日"),
    ("第20条", "第二十条"),
    ("第105条第2款第3项", "第一百零五条第二款第三项"),
    ("国办发〔2024〕15号", "国办发二〇二四年第十五号"),
    ("示政规（2025）第3号", "示政规二〇二五年第三号"),
    ("5%", "百分之五"),
    ("0.5％", "百分之零点五"),
    ("12.50%", "百分之十二点五零"),
    ("50元", "五十元"),
    ("1,200元", "一千二百元"),
    ("3万元", "三万元"),
    ("200000元", "二十万元"),
    ("12.5元", "十二点五元"),
    ("编号102", "编号一零二"),
    ("查询号：04711234", "查询号：零四七一一二三四"),
    ("60日内", "60日内"),
    ("15个工作日", "15个工作日"),
    ("100000人以上", "100000人以上"),
    ("请按1", "请按1"),
    ("301室", "301室"),
    ("下午14点到17点30分", "下午两点到五点半"),
    ("上午8点30分到12点", "上午八点半到十二点"),
    ("晚上9点", "晚上九点"),
    ("第2点", "第2点"),
    ("信箱gongkai@sifaju.example。", "信箱G O N G K A I 艾特 S I F A J U 点 E X A M P L E。"),
    ("上https://credit.acla.org.cn/查", "上C R E D I T 点 A C L A 点 O R G 点 C N查"),
    ("依据《行政复议法》第20条", "依据行政复议法第二十条"),
    ("调解办法（草案）听证会", "调解办法，草案，听证会"),
    ("公开指南（2026年版）。", "公开指南，二〇二六年版。"),
    ("【重要】**罚款**", "重要罚款"),
    ("", ""),
    ("没有数字", "没有数字"),
]
COUNTS = [
    (0, "零"),
    (2, "二"),
    (10, "十"),
    (15, "十五"),
    (20, "二十"),
    (101, "一百零一"),
    (110, "一百一十"),
    (1_001, "一千零一"),
    (10_000, "一万"),
    (10_001, "一万零一"),
    (120_000, "十二万"),
    (1_000_010, "一百万零一十"),
    (100_000_000, "一亿"),
]


@pytest.mark.parametrize(("written", "said"), SAID)
def test_written_digits_are_said_as_people_say_them(written, said):
    assert spoken.speakable(written) == said


@pytest.mark.parametrize(("number", "said"), COUNTS)
def test_whole_numbers_are_counted(number, said):
    assert spoken.count(number) == said


@pytest.mark.parametrize(
    ("span", "said"),
    [
        ("08:30-12:00", "八点半到十二点"),
        ("14:00-17:30", "两点到五点半"),
        ("09:05-11:45", "九点零五分到十一点四十五分"),
        ("全天", "全天"),
    ],
)
def test_office_hours_are_read_as_a_clock(span, said):
    assert spoken.hours(span) == said


def test_a_tracking_number_is_read_in_two_groups():
    assert spoken.tracking("10203040") == "一零二零，三零四零"


def test_nothing_the_line_publishes_has_marks_or_addresses_left_that_a_voice_cannot_say(line):
    items = [f"{item.title}。{item.summary}" for item in line.shelf.current().list_items()]
    entries = [*browsing.list_entries(line, ""), *(browsing.get_entry(line, number) for number in range(901, 907))]
    assert len(items) > 40
    for written in [*items, *(text for entry in entries for text in (entry.question, entry.spoken))]:
        said = spoken.speakable(written)
        assert not re.search(r"[《》〈〉【】〔〕（）()\[\]<>*_#`@/]|[a-z]", said), said
        assert not re.search(r"\d{5}|\d[-:.]\d", said), said


def test_the_office_hours_are_said_alike_by_the_menu_and_by_the_entry(line):
    office = browsing.office(line)
    said = spoken.speakable(browsing.get_entry(line, 901).spoken)
    assert f"上午{spoken.hours(office.morning_hours)}，下午{spoken.hours(office.afternoon_hours)}" in said
