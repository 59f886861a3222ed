"""Two neighbouring counties with the same things in both, and somebody who has every role in one of them."""

import io
import uuid
from dataclasses import dataclass
from datetime import date
from zipfile import ZipFile

from django.core.files.base import ContentFile

from complaints.enums import Sight
from complaints.intake import filing
from complaints.intake.intake import Identity, Intake
from complaints.models import (
    Attachment,
    Case,
    CaseImport,
    CaseTopic,
    FormalPaper,
    OtherAuthority,
    PaperMark,
    PaperWording,
)
from disclosure.models import (
    AssistanceStandard,
    Batch,
    BoardPosting,
    CatalogueItem,
    NotApplicable,
    Notice,
    Programme,
    Recipient,
)
from organizations.enums import Role
from organizations.models import Post, Region, Unit, User
from portal.models import EverydayWord
from supervision import leads, transferring
from supervision.models import Lead, Transfer
from tests.complaints.factories import a_formal_paper
from tests.organizations.factories import give_both, make_person

#: Stand in every name, title and text of the one county and of the other.
HERE, THERE = "墙内", "墙外"

COUNTY = {HERE: "320722", THERE: "320723"}


@dataclass
class Side:
    """What one county has of everything that a staff page could show."""

    region: Region
    unit: Unit
    person: User
    post: Post
    case: Case
    attachment: Attachment
    batch: Batch
    recipient: Recipient
    lead: Lead
    transfer: Transfer
    standard: AssistanceStandard
    exception: NotApplicable
    posting: BoardPosting
    notice: Notice


def _import_of(side: Side) -> CaseImport:
    """A file of another system's cases, of the county."""
    facts = {"region": side.region, "imported_by": side.person, "digest": side.region.pk}
    return CaseImport.objects.get_or_create(**facts, defaults={"given_name": side.region.name})[0]


def _paper_of(side: Side) -> FormalPaper:
    """A formal paper of the county's case."""
    return side.case.papers.first() or a_formal_paper(side.case)


#: Which row an address speaks of, by its namespace or name; "" for pages of one's own work.
ROWS = {
    "service_standard": lambda side: {"pk": 1},
    "calendar_day": lambda side: {"pk": "2026-10-01"},
    "calendar_year": lambda side: {"pk": 2026},
    "programme": lambda side: {"pk": side.batch.programme_id},
    "everyday_word": lambda side: {"pk": EverydayWord.objects.first().pk},
    "paper_wording": lambda side: {"pk": PaperWording.objects.get_or_create(part="acceptance.matter")[0].pk},
    "paper_mark": lambda side: {"pk": PaperMark.objects.get_or_create(unit=side.unit)[0].pk},
    "other_authority": lambda side: {"pk": OtherAuthority.objects.first().pk},
    "case_topic": lambda side: {"pk": CaseTopic.objects.first().pk},
    "region": lambda side: {"pk": side.region.pk},
    "region_chooser": lambda side: {"pk": side.region.pk},
    "unit": lambda side: {"pk": side.unit.pk},
    "unit_chooser": lambda side: {"pk": side.unit.pk},
    "post": lambda side: {"pk": side.post.pk},
    "wagtailusers_users": lambda side: {"pk": side.person.pk},
    "organizations_account_link": lambda side: {"pk": side.person.pk},
    "organizations_person_logins": lambda side: {"pk": side.person.pk},
    "organizations_end_session": lambda side: {"uid": uuid.uuid4()},
    "organizations_decide_on_reset": lambda side: {"uid": uuid.uuid4()},
    "organizations_confirm_account": lambda side: {"pk": side.person.pk},
    "organizations_confirm_unit_name": lambda side: {"pk": side.unit.pk},
    "organizations_decide_on_move": lambda side: {"pk": side.unit.pk},
    "organizations_decide_on_place": lambda side: {"pk": side.unit.region_id},
    "organizations_decide_on_post": lambda side: {"pk": side.post.pk},
    "case": lambda side: {"pk": side.case.number},
    "complaints_import": lambda side: {"pk": _import_of(side).pk},
    "complaints_act": lambda side: {"number": side.case.number, "kind": "note"},
    "complaints_case_looks": lambda side: {"number": side.case.number},
    "complaints_identity": lambda side: {"number": side.case.number},
    "complaints_paper": lambda side: {"number": side.case.number, "paper": _paper_of(side).public_id},
    "complaints_paper_file": lambda side: {"number": side.case.number, "paper": _paper_of(side).public_id},
    "complaints_attachment": lambda side: {
        "number": side.case.number,
        "attachment": side.attachment.public_id,
    },
    "batch": lambda side: {
        "pk": side.batch.pk,
        "act": "submit",
        "key": side.batch.proposals.get().key,
        "public_id": side.recipient.public_id,
        "step": "hide",
        "code": side.region.pk,
        "programme": side.batch.programme_id,
        "posting": side.posting.public_id,
    },
    "notice": lambda side: {"public_id": side.notice.public_id, "act": "put-up"},
    "assistance_standard": lambda side: {"pk": side.standard.pk},
    "catalogue_item": lambda side: {"pk": side.exception.item_id},
    "not_applicable": lambda side: {"pk": side.exception.pk},
    "lead": lambda side: {
        "public_id": side.lead.public_id,
        "item": side.lead.items.first().public_id,
        "transfer": side.transfer.public_id,
    },
}


