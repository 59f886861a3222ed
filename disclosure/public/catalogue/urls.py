"""Public addresses of the catalogue: /lists/catalogue/, /lists/catalogue/<place>/, the same as .csv."""

from django.urls import path, re_path

from disclosure.public.catalogue import views

CODE = r"(?P<code>[1-8]\d{1,11})"

urlpatterns = [
    path("catalogue/", views.everywhere, name="catalogue"),
    path("catalogue.csv", views.download, name="catalogue_csv"),
    re_path(rf"^catalogue/{CODE}/$", views.of_place, name="catalogue_place"),
    re_path(rf"^catalogue/{CODE}\.csv$", views.download, name="catalogue_place_csv"),
]
