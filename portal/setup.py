"""The portal's reference data: the page tree, the bureau, and who may edit and approve its pages."""

from dataclasses import asdict

from django.contrib.auth.models import Permission
from wagtail.models import (
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from organizations.enums import Role
from organizations.roles import ensure_groups, grant
from portal.asking.words import SHIPPED
from portal.models import (
    EverydayWord,
    GuideIndexPage,
    HomePage,
    HotlineIndexPage,
    PolicyIndexPage,
    ReviewTask,
)

#: Each section's page, its address, title and introduction.
INDEX_PAGES = (
    (PolicyIndexPage, "policies", "政策文件", "社会救助和政务公开的政策原文，可以搜索、下载、打印。"),
    (GuideIndexPage, "guides", "办事指南", "怎么申请、带什么材料、多久有结果。"),
    (HotlineIndexPage, "hotlines", "联系电话", "各级民政部门和监督单位的电话、地址和办公时间。"),
)

SENTENCE = "查看谁在领取社会救助，反映您看到的问题，随时跟进办理进度。"
SENTENCE_EN = "See who receives social assistance, report what is wrong, and follow what becomes of it."

#: What a role may do when it is held in the head office: the site is the whole city's.
HEAD_PERMISSIONS: dict[Role, list[str]] = {
    Role.ADMINISTRATOR: [
        "portal.change_bureau",
        "portal.view_everydayword",
        "portal.add_everydayword",
        "portal.change_everydayword",
    ],
}

#: What each role, held in the head office, may do below the front page.
PAGE_ACTS = {
    Role.EDITOR: ("add_page", "change_page"),
    # Approval ends in publishing, for which Wagtail asks this right; past the workflow the hooks refuse it.
    Role.REVIEWER: ("publish_page",),
}


def prepare() -> None:
    """Lay out what the portal needs to run; a second run changes nothing that people edited since."""
    home = _home()
    for model, slug, title, intro in INDEX_PAGES:
        if not model.objects.exists():
            home.add_child(instance=model(title=title, slug=slug, intro=intro, show_in_menus=True))
    _rights(home)
    _workflow(home)
    _words()
    grant(HEAD_PERMISSIONS, head=True)


def _words() -> None:
    """Add the shipped everyday words that are missing; one that was put out of use stays so."""
    there = set(EverydayWord.objects.values_list("word", "means"))
    EverydayWord.objects.bulk_create(
        EverydayWord(**asdict(row)) for row in SHIPPED.rows if (row.word, row.means) not in there
    )


def _home() -> HomePage:
    """The front page at the root of the site, in place of Wagtail's welcome page."""
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node()
        # Wagtail's welcome page holds the address we need until the site points elsewhere.
        home = root.add_child(
            instance=HomePage(title="首页", slug="portal", sentence=SENTENCE, sentence_en=SENTENCE_EN)
        )
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    elif site.root_page_id != home.pk and not isinstance(site.root_page.specific, HomePage):
        welcome = site.root_page
        site.root_page = home
        site.save()
        welcome.delete()
    return home


def _rights(home: HomePage) -> None:
    """Let editors write pages and reviewers end the workflow.

    No role uploads pictures or documents: Wagtail serves a file to everyone from the moment it is stored, so
    that it would be public without anybody else's approval.
    """
    groups = ensure_groups(head=True)
    for role, codenames in PAGE_ACTS.items():
        for codename in codenames:
            permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
            GroupPagePermission.objects.get_or_create(group=groups[role], page=home, permission=permission)


def _workflow(home: HomePage) -> None:
    """Send every page below the front page through one approval by a reviewer who did not write it."""
    task = ReviewTask.objects.first()
    if task is None:
        task = ReviewTask.objects.create(name="审核发布")
        task.groups.add(ensure_groups(head=True)[Role.REVIEWER])
    workflow, created = Workflow.objects.get_or_create(name="发布审核")
    if created:
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.get_or_create(page=home, defaults={"workflow": workflow})
