"""Who brought a case, and who it is about."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from protection.fields import EncryptedJSONField, EncryptedTextField

#: The longest name or description of a respondent, in characters.
NAME_LENGTH = 64


class Complainant(models.Model):
    """Who brought the case; encrypted field by field and reached only through ``handling.revealing``.

    The indexes are keyed and blind: they answer "the same phone as before?" and nothing else.
    """

    case = models.OneToOneField("complaints.Case", on_delete=models.PROTECT, related_name="complainant")
    name = EncryptedTextField(_("name"), blank=True, place="complaints_complainant.name")
    phone = EncryptedTextField(_("telephone"), blank=True, place="complaints_complainant.phone")
    id_number = EncryptedTextField(_("ID number"), blank=True, place="complaints_complainant.id_number")
    address = EncryptedTextField(_("address"), blank=True, place="complaints_complainant.address")
    #: For whom it is brought (``behalf.Concerned``), where that is somebody else.
    concerned = EncryptedJSONField(null=True, blank=True, place="complaints_complainant.concerned")
    phone_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    name_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    wants_reply = models.BooleanField(_("wants a reply"), default=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("complainant")
        verbose_name_plural = _("complainants")
        default_permissions = ()

    def __str__(self) -> str:
        return f"complainant of case {self.case_id}"

    @property
    def names(self) -> list[str]:
        """Their name, and that of whom they bring it for."""
        return [name for name in (self.name, (self.concerned or {}).get("name", "")) if name]

    @property
    def numbers(self) -> list[str]:
        """Telephones and ID number, of both."""
        concerned = (self.concerned or {}).get("phone", "")
        return [number for number in (self.phone, self.id_number, concerned) if number]


class Respondent(models.Model):
    """Who the case is about (被反映人 / 被反映单位): a unit we know, a name, a user, or several of these.

    The complainant's words stand in ``name``. What they mean (``respondent_matching``) is kept in rows of its
    own, marked ``derived``, so that hiding does not rest on how somebody is written, or is called later.
    """

    case = models.ForeignKey("complaints.Case", on_delete=models.PROTECT, related_name="respondents")
    unit = models.ForeignKey(
        "organizations.Unit",
        verbose_name=_("unit"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True)
    derived = models.BooleanField(_("found by the system"), default=False)
    #: No accusation: the complainant does not want it to get there, for any reason or none.
    avoided = models.BooleanField(_("ruled out by the complainant"), default=False)
    #: No accusation either: a member of staff who steps aside (回避), by the head's decision.
    recused = models.BooleanField(_("steps aside"), default=False)
    #: Since when the row hides nothing any more: who it removed was put back (``parties.putting_back``).
    lifted_at = models.DateTimeField(_("put back at"), null=True, blank=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("respondent")
        verbose_name_plural = _("respondents")
        default_permissions = ()
        indexes = [models.Index(fields=["name"], name="respondent_name")]

    def __str__(self) -> str:
        return f"respondent {self.pk} of case {self.case_id}"


class Trace(models.Model):
    """A keyed digest of something in the words of a case that could be a name, a calling or an office.

    It answers "is this person spoken of?" when somebody takes office later, and nothing else
    (``parties.traces``).
    """

    # The constraint begins with the case: an index of its own would be written three hundred times a story.
    case = models.ForeignKey(
        "complaints.Case", on_delete=models.CASCADE, related_name="traces", db_index=False
    )
    key = models.CharField(max_length=24, db_index=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("trace of a name")
        verbose_name_plural = _("traces of names")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="trace_once")]

    def __str__(self) -> str:
        return f"trace {self.pk} of case {self.case_id}"
