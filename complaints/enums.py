"""The choices of this room and the named groups of them that rules speak of."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseKind(models.TextChoices):
    """What was brought (办件类型): each has a way of its own (信访工作条例 17, 29-31)."""

    ENQUIRY = "enquiry", _("Enquiry")
    COMPLAINT = "complaint", _("Complaint")
    REPORT = "report", _("Report of wrongdoing")
    OBJECTION = "objection", _("Objection to a list row")
    SUGGESTION = "suggestion", _("Suggestion")


class Matter(models.TextChoices):
    """What a case is mainly about; empty where nobody said. It decides who reads it first (``routing``)."""

    ASSISTANCE = "assistance", _("Assistance: refused, stopped, too little or late")
    LIST = "list", _("A list: somebody is on it wrongly, or missing")
    CONDUCT = "conduct", _("How somebody in office behaves: rude, dragging, unfair")
    MONEY = "money", _("Money or favours: demanded, taken, or assistance kept back")
    OTHER = "other", _("Something else")


class Reach(models.TextChoices):
    """Where those sit of whom a complainant speaks, as they say it; empty where they said nothing."""

    BELOW = "below", _("People of the village or community, the township or subdistrict, and nobody else")
    COUNTY = "county", _("Somebody at the county or district too, and nobody above it")
    NOBODY = "nobody", _("Nobody: it is about the assistance or the list itself")


#: What a complainant says where nobody is meant who sits at the county.
BELOW_THE_COUNTY = frozenset({Reach.BELOW, Reach.NOBODY})


class Sight(models.TextChoices):
    """From which level up a case is seen: by everybody of the place, or only from the one that screens it."""

    PLACE = "place", _("everybody whose post includes the place")
    COUNTY = "county", _("the county and above")
    CITY = "city", _("the city and above")
    INSPECTION = "inspection", _("discipline inspection only")


class Urgency(models.TextChoices):
    """Why something can not wait for a clock (信访工作条例 22, 25: at once to the office above)."""

    LIFE = "life", _("somebody's life or safety")
    SELF_HARM = "self_harm", _("somebody may harm themselves")
    CHILD = "child", _("a child is in danger or without care")
    NEED = "need", _("nothing to eat, nowhere to sleep")
    CROWD = "crowd", _("many people are about to gather")


class Channel(models.TextChoices):
    """How it arrived (渠道)."""

    WEB = "web", _("Web")
    HOTLINE = "hotline", _("Hotline")
    LETTER = "letter", _("Letter")
    VISIT = "visit", _("Visit")
    TRANSFERRED = "transferred", _("Transferred from elsewhere")


class ReporterIdentity(models.TextChoices):
    """Who may know the complainant: everyone at work on it, the intake only, nobody (实名, 隐名, 匿名)."""

    OPEN = "open", _("Named")
    CONFIDENTIAL = "confidential", _("Confidential")
    ANONYMOUS = "anonymous", _("Anonymous")


class CaseStatus(models.TextChoices):
    """Where a case stands. Never stored by itself: it is what the latest event says."""

    SCREENING = "screening", _("Waiting for who handles it")
    REGISTERED = "registered", _("Registered")
    HANDLING = "handling", _("Being handled")
    WAITING = "waiting", _("Waiting for the complainant")
    ANSWERED = "answered", _("Answered")
    REVIEW = "review", _("Under review")
    CLOSED = "closed", _("Closed")
    DECLINED = "declined", _("Not accepted")
    REFERRED = "referred", _("Referred elsewhere")
    MERGED = "merged", _("Handled together with another case")


#: Somebody still has to do something.
OPEN_STATUSES = frozenset(
    {
        CaseStatus.SCREENING,
        CaseStatus.REGISTERED,
        CaseStatus.HANDLING,
        CaseStatus.WAITING,
        CaseStatus.REVIEW,
    }
)
#: The work itself is going on.
WORKING_STATUSES = frozenset({CaseStatus.HANDLING, CaseStatus.WAITING, CaseStatus.REVIEW})
#: The complainant has been told how it ended.
ENDED_STATUSES = frozenset({CaseStatus.ANSWERED, CaseStatus.CLOSED, CaseStatus.DECLINED, CaseStatus.REFERRED})


class CaseStanding(models.TextChoices):
    """In which of the staff's lists a case stands; its latest event decides (``complaints.list_columns``)."""

    OPEN = "open", _("Open")
    ENDED = "ended", _("Ended")
    WRITTEN = "written", _("Ended, and written to since")


