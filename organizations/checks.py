"""What ``manage.py check --deploy`` says about logins."""

from django.conf import settings
from django.core.checks import Tags, Warning, register


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
