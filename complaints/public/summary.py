"""The answers as the check page shows them, each with the way back to where it is changed."""

from dataclasses import asdict, dataclass, field

from django.utils.translation import pgettext

from complaints.behalf import lines_of
from complaints.behalf_forms import concerned_of
from complaints.enums import CaseKind, Matter, Reach, ReporterIdentity, TellingWay
from complaints.intake import topics
from complaints.models import Draft
from complaints.public import place_question, reported_row
from complaints.public.answers import FilingAnswers
from complaints.public.forms import UNSAID
from complaints.public.somebody import SOMEBODY
from complaints.public.steps import BY_SLUG, asked
from organizations.models import Unit


@dataclass(frozen=True)
class SummaryLine:
    """One answer: ``values`` are shown one under the other; empty means that nothing was given."""

    label: str
    values: list[str] = field(default_factory=list)
    slug: str = ""

    @property
    def url(self) -> str:
        """Where the answer is changed; the visitor comes back to the check page from there."""
        return f"{BY_SLUG[self.slug].url}?from=check" if self.slug else ""


def of(answers: FilingAnswers, draft: Draft) -> list[SummaryLine]:
    """Every answer in the order of the pages, without those that are not asked."""
    pages = {step.slug for step in asked(answers)}
    lines = [
        SummaryLine(pgettext("answer", "What you want"), [str(CaseKind(answers.kind).label)], "kind"),
        *_where(answers),
    ]
    if "matter" in pages:
        matter = [str(Matter(answers.matter).label)] if answers.matter else []
        lines.append(SummaryLine(pgettext("answer", "Mainly about"), matter, "matter"))
    if topic := topics.find(answers.topic):
        lines.append(SummaryLine(pgettext("answer", "The point"), [str(topic)], "story"))
    if answers.title:
        lines.append(SummaryLine(pgettext("answer", "Title"), [answers.title], "story"))
    lines.append(SummaryLine(pgettext("answer", "What happened"), [answers.narrative], "story"))
    lines += [
        SummaryLine(str(question), [answers.helpful[name]], "story")
        for name, question in topics.QUESTIONS.items()
        if answers.helpful.get(name)
    ]
    if page := next(iter({"reach", "who"} & pages), ""):
        reach = Reach(answers.reach).label if answers.reach else UNSAID
        lines.append(SummaryLine(pgettext("answer", "Whom you speak of"), [str(reach)], page))
    if "who" in pages:
        lines.append(_who(answers))
    lines.append(
        SummaryLine(
            pgettext("answer", "How you are known"),
            [str(ReporterIdentity(answers.openness).label)],
            "openness",
        )
    )
    if "contact" in pages:
        lines += _contact(answers)
    names = [attachment.original_name for attachment in draft.attachments.order_by("pk")]
    lines.append(SummaryLine(pgettext("answer", "Photos and papers"), names, "files"))
    return lines


def _who(answers: FilingAnswers) -> SummaryLine:
    units = Unit.objects.filter(pk__in=answers.units).order_by("pk").values_list("name", flat=True)
    somebody = [str(SOMEBODY[key].label) for key in answers.somebody if key in SOMEBODY]
    return SummaryLine(pgettext("answer", "Who it is about"), [*units, *somebody, *answers.people], "who")


def _contact(answers: FilingAnswers) -> list[SummaryLine]:
    id_number = hidden_middle(answers.id_number)
    return [
        SummaryLine(pgettext("answer", "Your name"), _given(answers.name), "contact"),
        SummaryLine(pgettext("answer", "Telephone"), _given(answers.phone), "contact"),
        SummaryLine(pgettext("answer", "Address"), _given(answers.address), "contact"),
        SummaryLine(pgettext("answer", "ID card number"), _given(id_number), "contact"),
        *(
            SummaryLine(str(line.label), [str(line.value)], "contact")
            for line in lines_of(concerned_of(asdict(answers)).as_stored())
        ),
        *_telling(answers),
    ]


def _telling(answers: FilingAnswers) -> list[SummaryLine]:
    if not answers.tell_way:
        return []
    told = f"{TellingWay(answers.tell_way).label} · {answers.tell_address}"
    return [SummaryLine(pgettext("answer", "When there is something new"), [told], "contact")]


def _where(answers: FilingAnswers) -> list[SummaryLine]:
    region = place_question.find(answers.region)
    place = SummaryLine(
        pgettext("answer", "Where"),
        _given(region.path_name() if region else ""),
        "" if answers.row or answers.notice else "where",
    )
    if (notice := reported_row.find_notice(answers.notice)) is not None:
        shown = f"{notice.name} · {notice.programme} · {notice.village}"
        return [SummaryLine(pgettext("answer", "Notice"), [shown], "kind"), place]
    row = reported_row.find(answers.row)
    if row is None:
        return [place]
    public = row.public
    return [
        SummaryLine(
            pgettext("answer", "List row"), [f"{public.name} · {public.programme} · {public.village}"], "kind"
        ),
        place,
    ]


def hidden_middle(number: str) -> str:
    """An ID number with its ends only: enough to notice a wrong card, too little for a neighbour's eye."""
    return f"{number[:4]}{'＊' * (len(number) - 8)}{number[-4:]}" if len(number) > 8 else number


def _given(value: str) -> list[str]:
    return [value] if value else []
