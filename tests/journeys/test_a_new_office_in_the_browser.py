"""A new office: two accounts and an address, and everything else in the browser, until all three channels tell it."""

import io
import re

import pytest

from hotline.core.permissions import Role
from hotline.storage.csv_tables.schema import HEADINGS
from tests.support.attached_files import pdf
from tests.support.console_desk import Desk
from tests.support.heard import last_heard
from tests.support.html_pages import links
from tests.support.html_pages import text as read
from tests.support.spreadsheets import table_csv, workbook

UPLOADS = "/console/tables/uploads"
OFFICE = [
    *("青山县司法局", "青山县", "青山县政务信息查询专线", "96128", "查询行政复议和法律援助的事。", "青山县法治路2号"),
    *("坐1路车到司法局。", "650000", "08:30-12:00", "14:00-17:30", "星期一到星期五上班。"),
    *("0871-63100001", "0871-63100002", "gk@qingshan.example", "https://qingshan.example", ""),
]
DEPARTMENTS = [["FY", "复议股", "办理行政复议。", "201室", "0871-63100003", "李强", "0871-63100004"]]
TOPICS = [["1", "行政复议", "不服决定怎么办。"], ["5", "法律援助", "没钱请律师怎么办。"]]
MATTERS = ("护林员补贴", "水费", "门牌", "网格员", "养老院床位", "公厕", "路灯", "菜市场摊位", "自来水停水", "公交线路")
"""Ten questions of the new office that the sample knows nothing of."""
ENTRIES = [
    [
        *(str(number), f"{matter}的决定不服怎么复议", f"{matter}的决定不服，60日内到复议股申请。"),
        *(f"{matter}的决定不服，六十日内到复议股申请。", f"{matter}的决定不服，60日内到复议股申请。"),
        *(matter, "1", "FY", "2026-01-01", "2027-05-01"),
    ]
    for number, matter in enumerate(MATTERS, 151)
]
SAID = [[row[0], f"{row[5]}找谁说理"] for row in ENTRIES]
BASES = [[row[0], "中华人民共和国行政复议法", "第二十条", "2024-01-01"] for row in ENTRIES]
REFERRALS = [
    [
        *("900001", "修水表", "水表坏了找谁修", "水表", "青山县自来水公司", "0871-63100099", "带上水费单"),
        *("修水表归自来水公司管。", "修水表归青山县自来水公司管，电话0871-63100099。", "县政府网站", "2026-11-01"),
    ]
]


@pytest.fixture
def at_desk(app):
    """``at_desk(role)``: one of the two accounts that the office was given."""

    def open_desk(role):
        one = Desk(app)
        assert one.sign_in(role.value).status_code == 303
        return one

    return open_desk


def invited(administrator, app):
    """A clerk whom the administrator invites, and who sets an own password."""
    told = {"name": "zhao", "full_name": "赵敏", "roles": ["publisher"], "department": "", "telephone": ""}
    page = administrator.send("/console/people/new", "/people/new", **told).text
    link = re.search(r"https://hotline\.example(/console/set-password\?token=[\w-]+)", page)[1]
    clerk, password = Desk(app), "seven grey herons at noon"
    assert clerk.send(link, 0, password=password, again=password).location == "/console/sign-in"
    assert clerk.sign_in("zhao", password).status_code == 303
    return clerk


def upload(clerk, files, **fields):
    """Upload tables, see that no row is wrong, and confirm; returns the upload's address."""
    form = next(form for form in clerk.forms(UPLOADS) if form.action == UPLOADS)
    given = [(io.BytesIO(content), name) for name, content in files.items()]
    told = {"csrf_token": form.fields["csrf_token"], "table": "", "files": given} | fields
    sent = clerk.client.post(UPLOADS, data=told, headers={"Referer": f"https://hotline.example{UPLOADS}"})
    assert sent.status_code == 303, read(sent.text)
    page = read(clerk.get(sent.location).text)
    assert "有错的0行" in page or "有错的" not in page, page
    assert clerk.send(sent.location, "/confirm").status_code == 303
    return sent.location


def approve_all(reviewer):
    """Approve what waits, one after the other, as the reviewer's first screen offers it."""
    approved = 0
    while True:
        waiting = [form for form in reviewer.forms("/console/") if "/approve" in form.action]
        if not waiting:
            return approved
        assert reviewer.post(waiting[0].action, waiting[0].fields).status_code == 303
        approved += 1


def add_item(clerk):
    form = clerk.forms("/console/content/catalogue/new")[-1]
    typed = {
        "index_number": "01526096-4/2026-00001",
        "section": "机构职能",
        "title": "青山县司法局政府信息公开指南",
        "summary": "怎样申请公开。",
        "body": "到复议股申请。",
        "issuing_body": "青山县司法局",
        "made_date": "2026-01-05",
        "published_date": "2026-01-06",
        "genre": "指南",
        "mode": "主动公开",
        "department": "FY",
    }
    fields = {name: value for name, value in form.fields.items() if name != "files"} | typed
    sent = [(io.BytesIO(pdf("公开指南")), "公开指南.pdf")]
    assert clerk.post(form.action, fields | {"then": "submit", "files": sent}).status_code == 303


def test_an_office_with_two_accounts_needs_nothing_but_the_browser(app, line, at_desk, client, dial, text):
    administrator, reviewer = at_desk(Role.ADMINISTRATOR), at_desk(Role.REVIEWER)
    clerk = invited(administrator, app)
    particulars = workbook({"单位": [HEADINGS["office"].split(), OFFICE]})
    kept = {"部门.csv": table_csv("departments", *DEPARTMENTS), "分类.csv": table_csv("topics", *TOPICS)}
    upload(clerk, kept | {"单位.xlsx": particulars})
    approve_all(reviewer)

    sheets = {"问答": ("entries", ENTRIES), "相似问": ("similar_questions", SAID), "依据": ("legal_bases", BASES)}
    entries = workbook({title: [HEADINGS[table].split(), *rows] for title, (table, rows) in sheets.items()})
    tables = {"问答.xlsx": entries, "转介.csv": table_csv("referrals", *REFERRALS), "目录.csv": table_csv("catalogue")}
    tables |= {"公示.csv": table_csv("public_notices")}
    replacing = upload(clerk, tables | kept, replaces="1")
    assert approve_all(reviewer) >= len(ENTRIES)
    assert reviewer.send(replacing, "/withdraw").status_code == 303
    add_item(clerk)
    assert approve_all(reviewer) == 1

    assert line.knowledge.office.name == "青山县司法局"
    assert [entry.number for entry in line.knowledge.list_entries("1")] == list(range(151, 161))
    assert "0871-63100001" in read(client.get("/").text)
    item = client.get("/catalogue/items/01526096-4/2026-00001").text
    (file,) = [link for link in links(item) if "/catalogue/files/" in link]
    assert client.get(file).data.startswith(b"%PDF")
    assert "路灯的决定不服，60日内到复议股申请" in text("路灯的决定不服怎么复议")[0]
    assert "自来水公司" in text("水表坏了找谁修")[0]
    assert "路灯的决定不服，六十日内到复议股申请" in "".join(last_heard(dial("say:路灯的决定不服怎么复议", "hangup")))
