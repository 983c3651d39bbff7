"""What a caller would lose if an answer on review, suits, compensation or disclosure left it out, and its basis.

Each row was missing or without its basis until 2026-11-29; faq_data/README.md says where the articles were read."""

from pathlib import Path

import pytest

from hotline.matching.text.normalise import fold
from hotline.storage.csv_tables.dataset_folder import read_tables

ENTRIES = {entry.number: entry for entry in read_tables(Path(__file__).parents[3] / "faq_data", fold).entries}


@pytest.mark.parametrize(
    ("number", "channel", "told"),
    [
        (102, "spoken", ("信访、投诉不会让它停下", "从知道或者应当知道这些之日起")),
        (102, "text", ("信访投诉不会让它停下", "自知道或应当知道这些之日起")),
        (102, "web_answer", ("信访、投诉", "自提交申请之日至它把纠正情况告诉您之日，不计入期限")),
        (103, "web_answer", ("因机关的原因您没法举证的，由机关举证",)),
        (103, "text", ("自知道或应当知道之日起60日内",)),
        (104, "spoken", ("缴税的争议要先缴税或者担保",)),
        (104, "text", ("纳税争议须先缴税或提供担保",)),
        (104, "web_answer", ("缴清税款和滞纳金，或者提供担保", "上一级海警机构", "开发区管委会", "一起盖章")),
        (106, "web_answer", ("自复议期满之日起15日内",)),
        (107, "spoken", ("暂缓或者出所", "不致发生社会危险")),
        (107, "text", ("暂缓或出所", "不致发生社会危险")),
        (107, "web_answer", ("可以申请出所", "出所的时间不计入拘留期限", "不致发生社会危险，并且")),
        (108, "spoken", ("一般不能再复议一次", "告原来的机关，或者告复议机关")),
        (108, "text", ("一般不能再次复议", "告原机关，或告复议机关")),
        (108, "web_answer", ("告原来的机关；", "中级法院", "一般不能再申请一次复议")),
        (201, "spoken", ("最长一年", "土地、山林", "接到通知之日起三十日", "复议期满之日起十五日")),
        (201, "text", ("最长一年", "土地、山林", "自接到通知之日起30日内", "复议期满之日起15日内")),
        (201, "web_answer", ("自接到处理决定通知之日起30日内", "缴清税款和滞纳金或者提供担保", "开发区管委会")),
        (202, "spoken", ("都从知道或者应当知道决定之日起算",)),
        (202, "text", ("都自知道或应当知道之日起算",)),
        (203, "spoken", ("没确认违法的，别等两年", "六十日内复议或者六个月内起诉", "刑事赔偿三十日")),
        (203, "text", ("未确认违法的别等两年", "60日内复议或6个月内起诉", "刑事赔偿三十日")),
        (203, "web_answer", ("别等两年", "60日内申请复议，或者6个月内起诉，一并要求赔偿", "单独告赔偿")),
        (301, "spoken", ("自收到申请之日起20个工作日", "自收到申请之日起15个工作日")),
        (301, "text", ("自收到申请之日起法定20个工作日",)),
        (303, "spoken", ("明显超过合理范围的，单位才可以收信息处理费", "拆开算", "对不再处理的决定申请复议")),
        (303, "text", ("明显超过合理范围的，单位可以收信息处理费", "拆开计件", "对不再处理申请复议")),
        (303, "web_answer", ("也可以不收", "单位可以拆开，一项算一件", "缴费期满", "也可以复议或者起诉")),
        (304, "web_answer", ("自知道或者应当知道该答复之日起60日内",)),
    ],
)
def test_what_a_caller_would_lose_is_told(number, channel, told):
    wording = getattr(ENTRIES[number], channel)
    assert [phrase for phrase in told if phrase not in wording] == []


@pytest.mark.parametrize(
    ("number", "law", "articles"),
    [
        (102, "行政复议法实施条例", {"第三十八条第二款"}),
        (103, "行政复议法", {"第十七条", "第三十二条", "第四十四条"}),
        (104, "行政复议法实施条例", {"第二十五条", "第七十五条"}),
        (104, "税收征收管理法", {"第八十八条"}),
        (107, "治安管理处罚法", {"第一百二十六条"}),
        (108, "关于适用中华人民共和国行政诉讼法的解释", {"第五十六条第二款"}),
        (108, "行政诉讼法", {"第十五条第一项", "第二十六条第三款"}),
        (108, "行政复议法", {"第三十条第一款第七项"}),
        (201, "土地管理法", {"第十四条第三款"}),
        (201, "税收征收管理法", {"第八十八条第一款"}),
        (201, "行政复议法实施条例", {"第三十一条"}),
        (202, "行政复议法实施条例", {"第三十一条"}),
        (203, "关于审理行政赔偿案件若干问题的规定", {"第十三条", "第十六条"}),
        (203, "国家赔偿法", {"第十二条", "第三十九条"}),
        (304, "行政复议法", {"第二十三条第一款第四项"}),
        (305, "政府信息公开条例", {"第四十七条第二款", "第五十一条"}),
        (305, "行政复议法", {"第二十四条", "第二十七条"}),
    ],
)
def test_the_articles_that_carry_an_answer_are_cited(number, law, articles):
    cited = {basis.article for basis in ENTRIES[number].legal_bases if basis.title.endswith(law)}
    assert articles - cited == set()
