"""The office that runs the line and its departments, as the public is told of them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Office:
    """The office's particulars; hours are "HH:MM-HH:MM" local time, numbers as people write them."""

    name: str
    city: str
    line_name: str
    line_number: str
    line_description: str
    address: str
    directions: str
    postcode: str
    morning_hours: str
    afternoon_hours: str
    hours_note: str
    telephone: str
    fax: str
    email: str
    website: str
    sample_notice: str


@dataclass(frozen=True)
class Department:
    """A section of the office; ``liaison_line`` is rung for callers and not shown to the public."""

    code: str
    name: str
    duties: str
    room: str
    telephone: str
    liaison_officer: str
    liaison_line: str
