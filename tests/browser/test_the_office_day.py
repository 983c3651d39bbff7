"""A clerk's whole day and a head's whole day: each task is possible, and takes no more clicks than its aim.

`pytest -m browser -n0 -s tests/browser/test_the_office_day.py` prints the table of clicks, and the folder in which each
page that was reached is a picture. A new task is a function and its row in TASKS."""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from hotline.app import open_line
from hotline.storage.csv_tables.schema import HEADINGS
from tests.support.attached_files import pdf
from tests.support.browser_serving import LAUNCH, serving
from tests.support.counted_clicks import CountedClicks
from tests.support.fixed_values import NOW, places_in
from tests.support.office_day import ADMINISTRATOR, ANSWERED, CLERK, HEAD, LEAVER, UNANSWERED, UNPICKED, prepare_morning
from tests.support.records_database import clone_line
from tests.support.spreadsheets import workbook

pytestmark = pytest.mark.browser

SIZES = {"desktop": (1280, 800), "phone": (360, 740)}


def change_three_wordings(clerk):
    clerk.write("找一条问答：编号或者里面的词", "法律援助")
    clerk.press("button", "查找", "main")
    clerk.press("link", "修改501")
    clerk.write("网页答复", "经济困难的公民，可以申请免费的法律援助。\n\n到法律援助中心申请。")
    clerk.write("语音答复", "经济困难的，可以申请免费的法律援助，到法律援助中心办。")
    clerk.write("短信答复", "经济困难的，可以申请免费的法律援助，到法律援助中心办。")
    clerk.press("button", "保存并预览")
    clerk.reads("到法律援助中心申请")
    clerk.press("button", "提交审核")
    clerk.reads("已经提交")


def return_with_a_comment(head):
    head.press("link", "看全部内容，或者退回")
    head.write("哪里要改", "最后的“呢”不要。")
    head.press("button", "退回修改")
    head.reads("103已经退回给作者")


def fix_what_was_returned(clerk):
    clerk.reads("最后的“呢”不要。")
    clerk.press("link", "103", "[aria-labelledby=returned]")
    clerk.write("问题", "对哪些决定可以申请复议？")
    clerk.press("button", "保存并提交审核")
    clerk.reads("已经提交")


def approve_one(head):
    head.reads("对哪些决定可以申请复议？")
    head.press("button", "通过，对外发布")
    head.reads("已经通过审核")


def write_an_entry_for_an_unanswered_question(clerk):
    clerk.press("link", "没答上的问题")
    clerk.press("link", "写一条问答")
    assert clerk.page.get_by_label("编号").input_value().isdigit()
    assert clerk.page.get_by_label("负责部门").input_value()
    clerk.press("button", "保存并提交审核")
    clerk.reads("还不能提交，请先改好下面的内容")
    for field in ("网页答复", "语音答复", "短信答复", "相似问", "依据"):
        clerk.reads(field)
    write_the_rest(clerk, UNANSWERED)
    clerk.press("button", "保存并提交审核")
    clerk.reads("已经提交")


def write_the_rest(clerk, question):
    clerk.write("问题", "无犯罪记录证明到哪里开？")
    for label in ("网页答复", "语音答复", "短信答复"):
        clerk.write(label, "到户籍地派出所开，带身份证。")
    clerk.write("相似问", "\n".join(f"{question}{n}" for n in "一二三四五六"))
    clerk.write("关键词", "无犯罪记录、证明")
    clerk.write("法律名称", "公安机关办理犯罪记录查询工作规定")
    clerk.write("条款", "第四条")
    clerk.write("施行日期", "2021-12-31")


def change_the_department_of_ten(clerk):
    choose_ten(clerk)
    clerk.choose("负责部门", "GFK")
    clerk.press("button", "改好并提交审核")
    clerk.reads("10条已经提交")


def choose_ten(clerk):
    """All that the search finds, but for those beyond ten."""
    clerk.write("找一条问答：编号或者里面的词", "证明")
    clerk.press("button", "查找", "main")
    clerk.press("link", "选中这一页的")
    for box in clerk.page.locator("input[name=numbers]").all()[10:]:
        box.uncheck()
        clerk.clicks += 1
    assert clerk.page.locator("input[name=numbers]:checked").count() == 10


