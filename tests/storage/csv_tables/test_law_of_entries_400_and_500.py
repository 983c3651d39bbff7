"""Entries 401 to 508 in law: what a wording that leaves it out would cost the caller; read on 2026-11-29.

`faq_data/README.md` says which article each rests on and where it was read."""

import re
from pathlib import Path

import pytest

from hotline.core.text_length import SPOKEN_LIMIT, TEXT_LIMIT, utf16_units
from hotline.matching.text.normalise import fold
from hotline.storage.csv_tables.dataset_folder import read_tables

TABLES = read_tables(Path(__file__).parents[3] / "faq_data", fold)
ENTRIES = {entry.number: entry for entry in TABLES.entries if entry.number >= 400}
LIMIT = re.compile(r"[\d一二三四五六七八九十两]+(?:个工作日|日|天|年|个月)之?内")
START = re.compile("起|告知后")
TOLD = [
    (402, "web_answer", ["涉企行政执法诉求沟通机制", "及时受理"]),
    (402, "spoken", ["企业、个体户"]),
    (403, "web_answer", ["公安机关认为必要的"]),
    (403, "text", ["公安的告知书写得更短的"]),
    (404, "web_answer", ["自知道或者应当知道处罚决定之日起60日内"]),
    (405, "web_answer", ["同级人大常委会", "有权撤销", "及时移送", "规章同样除外"]),
    (405, "spoken", ["同级人大常委会", "自知道或者应当知道之日起60日内"]),
    (405, "text", ["同级人大常委会", "自知道或应当知道之日起60日内"]),
    (405, "web_answer", ["在一审开庭前提出"]),
    (406, "web_answer", ["政府价格主管部门主持", "举行的30日前", "政务信息公开办公室报名"]),
    (406, "spoken", ["价格主管部门"]),
    (406, "text", ["价格主管部门"]),
    (501, "web_answer", ["终止援助", "法定代理人代为申请"]),
    (501, "spoken", ["申请仲裁或者复议的最后期限不足七日", "自决定给予之日起三日内"]),
    (501, "text", ["自决定给予之日起3日内", "不足7日"]),
    (501, "web_answer", ["其他法定代理人或者近亲属代为申请", "二十四小时内转交"]),
    (502, "web_answer", ["不能完全辨认自己行为的成年人", "规定的其他情形", "规定的其他人员"]),
    (502, "web_answer", ["不用再去开经济困难证明", "自诉人", "应当通知法律援助机构派律师"]),
    (502, "spoken", ["受家暴的等不看经济条件"]),
    (503, "web_answer", ["自收到公证书之日起1年内", "最长自公证书出具之日起20年"]),
    (504, "web_answer", ["签名并盖调委会的章之日起生效", "自谈成之日起生效"]),
    (503, "web_answer", ["能证明自己不知道的除外", "地方公证协会投诉"]),
    (504, "web_answer", ["调委会所在地的基层法院"]),
    (505, "web_answer", ["指定的期间内书面提出", "不预交的视为放弃异议"]),
    (505, "spoken", ["自收到委托之日起七个工作日内", "过期视为放弃"]),
    (505, "text", ["自收到委托之日起7个工作日内"]),
    (
        507,
        "web_answer",
        ["重新算1年", "工资欠条", "自收到裁决书之日起30日内", "时效是2年", "发生后另外签的", "履行期限最后一日起算"],
    ),
    (507, "web_answer", ["在首次开庭前否认", "诉讼时效是3年", "自受理之日起45日内裁决"]),
    (507, "spoken", ["在职欠薪不受一年限制", "离职之日起一年内", "之日起两年内"]),
    (507, "text", ["在职欠薪不受1年限制", "离职之日起1年内", "之日起2年内"]),
    (507, "web_answer", ["508号"]),
    (508, "web_answer", ["不得收回承包地", "不用双方先签仲裁协议", "不得向当事人收取费用", "征地补偿的纠纷，不归"]),
    (508, "web_answer", ["自知道或者应当知道权利被侵害之日起", "自收到裁决书之日起30日内", "可以口头申请"]),
    (508, "spoken", ["自知道或者应当知道受侵害之日起两年内", "收到裁决书之日起三十日内", "县级农业农村部门"]),
    (508, "text", ["自知道或应当知道受侵害之日起2年内", "自收到裁决书之日起30日内", "县级农业农村部门"]),
]
RESTS_ON = [
    (402, "民营经济促进法", {"第五十三条"}),
    (405, "监督法", {"第三十九条", "第四十条", "第四十四条"}),
    (405, "行政诉讼法", {"第五十三条"}),
    (405, "行政诉讼法的解释", {"第一百四十六条"}),
    (406, "价格法", {"第二十三条"}),
    (501, "法律援助法", {"第三十九条", "第四十条第二款"}),
    (502, "法律援助法", {"第二十四条", "第二十九条", "第四十一条"}),
    (503, "公证法", {"第三十一条", "第三十二条", "第三十三条"}),
    (505, "刑事诉讼法", {"第一百四十六条", "第一百四十八条"}),
    (505, "民事诉讼证据的若干规定", {"第三十七条", "第三十八条"}),
    (507, "共和国仲裁法", {"第五条", "第二十七条", "第七十一条", "第九十条"}),
    (507, "民法典", {"第一百八十八条"}),
    (507, "民事诉讼法", {"第二百五十条"}),
    (507, "劳动争议调解仲裁法", {"第二十七条"}),
    (507, "农村土地承包经营纠纷调解仲裁法", {"第十八条", "第四十八条"}),
    (508, "农村土地承包经营纠纷调解仲裁法", {"第四条", "第十八条", "第二十一条", "第四十八条", "第五十二条"}),
    (508, "共和国农村土地承包法", {"第二十七条", "第二十八条"}),
]


@pytest.mark.parametrize(("number", "wording", "words"), TOLD)
def test_no_wording_leaves_out_what_would_cost_the_caller_a_right(number, wording, words):
    told = getattr(ENTRIES[number], wording)
    assert [missing for missing in words if missing not in told] == []


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=lambda entry: str(entry.number))
def test_every_time_limit_names_its_start_in_the_sentence_that_tells_it(entry):
    for wording in (entry.web_answer, entry.spoken, entry.text):
        for sentence in re.split(r"[。；\n]", wording):
            assert not LIMIT.search(sentence) or START.search(sentence), sentence


@pytest.mark.parametrize(("number", "law", "articles"), RESTS_ON)
def test_an_answer_names_the_articles_that_carry_it(number, law, articles):
    assert articles <= {basis.article for basis in ENTRIES[number].legal_bases if law in basis.title}


def test_an_answer_that_asks_for_no_proof_of_hardship_does_not_cite_the_article_that_asks_for_it():
    assert "法律援助条例" not in {basis.title for basis in ENTRIES[502].legal_bases}


def test_arbitration_is_supervised_by_the_nation_and_the_province_and_never_by_the_city():
    for item in TABLES.catalogue:
        assert not re.search(r"(?:指导|监督)[^，；。\n]*仲裁|仲裁的?(?:指导|监督)", item.body), item.index_number
    assert sum("联系仲裁工作" in item.body for item in TABLES.catalogue) == 2


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=lambda entry: str(entry.number))
def test_the_short_wordings_stay_within_half_a_minute_and_two_texts(entry):
    assert len(entry.spoken) <= SPOKEN_LIMIT
    assert utf16_units(entry.text) <= TEXT_LIMIT
