"""What ``manage.py check --deploy`` says about where the site can be reached."""

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register(Tags.security, deploy=True)
def hosts_are_named(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """A site that answers to any name sends links to any name: one-time links, mails, security keys."""
    if any(host in ("", "*") for host in settings.ALLOWED_HOSTS):
        hint = "Name each host, or a domain with a leading dot."
        return [Error("ALLOWED_HOSTS admits every host.", hint=hint, id="portal.E001")]
    return []


@register(Tags.security, deploy=True)
def messages_leave_safely(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """A telephone number goes to a gateway over https alone, signed with a secret that nobody guesses."""
    found: list[CheckMessage] = []
    known = {"NOTICE_SMS": ("", "console", "http"), "NOTICE_EMAIL": ("", "console", "smtp")}
    if any(getattr(settings, name) not in names for name, names in known.items()):
        found.append(Error("NOTICE_SMS or NOTICE_EMAIL names no gateway.", id="portal.E003"))
    if settings.NOTICE_SMS == "http" and not settings.NOTICE_HTTP_URL.startswith("https://"):
        found.append(Error("NOTICE_HTTP_URL has to be an https address.", id="portal.E004"))
    if settings.NOTICE_SMS == "http" and len(settings.NOTICE_HTTP_SECRET) < 32:
        found.append(Error("NOTICE_HTTP_SECRET needs 32 characters or more.", id="portal.E005"))
    return found


@register(Tags.security, deploy=True)
def a_proxy_is_counted(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """Headers of a proxy are believed only where one is counted (``PROXY_COUNT``)."""
    if settings.PROXY_COUNT == 0 and settings.SECURE_PROXY_SSL_HEADER:
        message = "X-Forwarded-Proto is believed although no proxy is counted: any visitor can write it."
        hint = "Set PROXY_COUNT, or leave SECURE_PROXY_SSL_HEADER out."
        return [Error(message, hint=hint, id="portal.E002")]
    if settings.PROXY_COUNT == 0:
        message = (
            "PROXY_COUNT is 0: this server has to speak TLS itself, and every visitor is told to use it."
        )
        hint = (
            "Behind a proxy set PROXY_COUNT to the number of them, else throttles take all for one visitor."
        )
        return [Warning(message, hint=hint, id="portal.W001")]
    return []
