"""The states of a case by short names, for the rows of the table."""

from complaints.enums import CaseStatus

#: In the order in which they are declared.
SCREENING, REGISTERED, HANDLING, WAITING, ANSWERED, REVIEW, CLOSED, DECLINED, REFERRED, MERGED = CaseStatus
