import pytest
from click.testing import CliRunner

from hotline.cli.main import main
from tests.support.question_files import write_own, write_set


@pytest.fixture
def run(tmp_path):
    """Runs a command on a folder of its own, in which nothing is published."""

    def invoke(*arguments):
        return CliRunner(env={"HOTLINE_VAR": str(tmp_path / "var")}).invoke(main, ["evaluate", *map(str, arguments)])

    return invoke


def test_the_command_prints_the_constants_of_a_set_and_what_the_held_half_says(run, tmp_path):
    folder = write_set(tmp_path / "made_up")
    result = run("--fit", folder, "--mode", "words", "--limit", "30")
    assert result.exit_code == 0, result.output
    assert "matched by words: made_up 30\n" in result.output
    assert "FITTED_WEIGHTS[Mode.WORDS]" in result.output
    assert "held half: Recall@1" in result.output


@pytest.mark.parametrize("others", [("--half", "fit"), ("--noise", "typo"), ("--golden", __file__), ("--json",)])
def test_options_of_measuring_do_not_go_with_a_fit(run, tmp_path, others):
    result = run("--fit", tmp_path, "--mode", "words", *others)
    assert result.exit_code == 2
    assert "--fit goes with" in result.output


@pytest.mark.parametrize("option", ["--unrelated", "--own"])
def test_questions_on_what_is_published_without_a_fit_are_refused(run, tmp_path, option):
    result = run(option, tmp_path, "--mode", "words")
    assert result.exit_code == 2
    assert "--unrelated and --own go with --fit" in result.output


def test_the_offices_own_questions_and_several_unrelated_sets_go_into_a_fit(line, tmp_path):
    folder, own = write_set(tmp_path / "made_up"), write_own(tmp_path / "own")
    others = ("--unrelated", folder, "--unrelated", write_set(tmp_path / "more"), "--own", own)
    arguments = ["evaluate", "--fit", folder, *others, "--mode", "words", "--limit", "10"]
    result = CliRunner(env={"HOTLINE_VAR": str(line.folder)}).invoke(main, [*map(str, arguments)])
    assert result.exit_code == 0, result.output
    assert "  own, 5 questions" in result.output
    assert "held half: unrelated questions below" in result.output


def test_a_folder_without_sets_is_refused_in_one_line(run, tmp_path):
    result = run("--fit", tmp_path, "--mode", "words")
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert "里没有题集" in result.output
    assert result.output.count("\n") == 1
