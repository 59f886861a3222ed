"""What is wrong with a file of the policy import or asked about it, and what would be right, in words."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.policies.lines import Ask, UnreadableDocument

#: Why a file was left out.
MESSAGES = {
    "not_text": gettext_lazy("This is not a text file. Save it as plain text in UTF-8 or GB18030."),
    "empty": gettext_lazy("The file is empty. It should hold a title, then the text."),
    "no_text": gettext_lazy("There is no text under the title. Put each paragraph on a line of its own."),
    "twice": gettext_lazy(
        "This is the same policy as in %(found)s, with another text. "
        "Keep one of the two files, or correct number or date."
    ),
    "too_large": gettext_lazy(
        "The file is larger than 2 MB. A policy is text; attach tables and pictures as documents."
    ),
    "not_kept": gettext_lazy("The page could not be stored: %(found)s"),
}

#: What an editor is asked in the draft.
QUESTIONS = {
    "no_title": gettext_lazy("What is the title? None was found; the name of the file stands there for now."),
    "no_issuer": gettext_lazy("Who issued this text? Nobody is named as the issuer."),
    "no_issuer_but": gettext_lazy("Who issued this text? It says that %(found)s explains it, and no more."),
    "relative_issuer": gettext_lazy("Of which place is the issuer? The text says only “%(found)s”."),
    "no_number": gettext_lazy("Which document number has it? None was found."),
    "no_date": gettext_lazy("Of which day is the text? No day of adoption or signature was found."),
    "odd_number": gettext_lazy(
        "“%(found)s” looks like a document number, but its year is not in brackets. "
        "Right would be: 连民〔2020〕12号."
    ),
    "impossible_date": gettext_lazy(
        "“%(found)s” names a day that no calendar has. Right would be a day such as 2020年4月10日."
    ),
    "article_again": gettext_lazy(
        "%(found)s comes a second time; the first is on line %(first)s. Each needs a number of its own, "
        "or a line “# title” above it if another text begins there."
    ),
    "several_beginnings": gettext_lazy(
        "The texts under this notice come into force on different days: %(found)s. Fill in the day that "
        "counts for the page, or make a page of each text."
    ),
    "unclear_attachment": gettext_lazy(
        "What stands under the signature begins with “%(found)s”. "
        "If it is an attached text, put “# ” before its title."
    ),
    "torn_number": gettext_lazy(
        "Is this one figure or two: “%(found)s”? They stand on two lines, and were left so."
    ),
    "which_version": gettext_lazy(
        "There is a text of this title in the library (%(found)s), and the days do not tell which is newer. "
        "Fill in the day, or put this text into that page."
    ),
}


def in_words(name: str, problem: UnreadableDocument | Ask) -> str:
    """One problem as a line: file, line, what is wrong, what would be right."""
    text = _text(problem)
    if problem.line:
        return _("%(file)s, line %(line)s: %(text)s") % {"file": name, "line": problem.line, "text": text}
    return _("%(file)s: %(text)s") % {"file": name, "text": text}


def day_of_name(name: str, day: date, written_on: date | None) -> str:
    """That the day of a version was taken from the name of its file."""
    words = {"file": name, "day": day, "other": written_on or "—"}
    return _("%(file)s: dated %(day)s by the name of the file; the text itself says %(other)s") % words


def questions(asks: Iterable[Ask]) -> str:
    """What an editor is asked, a line each, with the line of the file it is about."""
    lines = []
    for ask in asks:
        where = _("line %(line)s: %(text)s") if ask.line else "%(text)s"
        lines.append(where % {"line": ask.line, "text": _text(ask)})
    return "\n".join(lines)


def _text(problem: UnreadableDocument | Ask) -> str:
    words = MESSAGES.get(problem.code) or QUESTIONS[problem.code]
    return str(words) % {"found": problem.found, "first": getattr(problem, "first", 0)}
