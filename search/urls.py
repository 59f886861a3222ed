"""Addresses of this room in the staff site; its public ones belong to the portal's site search."""

from django.urls import path

from search.workbench.views import CaseSearchView, export_cases

app_name = "search"
urlpatterns = [
    path("", CaseSearchView.as_view(), name="cases"),
    path("export/", export_cases, name="cases_export"),
]
