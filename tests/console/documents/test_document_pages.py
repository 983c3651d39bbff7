"""The register of documents in the console: a document on its whole way, refusals that lose nothing, what is due."""

from dataclasses import replace
from datetime import date

from hotline.core.disclosure.applications import Applicant, ApplicantKind, ApplicationChannel, Wanted
from hotline.core.disclosure.documents import DocumentAction
from hotline.core.permissions import Role
from hotline.services.disclosure.document_release import release
from tests.support.disclosure_desk import register_case
from tests.support.document_register import AUDITOR, OPEN, WITHHELD
from tests.support.html_pages import check_page, text

A = DocumentAction


def test_a_document_goes_from_the_drafter_to_the_public_through_four_forms(drafter, auditor, signer):
    sent = drafter.fill(
        "/new",
        title="法律援助补贴发放办法",
        document_number="示司发〔2026〕50号",
        made_on="2026-11-20",
        department="FYK",
        attribute="OPEN",
        disclosure_class="11",
        then="propose",
    )
    assert sent.status_code == 303, text(sent.text)
    assert "没有您能办的步骤。等发布员审核。 公开属性由三个人提、审核、签发。您已经办过一步" in drafter.see("/1")
    assert "没有您能办的步骤。等发布员审核。 登记的内容" in signer.see("/1")
    assert "公开属性等审核 法律援助补贴发放办法" in auditor.see()
    assert auditor.fill("/1/steps/audit").status_code == 303
    assert "没有您能办的步骤。等审核员签发。 公开属性由三个人" in auditor.see("/1")
    assert signer.fill("/1/steps/sign").status_code == 303
    assert "没有您能办的步骤。等发布员转到公开目录。 登记的内容" in signer.see("/1")
    released = auditor.fill("/1/steps/release")
    assert released.status_code == 303
    form = text(auditor.desk.get(released.location).text)
    assert "目录条目的草稿已经写好" in form
    assert "已转目录" in auditor.see("/1")
    save = {"then": "submit", "summary": "补贴怎样发。", "body": "第一条。", "genre": "办法"}
    fields = next(
        one for one in auditor.desk.forms(released.location) if one.method == "post" and "title" in one.fields
    )
    assert fields.fields["disclosure_class"] == "11"
    assert auditor.desk.post(released.location, fields.fields | save).status_code == 303
    key = released.location.rpartition("/edit/")[2]
    review = f"/console/content/catalogue/review/{key}"
    approve = next(one for one in signer.desk.forms(review) if "/approve/" in one.action)
    assert signer.desk.post(approve.action, approve.fields).status_code == 303
    assert "已公开" in auditor.see("/1")
    assert f"目录条目：{key}，公众看到的页面" in auditor.see("/1")


def test_what_is_missing_is_told_beside_its_field_and_nothing_typed_is_lost(drafter):
    sent = drafter.fill("/new", title="执法记录抽查情况", attribute="WITHHELD", department="FYK", then="propose")
    shown = drafter.refused(sent, 400)
    assert "已经保存，但还不能提交" in shown
    assert "不予公开的依据：不予公开的，请选依据" in shown
    assert "理由：依申请公开和不予公开的，要写明理由" in shown
    assert 'value="执法记录抽查情况"' in sent.text
    assert 'action="/console/documents/1/edit"' in sent.text
    sent = drafter.fill("/new", title="字" * 201, reason="因为")
    assert "最多200个字，现在有201个字" in drafter.refused(sent, 400)
    assert "因为" in sent.text


def test_a_form_that_a_colleague_overtook_says_so_and_keeps_the_words(drafter, auditor, register):
    registered = register()
    form = next(one for one in drafter.desk.forms("/console/documents/1/edit") if one.action.endswith("/edit"))
    assert auditor.fill("/1/edit", title="发布员改的").status_code == 303
    sent = drafter.desk.post("/console/documents/1/edit", form.fields | {"title": "联络员改的"})
    assert "刚刚被别人办过，请刷新页面再看。您写的内容还在下面" in drafter.refused(sent, 409)
    assert "联络员改的" in sent.text
    assert registered.now.details.title == "发布员改的"


def test_who_proposed_is_not_offered_to_decide_and_is_refused(desk):
    boss = desk(Role.ADMINISTRATOR)
    filled = {"title": "自己提的", "attribute": "OPEN", "disclosure_class": "15", "department": "FYK"}
    sent = boss.post("/console/documents/new", boss.forms("/console/documents/new")[-1].fields | filled)
    assert sent.status_code == 303
    boss.send("/console/documents/1/steps/propose", -1)
    page = boss.get("/console/documents/1").text
    assert "/steps/audit" not in page
    refused = boss.get("/console/documents/1/steps/audit", 403)
    assert "不能审核、签发自己提的公开属性" in text(refused.text)


