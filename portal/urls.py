"""All addresses. A room's public ones stand in its own urls.py, its staff ones come by Wagtail's hooks."""

from captcha.views import captcha_image
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from complaints.public.views.own_entry import OwnEntryView
from organizations.views.account import account
from organizations.views.login import login
from portal import views

urlpatterns = [
    # First what is asked for most: a list that has not changed is answered sooner than an address is found.
    *i18n_patterns(path("lists/", include("disclosure.urls")), prefix_default_language=False),
    *i18n_patterns(
        path("lists/mine/", OwnEntryView.as_view(), name="own-entry"), prefix_default_language=False
    ),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("staff/login/", login, name="staff_login"),
    path("staff/account/", account, name="staff_account"),
    path("staff/link/", include("organizations.views.link_urls")),
    path("staff/", include("organizations.views.closed")),
    # Wagtail's own screens do not use these acts, which publish and copy past the review.
    path("staff/api/main/pages/<int:pk>/action/<slug:name>/", views.closed),
    # Before Wagtail's own: nothing goes from the public by one person alone.
    path("staff/pages/<int:pk>/unpublish/", views.WithdrawView.as_view()),
    path("staff/pages/<int:pk>/privacy/", views.privacy),
    path("staff/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # Of the library's addresses the picture alone: another makes questions for whoever asks, in any number.
    re_path(r"^captcha/image/(?P<key>\w+)/$", captcha_image, {"scale": 1}, name="captcha-image"),
]

urlpatterns += i18n_patterns(
    path("complaints/", include("complaints.urls")),
    path("scoreboard/", include("complaints.public.scoreboard.urls")),
    path("", include("portal.public_urls")),
    # Wagtail's login for readers of restricted pages knows no pauses for guesses; the staff site's does.
    path("_util/login/", views.closed),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

handler400 = "portal.views.bad_request"
handler403 = "portal.views.forbidden"
handler404 = "portal.views.not_found"
handler500 = "portal.views.server_error"
