"""What is said about a file as a whole, its headings, quotes and hidden rows: code → two sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_UPLOAD_AGAIN = _(
    "Nothing was imported. Save the file again in Excel or WPS as .xlsx or .csv and upload that."
)
_UPLOAD_AS_IT_IS = _(
    "Nothing was imported, and the file was deleted. Upload it again; if that happens again, "
    "tell the "
    "administrator."
)
_DELETE_QUOTE = _(
    "Nothing was imported. Delete the quotation mark at the beginning of the cell, or save the list as "
    ".xlsx and "
    "upload that."
)
_UNHIDE_ROWS = _(
    "Nothing was imported. Clear the filter and show all rows; delete those that do not belong to the "
    "list, then "
    "upload it again."
)

#: code → (what is wrong, what would be right)
FILE_MESSAGES: dict[str, tuple[str | Promise, str | Promise]] = {
    # The file
    "file_empty": (_("The file is empty."), _UPLOAD_AGAIN),
    "file_too_large": (
        _("The file has %(size)s MB; at most %(most)s MB are read."),
        _("Nothing was imported. Remove pictures and empty sheets, or upload one list a county."),
    ),
    "text_too_large": (
        _("The text file has %(size)s MB; at most %(most)s MB are read."),
        _(
            "Nothing was imported. Save it as .xlsx, which is several times smaller; or delete the columns "
            "that a list does not need, such as accounts and addresses; or upload one list a county."
        ),
    ),
    "file_too_many_rows": (
        _("The file has more than %(most)s rows."),
        _("Nothing was imported. Upload one list a county."),
    ),
    "file_bomb": (
        _("The file has %(size)s MB but would unpack to %(unpacked)s MB; such files are not opened."),
        _UPLOAD_AGAIN,
    ),
    "file_broken": (_("The file is damaged and cannot be opened."), _UPLOAD_AGAIN),
    "file_password": (
        _("The file is locked with a password."),
        _("Nothing was imported. Take the password off and upload it again."),
    ),
    "file_kind": (_("This kind of file cannot be read."), _UPLOAD_AGAIN),
    "no_layout": (
        _("Lists of this programme cannot be imported: its columns are not known."),
        _("Choose another programme, or ask for its layout to be added."),
    ),
    "region_too_large": (
        _("A list is of one city at most."),
        _("Choose the city, county, township or village that the list is about."),
    ),
    "file_encoding": (
        _("The file is neither UTF-8 nor GB18030 text."),
        _UPLOAD_AGAIN,
    ),
    "file_entries": (
        _("The file is an archive of %(count)s parts; a workbook has at most %(most)s."),
        _UPLOAD_AGAIN,
    ),
    "file_beyond_limits": (
        _("The file could not be read within %(seconds)s seconds and the memory that is allowed."),
        _(
            "Nothing was imported. Copy the list alone into a new workbook, without what stands far below or "
            "beside it, or upload one list a county."
        ),
    ),
    "file_line_too_long": (
        _("A line of the text has more than %(most)s characters; no row of a list is that long."),
        _("Nothing was imported. Each household must stand on a line of its own."),
    ),
    "file_web_archive": (
        _("The file is called a workbook, but holds XML or a web archive."),
        _UPLOAD_AGAIN,
    ),
    "file_reader_died": (
        _("The program that read the file was ended %(times)s times before it was done."),
        _UPLOAD_AS_IT_IS,
    ),
    # Quotes and separators of a text file
    "quote_unclosed": (
        _(
            "The cell begins with a quotation mark that does not close in this row; the rows behind it would "
            "disappear into the cell."
        ),
        _DELETE_QUOTE,
    ),
    "quote_swallows": (
        _(
            "The cell begins with a quotation mark that closes only %(rows)s rows further down; those rows "
            "would disappear into the cell."
        ),
        _DELETE_QUOTE,
    ),
    "quote_followed": (
        _("The cell begins with a quotation mark, and behind the one that closes it something follows."),
        _DELETE_QUOTE,
    ),
    "row_cells": (
        _("The row has more than %(most)s cells."),
        _("Nothing was imported. Delete what does not belong to the list."),
    ),
    # What whoever opens the file does not see
    "rows_hidden": (
        _(
            "Rows %(first)s to %(last)s are hidden, by a filter or by hand (%(count)s rows of the list "
            "in all)."
        ),
        _UNHIDE_ROWS,
    ),
    "row_hidden": (
        _("Row %(first)s is hidden, by a filter or by hand (%(count)s rows of the list in all)."),
        _UNHIDE_ROWS,
    ),
    "column_hidden": (
        _("Column %(letter)s is hidden, but would be read."),
        _("Nothing was imported. Show the column; if another one counts, delete the hidden one."),
    ),
    "file_no_rows": (
        _("The headings were found, but no row under them."),
        _("Nothing was imported. Check that the list stands on a visible sheet, below its headings."),
    ),
    "file_unread": (
        _("The check broke off without a result."),
        _UPLOAD_AS_IT_IS,
    ),
    "file_too_many_refused": (
        _("More than %(most)s rows were refused; the check stopped there."),
        _("Probably columns were moved. Mend the first rows shown here, then upload the file again."),
    ),
    "file_is_another": (
        _("This is another file than the one that was read, or it was changed since."),
        _("Choose the file as it was uploaded. Nothing was kept of this one."),
    ),
    "columns_unanswered": (
        _("Within %(days)s days nobody said what the file's columns are, and the file was deleted."),
        _("Nothing was imported. Upload it again, and say it then."),
    ),
    # Headings
    "headings_missing": (
        _("No row of headings was found in the first %(rows)s rows."),
        _("Nothing was imported. The list needs these headings: %(expected)s."),
    ),
    "heading_missing": (
        _("The column is missing."),
        _("Nothing was imported. Add a column headed %(expected)s."),
    ),
    "heading_close": (
        _("The column is missing; there is one headed “%(found)s”."),
        _("Nothing was imported. If that is the one, head it %(expected)s."),
    ),
    "heading_twice": (
        _("The heading “%(heading)s” stands twice, in columns %(columns)s."),
        _("Nothing was imported. Keep the column that counts and rename or delete the other."),
    ),
    "heading_under_group": (
        _("The heading “%(heading)s” stands under “%(group)s”, so it may be something else."),
        _(
            "Nothing was imported. If this column counts, write in its heading what it holds, such as "
            "合计（元）, without a group above; else rename it."
        ),
    ),
}
