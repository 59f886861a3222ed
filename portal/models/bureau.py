"""Who publishes this site, and when its hotline is answered."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="home", order=100)
class Bureau(BaseGenericSetting):
    """The bureau's name, address and hotline, shown in the head and foot of every public page."""

    name = models.CharField(_("name of the bureau"), max_length=64, default="民政局")
    name_en = models.CharField(_("name in English"), max_length=96, default="Civil Affairs Bureau")
    address = models.CharField(_("address of the bureau"), max_length=128, blank=True)
    region_code = models.CharField(_("division code"), max_length=6, blank=True)
    index_prefix = models.CharField(
        _("agency code in index numbers"),
        max_length=16,
        default="MZ",
        help_text=_("An index number (索引号) reads: agency code, year, serial number."),
    )
    hotline = models.CharField(_("hotline"), max_length=32, blank=True)
    opens = models.TimeField(_("answered from"), default=datetime.time(8, 30))
    break_from = models.TimeField(_("break from"), null=True, blank=True, default=datetime.time(12))
    break_until = models.TimeField(_("break until"), null=True, blank=True, default=datetime.time(14))
    closes = models.TimeField(_("answered until"), default=datetime.time(17, 30))

    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("name_en"), FieldPanel("address"), FieldPanel("region_code")],
            heading=_("Bureau"),
        ),
        FieldPanel("index_prefix"),
        MultiFieldPanel(
            [
                FieldPanel("hotline"),
                FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")]),
                FieldRowPanel([FieldPanel("break_from"), FieldPanel("break_until")]),
            ],
            heading=_("Hotline and its hours"),
        ),
    ]

    class Meta:
        verbose_name = _("bureau and hotline")

    @property
    def display_name(self) -> str:
        """The name in the language of the page."""
        return self.name_en if get_language() == "en" else self.name

    def clean(self) -> None:
        """Refuse hours that run backwards."""
        super().clean()
        if self.opens and self.closes and self.opens >= self.closes:
            raise ValidationError({"closes": _("The hotline must close after it opens.")})
        if bool(self.break_from) != bool(self.break_until):
            raise ValidationError({"break_until": _("A break needs both its beginning and its end.")})
        hours = (self.opens, self.break_from, self.break_until, self.closes)
        given = [hour for hour in hours if hour is not None]
        if self.break_from and sorted(set(given)) != given:
            raise ValidationError({"break_from": _("The break must lie within the hours.")})
