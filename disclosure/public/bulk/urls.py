"""Public addresses of a county's files: /lists/bulk/<county>/ and <county>-<month>.csv or .jsonl."""

from django.urls import path, re_path

from disclosure.public.bulk import files, views
from disclosure.public.catalogue.urls import CODE

MONTH = r"(?P<month>\d{4}-\d{2})"

urlpatterns = [
    path("bulk/columns.csv", views.dictionary, name="bulk_columns"),
    re_path(rf"^bulk/{CODE}/$", views.of_county, name="bulk"),
    re_path(rf"^bulk/{CODE}-{MONTH}\.csv$", views.of_month, {"kind": files.CSV}, name="bulk_csv"),
    re_path(rf"^bulk/{CODE}-{MONTH}\.jsonl$", views.of_month, {"kind": files.JSON_LINES}, name="bulk_jsonl"),
]
