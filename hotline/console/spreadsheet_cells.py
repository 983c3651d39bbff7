"""Cells of a table that is downloaded for a spreadsheet."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet runs as a formula; some read full-width signs too."""


def without_formula(label: str) -> str:
    """``label``, with an apostrophe before it if a spreadsheet would run it as a formula. Citizens write the labels.

    Source: OWASP, CSV Injection (https://owasp.org/www-community/attacks/CSV_Injection), read 2026-11-23.

    >>> without_formula("=1+1"), without_formula("＠SUM"), without_formula("复议")
    ("'=1+1", "'＠SUM", '复议')
    """
    return f"'{label}" if label.startswith(_FORMULA) else label
