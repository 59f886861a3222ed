"""What is said about each problem, and what would be right: code → two sentences, filled with its
parameters.
"""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure import checks
from disclosure.file_messages import FILE_MESSAGES
from disclosure.warning_messages import WARNINGS

_AS_TEXT = _(
    "Format the column as text in Excel, paste the ID numbers from the source again, and upload the file."
)
_ONE_HOUSEHOLD = _("Keep the row that is right and delete the other; both are refused until then.")

#: code → (what is wrong, what would be right)
MESSAGES: dict[str, tuple[str | Promise, str | Promise]] = {
    **FILE_MESSAGES,
    **WARNINGS,
    # Whole rows of a text file, and cells without a value
    "row_too_wide": (
        _(
            "The row has %(cells)s cells, but there are only %(headings)s headings: a “%(mark)s” too "
            "many moved "
            "its values into other columns."
        ),
        _("Put the cell that contains “%(mark)s” in quotation marks, or write it without."),
    ),
    "row_delimiter": (
        _("The row is separated by “%(found)s”, the other rows by “%(expected)s”."),
        _("Separate the cells of this row by “%(expected)s” too."),
    ),
    # Cells without a value
    "cell_error": (
        _("The cell shows the error %(value)s instead of a value."),
        _("Correct the formula in Excel, or write the value itself."),
    ),
    "cell_uncalculated": (
        _("The cell holds a formula whose result is not stored in the file."),
        _(
            "Open the file in Excel or WPS, save it there once, and upload it again; or write the value "
            "itself."
        ),
    ),
    # Names
    "name_missing": (_("The name is missing."), _("Write the holder's name as on the ID card.")),
    "name_digits": (
        _("There are digits in the name."),
        _("Write only the name here; numbers belong in their own columns."),
    ),
    "name_characters": (
        _("There are characters in the name that no name has."),
        _("Write the holder's name as on the ID card, without remarks."),
    ),
    "name_private": (
        _(
            "The character %(character)s in the name exists only on the machine where it was typed; "
            "elsewhere it is "
            "an empty box."
        ),
        _("Type the character anew with a present input method, or write the name as on the ID card."),
    ),
    "name_long": (_("The name is longer than %(most)s characters."), _("Write only the holder's name here.")),
    # ID numbers
    "id_missing": (_("The ID number is missing."), _("Write the holder's 18-digit ID number.")),
    "id_float": (_("Excel turned the ID number into a number, and its last digits were lost."), _AS_TEXT),
    "id_length": (
        _("The ID number has %(length)s characters."),
        _("An ID number has 18: 17 digits, then a digit or X."),
    ),
    "id_characters": (
        _("There are characters in the ID number that do not belong there."),
        _("An ID number has 18: 17 digits, then a digit or X."),
    ),
    "id_date": (
        _("The date of birth within %(value)s is no date."),
        _("Compare digits 7 to 14 with the ID card."),
    ),
    "id_check_digit": (
        _("The last digit of %(value)s does not fit the other 17."),
        _("One digit is wrong or two are swapped. Compare the number with the ID card."),
    ),
    "id_twice": (_("Row %(other)s has the same ID number."), _ONE_HOUSEHOLD),
    "person_in_two_households": (
        _("A person of this household also stands in row %(other)s."),
        _("A person belongs to one household. Correct the wrong row; both are refused until then."),
    ),
    "on_other_list": (
        _("This household is on the current list of %(place)s."),
        _("It must end there first: publish that place's list without it, or take it out here."),
    ),
    "on_list_of_another_city": (
        _("This household is on the current list of a place in another city."),
        _("It must end there first. Ask your bureau, which asks the other one; or take it out here."),
    ),
    # Numbers
    "people_missing": (_("The number of people is missing."), _("Write a whole number, such as 3.")),
    "people_unreadable": (_("“%(value)s” is no number of people."), _("Write a whole number, such as 3.")),
    "people_range": (
        _("%(value)s people cannot be a household."),
        _("Write a whole number from 1 to %(most)s."),
    ),
    "people_more_than_household": (
        _("%(people)s people are covered, but the household has %(household)s."),
        _("At most as many are covered as live in the household. Compare both columns."),
    ),
    "amount_missing": (
        _("The amount is missing."),
        _("Write the yuan a month, such as 1234.50; write 0 where nothing is paid."),
    ),
    "amount_unreadable": (
        _("“%(value)s” is no amount."),
        _("Write the yuan a month, such as 1234.50 or 1,234元."),
    ),
    "amount_decimals": (
        _("The amount %(value)s has more than two decimals; the cell may show it rounded."),
        _("Write the amount that is paid, to the cent, such as 1234.56."),
    ),
    "amount_negative": (
        _("The amount %(value)s is below zero."),
        _("Write what is paid a month; arrears to be paid back do not belong on the list."),
    ),
    "amount_too_large": (
        _("The amount is over %(most)s yuan a month."),
        _("Probably a number of another column stands here. Write the yuan a month."),
    ),
    # The class of a household
    "category_digits": (
        _(
            "There is a long number in the column of the class; it may be an ID number, a telephone or "
            "an account."
        ),
        _("Write only the class here, such as A档 or 分散供养."),
    ),
    "category_long": (
        _("The class is longer than %(most)s characters."),
        _("Write only the class here, such as A档 or 分散供养."),
    ),
    "category_characters": (
        _("There are characters in the class that no class has."),
        _("Write only the class here, such as A档 or 分散供养."),
    ),
    # Households of notices, one a line
    "notice_lines": (
        _("There are %(lines)s lines; at most %(most)s are entered at once."),
        _("Enter the first ones, then the others."),
    ),
    "notice_cells": (
        _("The line has %(cells)s parts."),
        _("Write at most %(most)s: name, ID number, people and, where the programme pays, yuan."),
    ),
    # Single payments
    "reason_missing": (
        _("The reason of the payment is missing."),
        _("Write why it was granted, such as 火灾 or 学费; only its class is kept and shown."),
    ),
    "not_approved": (
        _("The payment is not approved."),
        _("Leave out what was asked for and not granted, or write 审批通过 once it is."),
    ),
    # Months
    "month_missing": (_("The month is missing."), _("Write it as 2020-04 or 2020年4月.")),
    "month_unreadable": (_("“%(value)s” is no month."), _("Write it as 2020-04 or 2020年4月.")),
    "month_ambiguous": (
        _("“%(value)s” may be January or October: Excel drops the last zero."),
        _("Write it as 2020-10 or 2020年10月."),
    ),
    "month_range": (_("%(value)s cannot be right."), _("Write the month when assistance began.")),
    "since_after_month": (
        _("Assistance begins in %(value)s, after the month of this list (%(month)s)."),
        _("Correct the month, or leave the household to the list of that month."),
    ),
    # Places
    "village_missing": (_("The village is missing."), _("Fill in 所属省 to 所属社, down to the village.")),
    "village_unknown": (
        _("There is no village “%(place)s” in %(region)s."),
        _("Write the names as in the register of divisions, for instance with 村委会 at the end."),
    ),
    "village_elsewhere": (
        _("There is no “%(place)s”."),
        _("A village of that name lies here: %(real)s. Correct the place names of the row."),
    ),
    "village_twice": (
        _("There are %(count)s villages “%(place)s”: %(where)s."),
        _("Fill in the columns above it too (所属区, 所属街), so that only one is left."),
    ),
}

