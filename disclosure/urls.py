"""Public addresses of lists."""

from django.urls import URLPattern

app_name = "disclosure"

urlpatterns: list[URLPattern] = []
