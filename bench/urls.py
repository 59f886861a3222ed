"""The portal's addresses, and those that benches hold its pages against."""

from django.urls import path

from bench import public_floor, row_floor, staff_floor
from portal.urls import (  # noqa: F401
    handler400,
    handler403,
    handler404,
    handler500,
)
from portal.urls import urlpatterns as of_the_portal

urlpatterns = [
    path("bench/public/<str:name>/", public_floor.page, name="bench_public"),
    path("bench/unchanged/", public_floor.unchanged),
    path("bench/rows/<str:name>/", row_floor.page, name="bench_rows"),
    path("bench/staff/rows/<str:name>/", row_floor.staff_page, name="bench_staff_rows"),
    path("bench/staff/home/", staff_floor.home, name="bench_staff_home"),
    path("bench/staff/list/", staff_floor.listed, name="bench_staff_list"),
    path("bench/staff/one/", staff_floor.one, name="bench_staff_one"),
    *of_the_portal,
]
