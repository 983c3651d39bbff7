"""A citizen applies for disclosure on the web and reads how it stands, to the reply."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from hotline.app import create_app
from hotline.core.disclosure.applications import ApplicationAction
from hotline.core.disclosure.case_files import ConsultedKind
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.services.disclosure import applications, case_files
from hotline.services.line import Line
from hotline.workday_calendar import describe_day
from tests.support.disclosure_desk import CLERK, DESK, Case
from tests.support.html_pages import form_fields, text

A = ApplicationAction
FIELDS = {
    "name": "赵大山",
    "identity": "居民身份证",
    "telephone": "13800138000",
    "description": "2025年行政复议案件统计表",
    "delivery": "我自己来取",
}


@pytest.fixture
def desk(line):
    with line.records.writing() as unit:
        unit.office.rows_of_disclosure_desk.put(DESK, 0, "seed", line.now())


@pytest.fixture
def apply(citizen, line, desk):
    def apply(**fields):
        html = citizen.send("/apply", "/apply", status=200, **FIELDS | fields)
        number = re.search(r"20\d\d-\d{5}", text(html))[0]
        return Case(line, number, re.search(r"(\d{4}) (\d{4})", text(html))[0])

    return apply


def list_all(line):
    return applications.list_open_applications(line, CLERK, limit=100)[0]


def look_up(citizen, case, status=200, **fields):
    sent = {"number": case.number, "code": case.query_code} | fields
    return citizen.send("/apply/status", "/apply/status", status=status, **sent)


def test_an_application_gets_its_number_its_code_and_the_last_day(citizen, line):
    html = text(citizen.send("/apply", "/apply", status=200, **FIELDS))
    [one] = list_all(line)
    assert one.application.number in html
    assert one.application.applicant.identity == "居民身份证（号码未填，以后当面出示证件）"
    assert "收到日期2026年11月23日" in html
    assert "最晚答复2026年12月21日" in html
    assert "按0" in html


def test_the_form_asks_what_the_regulation_allows_and_no_purpose(citizen):
    html = citizen.get("/apply")
    asked = {"kind", "name", "identity", "identity_number", "telephone", "email", "address", "description"}
    asked |= {"document_number", "form", "delivery"}
    fields = form_fields(html, "/apply").keys() - {"csrf_token", "submission"}
    assert fields | {"kind", "form", "delivery"} == asked
    assert {"help_reading", "help_sight", "help_hearing"} == set(re.findall(r'name="(help_\w+)"', html))
    assert "不用说用途" in html


def test_the_help_that_somebody_needs_reaches_staff(apply):
    case = apply(help_sight="y", help_hearing="y")
    assert case.now.application.wanted.delivery == "我自己来取；需要帮助：看不清、听不清"


def test_the_same_form_sent_twice_is_one_application_with_the_same_code(citizen, line):
    fields = form_fields(citizen.get("/apply"), "/apply") | FIELDS
    pages = [citizen.client.post("/apply", data=fields).text for _ in range(2)]
    assert len(list_all(line)) == 1
    codes = [re.search(r"(\d{4}) (\d{4})", text(page))[0] for page in pages]
    assert codes[0] == codes[1]
    assert "没有再登记一件" not in pages[0]
    assert "没有再登记一件" in pages[1]


def test_a_form_without_the_number_of_the_server_gets_one(citizen, line):
    fields = form_fields(citizen.get("/apply"), "/apply") | FIELDS | {"submission": "1"}
    for _ in range(2):
        citizen.client.post("/apply", data=fields)
    assert len(list_all(line)) == 2


def test_all_faults_are_told_at_once_and_what_was_typed_stays(citizen, line):
    sent = {
        "name": " ",
        "identity": "请选一种",
        "telephone": "没有",
        "email": "a",
        "description": "",
        "delivery": "寄给我",
    }
    html = citizen.send("/apply", "/apply", status=400, **sent)
    told = text(html)
    for fault in (
        "请写姓名",
        "请选一种证件",
        "电话号码请只写数字",
        "电子邮箱写得不对",
        "请写要什么信息",
        "请写收信的地址",
    ):
        assert fault in told
    assert form_fields(html, "/apply")["telephone"] == "没有"
    assert not list_all(line)


def test_a_choice_that_the_form_does_not_have_is_refused_in_chinese(citizen):
    page = citizen.send("/apply", "/apply", status=400, **FIELDS | {"kind": "PERSON", "identity": "passport"})
    assert text(page).count("不是有效的选择。") == 4  # at both fields and in the summary
    assert "Not a valid choice" not in page


def test_one_way_to_be_reached_is_enough_and_none_is_refused(citizen, line, apply):
    html = citizen.send("/apply", "/apply", status=400, **FIELDS | {"telephone": ""})
    assert "请至少写一种联系方式" in text(html)
    assert apply(telephone="", email="zhao@example.cn").now.application.applicant.email == "zhao@example.cn"


def test_ten_kilobytes_of_description_are_refused_with_the_limit_and_stay_in_the_form(citizen, line):
    html = citizen.send("/apply", "/apply", status=400, **FIELDS | {"description": "公" * 3_400})
    assert "最多2000个字，现在有3400个字" in text(html)
    assert form_fields(html, "/apply")["description"] == "公" * 3_400


def test_full_width_digits_are_read_as_digits(apply):
    assert apply(telephone="１３８００１３８０００").now.application.applicant.telephone == "13800138000"


def test_while_the_records_are_down_nothing_is_acknowledged_and_the_form_keeps_its_text(citizen, without_records):
    html = citizen.send("/apply", "/apply", status=503, **FIELDS)
    assert "还没有交上去" in text(html)
    assert form_fields(html, "/apply")["description"] == FIELDS["description"]
    html = citizen.send("/apply/status", "/apply/status", status=503, number="2026-00001", code="12345678")
    assert "现在查不了" in text(html)


def test_an_expired_form_is_shown_again_with_its_text(citizen, line):
    html = citizen.send("/apply", "/apply", status=400, **FIELDS, csrf_token="old")
    assert "请再交一次" in text(html)
    assert form_fields(html, "/apply")["name"] == "赵大山"
    assert not list_all(line)


def test_the_tenth_application_of_an_hour_is_the_last_and_the_page_tells_the_telephone(citizen):
    fields = form_fields(citizen.get("/apply"), "/apply")
    for _ in range(10):
        citizen.client.post("/apply", data=fields)
    response = citizen.client.post("/apply", data=fields)
    assert response.status_code == 429
    assert 'href="tel:' in response.text


def test_what_is_public_already_is_offered_beside_the_receipt(citizen):
    html = citizen.send("/apply", "/apply", status=200, **FIELDS | {"description": "公开指南"})
    assert "这些已经公开" in text(html)
    assert "/catalogue/items/" in html


class TakesTexts:
    inline = True

    def send(self, number, body, key):
        raise AssertionError("not in this test")


def test_number_and_code_are_texted_to_a_mobile_number_in_the_same_step(settings, line, citizen):
    sending = replace(line, senders={"twilio": TakesTexts()})
    citizen.client = client = create_app(settings, line=sending).test_client()
    client.environ_base |= {"HTTP_HOST": "hotline.example", "wsgi.url_scheme": "https"}
    html = text(citizen.send("/apply", "/apply", status=200, **FIELDS))
    assert "也发到您的手机上了" in html
    code = re.search(r"(\d{4}) (\d{4})", html)[0].replace(" ", "")
    with line.records.writing() as unit:
        queued = unit.texts.claim(line.now(), line.now() + timedelta(minutes=1), line.now() + timedelta(days=1))
    assert queued.number == "+8613800138000"
    assert f"申请查询 2026-00001 {code}" in queued.body


def test_nothing_is_texted_to_a_landline(apply, line):
    apply(telephone="0871-63100000")
    with line.records.reading() as unit:
        assert not unit.texts.is_any_due(line.now(), line.now() + timedelta(days=1))


def test_status_tells_state_receipt_and_last_day_and_nobodys_name(citizen, apply):
    case = apply()
    told = text(look_up(citizen, case))
    assert "正在办理" in told
    assert "收到日期2026年11月23日" in told
    assert "最晚答复2026年12月21日" in told
    for private in ("赵大山", "13800138000", "居民身份证", FIELDS["description"]):
        assert private not in told


def test_full_width_digits_and_spaces_open_it_too(citizen, apply):
    case = apply()
    wide = case.query_code.translate({ord("0") + n: ord("０") + n for n in range(10)})
    assert "正在办理" in text(look_up(citizen, case, number="２０２６ ００００１", code=wide))


def test_a_wrong_number_and_a_wrong_code_get_the_same_page_and_keep_no_store(citizen, apply):
    case = apply()
    pages = [
        text(look_up(citizen, case, 404, **wrong))
        for wrong in ({"code": "00000000"}, {"number": "2026-00099"}, {"number": "x"}, {"code": "1"})
    ]
    assert len(set(pages)) == 1
    assert "没有找到。请检查编号和查询码" in pages[0]
    assert citizen.client.get("/apply/status").headers["Cache-Control"] == "no-store"


def test_guessing_query_codes_is_stopped_by_the_rate_limit(citizen, apply, clock):
    case = apply()
    fields = form_fields(citizen.get("/apply/status"), "/apply/status") | {"number": case.number, "code": "1"}
    for _ in range(20):
        assert citizen.client.post("/apply/status", data=fields).status_code == 404
    clock.advance(120)
    assert citizen.client.post("/apply/status", data=fields).status_code == 429


def test_each_day_tells_why_it_counts_or_not(citizen, apply):
    case = apply()
    html = text(look_up(citizen, case, calendar="yes"))
    assert "2026年12月21日" in html
    assert "11月23日 周一 不算：收到当天不计" in html
    assert "11月24日 周二 第1个" in html
    assert "11月28日 周六 不算：周末" in html
    assert "12月21日 周一 第20个" in html


def test_a_correction_is_told_with_its_words_its_period_and_the_day_counted_from_the_notice(citizen, apply):
    case = apply()
    case.do(A.ASK_CORRECTION, words="请写明是哪个科室的统计表", working_days=10)
    told = text(look_up(citizen, case))
    assert "等您补正" in told
    assert "请补正：请写明是哪个科室的统计表" in told
    assert "请在10个工作日里补正。从2026年11月23日告知那天算，到2026年12月7日" in told
    assert "最晚答复" not in told
    assert "不算：" in text(look_up(citizen, case, calendar="yes"))


def test_a_fee_is_told_with_its_sum_and_period(citizen, apply):
    case = apply()
    case.do(A.CHARGE, words="按件", yuan=3_400)
    told = text(look_up(citizen, case))
    assert "请缴信息处理费3400元，20个工作日里缴清" in told
    assert "到2026年12月21日" in told


def test_a_consultation_stops_the_clock_and_names_nobody(citizen, apply):
    case = apply()
    version = case.now.application.version
    case_files.consult(
        case.line, CLERK, case.number, version, ConsultedKind.THIRD_PARTY, "示例公司", date(2026, 11, 23)
    )
    told = text(look_up(citizen, case))
    assert "正在征求其他人或者单位的意见" in told
    assert "现在等的时间不算在答复的期限里" in told
    assert "示例公司" not in told


def test_an_answer_that_is_late_says_sorry_and_where_to_ask(citizen, apply, clock):
    case = apply()
    clock.advance(29 * 86_400)
    assert "已经过了最后一天，还没有答复，对不起" in text(look_up(citizen, case))


def test_a_draft_is_not_told_and_the_letter_is_read_once_it_was_sent(citizen, apply):
    case = apply()
    case.draft(ReplyOutcome.DISCLOSED, given="统计表一份，附后。")
    assert "统计表一份" not in text(look_up(citizen, case))
    letter = case.answer(ReplyOutcome.DISCLOSED, given="统计表一份，附后。")
    told = text(look_up(citizen, case))
    assert "答复已经送出" in told
    assert letter.letter_number in told
    assert " ".join(letter.body.split()) in told
    case.do(A.DELIVER)
    assert "答复已经送到" in text(look_up(citizen, case))


def test_the_last_day_in_a_year_without_a_decree_is_provisional_and_a_holiday_has_its_name(
    citizen, apply, clock, monkeypatch
):
    monkeypatch.setattr(Line, "describe_day", lambda _line, day: describe_day(day))
    clock.now = clock.now.replace(month=9, day=18)
    case = apply()
    assert "最晚答复2026年10月22日" in text(look_up(citizen, case))
    days = text(look_up(citizen, case, calendar="yes"))
    assert "10月1日 周四 不算：国庆节放假" in days
    assert "9月20日 周日 第1个（调休上班）" in days
    clock.now = clock.now.replace(month=12, day=21)
    told = text(look_up(citizen, apply()))
    assert "（暂定）" in told
    assert "那一年放假的安排国家还没有公布" in told
