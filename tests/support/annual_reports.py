"""The prose and the figures of an annual report that passes every check, and a report taken through its steps."""

from hotline.core.disclosure.report_documents import FIGURES, PROSE_PARTS, ReportAction
from hotline.services.disclosure import report_documents
from tests.support.disclosure_desk import CLERK, HEAD

WHOLE_PROSE = {part.key: f"{part.title}这一年的工作按要求做了，有记录可查。" for part in PROSE_PARTS}
WHOLE_FIGURES = dict.fromkeys(FIGURES, "0")


def write_report(line, year, *, prose=(), figures=(), actor=CLERK):
    """Save a whole report, with some of its texts and figures changed; returns the step."""
    opened = report_documents.read_report(line, actor, year)
    texts, numbers = WHOLE_PROSE | dict(prose), WHOLE_FIGURES | dict(figures)
    return report_documents.save_report(line, actor, year, opened.version, texts, numbers)


def step_report(line, year, action, actor=CLERK, comment=""):
    """Take a step with the report as it stands."""
    version = report_documents.read_report(line, HEAD, year).version
    return report_documents.take_report_step(line, actor, year, version, action, comment)


def freeze_report(line, year, **given):
    """Write, submit and freeze the report of ``year``."""
    write_report(line, year, **given)
    step_report(line, year, ReportAction.SUBMIT)
    return step_report(line, year, ReportAction.FREEZE, HEAD)
