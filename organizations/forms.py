"""Forms of the staff site for posts and people."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput
from wagtail.users.forms import UserCreationForm, UserEditForm

from organizations import administering, both_hands, codes, names, scope, unit_names
from organizations.enums import Role
from organizations.models import Post, Unit, User
from organizations.viewsets.choosers import region_chooser, unit_chooser


class UnitForm(WagtailAdminModelForm):
    """An office. Places and units are chosen by searching: there are too many for a list."""

    class Meta:
        model = Unit
        fields = ["name", "kind", "region", "parent", "phone", "address", "hours", "is_public", "open_until"]
        widgets = {
            "region": region_chooser.widget_class,
            "parent": unit_chooser.widget_class,
            "open_until": AdminDateInput,
        }

    def __init__(self, *args, **kwargs) -> None:
        """Leave out, for a unit of one's own, what decides who is told of accusations against it.

        One's own is also where one holds another post: moved to a wider place, it would open that place to
        whoever moved it.
        """
        super().__init__(*args, **kwargs)
        user, unit = self.for_user, self.instance
        if user is None or not unit.pk:
            return
        works_there = Post.objects.not_ended().filter(user=user, unit=unit).exists()
        if works_there or not administering.stands_above(user, unit):
            for name in ("name", "kind", "region", "parent", "open_until"):
                del self.fields[name]
            return
        waits = _("Another one counts once another administrator, of a unit above, has confirmed it.")
        for name in ("kind", "region", "parent", "open_until"):
            said = self.fields[name].help_text
            self.fields[name].help_text = format_lazy("{} {}", said, waits) if said else waits

    def clean(self):
        """Refuse a place among the units that makes somebody editor and reviewer in one line, or that lies
        elsewhere; and a name that stories hold as other words.
        """
        wanted = super().clean()
        if self.instance.pk and "parent" in self.changed_data and "parent" in wanted:
            both_hands.refuse_move(self.instance, wanted["parent"])
        self._refuse_one_elsewhere(wanted.get("parent"), wanted.get("region"))
        self._refuse_other_words(wanted.get("name"), wanted.get("kind"))
        return wanted

    def _refuse_one_elsewhere(self, above, region) -> None:
        """What goes up from an office goes to one that may see its place."""
        changed = {"parent", "region"}.intersection(self.changed_data)
        if changed and above and region and not codes.contains(above.region_id, region.pk):
            text = _("%(unit)s is not responsible for %(region)s. Choose one of this place or above it.")
            self.add_error("parent", text % {"unit": above, "region": region})

    def _refuse_other_words(self, name, kind) -> None:
        changed = {"name", "kind"}.intersection(self.changed_data)
        if changed and name and kind and not unit_names.says_what_it_is(name, kind):
            text = _("The name has to say what the office is. It should hold one of: %(words)s.")
            self.add_error("name", text % {"words": _(", ").join(unit_names.words_of(kind))})

    def clean_kind(self):
        """Refuse another kind for an office in which somebody has held a post: it decides who sees what."""
        kind = self.cleaned_data["kind"]
        if self.instance.pk and kind != self.initial.get("kind") and self.instance.posts.exists():
            raise ValidationError(
                _("People have held posts here. Close this unit and add one of the other kind.")
            )
        return kind

    def clean_parent(self):
        """Refuse a unit that would stand above or beside one's own."""
        above = self.cleaned_data["parent"]
        user = self.for_user
        if user is None or user.is_superuser:
            return above
        if above is None or not administering.administers(user, above):
            raise ValidationError(_("Choose your own unit, or one below it, as the unit above."))
        return above


class AppointForm(WagtailAdminModelForm):
    """Gives a person a post."""

    class Meta:
        model = Post
        fields = ["user", "unit", "role", "valid_from", "valid_until"]
        widgets = {
            "unit": unit_chooser.widget_class,
            "valid_from": AdminDateInput,
            "valid_until": AdminDateInput,
        }

    def clean_user(self):
        """Refuse a post for oneself: nobody extends their own rights."""
        person = self.cleaned_data["user"]
        if self.for_user is not None and person.pk == self.for_user.pk:
            raise ValidationError(_("You cannot give yourself a post. Ask another administrator."))
        # What no words mean would open to this person the cases about them.
        if why := names.amiss(person.name):
            text = _("The account's name is not a person's name as people write it. Mend it first. %(why)s")
            raise ValidationError(text % {"why": why})
        return person

    def clean_unit(self):
        """Refuse a unit that is not below one's own; what lies in another region is refused by the policy."""
        unit = self.cleaned_data["unit"]
        user = self.for_user
        inside = user is not None and scope.in_scope(user, unit.region_id, {Role.ADMINISTRATOR})
        if inside and not administering.administers(user, unit):
            raise ValidationError(
                _("Only its own administrator, or one of a unit above it, gives posts in this unit.")
            )
        if not unit.is_open:
            raise ValidationError(_("This unit is closed. Choose one that is open."))
        return unit

    def clean(self):
        """Refuse an editor and a reviewer in one hand."""
        wanted = super().clean()
        if {"user", "unit", "role", "valid_from"} <= wanted.keys():
            both_hands.refuse(Post(**{name: wanted.get(name) for name in self.Meta.fields}))
        return wanted


