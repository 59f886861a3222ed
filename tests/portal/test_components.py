"""The parts that other rooms' templates include."""

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory


class Question(forms.Form):
    name = forms.CharField(label="您的姓名", help_text="和身份证上一样")
    kind = forms.ChoiceField(label="什么事", choices=[("a", "甲"), ("b", "乙")], widget=forms.RadioSelect)
    many = forms.MultipleChoiceField(
        label="哪些", choices=[("a", "甲")], widget=forms.CheckboxSelectMultiple, required=False
    )
    place = forms.ChoiceField(label="地点", choices=[("1", "甲县")], help_text="选一个")
    story = forms.CharField(label="经过", widget=forms.Textarea, required=False)
    agree = forms.BooleanField(label="核对过", help_text="必须核对")
    file = forms.FileField(label="材料", required=False)

    def clean(self):
        self.add_error(None, "整张表有问题")


def field(name: str, form=None, page: bool = False) -> str:
    template = Template('{% include "components/field.html" %}')
    return template.render(Context({"field": (form or Question({}))[name], "page": page}))


def test_a_control_is_tied_to_its_label_hint_and_error():
    shown = field("name")
    assert '<label class="label" for="id_name">' in shown
    assert 'aria-describedby="id_name-hint id_name-error"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'id="id_name-error"' in shown
    assert 'class="input"' in shown


def test_a_field_without_an_error_says_nothing_of_one():
    shown = field("name", Question())
    assert "aria-invalid" not in shown
    assert "error" not in shown


def test_choices_are_a_group_with_a_legend():
    shown = field("kind")
    assert '<fieldset class="fieldset field--error" id="id_kind" aria-describedby="id_kind-error">' in shown
    assert shown.count('class="choice"') == 2
    assert "<legend" in field("many")


def test_a_question_of_its_own_page_is_the_pages_heading():
    assert "<h1>什么事</h1>" in field("kind", page=True)
    assert '<h1 class="label--page">' in field("name", page=True)


def test_what_may_be_left_out_says_so():
    assert "（选填）" in field("story")
    assert "（选填）" not in field("name")


@pytest.mark.parametrize(("name", "css"), [("place", "select"), ("story", "textarea"), ("file", "input")])
def test_each_control_has_its_class(name, css):
    assert f'class="{css}"' in field(name)


def test_a_single_checkbox_is_a_choice_with_its_hint():
    shown = field("agree")
    assert 'aria-describedby="id_agree-hint id_agree-error"' in shown
    assert 'class="choice__hint"' in shown


def summary(**context) -> str:
    return Template('{% include "components/error_summary.html" %}').render(Context(context))


def test_the_error_summary_links_to_every_field():
    shown = summary(form=Question({}))
    assert "整张表有问题" in shown
    assert 'href="#id_name"' in shown
    assert 'href="#id_kind"' in shown or 'href="#id_kind_0"' in shown
    assert 'role="alert"' in shown
    assert "都已保留" in shown


def test_every_link_of_the_error_summary_has_its_target():
    import re

    form = Question({})
    everything = "".join(field(name, form) for name in form.fields)
    for anchor in re.findall(r'href="#([^"]+)"', summary(form=form)):
        assert f'id="{anchor}"' in everything


def test_no_summary_without_errors():
    assert summary(form=Question()).strip() == ""
    assert summary().strip() == ""


def test_problems_of_no_form_can_be_listed_too():
    shown = summary(errors=[("file", "文件太大"), ("", "请再试")], kept=False)
    assert '<a href="#file">文件太大</a>' in shown
    assert "请再试" in shown
    assert "都已保留" not in shown


def pagination(number: int, pages: int, query: str = "") -> str:
    context = Context(
        {
            "page_obj": Paginator(range(pages), 1).get_page(number),
            "request": RequestFactory().get(f"/?{query}"),
        }
    )
    return Template('{% include "components/pagination.html" %}').render(context)


def test_one_page_needs_no_pagination():
    assert pagination(1, 1).strip() == ""


def test_pages_in_the_middle_have_gaps_on_both_sides():
    shown = pagination(10, 20, "q=低保&page=10")
    assert shown.count("pagination__gap") == 2
    assert "?q=%E4%BD%8E%E4%BF%9D&amp;page=11" in shown
    assert 'rel="prev"' in shown
    assert 'rel="next"' in shown


def test_facts_without_a_value_are_left_out():
    rows = [("甲", "一"), ("乙", ""), ("丙", 0), ("丁", "二", "/change/", "修改")]
    shown = Template('{% include "components/summary.html" %}').render(Context({"rows": rows}))
    assert shown.count("<dt>") == 3
    assert '<a href="/change/">修改' in shown


def test_a_place_can_be_remembered_wherever_it_is_shown():
    template = Template('{% include "components/remember_place.html" %}')
    region = {"code": "320722100201", "name": "刘庄村委会"}
    context = {"region": region, "here": "/lists/320722100201/"}
    shown = template.render(Context(context))
    assert 'name="value" value="320722100201"' in shown
    assert "把刘庄村委会记为我的地区" in shown
    assert template.render(Context({**context, "place_code": "320722100201"})).strip() == ""
