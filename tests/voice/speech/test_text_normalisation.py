"""What is written, as people say it; many of the cases are from our own tables and from cities' letter boxes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.chinese_numerals import DIGITS, spell_number
from hotline.services.content import published
from voice.speech import numbers
from voice.speech.text_normalisation import speakable

SAID = [
    ("请拨打12348", "请拨打幺二三四八"),
    ("热线96128和12345", "热线九六幺二八和幺二三四五"),
    ("打12345多次没人接", "打幺二三四五多次没人接"),
    ("12345平台", "幺二三四五平台"),
    ("12348公共法律服务热线", "幺二三四八公共法律服务热线"),
    ("拨12333或者114", "拨幺二三三三或者幺幺四"),
    ("电话0871-63100000", "电话零八七幺，六三幺零，零零零零"),
    ("电话0000-80000096。", "电话零零零零，八零零零，零零九六。"),
    ("电话（0871）63100000转801", "电话零八七幺，六三幺零，零零零零转八零幺"),
    ("传真：0871-63100000-12", "传真：零八七幺，六三幺零，零零零零转幺二"),
    ("联系电话0746—8367805", "联系电话零七四六，八三六，七八零五"),
    ("手机13800138000", "手机幺三八，零零幺三，八零零零"),
    ("手机138 0013 8000", "手机幺三八，零零幺三，八零零零"),
    ("+86 138-0013-8000", "幺三八，零零幺三，八零零零"),
    ("400-800-1234", "四零零，八零零，幺二三四"),
    ("4008001234", "四零零，八零零，幺二三四"),
    ("报警打110，急救打120，火警打119", "报警打幺幺零，急救打幺二零，火警打幺幺九"),
    ("家暴打110和12338", "家暴打幺幺零和幺二三三八"),
    ("心理热线12356，交通事故122，火警119", "心理热线幺二三五六，交通事故幺二二，火警幺幺九"),
    ("110、119、120都行", "幺幺零、幺幺九、幺二零都行"),
    ("找12333，不是96128", "找幺二三三三，不是九六幺二八"),
    ("打120起诉讼电话", "打幺二零起诉讼电话"),
    ("打了110个电话", "打了一百一十个电话"),
    ("打110个电话", "打一百一十个电话"),
    ("110到120元", "一百一十到一百二十元"),
    ("110元", "一百一十元"),
    ("120平方米", "一百二十平方米"),
    ("2024年1月1日起施行", "二〇二四年一月一日起施行"),
    ("2023年9月修订", "二〇二三年九月修订"),
    ("2026-11-23", "二〇二六年十一月二十三日"),
    ("2017.10.11", "二〇一七年十月十一日"),
    ("2024/3/5", "二〇二四年三月五日"),
    ("2019年", "二〇一九年"),
    ("2025年版", "二〇二五年版"),
    ("2019-2020学年", "二〇一九到二〇二〇学年"),
    ("2009～2030年", "二〇〇九到二〇三〇年"),
    ("1月15日", "一月十五日"),
    ("2014年2月底", "二〇一四年二月底"),
    ("7月1日—8月31日", "七月一日到八月三十一日"),
    ("2026年1-3月", "二〇二六年一到三月"),
    ("2024年12月31日-2025年1月2日", "二〇二四年十二月三十一日到二〇二五年一月二日"),
    ("二〇二四年一月一日", "二〇二四年一月一日"),
    ("第20条", "第二十条"),
    ("第105条第2款第3项", "第一百零五条第二款第三项"),
    ("第四十七条之一", "第四十七条之一"),
    ("第47条之1", "第四十七条之一"),
    ("第20、21条", "第二十、二十一条"),
    ("第1-3项", "第一到三项"),
    ("第049号", "第零四九号"),
    ("第二十条第（三）项", "第二十条第三项"),
    ("国办发〔2024〕15号", "国办发二〇二四年第十五号"),
    ("司发〔2024〕3号", "司发二〇二四年第三号"),
    ("示政规（2025）第3号", "示政规二〇二五年第三号"),
    ("国务院令第711号", "国务院令第七百一十一号"),
    ("（2024）云0102民初1234号", "二〇二四，云零一零二民初一二三四号"),
    ("（2013）京一中民终字第4669号", "二〇一三，京一中民终字第四六六九号"),
    ("00000000-0/2026-00001", "零零零零零零零零横杠零斜杠二零二六横杠零零零零一"),
    ("5%", "百分之五"),
    ("0.5％", "百分之零点五"),
    ("12.50%", "百分之十二点五零"),
    ("3%-5%", "百分之三到百分之五"),
    ("30%—40%", "百分之三十到百分之四十"),
    ("3‰", "千分之三"),
    ("三分之二", "三分之二"),
    ("2/3以上", "三分之二以上"),
    ("50元", "五十元"),
    ("1,200元", "一千二百元"),
    ("1.5万元", "一点五万元"),
    ("3万元", "三万元"),
    ("2万元", "两万元"),
    ("2000元", "两千元"),
    ("200000元", "二十万元"),
    ("12.5元", "十二点五元"),
    ("￥1,200", "一千二百元"),
    ("100-200元", "一百到二百元"),
    ("5元/次", "五元每次"),
    ("300元/月/辆", "三百元每月每辆"),
    ("超过1000余元", "超过一千余元"),
    ("2个工作日", "两个工作日"),
    ("2号窗口", "二号窗口"),
    ("2日内", "二日内"),
    ("2个月", "两个月"),
    ("12个月", "十二个月"),
    ("10-15个工作日", "十到十五个工作日"),
    ("3至5日", "三至五日"),
    ("2-3天", "两到三天"),
    ("推选2至5名代表人", "推选二至五名代表人"),
    ("委托1至2名代理人", "委托一至二名代理人"),
    ("2至3个工作日", "二至三个工作日"),
    ("2名至5名", "两名至五名"),
    ("2000至5000元", "两千至五千元"),
    ("2到5个人", "两到五个人"),
    ("20多人", "二十多人"),
    ("3、5、7日", "三、五、七日"),
    ("60日内", "六十日内"),
    ("15个工作日", "十五个工作日"),
    ("100000人以上", "十万人以上"),
    ("20582台次", "两万零五百八十二台次"),
    ("1.05m", "一点零五米"),
    ("6m2", "六平方米"),
    ("500~800米", "五百到八百米"),
    ("144㎡", "一百四十四平方米"),
    ("5℃以下", "五摄氏度以下"),
    ("08:30", "八点半"),
    ("8:30-12:00", "八点半到十二点"),
    ("9:00—17:00", "九点到下午五点"),
    ("上午8:30-12:00，下午14:00-17:30", "上午八点半到十二点，下午两点到五点半"),
    ("工作日9:00至11:30", "工作日九点到十一点半"),
    ("周一至周五8:30-12:00", "周一至周五八点半到十二点"),
    ("19:30开始", "晚上七点半开始"),
    ("下午14点到17点30分", "下午两点到五点半"),
    ("上午8点30分到12点", "上午八点半到十二点"),
    ("晚上9点", "晚上九点"),
    ("凌晨2点", "凌晨两点"),
    ("24小时", "二十四小时"),
    ("7×24小时", "七乘二十四小时"),
    ("0:00-24:00", "零点到二十四点"),
    ("3:1", "三比一"),
    ("编号102", "编号一零二"),
    ("查询号：04711234", "查询号：零四七幺幺二三四"),
    ("邮编650000", "邮编六五零零零零"),
    ("请按1", "请按1"),
    ("按*键重听，按#键返回", "按星号键重听，按井号键返回"),
    ("就按1、0、2，再按井号键", "就按1、0、2，再按井号键"),
    ("按15元收", "按十五元收"),
    ("301室", "三零一室"),
    ("1203房间", "一二零三房间"),
    ("B3区人民政府504办公室", "B3区人民政府五零四办公室"),
    ("法治路1号", "法治路一号"),
    ("3栋2单元502室", "三栋二单元五零二室"),
    ("158路", "一五八路"),
    ("53路公交", "五十三路公交"),
    ("320国道", "三二零国道"),
    ("A4纸", "A4纸"),
    ("信箱gongkai@sifaju.example。", "信箱G O N G K A I 艾特 S I F A J U 点 E X A M P L E。"),
    ("上https://credit.acla.org.cn/查", "上C R E D I T 点 A C L A 点 O R G 点 C N查"),
    ("http://www.gov.cn/a/b.html?x=1&y=2", "W W W 点 G O V 点 C N 斜杠 A 斜杠 B 点 H T M L"),
    ("依据《行政复议法》第20条", "依据行政复议法第二十条"),
    ("《〈人口与计划生育条例〉解释》", "人口与计划生育条例解释"),
    ("调解办法（草案）听证会", "调解办法，草案，听证会"),
    ("公开指南（2026年版）。", "公开指南，二〇二六年版。"),
    ("【重要】**罚款**", "重要，罚款"),
    ("1.身份证；2.户口簿", "第一，身份证；第二，户口簿"),
    ("1、申请书 2、照片", "第一，申请书 第二，照片"),
    ("（一）申请书；（二）照片", "第一，申请书；第二，照片"),
    ("（1）申请书", "第一，申请书"),
    ("身份证/户口簿", "身份证或者户口簿"),
    ("和/或", "或者"),
    ("首页>政务公开→指南", "首页，政务公开，指南"),
    ("**注意**：不收费", "注意：不收费"),
    ("１２３４８", "幺二三四八"),
    ("8·30协议", "八三零协议"),
    ("530102199001011234", "五三零幺零二幺九九零零幺零幺幺二三四"),
    ("身份证号码53010219900101123X", "身份证号码五三零幺零二幺九九零零幺零幺幺二三X"),
    ("步骤：第1，60日内提交。第2，补正。", "步骤：第一，六十日内提交。第二，补正。"),
    ("案卷120卷，没有告知的2卷", "案卷一百二十卷，没有告知的两卷"),
    ("12345处理和12348位于", "幺二三四五处理和幺二三四八位于"),
    ("县（市、区）政府", "县、市、区政府"),
    ("乡镇（街道）代表", "乡镇、街道代表"),
    ("2026年5月15日17:30前", "二〇二六年五月十五日下午五点半前"),
    ("公示期：7月20日至7月24日", "公示期：七月二十日至七月二十四日"),
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
WRITTEN = st.lists(
    st.one_of(
        st.sampled_from([written for written, _ in SAID]),
        st.sampled_from(list("0123456789.,-—~/%:、，。年月日号条元个第按转()（）〔〕[]《》*#@ \n\t")),
        st.text(max_size=3),
    ),
    max_size=12,
).map("".join)
PREFIX = st.sampled_from(["电话", "拨打", "请打", "联系电话：", "传真:", "", "咨询 "])
SUFFIX = st.sampled_from(["", "。", "，谢谢", "）", " ", "咨询", "反映", "\n"])
TELEPHONE = st.one_of(
    st.from_regex(r"0[1-9][0-9]{1,2}[- ]?[2-8][0-9]{6,7}", fullmatch=True),
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.from_regex(r"1[3-9][0-9][- ][0-9]{4}[- ][0-9]{4}", fullmatch=True),
    st.from_regex(r"400-[0-9]{3}-[0-9]{4}", fullmatch=True),
    st.from_regex(r"(12|95|96)[0-9]{3}", fullmatch=True),
    st.sampled_from(["110", "119", "120", "122", "114"]),
)


def test_the_table_is_long_enough_to_be_believed():
    assert len({written for written, _ in SAID}) == len(SAID) >= 80


@pytest.mark.parametrize(("written", "said"), SAID)
def test_what_is_written_is_said_as_people_say_it(written, said):
    assert speakable(written) == said


@pytest.mark.parametrize(("number", "said"), COUNTS)
def test_whole_numbers_are_counted(number, said):
    assert spell_number(number) == said


@given(PREFIX, TELEPHONE, SUFFIX)
def test_every_digit_of_a_telephone_number_is_said_by_itself(prefix, number, suffix):
    said = speakable(prefix + number + suffix)
    assert not re.search("[0-9]", said)
    assert "".join(sign for sign in said if sign in DIGITS + "幺") == numbers.dialled(number)


@given(WRITTEN)
def test_what_can_be_said_stays_as_it_is_whatever_was_written(written):
    said = speakable(written)
    assert speakable(said) == said


@given(WRITTEN)
def test_nothing_is_left_that_a_voice_cannot_say(written):
    assert not re.search(r"[《》〈〉【】〔〕（）()\[\]{}<>*#`_@\n]|https?://", speakable(written))


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
    assert numbers.hours(span) == said


def test_a_tracking_number_is_read_in_two_groups():
    assert numbers.tracking("10203040") == "幺零二零，三零四零"


def test_an_article_on_several_lines_is_read_as_sentences():
    written = "### 哪些事可以申请\n\n- 罚款、**行政拘留**\n- 见[目录](https://sifaju.example/a)\n\n60日内提出。"
    assert speakable(written) == "哪些事可以申请。罚款、行政拘留。见目录。六十日内提出。"


def test_nothing_the_line_publishes_has_marks_or_addresses_left_that_a_voice_cannot_say(line):
    items = [f"{item.title}。{item.summary}" for item in line.shelf.current().list_items()]
    entries = [
        *line.knowledge.list_entries(""),
        *(published.get_entry(line.knowledge, number) for number in range(901, 907)),
    ]
    assert len(items) > 40
    for written in [*items, *(text for entry in entries for text in (entry.question, entry.spoken, entry.text))]:
        said = speakable(written)
        assert not re.search(r"[《》〈〉【】〔〕（）()\[\]<>*_#`@/]|[a-z]", said), said
        assert not re.search(r"(?<!按)\d", said), said


def test_the_office_hours_are_said_alike_by_the_menu_and_by_the_entry(line):
    office = line.knowledge.office
    said = speakable(published.get_entry(line.knowledge, 901).spoken)
    assert f"上午{numbers.hours(office.morning_hours)}，下午{numbers.hours(office.afternoon_hours)}" in said
