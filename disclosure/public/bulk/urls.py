"""Public addresses of a county's files: /lists/bulk/<county>/ and <county>-<month>.csv or .jsonl."""

from django.urls import path, re_path

from disclosure.public.bulk import files, views

#: Six digits and no more: with a month behind it a longer code has the shape of an ID number.
COUNTY = r"(?P<county>[1-8]\d{5})"
MONTH = r"(?P<month>\d{4}-\d{2})"

urlpatterns = [
    path("bulk/columns.csv", views.dictionary, name="bulk_columns"),
    re_path(rf"^bulk/{COUNTY}/$", views.of_county, name="bulk"),
    re_path(rf"^bulk/{COUNTY}-{MONTH}\.csv$", views.of_month, {"kind": files.CSV}, name="bulk_csv"),
    re_path(
        rf"^bulk/{COUNTY}-{MONTH}\.jsonl$", views.of_month, {"kind": files.JSON_LINES}, name="bulk_jsonl"
    ),
]
