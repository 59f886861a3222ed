"""Every address the site answers, from the resolver, each with rows that are there in its path."""

import re
from dataclasses import dataclass

from django.urls import get_resolver
from django.urls.resolvers import URLResolver
from django.utils.regex_helper import normalize

PART = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Address:
    """One pattern: its name with its spaces, and a path with ``%(part)s`` for each part."""

    name: str
    template: str

    @property
    def parts(self) -> list[str]:
        """The names of its parts."""
        return PART.findall(self.template)

    def path(self, values: dict[str, str], **changes: str) -> str:
        """The path with these values; a part of no known name is 1."""
        chosen = {part: values.get(part, "1") for part in self.parts} | changes
        return "/" + PART.sub(lambda found: chosen[found.group(1)], self.template)


def every_address() -> list[Address]:
    """All patterns of the site, the languages' prefix left out."""
    return list(dict.fromkeys(_walk(get_resolver(), "", ())))


def _walk(resolver: URLResolver, prefix: str, spaces: tuple[str, ...]):
    for pattern in resolver.url_patterns:
        route = prefix + pattern.pattern.regex.pattern.removeprefix("^")
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern, route, inner)
        else:
            template, _parts = normalize(route)[0]
            yield Address(":".join((*spaces, pattern.name or template)), template)
