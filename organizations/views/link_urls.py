"""The addresses behind a one-time link; they stand before Wagtail's, since nobody is logged in yet."""

from django.urls import path

from organizations.views import choosing

urlpatterns = [
    path("", choosing.EnterCodeView.as_view(), name="organizations_enter_code"),
    path("password/", choosing.ChoosePasswordView.as_view(), name="organizations_choose_password"),
]
