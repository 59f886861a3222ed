"""Public addresses of the portal that are no Wagtail pages."""

from django.urls import path

from portal import views

app_name = "portal"
STATEMENTS = ("safety", "privacy", "accessibility")

urlpatterns = [
    # Among the guides, and not one of them.
    path("guides/self-check/", views.self_check, name="self_check"),
    path("search/", views.search, name="search"),
    path("preferences/<slug:name>/", views.preference, name="preference"),
    path("gallery/", views.gallery, name="gallery"),
    *(path(f"{name}/", views.statement, {"name": name}, name=name) for name in STATEMENTS),
]
