"""What the workbench says about a query, and about an index that does not answer."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from search.engines.engine import EngineError, IndexBroken, IndexMissing
from search.engines.query import LONGEST_QUERY, MOST_TERMS, Note, NoteKind, Query


def note_in_words(note: Note) -> str:
    """Why a part of what was typed is not searched as typed."""
    words = {
        NoteKind.EMPTY: _("“%(text)s” holds no letter or figure to search for and was left out."),
        NoteKind.COMMON: _("“%(text)s” is in nearly every English text and was left out."),
        NoteKind.UNCLOSED: _("The quotation %(text)s has no end, so it was read to the end of the line."),
        NoteKind.TOO_LONG: _("Only the first %(most)d characters were searched for."),
        NoteKind.TOO_MANY: _("Only the first %(words)d words were searched for; “%(text)s” was left out."),
    }
    return words[note.kind] % {"text": note.text, "most": LONGEST_QUERY, "words": MOST_TERMS}


@dataclass(frozen=True)
class SearchProblem:
    """Why there is no answer, what goes on meanwhile, and what to do."""

    title: str
    advice: str


def void_in_words(query: Query) -> SearchProblem | None:
    """What to tell a person who typed nothing that can be searched for; None when something can."""
    if not query.void:
        return None
    return SearchProblem(
        _("Nothing was searched for."),
        _(
            "Type a word, a name or a number: marks alone, and English words such as “the”, find nothing. "
            "With nothing in the box, the filters alone count."
        ),
    )


def problem_in_words(error: EngineError) -> SearchProblem:
    """What to tell a person when the index cannot answer."""
    if isinstance(error, IndexMissing):
        return SearchProblem(
            _("The search index is not built yet."),
            _(
                "It is being built in the background now; search again in a minute. If it stays so, an "
                "administrator runs “manage.py rebuild_index”. Cases are filed and handled all the same."
            ),
        )
    if isinstance(error, IndexBroken):
        return SearchProblem(
            _("The search index is damaged."),
            _(
                "Nothing is lost: it is a copy of the database. An administrator builds it anew with "
                "“manage.py rebuild_index”. Until then the list of cases can be filtered instead."
            ),
        )
    return SearchProblem(
        _("The search does not answer just now."),
        _(
            "Search again in a minute; what you typed is kept. Until then the list of cases can be filtered "
            "instead. If it stays so, tell an administrator: the address in SEARCH_URL does not answer."
        ),
    )
