"""The catalogue, departments, topics and the office in the console: a clerk writes, the head approves or withdraws."""

import pytest

from hotline.core.permissions import Role
from hotline.core.proposals import ProposalKind
from hotline.services.content import proposals
from tests.support.html_pages import check_page, text

CONTENT = "/console/content"
ITEM = "00000000-0/2026-00001"
ITEM_FORM = f"{CONTENT}/catalogue/edit/{ITEM}"


@pytest.fixture
def standing(line, staff):
    return lambda kind, key: proposals.get_history(line, staff(Role.ADMINISTRATOR), ProposalKind(kind), key)


def last_form(desk, path):
    return desk.forms(path)[-1]


def send(desk, path, then="submit", **changes):
    form = last_form(desk, path)
    return desk.post(form.action, form.fields | {"then": then} | changes)


def approve(desk, kind, key):
    return desk.send(f"{CONTENT}/{kind}/review/{key}", f"/approve/{key}")


@pytest.mark.parametrize(
    ("kind", "key", "change", "public", "told"),
    [
        ("office", "1", {"telephone": "0000-80000888"}, "/", "0000-80000888"),
        ("office", "1", {"morning_hours": "09:00-12:00"}, "/", "09:00-12:00"),
        ("departments", "FYK", {"telephone": "0000-80000777"}, "/entries/102", "0000-80000777"),
        ("topics", "1", {"name": "复议的事"}, "/", "复议的事"),
        ("catalogue", ITEM, {"title": "换了标题"}, f"/catalogue/items/{ITEM}", "换了标题"),
    ],
)
def test_what_a_clerk_changes_is_public_when_the_head_has_approved_it(
    publisher, reviewer, client, kind, key, change, public, told
):
    assert send(publisher, f"{CONTENT}/{kind}/edit/{key}", **change).status_code == 303
    assert told not in text(client.get(public).text)
    assert "等您审核（1）" in reviewer.get("/console/").text
    page = reviewer.get(f"{CONTENT}/{kind}/review/{key}").text
    check_page(page)
    assert told in page
    assert "和现在发布的有哪些不同" in page
    assert "通过以后的全部内容" in page
    assert approve(reviewer, kind, key).status_code == 303
    assert told in text(client.get(public).text)
    assert "等您审核" not in reviewer.get("/console/").text


def test_a_new_item_has_the_next_free_number_and_is_published(publisher, reviewer, client, standing):
    form = last_form(publisher, f"{CONTENT}/catalogue/new")
    assert form.fields["index_number"] == "00000000-0/2026-00041"
    filled = {"title": "新的通知", "summary": "说一件事。", "body": "第一段。", "genre": "通知", "department": "GKB"}
    assert publisher.post(form.action, form.fields | filled | {"then": "submit"}).status_code == 303
    approve(reviewer, "catalogue", "00000000-0/2026-00041")
    assert "新的通知" in client.get("/catalogue/items/00000000-0/2026-00041").text


def test_a_new_department_and_topic_are_written_in_the_browser(publisher, reviewer, line):
    new = {"code": "BGS", "name": "办公室", "duties": "收发文件。", "telephone": "0000-80000109"}
    send(publisher, f"{CONTENT}/departments/new", **new)
    send(publisher, f"{CONTENT}/topics/new", digit="6", name="立法")
    approve(reviewer, "departments", "BGS")
    approve(reviewer, "topics", "6")
    assert line.knowledge.find_department("BGS").telephone == "0000-80000109"
    assert line.knowledge.topics()[-1].name == "立法"


