"""Staff pages for posts and for the people who hold them."""

from django.db.models import Case, Q, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.widgets.button import Button
from wagtail.users.views import users as wagtail_users

from organizations import doubts, links, log_words, posts
from organizations.forms import AppointForm, ReleaseForm, StaffCreationForm, StaffEditForm
from organizations.models import AccountDoubt, Post, User
from organizations.permissions import PostPermissionPolicy, UserPermissionPolicy
from organizations.views.reauthentication import ReauthenticationMixin
from organizations.viewsets.scoped import (
    ScopedCreateView,
    ScopedEditView,
    ScopedFormMixin,
    ScopedHistoryView,
    ScopedIndexView,
    ScopedModelViewSet,
    ScopedRowsMixin,
    ScopedUsageView,
)


class PostIndexView(ScopedIndexView):
    """Posts in scope, with person and unit."""

    def get_base_queryset(self):
        """Return posts with person and unit."""
        return super().get_base_queryset().select_related("user", "unit")


class AppointView(ReauthenticationMixin, ScopedCreateView):
    """Gives a post, through the domain: groups, scope and audit entry follow."""

    def get_form(self, form_class=None):
        """Offer the people an administrator may appoint: those without a post elsewhere.

        A post at the bureau for one who inspects it would hide from them what accuses the bureau.
        """
        form = super().get_form(form_class)
        policy = UserPermissionPolicy(User)
        form.fields["user"].queryset = policy.instances_user_has_permission_for(self.request.user, "change")
        return form

    def save_instance(self):
        """Appoint; the one audit entry is written there."""
        wanted = dict(self.form.cleaned_data)
        return posts.appoint(wanted.pop("user"), **wanted, user=self.request.user)

    def get_success_message(self, instance):
        """Say when a post waits for somebody else."""
        if instance.counts:
            return super().get_success_message(instance)
        return _(
            "Proposed: %(post)s. It counts once another administrator has confirmed it; "
            "who can is written under “To confirm as second”."
        ) % {"post": instance}


class ReleaseView(ReauthenticationMixin, ScopedEditView):
    """Ends a post; who held what and when stays on record."""

    page_title = _("End this post")

    def save_instance(self):
        """Release; the one audit entry is written there."""
        wanted = self.form.cleaned_data
        post = Post.objects.get(pk=self.object.pk)
        return posts.release(post, on=wanted["valid_until"], user=self.request.user, reason=wanted["reason"])


class PostViewSet(ScopedModelViewSet):
    """The posts of the units in an administrator's scope."""

    model = Post
    icon = "group"
    menu_label = _("Posts")
    permission_policy = PostPermissionPolicy(Post)
    index_view_class = PostIndexView
    add_view_class = AppointView
    edit_view_class = ReleaseView
    list_display = [
        "user",
        "role",
        "unit",
        "valid_from",
        "valid_until",
        BooleanColumn("counts", label=_("Counts")),
    ]
    list_filter = ["role"]
    list_per_page = 50
    search_fields = ["user__name", "unit__name"]

    def get_form_class(self, for_update=False):
        """Return the form for a new post or for ending one."""
        return ReleaseForm if for_update else AppointForm


class StaffIndexView(ScopedRowsMixin, wagtail_users.IndexView):
    """The people in an administrator's scope. Without Wagtail's bulk actions, which know no scope.

    When somebody last logged in stands there for who keeps the account.
    """

    search_fields = ["username", "name"]

    @property
    def columns(self):
        """Return name, login, whether active, last login."""
        return [
            self._get_title_column("name"),
            Column("username", label=_("Username"), accessor="get_username", sort_key="username"),
            BooleanColumn("is_active", label=_("Active"), sort_key="is_active"),
            DateColumn("login_shown", label=_("Last login"), sort_key="login_shown"),
        ]

    def get_base_queryset(self):
        """Return the people in scope."""
        kept = self.permission_policy.instances_user_has_permission_for(self.request.user, "change")
        shown = When(pk__in=kept.values("pk"), then="last_login")
        return self.scoped_rows().select_related("wagtail_userprofile").annotate(login_shown=Case(shown))

    def order_queryset(self, queryset):
        """Order by the one name there is."""
        return super(wagtail_users.IndexView, self).order_queryset(queryset)


