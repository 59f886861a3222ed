"""What belongs to a guide and is reviewed with it: papers to fill in, and the texts that it goes by.

They stand in the guide itself, so that reading it asks for nothing more.
"""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, IntegerBlock, PageChooserBlock, StructBlock, TextBlock


class PaperBlock(StructBlock):
    """A paper to fill in, as text: a file would be public before anybody else had approved it."""

    title = CharBlock(label=_("title of the paper"), max_length=60)
    text = TextBlock(
        label=_("text of the paper"),
        max_length=6000,
        help_text=_("One paragraph a line; ____ where something is to be filled in."),
    )

    class Meta:
        label = _("paper to fill in")
        icon = "doc-full"


class SourceBlock(StructBlock):
    """A policy or law that the guide goes by, in the library."""

    policy = PageChooserBlock(label=_("text in the library"), page_type="portal.PolicyPage")
    article = IntegerBlock(label=_("number of the article"), required=False, min_value=1)

    class Meta:
        label = _("text that it goes by")
        icon = "openquote"