def export_a_table(clerk):
    assert clerk.download("下载全部问答").startswith(b"PK")


def see_what_is_due_for_review(clerk):
    clerk.reads("30天内要复核")
    clerk.press("link", "102", "[aria-labelledby=due-review]")


def see_what_was_not_found(clerk):
    clerk.press("link", "没答上的问题")
    clerk.reads(UNANSWERED)


def see_what_nobody_picked(clerk):
    clerk.press("link", "给了选择没人选")
    clerk.reads(UNPICKED)


def answer_a_message(clerk):
    clerk.press("link", "复议的决定书没收到怎么办")
    clerk.write("答复", "请打法律事务科的电话，说出您的姓名，我们马上查。")
    clerk.press("button", "保存答复")
    clerk.reads("答复已经保存")


def correct_an_answer(clerk):
    clerk.press("link", "全部留言")
    clerk.press("link", ANSWERED)
    clerk.write("答复", "六十天；情况复杂的，最多九十天。")
    clerk.press("button", "更正，再告诉留言人")
    clerk.reads("已经更正")


def close_junk(clerk):
    clerk.press("button", "广告，关闭：加微信领红包")
    clerk.reads("已经关闭")


def give_a_message_to_a_department(clerk):
    clerk.press("link", "公开申请交给谁")
    clerk.press("button", "交给", "main")
    clerk.reads("已经交给")


def make_an_entry_of_a_message(clerk):
    clerk.press("link", "写成问答：申请法律援助要带什么材料")
    assert clerk.page.get_by_label("问题", exact=True).input_value() == "申请法律援助要带什么材料"
    clerk.press("button", "保存草稿", ".actions")
    clerk.reads("草稿已经保存")


def see_who_changed_what_last_month(clerk):
    clerk.press("link", "上个月谁改了什么")
    clerk.reads("作废")
    clerk.reads("105")


def change_a_department(clerk):
    change_a_value(clerk, "部门", "电话", "0871-60000096")


def change_a_topic(clerk):
    change_a_value(clerk, "分类", "说明", "不服行政机关的决定，怎样申请行政复议、要多久、收不收费。")


def change_a_catalogue_item(clerk):
    change_a_value(clerk, "目录", "标题", "关于示例市公共法律服务的通知")


def change_the_hours(clerk):
    change_a_value(clerk, "单位信息", "上午的时间", "09:00-12:00")


def change_a_value(clerk, kind, label, words):
    clerk.press("link", kind, ".shortcuts")
    clerk.press("link", "修改", "table")
    clerk.write(label, words)
    clerk.press("button", "保存并提交审核")
    clerk.reads("已经提交")


def attach_a_file_to_an_item(clerk):
    clerk.press("link", "目录", ".shortcuts")
    clerk.press("link", "修改", "tbody tr:nth-child(2)")  # the first one waits for its reviewer by now
    clerk.choose_file("加附件", "年度报告.pdf", pdf())
    clerk.press("button", "保存并提交审核")
    clerk.reads("年度报告.pdf")


def import_a_spreadsheet(clerk):
    row = [f"YD{clerk.size[0]}", "样例窗口", "收材料。", "101室", "0871-60000011", "王芳", "0871-60000021"]
    clerk.press("link", "上传表格", ".shortcuts")
    clerk.choose_file("文件", "部门.xlsx", workbook({"部门": [HEADINGS["departments"].split(), row]}))
    clerk.press("button", "上传，先核对")
    clerk.reads("样例窗口")
    clerk.press("button", "确认提交1行")
    clerk.reads("提交了1行")


def add_a_member_of_staff(administrator):
    administrator.press("link", "人员", ".shortcuts")
    administrator.press("link", "邀请一个人")
    administrator.write("用户名", f"wang{administrator.size[0]}")
    administrator.write("姓名", "王芳")
    administrator.press("checkbox", "联络员")
    administrator.press("button", "做一个邀请链接")
    administrator.reads("请把下面的链接交给王芳")


def reset_a_password(administrator):
    administrator.press("link", "人员", ".shortcuts")
    administrator.press("button", f"重设密码：测试{LEAVER}")
    administrator.reads("重设密码的链接")