class StaffCreateView(ReauthenticationMixin, ScopedFormMixin, wagtail_users.CreateView):
    """Adds a person, who can do nothing until they have chosen a password and are given a post."""

    template_name = "wagtailadmin/generic/form.html"

    def save_instance(self):
        """Save, and keep who typed the address."""
        person = super().save_instance()
        if person.email:
            doubts.note_address(person, "", user=self.request.user)
        return person

    def get_success_url(self):
        """Go on to the one-time link."""
        return reverse("organizations_account_link", args=[self.object.pk])


class StaffEditView(ReauthenticationMixin, ScopedRowsMixin, ScopedFormMixin, wagtail_users.EditView):
    """Changes a person who has no post outside the administrator's scope."""

    scope_actions = ("change",)
    template_name = "wagtailadmin/generic/form.html"

    def get_queryset(self):
        """Return the people whom the user may change."""
        return self.scoped_rows()

    @property
    def header_more_buttons(self):
        """Offer a one-time link beside what Wagtail offers."""
        link = Button(
            _("One-time link to choose a password"),
            url=reverse("organizations_account_link", args=[self.object.pk]),
            icon_name="key",
            priority=5,
        )
        logins = Button(
            _("Logins and second factor"),
            url=reverse("organizations_person_logins", args=[self.object.pk]),
            icon_name="lock",
            priority=6,
        )
        return [*super().header_more_buttons, *([] if self.editing_self else [link, logins])]

    def save_instance(self):
        """Save; hold an account back that is called otherwise, or is opened again: with it count the posts
        that two gave to who worked here then. The links of one that was closed, is called otherwise or has
        another address are void: they went to whoever it was.
        """
        before = User.objects.get(pk=self.object.pk)
        if before.name != self.form.instance.name and _was_somebody(before):
            doubts.keep_name(self.form.instance, before)
        person = super().save_instance()
        moved = before.email != person.email
        if moved:
            doubts.note_address(person, before.email, user=self.request.user)
        renamed = (before.username, before.name) != (person.username, person.name)
        if renamed and _was_somebody(before):
            doubts.raise_doubt(person, AccountDoubt.Kind.NAME, user=self.request.user)
        if person.is_active and not before.is_active and _was_somebody(before):
            doubts.raise_doubt(person, AccountDoubt.Kind.OPENED, user=self.request.user)
        if moved or renamed or not person.is_active:
            links.withdraw(person)
        return person


def _was_somebody(person: User) -> bool:
    """Whether an account has ever been anybody's, or was given a post in that name; one whose factor was
    reset has no password and is somebody's still.
    """
    used = person.has_usable_password() or person.last_login or person.confirmed_email
    return bool(used) or person.posts.exists()


#: What an account's history shows: acts on the account itself. Other rooms write on it what somebody read or
#: exported, which an administrator reads none of (decision 0028).
_ON_ACCOUNTS = Q(action__startswith="organizations.") | Q(action__startswith="wagtail.")


class StaffHistoryView(ScopedHistoryView):
    """What happened to an account; its logins for who keeps it: when an inspector works is no bureau's."""

    def get_base_queryset(self):
        """Return the entries that this user may read."""
        entries = super().get_base_queryset().filter(_ON_ACCOUNTS)
        if self.permission_policy.user_has_permission_for_instance(self.request.user, "change", self.object):
            return entries
        return entries.exclude(action__in=log_words.LOGINS)


class StaffDeleteView(ScopedRowsMixin, wagtail_users.DeleteView):
    """Deletes nobody: the audit log names people, who are made inactive instead."""

    scope_actions = ("delete",)

    def get_queryset(self):
        """Return those who may be deleted: no one."""
        return self.scoped_rows()


class UserViewSet(wagtail_users.UserViewSet):
    """Wagtail's pages for users, with one name, without groups, within the region scope."""

    permission_policy = UserPermissionPolicy(User)
    index_view_class = StaffIndexView
    add_view_class = StaffCreateView
    edit_view_class = StaffEditView
    delete_view_class = StaffDeleteView
    history_view_class = StaffHistoryView
    usage_view_class = ScopedUsageView
    copy_view_enabled = False
    create_template_name = "wagtailadmin/generic/form.html"
    edit_template_name = "wagtailadmin/generic/form.html"
    search_fields = ["username", "name"]
    filterset_class = None
    list_filter = ["is_active"]

    def get_form_class(self, for_update=False):
        """Return the form for a new person or for one who is there."""
        return StaffEditForm if for_update else StaffCreationForm


post_viewset = PostViewSet("post")
