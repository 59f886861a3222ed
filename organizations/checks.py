"""What ``manage.py check --deploy`` says about logins."""

from django.conf import settings
from django.core.checks import Tags, Warning, register

from organizations.origin import place


@register(Tags.security, deploy=True)
def second_factor_is_asked_for(app_configs, **kwargs) -> list[Warning]:
    """Warn where a stolen password is enough."""
    if settings.SECOND_FACTOR_ROLES:
        return []
    return [
        Warning(
            "No role needs a second factor at login.",
            hint='Set SECOND_FACTOR_ROLES, for example to "all".',
            id="organizations.W001",
        )
    ]


@register(Tags.security, deploy=True)
def security_keys_work(app_configs, **kwargs) -> list[Warning]:
    """Warn where the site does not say of itself an address at which browsers offer security keys."""
    at = place()
    if at is not None and at.origin.startswith("https:"):
        return []
    return [
        Warning(
            "Security keys do not work: BASE_URL is not the https address of this site.",
            hint="Set BASE_URL to the address under which staff open the site. Keys are bound to its host.",
            id="organizations.W002",
        )
    ]