@pytest.mark.parametrize(
    ("kind", "key", "field", "wrong", "said"),
    [
        ("departments", "FYK", "telephone", "1.38E+10", "不是电话号码"),
        ("office", "1", "telephone", "请打电话", "不是电话号码"),
        ("office", "1", "website", "javascript:alert(1)", "不是网址"),
        ("office", "1", "postcode", "0", "不是邮政编码"),
        ("catalogue", ITEM, "made_date", "2027-02-30", "不是有效的日期值。"),
    ],
)
def test_a_wrong_value_is_refused_beside_its_field_and_what_was_typed_is_kept(publisher, kind, key, field, wrong, said):
    refused = send(publisher, f"{CONTENT}/{kind}/edit/{key}", **{field: wrong, "then": "submit"})
    assert refused.status_code == 400
    check_page(refused.text)
    assert f'id="{field}-error"' in refused.text
    assert f'value="{wrong}"' in refused.text
    assert said in refused.text


def test_nobody_approves_what_they_wrote(desk, standing):
    administrator = desk(Role.ADMINISTRATOR)
    send(administrator, f"{CONTENT}/topics/edit/1", name="自己写的")
    assert "不能由您自己审核通过" in administrator.get(f"{CONTENT}/topics/review/1").text
    forced = {"version": standing("topics", "1").version, "csrf_token": administrator.token()}
    refused = administrator.post(f"{CONTENT}/topics/approve/1", forced)
    assert (refused.status_code, "不能审核自己写的内容" in refused.text) == (403, True)
    assert standing("topics", "1").published.name == "行政复议"


def test_the_second_of_two_editors_sees_who_changed_what_and_loses_nothing(publisher, desk, standing):
    liaison = desk(Role.LIAISON)
    opened = last_form(liaison, f"{CONTENT}/office/edit/1")
    send(publisher, f"{CONTENT}/office/edit/1", then="save", telephone="0000-80000111")
    late = liaison.post(opened.action, opened.fields | {"telephone": "0000-80000222", "then": "save"})
    assert late.status_code == 409
    check_page(late.text)
    assert "测试publisher刚刚改过" in late.text
    assert 'value="0000-80000222"' in late.text
    assert "两边的不同" in late.text
    assert standing("office", "1").open.content.telephone == "0000-80000111"


def test_a_returned_proposal_goes_back_to_its_author_with_the_comment(publisher, reviewer):
    send(publisher, f"{CONTENT}/topics/edit/1", name="太短")
    silent = reviewer.send(f"{CONTENT}/topics/review/1", "/return/1")
    assert silent.status_code == 400
    assert reviewer.send(f"{CONTENT}/topics/review/1", "/return/1", comment="写全称。").location == "/console/"
    home = publisher.get("/console/").text
    assert "退回给您修改（1）" in home
    assert "写全称。" in home
    assert "写全称。" in publisher.get(f"{CONTENT}/topics/edit/1").text
    steps = publisher.get(f"{CONTENT}/topics/steps/1").text
    check_page(steps)
    assert "意见：写全称。" in steps


def test_a_withdrawn_item_says_so_and_is_on_no_list(publisher, reviewer, client):
    withdrawing = f"{CONTENT}/catalogue/withdraw/{ITEM}"
    assert publisher.get(withdrawing, 403)
    assert send(reviewer, withdrawing, comment="").status_code == 400
    assert send(reviewer, withdrawing, comment="有个人信息。").status_code == 303
    gone = client.get(f"/catalogue/items/{ITEM}")
    assert gone.status_code == 410
    assert "已经撤回" in gone.text
    assert client.get("/catalogue/items/00000000-0/2020-00001").status_code == 404
    page = publisher.get(f"{CONTENT}/catalogue/of/{ITEM}").text
    assert "原因：有个人信息。要重新发布" in page
    assert ITEM in publisher.get(f"{CONTENT}/catalogue?status=withdrawn").text
    assert "共1条" not in publisher.get(f"{CONTENT}/catalogue").text


def test_a_department_in_use_is_not_withdrawn_and_the_page_says_what_uses_it(reviewer):
    refused = send(reviewer, f"{CONTENT}/departments/withdraw/FYK", comment="并走了。")
    assert refused.status_code == 409
    assert "现在还不能撤回，有内容用着它：问答101" in refused.text


