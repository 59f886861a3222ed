"""Forms of the staff site for posts and people."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput
from wagtail.users.forms import UserCreationForm, UserEditForm

from organizations.models import Post, Unit, User
from organizations.viewsets.choosers import region_chooser, unit_chooser


class UnitForm(WagtailAdminModelForm):
    """An office. Places and units are chosen by searching: there are too many for a list."""

    class Meta:
        model = Unit
        fields = ["name", "kind", "region", "parent", "phone", "address", "hours", "is_public"]
        widgets = {"region": region_chooser.widget_class, "parent": unit_chooser.widget_class}


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
            raise ValidationError(_("You can't give yourself a post. Ask another administrator."))
        return person


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


class StaffFields:
    """What both forms for people say about the login, in the reader's language."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].help_text = _("Letters, digits and . _ - only; used to log in.")


class StaffCreationForm(StaffFields, UserCreationForm):
    """A new person: name, login and password. Roles come from posts, never from this form."""

    first_name = None
    last_name = None
    is_superuser = None
    email = forms.EmailField(required=False, label=_("E-mail"))

    class Meta(UserCreationForm.Meta):
        model = User
        fields = ["username", "name", "email"]


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
