"""A site with one of everything, and somebody who may open nearly all of it."""

import time
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db.models import Max
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Revision, Site, Task, Workflow

from disclosure.models import Batch
from organizations import second_factor
from organizations.models import User
from portal.models import PolicyIndexPage, PolicyPage
from tests.organizations.factories import make_places
from tests.organizations.walls import HERE, ROWS, Side, make_side, make_worker
from tests.project.hostile.addresses import Address

#: Parts of Wagtail's paths that are no row.
WORDS = {
    "_1": "earliest",
    "_2": "latest",
    "content_type_app_name": "portal",
    "content_type_model_name": "policypage",
    "app_name": "portal",
    "app_label": "portal",
    "model_name": "policypage",
    "action_name": "approve",
    "action": "delete",
    "filter_spec": "width-100",
    "code": "320722",
    "programme": "rural-dibao",
    "slug": "story",
    "name": "type",
    "file": "0b2f8a9e-1111-4222-8333-444455556666",
    "uid": "0b2f8a9e-1111-4222-8333-444455556666",
}


@dataclass
class Made:
    """What was made: the rows of a county, who sees them, and keys by the part of a path that takes them."""

    side: Side
    worker: User
    keys: dict[str, str]
    own: dict[str, str]


def make_site() -> Made:
    """Places, a county with everything in it, a page with a draft, a picture, a document."""
    make_places()
    side = make_side(HERE)
    Batch.objects.update(published_at=timezone.now())
    draft = PolicyPage(title="办法", slug="measures", text="第一条 公开。", issuer="民政局")
    page = PolicyIndexPage.objects.get().add_child(instance=draft)
    page.save_revision()
    picture = get_image_model().objects.create(title="图", file=get_test_image_file())
    get_document_model().objects.create(title="文", file="documents/none.pdf")
    kinds = (Collection, Group, Revision, Site, Task, Workflow, get_document_model())
    last = {kind: str(kind.objects.aggregate(last=Max("pk"))["last"]) for kind in kinds}
    of_page, above = str(page.pk), str(page.get_parent().pk)
    document = last[get_document_model()]
    keys = {
        **dict.fromkeys(("pk", "_0", "page_id", "page_pk", "page_to_move_id", "object_id"), of_page),
        **dict.fromkeys(("parent_page_id", "destination_id"), above),
        **dict.fromkeys(("document_id", "doc_id"), document),
        "image_id": str(picture.pk),
        "revision_id": last[Revision],
        "collection_id": last[Collection],
        "task_id": last[Task],
        "workflow_pk": last[Workflow],
    }
    own = {
        "wagtailimages": str(picture.pk),
        "wagtailimages_chooser": str(picture.pk),
        "wagtaildocs": document,
        "wagtaildocs_chooser": document,
        "wagtailadmin_collections": last[Collection],
        "wagtailsites": last[Site],
        "wagtailusers_groups": last[Group],
        "wagtailadmin_workflows": last[Workflow],
        "programme": "rural-dibao",
        "calendar_day": "2026-10-01",
        "calendar_year": "2026",
    }
    return Made(side, make_worker(), keys, own)


def sign_in(client, user: User) -> None:
    """Log in, as somebody who has just been asked for the password again."""
    client.force_login(user)
    session = client.session
    session[second_factor.CONFIRMED] = time.time()
    session.save()


def values_of(made: Made, address: Address) -> dict[str, str]:
    """What stands in the path, by the names of its parts: rows that are there."""
    space = address.name.partition(":")[0]
    values = WORDS | made.keys | ({"pk": made.own[space]} if space in made.own else {})
    if address.name == "wagtaildocs_serve":
        values |= {"_0": made.keys["document_id"], "_1": "none.pdf"}
    if address.name == "wagtail_serve":
        values |= {"_0": "policies/"}
    row_of = ROWS.get(address.name) or ROWS.get(space)
    if row_of:
        values |= {name: str(value) for name, value in row_of(made.side).items()}
    return values
