"""Everyday words and what is meant by them, for the search of citizens."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from search.engines import tokens


class EverydayWord(models.Model):
    """A word that people use, and one that texts use for the same.

    Without a second word the first is only kept together: 依申请公开 is not a question how to apply.
    """

    word = models.CharField(_("word that people use"), max_length=32)
    means = models.CharField(
        _("word in the texts"),
        max_length=32,
        blank=True,
        help_text=_("Empty: the word is only kept together, and not taken apart as a question."),
    )
    both_ways = models.BooleanField(
        _("also the other way round"),
        default=False,
        help_text=_("Whoever types the word of the texts finds what has the word of the people too."),
    )
    is_used = models.BooleanField(_("in use"), default=True)

    # Reference data of the search, in no page.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("everyday word")
        verbose_name_plural = _("everyday words")
        ordering = ["word", "means"]
        # One that is not to count any more is put out of use, or the shipped table would bring it back.
        default_permissions = ("view", "add", "change")
        constraints = [models.UniqueConstraint(fields=["word", "means"], name="one_meaning_of_a_word")]

    def __str__(self) -> str:
        return f"{self.word} → {self.means}" if self.means else self.word

    def clean(self) -> None:
        """Refuse what could never be found in a text, and a word that means itself."""
        super().clean()
        for field in ("word", "means"):
            text = getattr(self, field)
            if text and len("".join(tokens.plain(text).split())) < 2:
                raise ValidationError({field: _("At least two characters that can be searched for.")})
        if self.word == self.means:
            raise ValidationError({"means": _("This is the same word. Leave it empty to keep it together.")})
