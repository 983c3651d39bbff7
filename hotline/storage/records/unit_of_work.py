"""A unit of work: one transaction, with the stores through which its changes are made."""

from __future__ import annotations

from functools import cached_property

from sqlalchemy.orm import Session

from hotline.storage.records.stores.alerts import AlertStore
from hotline.storage.records.stores.applications import ApplicationStore
from hotline.storage.records.stores.attachments import UploadStore
from hotline.storage.records.stores.call_attempts import AttemptStore
from hotline.storage.records.stores.calls import CallStore, RecordingStore
from hotline.storage.records.stores.case_files import CaseFileStore
from hotline.storage.records.stores.case_materials import CaseMaterialStore
from hotline.storage.records.stores.content_changes import ContentChangeStore
from hotline.storage.records.stores.documents import DocumentStore
from hotline.storage.records.stores.enquiries import EnquiryStore
from hotline.storage.records.stores.entries import EntryStore
from hotline.storage.records.stores.feedback import FeedbackStore
from hotline.storage.records.stores.hosts import HostStore, LeaseStore, PublishedVersionStore
from hotline.storage.records.stores.incoming_texts import ContextStore, IncomingTextStore
from hotline.storage.records.stores.law_changes import LawChangeStore
from hotline.storage.records.stores.messages import MessageStore
from hotline.storage.records.stores.office import CatalogueStore, OfficeStore
from hotline.storage.records.stores.open_questions import OpenQuestionStore
from hotline.storage.records.stores.outgoing_texts import OutgoingTextStore
from hotline.storage.records.stores.proposals import ProposalStore
from hotline.storage.records.stores.rate_counters import RateCounterStore
from hotline.storage.records.stores.report_documents import ReportStore
from hotline.storage.records.stores.retention_runs import RetentionRunStore
from hotline.storage.records.stores.sign_ins import FailureStore, SignInStore
from hotline.storage.records.stores.staff import StaffStore
from hotline.storage.records.stores.staff_events import StaffEventStore
from hotline.storage.records.stores.staff_secrets import StaffSecretStore
from hotline.storage.records.stores.statistics import StatisticsStore
from hotline.storage.records.stores.table_uploads import TableUploadStore
from hotline.storage.records.stores.webhook_replies import DeliveryStore
from hotline.storage.records.stores.word_lists import WordListStore
from hotline.storage.records.transaction import Transaction


class Unit:
    """A unit of work, which is one transaction: either all changes made through its stores are committed, or none.

    A store is created when it is first used, because most transactions use only two or three."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    @property
    def _session(self) -> Session:
        return self._transaction.session

    @cached_property
    def entries(self) -> EntryStore:
        return EntryStore(self._session)

    @cached_property
    def content_changes(self) -> ContentChangeStore:
        return ContentChangeStore(self._session)

    @cached_property
    def uploads(self) -> UploadStore:
        return UploadStore(self._session)

    @cached_property
    def office(self) -> OfficeStore:
        return OfficeStore(self._session)

    @cached_property
    def catalogue(self) -> CatalogueStore:
        return CatalogueStore(self._session)

    @cached_property
    def proposals(self) -> ProposalStore:
        return ProposalStore(self._session)

    @cached_property
    def applications(self) -> ApplicationStore:
        return ApplicationStore(self._session)

    @cached_property
    def case_files(self) -> CaseFileStore:
        return CaseFileStore(self._session)

    @cached_property
    def case_materials(self) -> CaseMaterialStore:
        return CaseMaterialStore(self._session)

    @cached_property
    def documents(self) -> DocumentStore:
        return DocumentStore(self._session)

    @cached_property
    def enquiries(self) -> EnquiryStore:
        return EnquiryStore(self._transaction)

    @cached_property
    def messages(self) -> MessageStore:
        return MessageStore(self._session)

    @cached_property
    def staff(self) -> StaffStore:
        return StaffStore(self._session)

    @cached_property
    def staff_secrets(self) -> StaffSecretStore:
        return StaffSecretStore(self._session)

    @cached_property
    def staff_events(self) -> StaffEventStore:
        return StaffEventStore(self._session)

    @cached_property
    def sign_ins(self) -> SignInStore:
        return SignInStore(self._session)

    @cached_property
    def failures(self) -> FailureStore:
        return FailureStore(self._session)

    @cached_property
    def rate_counters(self) -> RateCounterStore:
        return RateCounterStore(self._session)

    @cached_property
    def deliveries(self) -> DeliveryStore:
        return DeliveryStore(self._transaction.connection)

    @cached_property
    def contexts(self) -> ContextStore:
        return ContextStore(self._transaction.connection)

    @cached_property
    def words(self) -> WordListStore:
        return WordListStore(self._session)

    @cached_property
    def feedback(self) -> FeedbackStore:
        return FeedbackStore(self._session)

    @cached_property
    def open_questions(self) -> OpenQuestionStore:
        return OpenQuestionStore(self._session)

    @cached_property
    def law_changes(self) -> LawChangeStore:
        return LawChangeStore(self._session)

    @cached_property
    def calls(self) -> CallStore:
        return CallStore(self._transaction.connection)

    @cached_property
    def attempts(self) -> AttemptStore:
        return AttemptStore(self._session)

    @cached_property
    def texts(self) -> OutgoingTextStore:
        return OutgoingTextStore(self._session)

    @cached_property
    def recordings(self) -> RecordingStore:
        return RecordingStore(self._session)

    @cached_property
    def retention_runs(self) -> RetentionRunStore:
        return RetentionRunStore(self._session)

    @cached_property
    def statistics(self) -> StatisticsStore:
        return StatisticsStore(self._session)

    @cached_property
    def alerts(self) -> AlertStore:
        return AlertStore(self._session)

    @cached_property
    def incoming(self) -> IncomingTextStore:
        return IncomingTextStore(self._transaction.connection)

    @cached_property
    def versions(self) -> PublishedVersionStore:
        return PublishedVersionStore(self._session)

    @cached_property
    def hosts(self) -> HostStore:
        return HostStore(self._session)

    @cached_property
    def leases(self) -> LeaseStore:
        return LeaseStore(self._session)

    @cached_property
    def table_uploads(self) -> TableUploadStore:
        return TableUploadStore(self._session)

    @cached_property
    def annual_reports(self) -> ReportStore:
        return ReportStore(self._session)
