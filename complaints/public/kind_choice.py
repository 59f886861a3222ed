"""The first question: each kind of matter with a line that says what it is for."""

from django import forms

from complaints.kinds import kind_of


class KindSelect(forms.RadioSelect):
    """Radio buttons whose options carry their hint."""

    def create_option(self, name, value, *args, **kwargs):
        """As Django's, with ``hint``."""
        return super().create_option(name, value, *args, **kwargs) | {"hint": kind_of(value).hint}
