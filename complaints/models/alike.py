"""Cases that are alike, and cases that belong together."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TextSample(models.Model):
    """A keyed digest of one piece of a case's story; the same story leaves the same (``handling.alike``).

    It answers "was this sent before?" and nothing else; without the key nobody can ask it for a text.
    """

    # The constraint begins with the case.
    case = models.ForeignKey(
        "complaints.Case", on_delete=models.CASCADE, related_name="samples", db_index=False
    )
    key = models.CharField(max_length=24, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("sample of a text")
        verbose_name_plural = _("samples of texts")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="sample_once")]
        indexes = [models.Index(fields=["key", "case"], name="sample_key_case")]

    def __str__(self) -> str:
        return f"sample {self.pk} of case {self.case_id}"


class CaseLink(models.Model):
    """That one case has to do with another; two rows a pair, one for each side.

    Who sees one of them learns nothing of the other here: whoever reads it asks ``visible_to`` of each.
    """

    # The constraint begins with the case.
    case = models.ForeignKey(
        "complaints.Case", on_delete=models.PROTECT, related_name="links", db_index=False
    )
    other = models.ForeignKey("complaints.Case", on_delete=models.PROTECT, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("link between cases")
        verbose_name_plural = _("links between cases")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["case", "other"], name="case_link_once")]

    def __str__(self) -> str:
        return f"link {self.case_id}-{self.other_id}"