#: code → why an act on a batch cannot be done, and what to do
REASONS: dict[str, str | Promise] = {
    "no_editor_here": _("You need a post as editor in this region."),
    "nothing_asked": _("Nothing is asked about this file; somebody may have answered just now."),
    "columns_unclear": _("Say of each needed column which one it is, and of no two that they are the same."),
    "no_reviewer_here": _("You need a post as reviewer in this region."),
    "own_work": _("You uploaded or submitted this list yourself; somebody else must review it."),
    "wrong_state": _("That cannot be done in the list's present state; somebody may have acted just now."),
    "still_reading": _("The file is still being read. Wait for the check to end."),
    "no_rows": _("The list has no accepted row. Mend the file and upload it again."),
    "reason_for_refused": _(
        "Rows were refused. Say why the list goes on without them, or mend the file and upload it again."
    ),
    "notice_not_shown": _("This notice was never put up on the site, so no sheet of it can hang."),
    "posted_ahead": _("This day is yet to come. Give the day on which the sheet was put up."),
    "posted_before_public": _("It was not public yet on this day. Give the day on which it was put up."),
    "reason_missing": _("Give a reason; the editor reads it."),
    "standard_reason_missing": _("Say why you refuse; it is kept in the log."),
    "standard_not_yours": _(
        "Another administrator of the place has to decide on this figure, or somebody just did."
    ),
    "reason_for_showing_more": _(
        "Say why more is shown than before, or less is asked: the second administrator reads it."
    ),
    "programme_change_waits": _(
        "A change of this programme waits for a second administrator already. It has to be decided on first."
    ),
    "programme_change_not_yours": _(
        "Another administrator of the head office has to decide on this change, or somebody just did."
    ),
    "not_approved": _("The list is not approved yet."),
    "without_basis": _(
        "No national text asks for a public list of this programme. Where a local rule does, the head office "
        "enters it in the disclosure catalogue, with its basis; until then such lists stay unpublished."
    ),
    "month_not_later": _("A list of a later month is already public here."),
    "month_ahead": _("The month of the list has not begun. It becomes public by itself on its first day."),
    "reason_for_held": _(
        "An objection that is not decided holds the notice of a household that is new on this list. It is "
        "approved after that; say why it stands here all the same, or have it taken out."
    ),
    "reason_for_correction": _(
        "A list of this month was public here already. Say why this one takes its place: what was wrong, and "
        "what is right now."
    ),
    "corrects_another": _(
        "Since it was submitted, another list of this month became public here. Send it back; when its "
        "editor submits it again, they say why it takes that one's place."
    ),
    "ended_unseen": _(
        "More households would end than may end unasked. Look at them, and type how many there are."
    ),
    "too_long_beside_others": _(
        "This list is long: look at what it changes on its own page, and do it there."
    ),
    "ends_many_beside_others": _(
        "More households would end than may end unasked: look at them on its own page, and do it there."
    ),
    "approved_all_the_same": _("The list was approved, but does not become public now:"),
    "never_public": _("This list was never public."),
    "still_in_force": _("This list is the one in force. Where it was withdrawn, propose to show it again."),
    "no_list_post_here": _("You need a post as editor or reviewer in this region."),
    "not_on_list": _("This household is no longer on the list by this row. Look for it again."),
    "not_shown": _("No page shows this list now."),
    "not_withdrawn": _("This list is not withdrawn at present, or another took its place."),
    "already_hidden": _("This household is hidden already."),
    "not_hidden": _("This household is not hidden."),
    "already_proposed": _("Somebody has proposed this or its opposite already; it waits for a decision."),
    "own_proposal": _("You proposed it yourself; another reviewer must decide."),
    "not_your_proposal": _("Only who proposed it takes it back."),
    "decided_meanwhile": _("This was decided meanwhile."),
    "month_too_far": _(
        "The month is more than one month ahead. Check the year and the month; a list can be uploaded from "
        "the month before."
    ),
    "content_changed": _(
        "The rows are no longer those that were submitted. Withdraw the list and upload it again."
    ),
    "becoming_public": _(
        "The list is just becoming public. Once it is, you can propose to withdraw it from the public."
    ),
    "another_opening": _(
        "Another list of this programme is just becoming public. Please try again in a few minutes."
    ),
    "key_changes": _("The site's keys are being changed. Please try again in a few minutes."),
    "household_elsewhere": _("A household of this list is on the current list of another place by now."),
    "notice_in_village": _("Choose the village or community in which the household lives."),
    "notice_without_rule": _(
        "No rule says that such a notice is shown here. Choose another programme, or what it says."
    ),
    "notice_reason_unknown": _("Choose a reason that belongs to the programme and to what the notice says."),
    "notice_pays_nothing": _("Leave the amount empty: this notice says none."),
    "notice_twice": _(
        "A notice of this household for this programme is entered, or being shown, already. Look for it in "
        "the list of notices."
    ),
    "own_notice": _("You entered this notice yourself; somebody else must decide on it."),
    "notice_elsewhere": _("The notice is past that; somebody may have acted just now."),
    "notice_hidden": _(
        "The household is hidden from the public, so no notice of it is shown. Decide with the office of its "
        "place how its village is told; the notice can be shown once the household is."
    ),
    "notice_reason_missing": _("Give a reason; it stays with the notice."),
}

#: Told where a list is ahead of its month: it may be meant, so nothing is refused.
AHEAD = _(
    "This list is of a month that has not begun. Approved, it waits and becomes public by itself on the "
    "first day of its month; until then it bars no list of this month."
)


def what_is_wrong(code: str, params: dict[str, Any]) -> str:
    """The first sentence in the reader's language; a code of an older release is shown as it is."""
    return str(MESSAGES.get(code, (code, ""))[0]) % params


def what_is_right(code: str, params: dict[str, Any]) -> str:
    """The second sentence: what to write, and what was kept."""
    return str(MESSAGES.get(code, (code, ""))[1]) % params


class Explained:
    """What has a ``code`` and the ``params`` of its message says both sentences by itself."""

    code: str
    params: dict[str, Any]

    @property
    def what_is_wrong(self) -> str:
        """In the reader's language."""
        return what_is_wrong(self.code, self.params)

    @property
    def what_is_right(self) -> str:
        """In the reader's language."""
        return what_is_right(self.code, self.params)

    @property
    def basis(self) -> str:
        """What the check rests on; nothing for what is wrong with a file as a whole."""
        return checks.basis_of(self.code)
