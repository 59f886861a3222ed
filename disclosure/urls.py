"""Public addresses of lists: /lists/, /lists/<region>/, /lists/<region>/<programme>/ and the same as .csv."""

from django.urls import path, re_path

from disclosure.public import data_files
from disclosure.public import views as public
from disclosure.public.board import views as board
from disclosure.public.bulk import urls as bulk
from disclosure.public.catalogue import urls as catalogue
from disclosure.public.catalogue.urls import CODE
from disclosure.public.history.views import changes
from disclosure.public.history.views import lists as history
from disclosure.public.notices import views as notices
from disclosure.public.statistics import views as statistics

app_name = "disclosure"

urlpatterns = [
    path("", public.places, name="places"),
    *catalogue.urlpatterns,
    *bulk.urlpatterns,
    path("notices/", notices.everywhere, name="notice_places"),
    path("notices/<uuid:public_id>/", notices.notice, name="notice"),
    re_path(rf"^{CODE}/$", history.region, name="region"),
    re_path(rf"^{CODE}/notices/$", notices.of_place, name="notices"),
    re_path(rf"^{CODE}/poster/$", board.poster, name="poster"),
    re_path(rf"^{CODE}/kiosk/$", board.kiosk, name="kiosk"),
    re_path(rf"^{CODE}/kiosk/(?P<programme>[a-z-]+)/$", board.kiosk_list, name="kiosk_list"),
    re_path(rf"^{CODE}/standards/$", public.standards_of_place, name="standards"),
    re_path(rf"^{CODE}/statistics/$", statistics.statistics, name="statistics"),
    re_path(
        rf"^{CODE}/statistics\.csv$", statistics.download, {"kind": data_files.CSV}, name="statistics_csv"
    ),
    re_path(
        rf"^{CODE}/statistics\.json$", statistics.download, {"kind": data_files.JSON}, name="statistics_json"
    ),
    path("rows/<uuid:public_id>/", changes.row, name="row"),
    re_path(rf"^{CODE}/(?P<programme>[a-z-]+)/changes/$", changes.changed_rows, name="changes"),
    re_path(rf"^{CODE}/(?P<programme>[a-z-]+)/$", history.listing, name="list"),
    re_path(rf"^{CODE}/(?P<programme>[a-z-]+)\.csv$", history.download, name="csv"),
    re_path(
        rf"^{CODE}/(?P<programme>[a-z-]+)\.json$", history.download, {"kind": data_files.JSON}, name="json"
    ),
]
