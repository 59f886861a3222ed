"""What is wrong with a file of the policy import, and what would be right, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.policies.reading import UnreadableDocument

MESSAGES = {
    "not_text": gettext_lazy("This is not a text file. Save it as plain text in UTF-8 or GB18030."),
    "empty": gettext_lazy("The file is empty. It should hold a title, then the text."),
    "no_title": gettext_lazy(
        "No title was found above the text. Put it on a line of its own, under the document number."
    ),
    "no_text": gettext_lazy("There is no text under the title. Put each paragraph on a line of its own."),
    "no_issuer": gettext_lazy(
        "Nobody is named as the issuer. Put the agency's name on a line of its own above the document number."
    ),
    "odd_number": gettext_lazy(
        "“%(found)s” looks like a document number, but its year is not in brackets. "
        "Right would be: 连民〔2020〕12号."
    ),
    "impossible_date": gettext_lazy(
        "“%(found)s” names a day that no calendar has. Right would be a day such as 2020年4月10日."
    ),
    "article_again": gettext_lazy(
        "%(found)s comes a second time; the first is on line %(first)s. Each needs a number of its own."
    ),
    "twice": gettext_lazy(
        "This is the same policy as in %(found)s. Keep one of the two files, or correct the document number."
    ),
    "too_large": gettext_lazy(
        "The file is larger than 2 MB. A policy is text; attach tables and pictures as documents."
    ),
}


def in_words(name: str, problem: UnreadableDocument) -> str:
    """One problem as a line: file, line, what is wrong, what would be right."""
    text = MESSAGES[problem.code] % {"found": problem.found, "first": problem.first}
    if problem.line:
        return _("%(file)s, line %(line)s: %(text)s") % {"file": name, "line": problem.line, "text": text}
    return _("%(file)s: %(text)s") % {"file": name, "text": text}
