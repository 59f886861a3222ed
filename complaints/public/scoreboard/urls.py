"""Public addresses of the scoreboard: /scoreboard/, and a month as /scoreboard/2026-10.csv or .json."""

from django.urls import path, re_path

from complaints.public.scoreboard import views

app_name = "scoreboard"
urlpatterns = [
    path("", views.scoreboard, name="page"),
    re_path(r"^(?P<month>\d{4}-\d\d)\.(?P<kind>csv|json)$", views.download, name="file"),
]
