"""A copy of the program in a folder of its own, so that a test can change its code while a server runs from it."""

import shutil
import sys

from tests.support.fixed_values import ROOT


class ProgramCopy:
    """``command`` runs `hotline` from the copy."""

    def __init__(self, folder):
        self.folder = folder
        for package in ("hotline", "voice", "faq_data"):
            shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
        self.script = folder / "hotline_command.py"
        self.script.write_text("from hotline.cli.main import main\nmain()\n")
        self.command = [sys.executable, str(self.script)]

    def change(self, module, old, new):
        """Replace ``old`` in a module, such as hotline/app.py; returns what undoes it."""
        path = self.folder / module
        before = path.read_text("utf-8")
        assert old in before
        path.write_text(before.replace(old, new), "utf-8")
        return lambda: path.write_text(before, "utf-8")
