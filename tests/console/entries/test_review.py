from hotline.core.permissions import Role
from hotline.core.review import Status
from hotline.services.content import publish

EDIT, FORM = "/console/entries/102/edit", "/entries/102/edit"
SAYS = "改过以后的答复：六十日。"


def submit(author, **changes):
    assert author.send(EDIT, FORM, then="submit", **{"web_answer": SAYS} | changes).status_code == 303


def test_an_entry_approved_by_a_colleague_is_on_the_public_page(publisher, reviewer, client, history):
    submit(publisher)
    assert SAYS not in client.get("/entries/102").text
    assert "等您审核（1）" in reviewer.get("/console/").text
    page = reviewer.get("/console/entries/102/review").text
    assert "和现在发布的有哪些不同" in page
    assert reviewer.send("/console/entries/102/review", "/approve").status_code == 303
    assert SAYS in client.get("/entries/102").text
    assert history(102).published.reviewer == "reviewer"
    assert "等您审核" not in reviewer.get("/console/").text


def test_nobody_approves_what_they_wrote(desk, history):
    administrator = desk(Role.ADMINISTRATOR)
    submit(administrator)
    page = administrator.get("/console/entries/102/review").text
    assert "不能由您自己审核通过" in page
    assert "对外发布</button>" not in page
    version = history(102).open.version
    forced = administrator.post(
        "/console/entries/102/approve", {"version": version, "csrf_token": administrator.token()}
    )
    assert forced.status_code == 403
    assert "不能审核自己写的内容" in forced.text
    assert history(102).open.status is Status.SUBMITTED


def test_a_second_author_may_not_approve_the_entry_either(publisher, desk, history):
    administrator = desk(Role.ADMINISTRATOR)
    administrator.send(EDIT, FORM, spoken="管理员先写了一句。")
    submit(publisher)
    assert "不能由您自己审核通过" in administrator.get("/console/entries/102/review").text


def test_a_returned_entry_goes_back_to_its_author_with_the_comment(publisher, reviewer, history):
    submit(publisher)
    silent = reviewer.send("/console/entries/102/review", "/return")
    assert silent.status_code == 400
    assert "请写明哪里要改" in silent.text.replace("退回时", "")
    returned = reviewer.send("/console/entries/102/review", "/return", comment="期限要写明从哪天起算。")
    assert returned.location == "/console/"
    assert history(102).open.status is Status.DRAFT
    home = publisher.get("/console/").text
    assert "退回给您修改（1）" in home
    assert "期限要写明从哪天起算。" in home
    assert "期限要写明从哪天起算。" in publisher.get(EDIT).text
    assert "测试reviewer退回" in publisher.get("/console/entries/102").text


def test_approving_an_entry_that_changed_meanwhile_is_refused(publisher, reviewer, history):
    submit(publisher)
    seen = reviewer.forms("/console/entries/102/review")
    approve = next(form for form in seen if form.action.endswith("/approve"))
    reviewer.send("/console/entries/102/review", "/return", comment="再改。")
    submit(publisher, web_answer="审核的人没有看过的内容。")
    late = reviewer.post("/console/entries/102/approve", approve.fields)
    assert late.status_code == 409
    assert "看102现在的状态" in late.text
    late = next(form for form in seen if form.action.endswith("/return"))
    assert "写好的意见" in reviewer.post("/console/entries/102/return", late.fields | {"comment": "写好的意见"}).text
    assert history(102).open.status is Status.SUBMITTED


def test_a_withdrawn_entry_disappears_from_the_public_page(reviewer, client, history):
    assert "现在没有对外发布" not in reviewer.get("/console/entries/102/withdraw").text
    assert reviewer.send("/console/entries/102/withdraw", 1).status_code == 400
    assert client.get("/entries/102").status_code == 200
    withdrawn = reviewer.send("/console/entries/102/withdraw", 1, comment="法律改了。")
    assert withdrawn.status_code == 303
    assert client.get("/entries/102").status_code == 404
    assert history(102).published is None
    page = reviewer.get("/console/entries/102").text
    assert "这一条已经撤回，原因：法律改了。" in page
    assert "没有对外发布" in reviewer.get("/console/entries/102/withdraw", 409).text


def test_a_failed_publish_is_shown_and_can_be_repeated(publisher, reviewer, client, line, monkeypatch):
    def fail(*_, **__):
        raise OSError("磁盘满了。")

    monkeypatch.setattr(publish, "compile_contents", fail)
    submit(publisher)
    approved = reviewer.send("/console/entries/102/review", "/approve")
    shown = reviewer.get(approved.location).text
    assert "还没有对外更新：" in shown
    assert "磁盘满了。" in shown
    assert "上一次对外更新没有成功" in reviewer.get("/console/").text
    assert SAYS not in client.get("/entries/102").text
    assert "没有发布成功" in reviewer.get(reviewer.send("/console/", "/publish").location).text
    monkeypatch.undo()
    token = reviewer.token()
    reviewer.post("/console/publish", {"csrf_token": token})
    assert SAYS in client.get("/entries/102").text


def test_two_revisions_are_compared_in_words_and_not_by_colour_alone(publisher, reviewer):
    submit(publisher, spoken="全新的说法。")
    text = reviewer.get("/console/entries/102/revisions").text
    assert "第1次和第2次修订的不同" in text
    assert '<ins><span class="mark">［加］</span>全新的说法。</ins>' in text
    assert "［删］" in text
    backwards = reviewer.get("/console/entries/102/revisions?old=2&new=1").text
    assert '<del><span class="mark">［删］</span>全新的说法。</del>' in backwards
    reviewer.get("/console/entries/102/revisions?old=77", 404)


def test_the_difference_names_departments_and_not_their_codes(publisher, reviewer):
    submit(publisher, department="LFK")
    text = reviewer.get("/console/entries/102/review").text
    assert "立法" in text
    assert "LFK" not in text


def test_the_review_page_folds_unchanged_similar_questions_away(publisher, reviewer, history):
    asked = history(102).published.entry.similar_questions
    publisher.send(EDIT, FORM, then="submit", similar_questions="\n".join((*asked, "复议能拖到年底吗")))
    page = reviewer.get("/console/entries/102/review").text
    folded = page.partition("<details>")[2].partition("</details>")[0]
    assert f"中间{len(asked) - 4}行没有变" in folded
    assert asked[10] in folded
    assert asked[0] not in folded
    assert "复议能拖到年底吗" in page.replace(folded, "")