def test_the_lists_search_all_fields_and_are_narrowed_by_state_and_department(publisher):
    found = publisher.get(f"{CONTENT}/departments?q=0000-80000106").text
    assert "律师与公证仲裁工作科" in found
    assert "法律援助中心" not in found
    send(publisher, f"{CONTENT}/departments/edit/FYZX", then="save", duties="专门写的职责。")
    assert "法律援助中心" in publisher.get(f"{CONTENT}/departments?q=专门写的").text
    assert "找到1条" in publisher.get(f"{CONTENT}/departments?status=draft").text
    items = publisher.get(f"{CONTENT}/catalogue?department=FYZX").text
    assert "找到" in items
    assert "第1页" in publisher.get(f"{CONTENT}/catalogue").text


@pytest.mark.parametrize(
    "path", ["nothing", "topics/of/7", "topics/edit/9", "catalogue/of/x", "office/new", "office/of/2"]
)
def test_what_is_not_there_is_not_found(publisher, path):
    publisher.get(f"{CONTENT}/{path}", 404)


def test_a_submission_is_recalled_and_its_draft_discarded_and_both_are_in_the_history(publisher, reviewer, standing):
    send(publisher, ITEM_FORM, title="换了标题")
    assert publisher.send(f"{CONTENT}/catalogue/of/{ITEM}", f"/recall/{ITEM}").location == ITEM_FORM
    assert standing("catalogue", ITEM).open.status.value == "draft"
    assert publisher.send(f"{CONTENT}/catalogue/of/{ITEM}", f"/discard/{ITEM}").status_code == 303
    assert standing("catalogue", ITEM).open is None
    history = reviewer.get("/console/changes?kind=catalogue").text
    for step in ("写了草稿", "提交审核", "收回了提交", "作废了草稿"):
        assert step in history
    assert send(publisher, ITEM_FORM, title="又换了标题").status_code == 303


def test_after_a_decision_the_next_thing_that_waits_comes_by_itself_of_whatever_kind(publisher, reviewer):
    send(publisher, ITEM_FORM, title="换了标题")
    send(publisher, f"{CONTENT}/topics/edit/1", name="复议的事")
    publisher.send("/console/entries/102/edit", "/entries/102/edit", then="submit", spoken="改了。")
    first = reviewer.send("/console/entries/102/review", "/approve").location
    assert first == f"{CONTENT}/catalogue/review/{ITEM}"
    assert approve(reviewer, "catalogue", ITEM).location == f"{CONTENT}/topics/review/1"
    assert approve(reviewer, "topics", "1").location == f"{CONTENT}/topics/of/1"


def test_a_discarded_department_is_on_no_list_and_can_be_written_again(publisher, reviewer, standing):
    fields = {"code": "NEW", "name": "新部门", "duties": "新的事。", "telephone": "0000-80000999"}
    send(publisher, f"{CONTENT}/departments/new", then="save", **fields)
    publisher.send(f"{CONTENT}/departments/of/NEW", "/discard/NEW")
    assert "草稿已经作废" in publisher.get(f"{CONTENT}/departments/of/NEW").text
    assert send(publisher, f"{CONTENT}/departments/edit/NEW").status_code == 303
    assert approve(reviewer, "departments", "NEW").status_code == 303
    assert standing("departments", "NEW").published.name == "新部门"


def test_the_class_of_article_twenty_is_shown_by_its_name_to_who_decides_and_in_the_history(publisher, reviewer):
    assert send(publisher, ITEM_FORM, disclosure_class="5").status_code == 303
    for page in (
        reviewer.get(f"{CONTENT}/catalogue/review/{ITEM}"),
        publisher.get(f"{CONTENT}/catalogue/steps/{ITEM}"),
    ):
        assert "（五）行政许可和其他服务事项" in text(page.text)
    shown = text(publisher.get(f"{CONTENT}/catalogue/of/{ITEM}").text)
    assert "条例第二十条的哪一项（五）行政许可和其他服务事项" in shown.replace(" ", "")
