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


def test_the_end_of_a_line_counts_as_the_browser_counts_it() -> None:
    class Form(forms.Form):
        text = PlainCharField(max_length=5)

    form = Form({"text": "一\r\n二\r\n三"})
    assert form.is_valid()
    assert form.cleaned_data["text"] == "一\n二\n三"
    assert Form({"text": "一\r\n二\r\n三四"}).errors["text"]
