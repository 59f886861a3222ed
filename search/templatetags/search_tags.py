"""Addresses in the workbench's templates."""

from django import template

from search.workbench.querystrings import Address

register = template.Library()


@register.simple_tag
def toggled(address: Address, name: str, value: str) -> str:
    """The address with a value put into a filter or taken out of it."""
    return address.toggled(name, value)


@register.simple_tag
def replaced(address: Address, name: str, value: str) -> str:
    """The address with one parameter set, or taken out when the value is empty."""
    return address.replaced(name, value)


@register.simple_tag
def page(address: Address, number: int) -> str:
    """The address of another page."""
    return address.page(number)


@register.simple_tag
def without(address: Address, *names: str) -> str:
    """The address without these parameters."""
    return address.without(*names)
