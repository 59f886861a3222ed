"""What is said about rows that are accepted and should be looked at by whoever reviews the list: code → two
sentences.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_WITH_LEDGER = _("Compare the row with the household's papers. The row is accepted.")

WARNINGS: dict[str, tuple[str | Promise, str | Promise]] = {
    "amount_over_standard": (
        _("%(amount)s yuan for %(people)s people is more than the standard gives: at most %(most)s yuan."),
        _("Compare the amount and the number of people with the ledger. The row is accepted."),
    ),
    "on_other_programme": (
        _("This household is on the current list of %(programme)s too."),
        _("Nobody is on both at once: compare the ledgers, and end one of them. The row is accepted."),
    ),
    "on_other_programme_elsewhere": (
        _("This household is on a list of another place in the city that does not go with this one."),
        _("Nobody is on both at once: ask the county's bureau to compare the ledgers. The row is accepted."),
    ),
    "on_open_notice": (
        _("The notice of this household has not come to its end."),
        _("Nobody is granted it before, nor while an objection is open: look at the notice. It is accepted."),
    ),
    "since_before_birth": (
        _("Assistance begins in %(value)s, before the holder was born."),
        _("Compare the month and the ID number with the ledger. The row is accepted."),
    ),
    "amount_implausible": (
        _("%(amount)s yuan a month for %(people)s people is a lot; no standard to compare with is on file."),
        _WITH_LEDGER,
    ),
    "payment_implausible": (
        _("%(amount)s yuan at once is a lot: over %(most)s yuan, payments are looked at."),
        _WITH_LEDGER,
    ),
    "amount_repeated": (
        _("Each of the household's %(persons)s rows says %(amount)s yuan; it was taken once for them all."),
        _("If each person gets it, write the sum in the head's row and upload the list again."),
    ),
    "people_more_than_listed": (
        _("%(people)s people are covered, but the sheet has only %(persons)s of the household."),
        _WITH_LEDGER,
    ),
    "id_15": (
        _("The ID number had 15 digits, of the first generation; it was completed to %(value)s."),
        _("Compare it with the present ID card, which has 18. The row is accepted."),
    ),
    "member_without_household": (
        _("The head of this person's household is on no sheet of this file."),
        _("Check the head's ID number, or add the household. No other row is held back by it."),
    ),
    # Against the lists before
    "name_differs": (
        _("The list before has another name under this ID number."),
        _("Compare both with the ID card: one is wrong, or somebody else draws. The row is accepted."),
    ),
    "since_differs": (
        _("The list before says that assistance began in %(before)s, this one %(value)s."),
        _WITH_LEDGER,
    ),
    "was_ended": (
        _("By the list of %(ended)s the household's assistance had ended; this row begins in %(value)s."),
        _("If it was granted anew, write the month of the new grant. The row is accepted."),
    ),
    "overlapped_programme": (
        _("The household was on the list of %(programme)s until %(ended)s; this row begins in %(value)s."),
        _("Nobody is on both at once: compare the months with the ledgers. The row is accepted."),
    ),
}
