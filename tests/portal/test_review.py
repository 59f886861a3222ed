"""Nobody approves their own work, and nothing is published past the review."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import GroupCollectionPermission, TaskState, Workflow

from portal.models import PolicyPage, ReviewTask


@pytest.fixture
def draft(site, people):
    """A policy that the editor wrote and submitted."""
    page = PolicyPage(
        title="新通知",
        slug="new",
        text="一、要求\n照办。",
        issuer="乙市民政局",
        live=False,
        owner=people.editor,
    )
    site.library.add_child(instance=page)
    page.save_revision(user=people.editor)
    page.get_workflow().start(page, people.editor)
    return PolicyPage.objects.get(pk=page.pk)


def task_state(page) -> TaskState:
    return page.current_workflow_task_state


def act(client, page, name: str = "approve"):
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, name, task_state(page).pk])
    return client.post(address)


def test_every_policy_is_under_the_one_workflow(draft):
    assert draft.get_workflow() == Workflow.objects.get(name="发布审核")
    assert isinstance(task_state(draft).task.specific, ReviewTask)


def test_somebody_else_approves_and_the_page_is_public(client, draft, people):
    client.force_login(people.reviewer)
    act(client, draft)
    draft.refresh_from_db()
    assert draft.live


def test_a_reviewer_can_send_it_back(client, draft, people):
    client.force_login(people.reviewer)
    act(client, draft, "reject")
    draft.refresh_from_db()
    assert not draft.live
    assert draft.current_workflow_state.status == "needs_changes"


@pytest.mark.parametrize("who", ["editor", "both"])
def test_the_author_cannot_approve(client, site, people, who):
    author = getattr(people, who)
    page = PolicyPage(title="自己写的", slug="own", text="一、要求\n照办。", issuer="乙市民政局", live=False)
    site.library.add_child(instance=page)
    page.save_revision(user=author)
    page.get_workflow().start(page, author)
    client.force_login(author)
    act(client, page)
    page.refresh_from_db()
    assert not page.live
    assert page.workflow_in_progress


def test_whoever_submits_cannot_approve_what_another_wrote(client, site, people):
    page = PolicyPage(
        title="别人写的", slug="other", text="一、要求\n照办。", issuer="乙市民政局", live=False
    )
    site.library.add_child(instance=page)
    page.save_revision(user=people.editor)
    page.get_workflow().start(page, people.both)
    client.force_login(people.both)
    act(client, page)
    page.refresh_from_db()
    assert not page.live


def test_not_even_a_superuser_approves_their_own(draft, people):
    people.editor.is_superuser = True
    people.editor.save()
    task = task_state(draft).task.specific
    assert task.get_actions(draft, people.editor) == []
    with pytest.raises(PermissionDenied):
        task.on_action(task_state(draft), people.editor, "approve")


def test_what_waits_for_a_reviewer_leaves_out_their_own(draft, people):
    task = task_state(draft).task.specific
    assert list(task.get_task_states_user_can_moderate(people.reviewer)) == [task_state(draft)]
    people.editor.groups.add(*people.reviewer.groups.all())
    assert not task.get_task_states_user_can_moderate(people.editor).exists()


def test_the_editor_sees_no_way_to_publish_directly(client, people, rules, django_user_model):
    root = django_user_model.objects.create_superuser("root", password="x")
    client.force_login(root)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[rules.pk])).content.decode()
    assert 'name="action-publish"' not in html
    assert 'name="action-submit"' in html


def test_a_crafted_publish_request_leaves_a_draft(client, rules, django_user_model):
    root = django_user_model.objects.create_superuser("root", password="x")
    client.force_login(root)
    edit = reverse("wagtailadmin_pages:edit", args=[rules.pk])
    data = {
        name: value for name, value in client.get(edit).context["form"].initial.items() if value is not None
    }
    data |= {
        "title": "改过的标题",
        "text": rules.text,
        "action-publish": "1",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
    }
    assert client.post(edit, data).status_code == 302
    rules.refresh_from_db()
    assert rules.title == "云川市临时救助办法"
    assert rules.latest_revision.content["title"] == "改过的标题"


@pytest.mark.parametrize("who", ["reviewer", "root"])
def test_publishing_in_bulk_is_refused(client, site, people, django_user_model, who):
    root = django_user_model.objects.create_superuser("root", password="x")
    client.force_login(root if who == "root" else people.reviewer)
    page = PolicyPage(title="草稿", slug="draft", text="照办。", issuer="乙市民政局", live=False)
    site.library.add_child(instance=page)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{address}?id={page.pk}")
    page.refresh_from_db()
    assert not page.live


def test_a_handler_may_not_edit_policies(client, people, rules):
    client.force_login(people.handler)
    response = client.get(reverse("wagtailadmin_pages:edit", args=[rules.pk]))
    assert response.status_code in {302, 403}


def test_a_copy_gets_numbers_of_its_own(rules):
    copied = rules.copy(update_attrs={"slug": "copied", "title": "另一份"})
    assert copied.index_number not in {"", rules.index_number}
    assert copied.document_number == ""


def test_the_login_speaks_chinese_and_shows_the_way_out(client, site):
    html = client.get(reverse("wagtailadmin_login")).content.decode()
    assert "乙市民政局" in html
    assert "密码" in html
    assert "投诉和查进度不需要登录" in html


def test_the_staff_front_page_leaves_out_what_nobody_asked_for(client, people):
    client.force_login(people.editor)
    shown = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "乙市民政局" in shown
    assert "我的账号" in shown
    assert 'role="search"' not in shown
    assert "editor guide" not in shown
    assert "w-summary" not in shown


def decide(client, page, state: TaskState, name: str = "approve"):
    """Press a reviewer's button on the page's own screen."""
    data = {"action-workflow-action": "1", "workflow-action-name": name, "submission": state.pk}
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def test_a_colleagues_last_comma_makes_no_stranger_of_the_author(client, site, people):
    page = PolicyPage(title="两人写的", slug="two", text="一、要求\n照办。", issuer="乙市民政局", live=False)
    site.library.add_child(instance=page)
    page.save_revision(user=people.both)
    page.text += "。"
    page.save_revision(user=people.editor)
    page.get_workflow().start(page, people.editor)
    client.force_login(people.both)
    act(client, page)
    decide(client, page, task_state(page))
    page.refresh_from_db()
    assert not page.live
    assert not task_state(page).task.specific.get_task_states_user_can_moderate(people.both).exists()


def test_whoever_submitted_first_does_not_approve_what_another_submits_again(client, site, people, draft):
    draft.current_workflow_state.cancel(user=people.editor)
    draft.get_workflow().start(draft, people.both)
    draft.current_workflow_state.cancel(user=people.both)
    draft.get_workflow().start(draft, people.editor)
    client.force_login(people.both)
    act(client, draft)
    draft.refresh_from_db()
    assert not draft.live


def test_what_was_published_long_ago_is_nobodys_unpublished_work(client, people, draft):
    client.force_login(people.reviewer)
    act(client, draft)
    draft.refresh_from_db()
    draft.save_revision(user=people.both)
    draft.get_workflow().start(draft, people.both)
    task = task_state(draft).task.specific
    assert task.get_actions(draft, people.both) == []
    assert task.get_actions(draft, people.reviewer)
    people.editor.groups.add(*people.reviewer.groups.all())
    assert task.get_actions(draft, people.editor)


@pytest.mark.parametrize("who", ["editor", "reviewer", "both", "root"])
def test_nobody_edits_what_is_in_review(client, draft, people, django_user_model, who):
    root = django_user_model.objects.create_superuser("root", password="x")
    client.force_login(root if who == "root" else getattr(people, who))
    revision = draft.latest_revision_id
    data = {"title": "改过的标题", "slug": draft.slug, "text": "改过的正文", "issuer": draft.issuer}
    client.post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), data)
    draft.refresh_from_db()
    assert draft.latest_revision_id == revision


def test_a_reviewer_decides_on_the_submission_that_was_read(client, people, draft):
    client.force_login(people.reviewer)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()
    read = task_state(draft)
    assert f'name="submission" value="{read.pk}"' in html
    assert 'data-workflow-action-name="approve"' in html
    draft.current_workflow_state.cancel(user=people.editor)
    draft.text = "一、要求\n改了。"
    draft.save_revision(user=people.editor)
    draft.get_workflow().start(draft, people.editor)
    decide(client, draft, read)
    draft.refresh_from_db()
    assert not draft.live
    decide(client, draft, task_state(draft))
    draft.refresh_from_db()
    assert draft.live
    assert "改了" in draft.text


def test_a_text_changed_behind_the_review_is_not_approved(client, people, draft):
    read = task_state(draft)
    draft.save_revision(user=people.editor)
    with pytest.raises(PermissionDenied):
        read.task.specific.on_action(read, people.reviewer, "approve")


@pytest.mark.parametrize("extra", [{"publish_copies": "on"}, {"alias": "on"}])
def test_a_copy_is_not_published_past_the_review(client, rules, site, django_user_model, extra):
    root = django_user_model.objects.create_superuser("root", password="x")
    client.force_login(root)
    data = {"new_title": "另一份", "new_slug": "copied", "new_parent_page": site.library.pk}
    address = reverse("wagtailadmin_pages:copy", args=[rules.pk])
    client.post(address, {**data, **extra})
    assert not PolicyPage.objects.filter(slug="copied").exists()
    client.post(address, data)
    assert not PolicyPage.objects.get(slug="copied").live


@pytest.mark.parametrize("name", ["publish", "copy", "create_alias", "convert_alias"])
def test_the_acts_of_wagtails_own_interface_are_closed(client, rules, django_user_model, name):
    client.force_login(django_user_model.objects.create_superuser("root", password="x"))
    address = reverse("wagtailadmin_api:pages:action", args=[rules.pk, name])
    assert client.post(address, {}, content_type="application/json").status_code == 404


@pytest.mark.parametrize("name", ["wagtaildocs:index", "wagtaildocs:add", "wagtailimages:index"])
def test_no_file_becomes_public_by_being_uploaded(client, people, name):
    for user in (people.editor, people.reviewer, people.both):
        client.force_login(user)
        assert client.get(reverse(name)).status_code in {302, 403}
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("wagtaildocs:index") not in html
    assert not GroupCollectionPermission.objects.filter(group__in=people.both.groups.all()).exists()


def test_choosing_a_page_shows_drafts_only_to_those_who_write_pages(client, people, add_policy, site):
    add_policy("未公开的草稿", live=False)
    add_policy("已公开的文件")
    address = reverse("wagtailadmin_choose_page_child", args=[site.library.pk])
    for person, sees in ((people.handler, False), (people.editor, True)):
        client.force_login(person)
        html = client.get(address).json()["html"]
        assert "已公开的文件" in html
        assert ("未公开的草稿" in html) is sees
