"""A text field that takes nothing unseen."""

from django import forms

from complaints.fields import PlainCharField


def test_a_field_of_unseen_characters_is_empty() -> None:
    class Form(forms.Form):
        title = PlainCharField(max_length=3)

    assert Form({"title": " \u200b "}).errors["title"]
    form = Form({"title": "\u202e 一二三 \x0b"})
    assert form.is_valid()
    assert form.cleaned_data["title"] == "一二三"