class Rung(models.TextChoices):
    """Who has to look at an open case now, by the ladder (``clocks.ladder``): the last is a 督办件."""

    HANDLER = "handler", _("Its handler is reminded")
    HEAD = "head", _("The head of the unit looks after it")
    ABOVE = "above", _("Supervised by the unit above")


class EventKind(models.TextChoices):
    """What can happen to a case; which of it when, and by whom, is the table in ``workflow``."""

    REGISTER = "register", _("Registered")
    SCREEN = "screen", _("Decided who handles it")
    ACCEPT = "accept", _("Accepted")
    DECLINE = "decline", _("Not accepted")
    ASSIGN = "assign", _("Assigned")
    TRANSFER = "transfer", _("Passed to another unit")
    OBJECT = "object", _("Returned as not competent")
    TAKE_BACK = "take_back", _("Taken back")
    TELL_WHERE = "tell_where", _("Told which authority is competent")
    LEAD_IN = "lead_in", _("Led into the procedure for it")
    REFER = "refer", _("Referred outside")
    TAKE_UP = "take_up", _("Taken up by discipline inspection")
    GIVE_BACK = "give_back", _("Given back by discipline inspection")
    REQUEST_EXTENSION = "request_extension", _("Extension requested")
    APPROVE_EXTENSION = "approve_extension", _("Extension approved")
    REFUSE_EXTENSION = "refuse_extension", _("Extension refused")
    ASK_COMPLAINANT = "ask_complainant", _("Question to the complainant")
    COMPLAINANT_WROTE = "complainant_wrote", _("The complainant wrote")
    NOTE = "note", _("Internal note")
    NOTE_CALL = "note_call", _("Follow-up call")
    ANSWER = "answer", _("Answered")
    PROPOSE_ANSWER = "propose_answer", _("Answer proposed")
    RETURN_ANSWER = "return_answer", _("Proposed answer returned")
    APPROVE_ANSWER = "approve_answer", _("Answer approved")
    CLOSE = "close", _("Closed")
    CALL_BACK = "call_back", _("Called back")
    RATE = "rate", _("Said whether it is solved")
    WITHDRAW = "withdraw", _("Withdrawn")
    REOPEN = "reopen", _("Reopened")
    ASK_REVIEW = "ask_review", _("Review requested")
    ADD_RESPONDENT = "add_respondent", _("Respondent added")
    RAISE = "raise", _("Read by the office above first")
    HAND_BACK = "hand_back", _("Taken out of the handler's hands")
    PUT_BACK = "put_back", _("Put back who was removed")
    RULE_OUT = "rule_out", _("Kept from an office, as the complainant wishes")
    MARK_URGENT = "mark_urgent", _("Marked as urgent")
    SETTLE_URGENT = "settle_urgent", _("No longer urgent")
    STEP_ASIDE = "step_aside", _("Asked to step aside")
    ASK_RECUSAL = "ask_recusal", _("Asked that somebody steps aside")
    RECUSE = "recuse", _("Somebody steps aside")
    REFUSE_RECUSAL = "refuse_recusal", _("Nobody has to step aside")
    READMIT = "readmit", _("Who stepped aside is back")
    MEDIATE = "mediate", _("Mediation")
    CALL_HEARING = "call_hearing", _("Hearing called")
    END_HEARING = "end_hearing", _("End of the hearing")
    LINK = "link", _("Linked with another case")
    UNLINK = "unlink", _("Link taken away")
    MERGE = "merge", _("Handled together with another case")
    UNMERGE = "unmerge", _("Handled by itself again")


class ClockKind(models.TextChoices):
    """What a service standard sets a time for: clocks that run on a case, and limits that acts obey."""

    INFORM = "inform", _("Tell the complainant")
    INFORM_AGAIN = "inform_again", _("Tell the complainant after a transfer")
    DECIDE = "decide", _("Decide and answer")
    REVIEW = "review", _("Answer the review")
    EXTENSION = "extension", _("Longest extension")
    RETURN = "return", _("Return as not competent")
    REFER = "refer", _("Pass to discipline inspection")
    TAKE_UP = "take_up", _("Take up what was referred")
    ASK_REVIEW = "ask_review", _("Ask for a review")
    CALL_BACK = "call_back", _("Call back")
    APPROVE = "approve", _("Approve an answer")
    HEARING = "hearing", _("Hold a hearing")


