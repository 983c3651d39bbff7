"""The buttons above an answer and text pasted from a word processor, in a real browser."""

import pytest

from hotline.app import open_line
from hotline.core.permissions import Role
from hotline.services.content.commonmark import commonmark
from tests.support.browser_serving import LAUNCH, serving
from tests.support.fixed_values import NOW, PASSWORD, places_in
from tests.support.records_database import clone_line

pytestmark = pytest.mark.browser

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta name=Generator content="Microsoft Word 15">
<style>p.MsoNormal{font-family:宋体}</style></head><body><!--StartFragment-->
<h2><span lang=EN-US>申请&nbsp;材料</span></h2>
<p class=MsoNormal><b><span style='font-family:宋体'>要带：</span></b><span>原件和<b>复印件</b>。<o:p></o:p></span></p>
<p class=MsoListParagraph style='margin-left:21pt;mso-list:l0 level1 lfo1'><span style='font-family:Wingdings'>
<span style='mso-list:Ignore'>&#108;<span style='font:7pt "Times New Roman"'>&nbsp;&nbsp;</span></span></span>申请书</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>身份证</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.</span>先登记</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>2.</span>再等<a
href="https://sifaju.example/a" onclick="alert(1)">通知</a></p>
<table><tr><td><p>费用</p></td><td><p>期限</p></td></tr><tr><td><p>不收</p></td><td><p>60日|内</p></td></tr></table>
<p class=MsoNormal>见<a href="javascript:alert(1)">这里</a>。<img src="file:///c:/a.png" onerror="alert(1)"></p>
<script>alert(1)</script><!--EndFragment--></body></html>"""
CLEAN = """### 申请 材料

**要带**：原件和**复印件**。

- 申请书
- 身份证
1. 先登记
2. 再等[通知](https://sifaju.example/a)

| 费用 | 期限 |
| --- | --- |
| 不收 | 60日\\|内 |

见这里。"""
LIST = "<p>两样：</p><ul><li>一<ul><li>里面</li></ul></li><li>二</li></ul><ol><li>先</li><li>后</li></ol>"
PASTE = """(field, html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", "平常的字");
    const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    return field.dispatchEvent(event);
}"""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, **LAUNCH}


@pytest.fixture(scope="module")
def console(published_var, tmp_path_factory):
    var = tmp_path_factory.mktemp("marks") / "var"
    clone_line(published_var, var)
    line = open_line(places_in(var), now=lambda: NOW)
    with serving(line, places_in(var)) as address:
        yield f"{address}/console/"
    line.records.close()


@pytest.fixture
def field(page, console):
    """The answer of entry 101, empty, in the console of a clerk."""
    page.goto(console)
    page.get_by_label("用户名").fill(Role.PUBLISHER.value)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("heading", name="要做的事", level=1).wait_for()
    page.goto(console + "entries/101/edit")
    answer = page.get_by_label("网页答复")
    answer.fill("")
    return answer


def press(page, name):
    page.get_by_role("group", name="格式").get_by_role("button", name=name).click()


def test_text_from_word_becomes_clean_marks(field):
    assert field.evaluate(PASTE, WORD) is False
    assert field.input_value() == CLEAN
    html = commonmark(CLEAN)
    for part in ("<h2>申请 材料</h2>", "<strong>要带</strong>：", "<li>申请书</li>", "<li>先登记</li>"):
        assert part in html
    assert "<td>60日|内</td>" in html


def test_lists_of_other_programs_keep_their_levels(field):
    field.evaluate(PASTE, LIST)
    assert field.input_value() == "两样：\n\n- 一\n   - 里面\n- 二\n1. 先\n2. 后"


def test_text_without_a_form_is_pasted_as_the_browser_does(field):
    assert field.evaluate(PASTE, "") is True
    assert field.input_value() == ""


def test_the_buttons_write_marks_around_what_is_chosen_and_undo_takes_them_back(page, field):
    field.fill("重点：60日")
    field.select_text()
    press(page, "加粗")
    assert field.input_value() == "**重点：60日**"
    page.keyboard.press("ControlOrMeta+z")
    assert field.input_value() == "重点：60日"
    field.fill("甲\n乙")
    field.select_text()
    press(page, "条目")
    assert field.input_value() == "- 甲\n- 乙"
    field.fill("材料")
    press(page, "小标题")
    assert field.input_value() == "### 材料"
    field.fill("通知")
    field.select_text()
    press(page, "链接")
    page.keyboard.type("a.example")
    assert field.input_value() == "[通知](https://a.example)"
    field.fill("费用")
    press(page, "表格")
    assert "<table>" in commonmark(field.input_value())
    assert page.locator("#web_answer-count").inner_text().startswith(f"现在{len(field.input_value().strip())}个字")


def test_without_javascript_the_marks_are_told_as_text(browser, console, field):
    context = browser.new_context(java_script_enabled=False, storage_state=field.page.context.storage_state())
    page = context.new_page()
    page.goto(console + "entries/101/edit")
    assert page.get_by_role("button", name="加粗").count() == 0
    assert page.get_by_text("怎样分段、列条目").is_visible()
    context.close()
