"""The disclosure catalogue: what ships, who keeps it, and where a row of it does not apply."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from disclosure import setup
from disclosure.models import Batch, CatalogueItem, NotApplicable
from disclosure.publication import coming, duties, standing
from organizations.enums import Role
from tests.organizations.factories import make_person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def day(number: int | None) -> str:
    """So many days from the real today, as it is typed; empty for none."""
    if number is None:
        return ""
    return (timezone.localdate() + timedelta(days=number)).isoformat()


@pytest.fixture
def say_not(county):
    """``say_not(number, region, programme=…, since=…)`` writes that an item does not apply."""

    def say_not(number, region, **more):
        item = CatalogueItem.objects.get(number=number)
        given = {"reason": "本地没有城市低保对象", "since": date(2026, 1, 1)} | more
        return NotApplicable.objects.create(item=item, region_id=region, **given)

    return say_not


def test_the_thirteen_rows_come_with_the_project_and_what_was_unread_stays_empty(prepared):
    rows = {item.number: item for item in CatalogueItem.objects.all()}
    assert sorted(rows) == list(range(1, 14))
    assert [number for number, item in rows.items() if item.days is None] == [10]
    assert [number for number, item in rows.items() if not item.basis] == [6, 10]
    assert [number for number, item in rows.items() if not item.channels] == [8, 10]
    assert "?" not in "".join(f"{item.basis}{item.channels}{item.content}" for item in rows.values())


def test_what_an_administrator_filled_in_survives_the_next_preparation(prepared):
    CatalogueItem.objects.filter(number=10).update(days=15, channels="政府网站")
    setup.prepare()
    kept = CatalogueItem.objects.get(number=10)
    assert (kept.days, kept.channels, CatalogueItem.objects.count()) == (15, "政府网站", 13)


def test_a_row_without_a_legible_time_has_the_time_of_all_others(prepared):
    by_number = {duty.item.number: duty for duty in duties.catalogue()}
    assert by_number[10].days == duties.common_limit().days == 10
    CatalogueItem.objects.filter(number=10).update(days=20)
    assert {duty.item.number: duty.days for duty in duties.catalogue()}[10] == 20


@pytest.mark.parametrize(
    ("region", "more", "asked", "owed"),
    [
        ("320723", {}, ("rural-dibao", "320722"), True),
        ("320722", {}, ("rural-dibao", "320722"), False),
        ("3207", {}, ("rural-dibao", "320722"), False),
        ("320722", {}, ("rural-dibao", "320722100201"), False),
        ("320722100", {}, ("rural-dibao", "320722"), True),
        ("320722", {}, ("tekun", "320722"), True),
        ("320722", {"programme_id": "urban-dibao"}, ("urban-dibao", "320722"), False),
        ("320722", {"programme_id": "urban-dibao"}, ("rural-dibao", "320722"), True),
        ("320722", {"since": date(2026, 11, 22)}, ("rural-dibao", "320722"), False),
        ("320722", {"since": date(2026, 11, 23)}, ("rural-dibao", "320722"), True),
        ("320722", {"until": date(2026, 11, 22)}, ("rural-dibao", "320722"), False),
        ("320722", {"until": date(2026, 11, 21)}, ("rural-dibao", "320722"), True),
    ],
)
def test_where_a_row_does_not_apply(say_not, region, more, asked, owed):
    say_not(6, region, **more)
    state = standing.read(TODAY).state(*asked)
    assert (state.standing == "not_yet") == owed
    assert (state.missing is not None) == owed


def test_a_row_added_for_a_programme_makes_its_list_due(county):
    item = CatalogueItem.objects.create(
        number=14, matter="other", name="低保边缘名单", name_en="Margin", content="x", days=20, proof="lists"
    )
    assert standing.read(TODAY).state("marginal", "320722").standing == "not_due"
    item.programmes.add("marginal")
    missing = standing.read(TODAY).state("marginal", "320722").missing
    assert (missing.month, missing.by) == (date(2026, 11, 1), date(2026, 12, 28))


class TestWhoKeepsIt:
    @pytest.fixture
    def head(self, county):
        return make_person("市管理员", (county.units["city"], Role.ADMINISTRATOR))

    @pytest.fixture
    def keeper(self, county):
        return make_person("县管理员", (county.units["county"], Role.ADMINISTRATOR))

    @pytest.fixture
    def exception(self):
        return {
            "item": CatalogueItem.objects.get(number=6).pk,
            "programme": "urban-dibao",
            "region": "320722",
            "reason": "本县没有城市低保",
            "since": day(0),
            "until": "",
        }

    def item(self, **changes):
        item = CatalogueItem.objects.get(number=6)
        names = ("number", "matter", "name", "name_en", "content", "basis", "days", "channels", "note")
        given = {name: getattr(item, name) for name in names} | {"proof": "lists", "reason": "对照原件"}
        given["programmes"] = [each.pk for each in item.programmes.all()]
        return reverse("catalogue_item:edit", args=[item.pk]), given | {"renewed_months": 1} | changes

    def test_the_head_office_fills_a_row_in_with_one_entry(self, client, head):
        client.force_login(head)
        address, form = self.item(basis="民发〔2021〕57号", channels="政府网站、公开查阅点")
        assert "所见副本看不清" in client.get(address).content.decode()
        assert client.post(address, form).status_code == 302
        kept = CatalogueItem.objects.get(number=6)
        assert (kept.basis, kept.is_channels_open) == ("民发〔2021〕57号", False)
        assert set(kept.programmes.values_list("pk", flat=True)) == {"rural-dibao", "urban-dibao"}
        entry = ModelLogEntry.objects.get(action="disclosure.change_catalogue_item")
        assert set(entry.data["changed"]) == {"basis", "channels", "is_channels_open"}
        assert entry.data["reason"] == "对照原件"

    def test_lists_without_their_programme_are_refused_beside_the_field(self, client, head):
        client.force_login(head)
        address, form = self.item(programmes=[])
        assert "请选择据以核对的" in client.post(address, form).content.decode()

    @pytest.mark.parametrize("who", ["editor", "reviewer", "inspector", "handler"])
    def test_others_look_at_most(self, client, county, exception, who):
        client.force_login(getattr(county, who))
        address, form = self.item(basis="x")
        assert client.post(address, form).status_code in (302, 403)
        assert client.post(reverse("not_applicable:add"), exception).status_code in (302, 403)
        assert CatalogueItem.objects.get(number=6).basis == ""
        assert not NotApplicable.objects.exists()

    def test_a_county_does_not_keep_the_catalogue(self, client, keeper):
        client.force_login(keeper)
        address, form = self.item(basis="x")
        assert client.post(address, form).status_code in (302, 403)
        assert client.get(reverse("catalogue_item:index")).status_code == 200
        assert CatalogueItem.objects.get(number=6).basis == ""

    @pytest.mark.parametrize(
        ("who", "region", "kept"),
        [
            ("head", "320722", True),
            ("head", "320722100", True),
            ("head", "3207", True),
            ("head", "3301", False),
            ("keeper", "320722100", True),
            ("keeper", "320722", False),
            ("keeper", "3207", False),
            ("keeper", "320723", False),
        ],
    )
    def test_no_office_takes_a_duty_off_itself(self, client, request, exception, who, region, kept):
        client.force_login(request.getfixturevalue(who))
        client.post(reverse("not_applicable:add"), exception | {"region": region})
        assert NotApplicable.objects.exists() == kept

    def test_it_is_ended_and_otherwise_stays_as_it_was_said(self, client, head, exception):
        client.force_login(head)
        client.post(reverse("not_applicable:add"), exception)
        row = NotApplicable.objects.get()
        assert row.entered_by == head
        entry = ModelLogEntry.objects.get(action="disclosure.add_not_applicable")
        assert (entry.data["item"], entry.data["region"]) == (6, "320722")
        address = reverse("not_applicable:edit", args=[row.pk])
        client.post(address, exception | {"reason": "别的", "region": "320723", "until": day(30)})
        row.refresh_from_db()
        kept = (row.reason, row.region_id, row.until)
        assert kept == ("本县没有城市低保", "320722", date.fromisoformat(day(30)))
        assert ModelLogEntry.objects.filter(action="disclosure.end_not_applicable").count() == 1

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"programme": "tekun"}, "这个事项不涉及该救助项目"),
            ({"until": "2024-12-31"}, "后一天早于前一天"),
            ({"since": "2025-01-01"}, "今天以前应公开的仍应公开"),
            ({"since": "2025-01-01"}, "请填写今天或以后的日期"),
            ({"reason": ""}, "这个字段是必须的"),
        ],
    )
    def test_what_cannot_be_is_told(self, client, head, exception, changes, said):
        client.force_login(head)
        page = client.post(reverse("not_applicable:add"), exception | changes).content.decode()
        assert said in page
        assert not NotApplicable.objects.exists()

    @pytest.mark.parametrize(
        ("stood", "written", "kept"),
        [
            (None, 0, 0),
            (None, -1, None),
            (9, None, None),
            (9, -1, 9),
            (-1, None, -1),
            (-1, 9, -1),
        ],
    )
    def test_the_days_that_are_over_stay_as_they_were_said(
        self, client, head, exception, say_not, stood, written, kept
    ):
        client.force_login(head)
        row = say_not(6, "320722", programme_id="urban-dibao", until=day(stood) or None)
        client.post(reverse("not_applicable:edit", args=[row.pk]), exception | {"until": day(written)})
        row.refresh_from_db()
        assert (row.until.isoformat() if row.until else "") == day(kept)


def test_what_did_not_apply_then_stays_out_of_the_figures_of_then(county, say_not):
    """Ended later, or said later, it changes no month of before."""
    Batch.objects.create(
        programme_id="tekun",
        region_id="320722",
        month=date(2026, 8, 1),
        state="published",
        uploaded_by=county.editor,
    )
    say_not(6, "320722", since=date(2026, 9, 1), until=date(2026, 9, 30))
    lists, span = standing.read(TODAY), (date(2026, 9, 1), date(2026, 11, 30))
    came = coming.FirstDays(coming.months_due(*span, lists), lists.facts)
    due = coming.lists_due(*span, lists, came)
    own = [each for each in due if each.programme == "rural-dibao" and each.county == "320722"]
    assert [each.month.month for each in own] == [8, 10]
