"""A caller who hears 六十日 and not from which day on loses it: every limit of the sample says where it begins."""

import re
from pathlib import Path

import pytest

from hotline.matching.text.normalise import fold
from hotline.storage.csv_tables.dataset_folder import read_tables

ENTRIES = read_tables(Path(__file__).parents[3] / "faq_data", fold).entries
LIMIT = re.compile(r"(?<![\d第哪])(?:\d{1,3}|[一二两三四五六七八九十]+)(?:个工作日|个月|日|天|年)")
START = re.compile(r"之日|(?:自|从|收到|接到|次日|第二天|期满|届满|消除)[^，。；！？\n]{0,25}?(?:起|算|后)")
START_AFTERWARDS = re.compile(r"(?:自|从)[^；]*算")
NO_LIMIT = {
    (102, "一天"): "the last day of the period",
    (108, "60日"): "实施条例 58 gives the length alone, without saying from which day it is counted",
    (406, "30日"): "how long a draft stays open for comment; the notice says from when to when",
}


def limits(wording):
    """The time limits of ``wording``, each with whether its sentence names the start before it, or after it with 算.

    7个工作日前 and 不足七日 are counted back from a day that the sentence names."""
    for sentence in re.split(r"[。！？\n]", wording):
        for limit in LIMIT.finditer(sentence):
            before, after = sentence[: limit.start()], sentence[limit.end() :]
            counted_back = after.startswith("前") or before.endswith("不足")
            yield limit[0], counted_back or bool(START.search(before) or START_AFTERWARDS.search(after))


@pytest.mark.parametrize(
    ("wording", "unstarted"),
    [
        ("一般六十日内申请。从知道之日起算。", ["六十日"]),
        ("鉴定机构7个工作日内决定，自委托书生效之日起30个工作日内完成。", ["7个工作日"]),
        ("文件用到您头上的，可以在60日内申请复议。", ["60日"]),
        ("自收到决定书之日起15日内起诉，材料应当在开会7日前送达。", []),
        ("一般六个月，从知道或者应当知道决定之日起算。", []),
        ("收到通知第二天起20个工作日内交，每日加处3%，一个自然月10件。", []),
    ],
)
def test_a_limit_without_its_start_is_found(wording, unstarted):
    assert [limit for limit, started in limits(wording) if not started] == unstarted


@pytest.mark.parametrize("channel", ["spoken", "text"])
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry.number))
def test_every_time_limit_stands_in_a_sentence_that_names_its_start(entry, channel):
    told = limits(getattr(entry, channel))
    assert [limit for limit, started in told if not started and (entry.number, limit) not in NO_LIMIT] == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: str(entry.number))
def test_a_page_names_the_start_of_each_limit_at_least_once(entry):
    told = list(limits(entry.web_answer))
    named = {limit for limit, started in told if started}
    assert [limit for limit, _ in told if limit not in named and (entry.number, limit) not in NO_LIMIT] == []
