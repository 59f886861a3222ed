"""Words of Wagtail's admin that its own Chinese catalogue lacks; named here so that ours carries them."""

from django.utils.translation import gettext_noop

MISSING = (gettext_noop("Search all pages…"),)