def make_side(mark: str) -> Side:
    """Make everything in one county, each thing with the mark in its words."""
    code = COUNTY[mark]
    Region.objects.within(code).update(name=f"{mark}地方")
    region = Region.objects.get(pk=code)
    units = {
        kind: Unit.objects.create(name=f"{mark}{kind}", kind=kind, region=region, phone=f"{mark}电话")
        for kind in ("bureau", "inspection")
    }
    commission = Unit.objects.create(name=f"{mark}纪委", kind="inspection", region=region)
    unit = units["bureau"]
    person = make_person(f"{mark}某", (unit, Role.EDITOR), (units["inspection"], Role.INSPECTOR))
    case = _case(mark, region)
    attachment = Attachment(case=case, kind="text", size=3, original_name=f"{mark}.txt")
    attachment.file.save("x.txt", ContentFile(mark.encode()), save=True)
    batch, recipient = _list(mark, region, person)
    lead = leads.open_lead(
        user=person,
        unit=units["inspection"],
        region=region,
        title=f"{mark}线索",
        summary=f"{mark}概要",
        reason="核查",
        cases=[case],
    )
    transfer = transferring.transfer(
        lead, user=person, to_unit=commission, letter_number=f"{code}线移〔2026〕1号", reason="移送"
    )
    standard = AssistanceStandard.objects.create(
        programme=batch.programme,
        region=region,
        sort="difference",
        amount=700,
        measure="yuan-person",
        valid_from=date(2026, 1, 1),
        document=f"{mark}文件",
        outcome="done",
    )
    exception = NotApplicable.objects.create(
        item=CatalogueItem.objects.get(number=6), region=region, reason=f"{mark}缘由"
    )
    post = person.posts.first()
    made = (region, unit, person, post, case, attachment, batch, recipient, lead, transfer, standard)
    return Side(*made, exception, _posting(mark, batch, person), _notice(mark, batch, person))


def make_worker() -> User:
    """Somebody with every role in the county inside the wall; a superuser too, which must not help."""
    bureau = Unit.objects.get(region_id=COUNTY[HERE], kind="bureau")
    inspection = Unit.objects.get(region_id=COUNTY[HERE], name=f"{HERE}inspection")
    roles = [role for role in Role if role != Role.REVIEWER]
    posts = [(inspection if role == Role.INSPECTOR else bureau, role) for role in roles]
    worker = make_person(f"{HERE}全能", *posts, is_superuser=True)
    give_both(worker, bureau, Role.REVIEWER)
    return worker


def _case(mark: str, region: Region, openness: str = "open") -> Case:
    brought = Intake(
        kind="complaint",
        channel="web",
        openness=openness,
        title=f"{mark}来件",
        narrative=f"{mark}低保金没有到账",
        region_code=region.pk,
        reach="nobody",
        complainant=Identity(f"{mark}人", "15400000000"),
    )
    case, _created = filing.register(brought, submission_key=f"wall-{mark}", with_pin=False)
    # As if it had been handed down: people here have a post beside the inspection group's.
    case.sight = Sight.PLACE
    case.save(update_fields=["sight"])
    return case


def _list(mark: str, region: Region, editor: User) -> tuple[Batch, Recipient]:
    programme = Programme.objects.get(pk="rural-dibao")
    batch = Batch.objects.create(
        programme=programme,
        region=region,
        month=date(2026, 10, 1),
        state="published",
        source_name=f"{mark}名单.csv",
        uploaded_by=editor,
        reason=f"{mark}意见",
    )
    batch.refused_rows.create(row=3, column=f"{mark}列", code="name_missing")
    recipient = Recipient.objects.create(
        programme=programme,
        region=region,
        holder_name=f"{mark}户",
        id_number="",
        id_index=mark,
        people=1,
        amount=1,
        since=date(2026, 1, 1),
        valid_from=batch,
    )
    batch.proposals.create(
        step="take-down", programme=programme, region=region, reason=f"{mark}理由", asked_by=editor
    )
    return batch, recipient


def _posting(mark: str, batch: Batch, user: User) -> BoardPosting:
    posting = BoardPosting(
        batch=batch, region=batch.region, posted_on=date(2026, 10, 9), kind="image/jpeg", posted_by=user
    )
    posting.photo.save("photo.jpg", ContentFile(mark.encode()), save=True)
    return posting


def _notice(mark: str, batch: Batch, user: User) -> Notice:
    return Notice.objects.create(
        programme=batch.programme,
        region=batch.region,
        kind="proposed",
        holder_name=f"{mark}户",
        id_number="",
        id_index=mark,
        people=1,
        state="entered",
        entered_by=user,
    )


def body_of(response) -> str:
    """The text of an answer, streamed or not, with JSON's escapes resolved."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        return text_of_archive(content)
    text = content.decode("utf-8", "replace")
    return text.encode().decode("unicode_escape", "replace") + text if "\\u" in text else text


def text_of_archive(content: bytes) -> str:
    """The text of everything in a letter or a spreadsheet."""
    with ZipFile(io.BytesIO(content)) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