def test_a_withheld_document_asks_for_the_next_review_and_comes_up_on_it(signer, auditor, register, on_day):
    registered = register(WITHHELD)
    registered.do(A.PROPOSE)
    registered.do(A.AUDIT, AUDITOR)
    assert signer.fill("/1/steps/sign", review_on="2026-12-01").status_code == 303
    assert "下次复审 2026年12月1日" in auditor.see("/1")
    assert "复审的日子已经到了" not in auditor.see("/1")
    on_day("2026-12-01")
    assert "复审的日子已经到了，请现在复审" in auditor.see("/1")
    assert "不公开的到了复审日期 执法案卷评查打分表" in auditor.see()
    assert "文件公开（1）" in text(auditor.desk.get("/console/").text)


def test_a_consultation_is_asked_answered_and_blocks_in_between(auditor, register):
    registered = register()
    assert auditor.fill("/1/consultations/new", kind="THIRD_PARTY", whom="示例公司").status_code == 303
    shown = auditor.see("/1")
    assert "示例公司（第三方），2026年11月23日征求。还没有答复，不能签发、公开" in shown
    assert "征求意见的时间，条例没有说可以扣除" in shown
    sent = auditor.fill("/1/consultations/1", opinion="REFUSES")
    assert "请写明理由" in auditor.refused(sent, 400)
    assert auditor.fill("/1/consultations/1", opinion="REFUSES", words="是商业秘密").status_code == 303
    assert "不同意公开，2026年11月23日：是商业秘密" in auditor.see("/1")
    assert registered.opened.unanswered == ()


def test_the_calendar_names_each_day_and_the_article(auditor, register):
    register()
    shown = auditor.see("/1/calendar")
    assert "最后一天是2026年12月18日，星期五，一共20个工作日（条例第二十六条）" in shown
    assert "形成当天不计" in shown
    register(WITHHELD)
    auditor.desk.get("/console/documents/2/calendar", 409)


def test_a_document_of_long_ago_that_is_published_now_is_listed_with_its_calendar(auditor, register, line):
    registered = register(replace(OPEN, made_on=date(2012, 5, 4)))
    registered.decide()
    index_number = release(line, AUDITOR, registered.id, registered.now.version)
    with line.records.writing() as unit:
        unit.documents.note_published(index_number, line.now().date())
    assert "行政复议工作规则" in auditor.see()
    assert "只数工作日。2026年11月23日公开。" in auditor.see("/1/calendar")


def test_a_limit_that_reaches_a_year_without_a_decree_is_provisional(auditor, register, on_day):
    on_day("2026-12-10")
    register(replace(OPEN, made_on=date(2026, 12, 9)))
    assert "2027年1月7日（暂定）" in auditor.see()


def test_the_list_is_narrowed_and_takes_any_filter(auditor, register):
    register()
    register(WITHHELD)
    listed = auditor.see("?attribute=withheld")
    assert "找到1份" in listed
    assert "执法案卷评查打分表" in listed
    for query in ("state=drafted&q=复议工作", "state=x&attribute=y&page=99999999999", "q=" + "%00" * 3):
        assert "行政复议工作规则" in auditor.see(f"?{query}"), query


def test_what_several_people_asked_for_is_registered_with_one_button(auditor, line):
    for name in ("甲", "乙"):
        person = Applicant(ApplicantKind.PERSON, name, "身份证", telephone="13800138000")
        register_case(line, ApplicationChannel.WEB, person, wanted=Wanted("2025年度部门决算公开表"))
    shown = auditor.see("/often-asked")
    assert "2人申请，一共2件" in shown
    page = auditor.desk.get("/console/documents/new?asked_for=2026-00002").text
    check_page(page)
    assert 'value="2025年度部门决算公开表"' in page
    form = auditor.desk.forms("/console/documents/new?asked_for=2026-00002")[-1]
    assert auditor.desk.post(form.action, form.fields).status_code == 303
    assert "因为多人申请登记的：申请 2026-00002" in auditor.see("/1")
    assert "现在没有几个人都申请" in auditor.see("/often-asked")


def test_an_operator_sees_no_documents(desk):
    assert desk(Role.OPERATOR).get("/console/documents", 403)
