"""The portal's addresses, and one that answers a constant: the floor of every page."""

from django.http import HttpResponse
from django.urls import path

from bench import staff_floor
from portal.urls import (  # noqa: F401
    handler400,
    handler403,
    handler404,
    handler500,
)
from portal.urls import urlpatterns as of_the_portal

CONSTANT = "<!doctype html><html lang='zh-Hans'><title>.</title><p>.</p></html>"

urlpatterns = [
    path("bench/constant/", lambda request: HttpResponse(CONSTANT)),
    path("bench/staff/home/", staff_floor.home, name="bench_staff_home"),
    path("bench/staff/list/", staff_floor.listed, name="bench_staff_list"),
    path("bench/staff/one/", staff_floor.one, name="bench_staff_one"),
    *of_the_portal,
]