#: Clocks that are projected onto every case; the rest are limits, looked up when the act is done.
RUNNING_CLOCKS = (
    ClockKind.INFORM,
    ClockKind.INFORM_AGAIN,
    ClockKind.RETURN,
    ClockKind.DECIDE,
    ClockKind.REVIEW,
)
#: Clocks between offices: the complainant is promised nothing by them.
CLOCKS_OF_OFFICES = frozenset({ClockKind.RETURN})


class StandardSource(models.TextChoices):
    """Where the figure of a service standard is from: whoever reads a date may know what it rests on."""

    LAW = "law", _("Law or national regulation")
    SECOND_HAND = "second_hand", _("National rule, known at second hand only")
    LOCAL = "local", _("Local rule")
    HOUSE = "house", _("House rule")


class DayUnit(models.TextChoices):
    """How days are counted: all of them (日) or working days only (工作日)."""

    NATURAL = "natural", _("days")
    WORKING = "working", _("working days")


class TellingWay(models.TextChoices):
    """How a complainant is told elsewhere that there is something new."""

    SMS = "sms", _("by SMS")
    EMAIL = "email", _("by e-mail")


class TellingState(models.TextChoices):
    """What became of such a message."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Taken by the gateway")
    FAILED = "failed", _("Not taken")
    ARRIVED = "arrived", _("Delivered")
    LOST = "lost", _("Not delivered")
    DROPPED = "dropped", _("No longer wanted")


class DeclineGround(models.TextChoices):
    """Why a matter is not accepted: the law has these two and no other (信访工作条例 19, 36).

    What is another authority's, or has a procedure of its own, is no refusal (``EventKind.TELL_WHERE``,
    ``LEAD_IN``).
    """

    PENDING = "pending", _("The same matter was accepted already and is not due yet")
    FINAL = "final", _("It was decided for good after the second review")


class WayElsewhere(models.TextChoices):
    """How the complainant gets to who is competent: told where, or led into a procedure (告知, 导入)."""

    TELL = "tell", _("another authority: the complainant is told")
    LEAD_IN = "lead_in", _("a procedure of its own: the complainant is led into it")


class Relation(models.TextChoices):
    """Why somebody at work steps aside (回避, 信访工作条例 28), told apart from being accused."""

    KINSHIP = "kinship", _("a relative of somebody in the case")
    INTEREST = "interest", _("an interest of their own, or of somebody close to them")
    BEFORE = "before", _("worked on the decision that this is about")
    OTHER = "other", _("another relation that may make them unfair")


class OpinionOutcome(models.TextChoices):
    """What a written opinion says to the request (信访工作条例 32)."""

    SUPPORTED = "supported", _("Supported")
    PARTLY = "partly", _("Supported in part")
    EXPLAINED = "explained", _("Reasonable, but without a legal basis: explained")
    NOT_SUPPORTED = "not_supported", _("Not supported")


class MediationOutcome(models.TextChoices):
    """What came of a mediation (信访工作条例 33)."""

    AGREED = "agreed", _("Both agreed, in writing")
    PARTLY = "partly", _("Agreed in part, in writing")
    FAILED = "failed", _("No agreement")


class HearingEnd(models.TextChoices):
    """What became of a hearing (听证, 信访工作条例 31, 36)."""

    HELD = "held", _("It was held")
    NOT_HELD = "not_held", _("It is not held")


class PaperKind(models.TextChoices):
    """The formal papers that acts give (``papers.table``); their Chinese titles stand in the table."""

    ACCEPTANCE = "acceptance", _("Notice of acceptance")
    REFUSAL = "refusal", _("Notice of refusal")
    PASSED_ON = "passed_on", _("Notice of transfer")
    ELSEWHERE = "elsewhere", _("Notice of whom to turn to")
    EXTENSION = "extension", _("Notice of extension")
    OPINION = "opinion", _("Written opinion")
    REVIEW = "review", _("Opinion on the review")
    SECOND_REVIEW = "second_review", _("Opinion on the second review")
    HANDOVER = "handover", _("Letter of handover")
