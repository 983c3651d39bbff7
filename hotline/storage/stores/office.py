"""The office, its departments, the topics, and the words of the trade."""

from sqlalchemy.orm import Session

from hotline.core.departments import Department, Office
from hotline.core.entries import Topic
from hotline.core.errors import NotFound
from hotline.core.words import Synonym, Term
from hotline.storage.records import DepartmentRow, OfficeRow, SynonymRow, TermRow, TopicRow
from hotline.storage.stores.rows import Rows


class OfficeStore:
    """``rows_of_…`` are for loading tables; the other functions are what everybody else reads."""

    def __init__(self, session: Session) -> None:
        self.rows_of_office = Rows(session, OfficeRow, Office, "id")
        self.rows_of_departments = Rows(session, DepartmentRow, Department, "code")
        self.rows_of_topics = Rows(session, TopicRow, Topic, "digit")
        self.rows_of_synonyms = Rows(session, SynonymRow, Synonym, "colloquial")
        self.rows_of_dictionary = Rows(session, TermRow, Term, "word")

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

    def synonyms(self) -> dict[str, str]:
        """What people say -> the official term."""
        return {synonym.colloquial: synonym.official for synonym in self.rows_of_synonyms.list_values()}

    def dictionary(self) -> list[str]:
        """Terms that word segmentation keeps whole."""
        return [term.word for term in self.rows_of_dictionary.list_values()]
