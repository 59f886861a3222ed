from disclosure.models.batch import ID_NUMBERS, Batch, RefusedRow, StagedRow
from disclosure.models.catalogue import CatalogueItem, NotApplicable
from disclosure.models.correction import ConfirmedObjection
from disclosure.models.meaning import ColumnMeaning
from disclosure.models.notice import Notice, NoticeEvent
from disclosure.models.posting import BoardPosting
from disclosure.models.programme import Programme
from disclosure.models.programme_change import ProgrammeChange
from disclosure.models.proposal import Proposal
from disclosure.models.recipient import Recipient
from disclosure.models.standard import AssistanceStandard
from disclosure.models.total import ListTotal

__all__ = [
    "ID_NUMBERS",
    "AssistanceStandard",
    "Batch",
    "BoardPosting",
    "CatalogueItem",
    "ColumnMeaning",
    "ConfirmedObjection",
    "ListTotal",
    "NotApplicable",
    "Notice",
    "NoticeEvent",
    "Programme",
    "ProgrammeChange",
    "Proposal",
    "Recipient",
    "RefusedRow",
    "StagedRow",
]
