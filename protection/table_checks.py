"""What ``manage.py check`` says about the tables of rules."""

from django.core.checks import Error, register
from django.utils.module_loading import autodiscover_modules

from protection.data_tables import DataTable, TableRefused


@register()
def tables_can_be_read(app_configs, **kwargs) -> list[Error]:
    """Refuse a table with a slip of the pen before a case meets it."""
    # A table is known once its module is imported; these two of a room import all others.
    autodiscover_modules("setup", "wagtail_hooks")
    errors = []
    for table in DataTable.known:
        try:
            _ = table.rows
        except TableRefused as error:
            errors.append(Error(str(error), id="protection.E001"))
    return errors