def shut_a_leaver_out(administrator):
    administrator.press("link", "人员", ".shortcuts")
    administrator.press("button", f"停用测试{LEAVER}")
    administrator.reads("已经停用")


def approve_five(head):
    for _ in range(5):
        head.press("button", "通过，对外发布")
        head.reads("已经通过审核")


def see_the_weeks_figures(head):
    head.press("link", "这一周的数字")
    head.reads("网页提问的结果")


@dataclass(frozen=True)
class Task:
    """What ``who`` does, and the most clicks that it may take (cases/console.md of the project)."""

    name: str
    aim: int
    who: str
    play: Callable[[CountedClicks], None]


TASKS = [
    Task("find 法律援助, change three wordings, preview, submit from the preview", 5, CLERK, change_three_wordings),
    Task("return with a comment", 2, HEAD, return_with_a_comment),
    Task("fix what was returned", 2, CLERK, fix_what_was_returned),
    Task("approve", 1, HEAD, approve_one),
    Task("what is due for review in the next 30 days", 1, CLERK, see_what_is_due_for_review),
    Task("department of ten entries", 5, CLERK, change_the_department_of_ten),
    Task("new entry from an unanswered enquiry", 4, CLERK, write_an_entry_for_an_unanswered_question),
    Task("export a table", 1, CLERK, export_a_table),
    Task("asked and not found", 1, CLERK, see_what_was_not_found),
    Task("offered and nobody picked", 1, CLERK, see_what_nobody_picked),
    Task("answer a message", 3, CLERK, answer_a_message),
    Task("correct an answer", 3, CLERK, correct_an_answer),
    Task("close junk", 2, CLERK, close_junk),
    Task("give a message to a department", 2, CLERK, give_a_message_to_a_department),
    Task("make an entry of a message", 2, CLERK, make_an_entry_of_a_message),
    Task("who changed what last month", 1, CLERK, see_who_changed_what_last_month),
    Task("change a department's telephone number", 4, CLERK, change_a_department),
    Task("change a topic", 4, CLERK, change_a_topic),
    Task("change a catalogue item", 4, CLERK, change_a_catalogue_item),
    Task("change the hours", 4, CLERK, change_the_hours),
    Task("attachment on an item", 4, CLERK, attach_a_file_to_an_item),
    Task("import a spreadsheet, see what changes, confirm", 4, CLERK, import_a_spreadsheet),
    Task("add a member of staff", 4, ADMINISTRATOR, add_a_member_of_staff),
    Task("reset a password", 2, ADMINISTRATOR, reset_a_password),
    Task("shut a leaver out", 2, ADMINISTRATOR, shut_a_leaver_out),
    Task("the head: approve five", 5, HEAD, approve_five),
    Task("the head: the week's figures, web included", 1, HEAD, see_the_weeks_figures),
]
"""In the order of the day: the later ones find what the earlier ones left."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, **LAUNCH}


@pytest.fixture(scope="module", params=SIZES)
def office(request, browser, published_var, tmp_path_factory):
    """The people of an office at their screens, by login name, at one size of screen."""
    folder = tmp_path_factory.mktemp(f"office-{request.param}")
    clone_line(published_var, folder / "var")
    clock = SimpleNamespace(now=NOW)
    line = open_line(places_in(folder / "var"), now=lambda: clock.now)
    prepare_morning(line, clock)
    with serving(line, places_in(line.folder)) as site:
        yield open_screens(browser, f"{site}/console/", folder, SIZES[request.param])
    line.records.close()
    print(f"\npictures of the pages at {request.param} size: {folder}")


def open_screens(browser, console, folder, size):
    people = {}
    for name in (CLERK, HEAD, ADMINISTRATOR):
        (folder / name).mkdir()
        people[name] = CountedClicks(browser.new_context(accept_downloads=True), console, folder / name, size)
        people[name].sign_in(name)
    return people


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_a_task_of_the_day_takes_no_more_clicks_than_its_aim(office, task):
    person = office[task.who]
    person.begin()
    task.play(person)
    size = "phone" if person.size == SIZES["phone"] else "desktop"
    print(f"\n| {size} | {task.name} | {person.clicks} | {task.aim} |")
    assert person.clicks <= task.aim
