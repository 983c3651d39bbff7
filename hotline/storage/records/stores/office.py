"""The office, its departments and the topics."""

from sqlalchemy.orm import Session

from hotline.core.departments import Department, Office
from hotline.core.entries import Topic
from hotline.core.errors import NotFound
from hotline.storage.records.models.base import DepartmentRow, OfficeRow, TopicRow
from hotline.storage.records.stores.csv_rows import Rows


class OfficeStore:
    """``rows_of_…`` are for loading tables; the other functions are what everybody else reads."""

    def __init__(self, session: Session) -> None:
        self.rows_of_office = Rows(session, OfficeRow, Office, "id")
        self.rows_of_departments = Rows(session, DepartmentRow, Department, "code")
        self.rows_of_topics = Rows(session, TopicRow, Topic, "digit")

    def office(self) -> Office:
        """The one office; NotFound before anything was loaded."""
        offices = self.rows_of_office.list_values()
        if not offices:
            raise NotFound("还没有载入机构信息，请先运行 hotline init。")
        return offices[0]

    def departments(self) -> list[Department]:
        return self.rows_of_departments.list_values()

    def topics(self) -> list[Topic]:
        return sorted(self.rows_of_topics.list_values(), key=lambda topic: topic.digit)
