"""Addresses of the workbench with one thing changed: every filter is a link that keeps the others."""

from collections.abc import Iterable

from django.http import QueryDict


class Address:
    """The address as it is; its methods give the query string of another one, on its first page.

    Words that somebody put into it (``q``) are not carried on: they are typed, and kept out of addresses.
    """

    def __init__(self, data: QueryDict) -> None:
        self.data = data.copy()
        self.data.pop("q", None)

    def toggled(self, name: str, value: str) -> str:
        """With ``value`` added to a filter of several values, or taken out of it."""
        values = self.data.getlist(name)
        return self._with(name, [v for v in values if v != value] if value in values else [*values, value])

    def replaced(self, name: str, value: str) -> str:
        """With this value alone; without the parameter when it is empty."""
        return self._with(name, [value] if value else [])

    def without(self, *names: str) -> str:
        """Without these parameters."""
        data = self.data.copy()
        for name in {*names, "page"} & set(data):
            del data[name]
        return f"?{data.urlencode()}"

    def hidden_fields(self, *names: str) -> list[tuple[str, str]]:
        """All parameters but these and the page, for the hidden fields of a form that sets these."""
        lists = self.data.lists()
        return [(name, each) for name, values in lists if name not in (*names, "page") for each in values]

    def page(self, number: int) -> str:
        """Another page of the same."""
        data = self.data.copy()
        data["page"] = str(number)
        return f"?{data.urlencode()}"

    def _with(self, name: str, values: Iterable[str]) -> str:
        data = self.data.copy()
        data.pop("page", None)
        data.setlist(name, list(values))
        return f"?{data.urlencode()}"