class ReleaseForm(WagtailAdminModelForm):
    """Ends a post on a day, for a reason."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Goes into the audit log; no personal data.")
    )

    class Meta:
        model = Post
        fields = ["valid_until"]
        widgets = {"valid_until": AdminDateInput}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_until"].required = True
        self.last_day = self.instance.valid_until

    def clean_valid_until(self):
        """Refuse to lengthen a post that has its last day: whoever holds it since may work elsewhere. Nor is
        it ended backwards: who held it steps aside where it is accused.
        """
        day = self.cleaned_data["valid_until"]
        today = timezone.localdate()
        if day < today - timedelta(days=1) or (self.last_day and self.last_day < today):
            raise ValidationError(
                _("What was held stays on record: a post ends yesterday at the earliest, and only once.")
            )
        if self.last_day and day > self.last_day:
            raise ValidationError(_("A post is not made longer. Give a new one."))
        return day


class StaffFields:
    """What both forms for people say about the login, in the reader's language."""

    #: Nobody chooses a password for somebody else; Wagtail leaves its fields out (organizations.links).
    password_enabled = False

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].help_text = _("Letters, digits and . _ - only; used to log in.")

    def clean_name(self) -> str:
        """Refuse the name of a place: cases that name the place would count as about this person. And what
        holds more than the name, which no words would mean.
        """
        name = self.cleaned_data["name"].strip()
        if name != self.instance.name and (why := names.amiss(name)):
            raise ValidationError(why)
        if name != self.instance.name and names.holds_a_place(name):
            raise ValidationError(_("This is the name of a place. Enter the name of the person."))
        return name

    def _clean_username(self):
        """Refuse a login that looks like another's: beside Wagtail's own rule, which tells cases apart."""
        login = self.cleaned_data.get("username")
        if not login or login == self.instance.username:
            return super()._clean_username()
        if not login.isascii():
            self.add_error("username", _("Letters a to z, digits and . _ - only."))
            return login
        others = User.objects.exclude(pk=self.instance.pk)
        if others.filter(username__iexact=login).exists():
            self.add_error("username", _("Another account has this login."))
            return login
        return super()._clean_username()


class StaffCreationForm(StaffFields, UserCreationForm):
    """A new person: name and login. The password is their own, roles come from posts."""

    first_name = None
    last_name = None
    is_superuser = None
    email = forms.EmailField(required=False, label=_("E-mail"))

    class Meta(UserCreationForm.Meta):
        model = User
        fields = ["username", "name", "email"]

    def save(self, commit=True):
        """Store the person without a password: only a link opens the account."""
        self.instance.set_unusable_password()
        return super().save(commit)


class StaffEditForm(StaffFields, UserEditForm):
    """A person as they are."""

    first_name = None
    last_name = None
    is_superuser = None
    email = forms.EmailField(required=False, label=_("E-mail"))

    class Meta(UserEditForm.Meta):
        model = User
        fields = ["username", "name", "email", "is_active"]

    def __init__(self, *args, **kwargs) -> None:
        # Wagtail removes is_superuser for oneself; here nobody has that field.
        editing_self = kwargs.pop("editing_self", False)
        super().__init__(*args, **kwargs)
        if editing_self:
            del self.fields["is_active"]
        elif not self.instance.is_active:
            self.fields["is_active"].help_text = _(
                "An account that is opened again waits for a second administrator."
            )
        self.fields["name"].help_text = _(
            "After a change of name or login, a second administrator has to confirm the account before it "
            "can do anything again."
        )

    def save(self, commit=True):
        """Write what this form shows and nothing else: a password chosen meanwhile stays."""
        if commit:
            self.instance.save(update_fields=list(self.fields))
        return self.instance
