"""The offices of the demonstration. Their telephones and addresses are invented."""

from demonstration import places
from organizations.enums import Level, UnitKind
from organizations.models import Region, Unit

HOURS = "周一至周五 8:30–12:00，14:00–17:30"
CITY_HOTLINE = "0518-0012349"


def load() -> dict[str, Unit]:
    """Make the units; give them by their region's code, or ``inspection``, ``commission`` and ``hotline``."""
    made: dict[str, Unit] = {}
    city = Region.objects.get(pk=places.CITY)
    made[city.pk] = _bureau(city, None, 1)
    made["inspection"] = _unit(
        f"派驻{city.name}民政局纪检监察组（演示）", UnitKind.INSPECTION, city, None, "0518-0012388"
    )
    # Where a lead goes: the inspection group cannot transfer to itself.
    made["commission"] = _unit(
        f"{city.name}纪委监委（演示）", UnitKind.INSPECTION, city, None, "0518-0012380"
    )
    made["hotline"] = _unit(
        f"{city.name}社会救助服务热线（演示）", UnitKind.HOTLINE, city, made[city.pk], CITY_HOTLINE
    )
    counties = Region.objects.filter(level=Level.COUNTY).order_by("code")
    for number, county in enumerate(counties, start=2):
        made[county.pk] = _bureau(county, made[city.pk], number)
    townships = Region.objects.filter(level=Level.TOWNSHIP).order_by("code")
    made.update(_many(townships, UnitKind.TOWNSHIP, "民政办公室（演示）", made, is_public=True))
    villages = Region.objects.filter(level=Level.VILLAGE, parent__in=places.TOWNSHIPS).order_by("code")
    made.update(_many(villages, UnitKind.VILLAGE_COMMITTEE, "", made, is_public=False))
    return made


def _bureau(region: Region, above: Unit | None, number: int) -> Unit:
    # A development zone has no civil affairs bureau; its social affairs bureau does that work.
    office = "社会事业局" if region.name.endswith("开发区") else "民政局"
    name = f"{region.name}{office}（演示）"
    return _unit(
        name, UnitKind.BUREAU, region, above, f"0518-001{number:02}00", f"{region.name}示范路 {number} 号"
    )


def _unit(
    name: str, kind: UnitKind, region: Region, above: Unit | None, phone: str, address: str = ""
) -> Unit:
    return Unit.objects.create(
        name=name, kind=kind, region=region, parent=above, phone=phone, address=address, hours=HOURS
    )


def _many(regions, kind: UnitKind, suffix: str, made: dict[str, Unit], *, is_public: bool) -> dict[str, Unit]:
    """Make one unit a region at once; the unit above is that of the region above."""
    units = [
        Unit(
            name=f"{region.name}{suffix}",
            kind=kind,
            region=region,
            parent=made[region.parent_id],
            phone=f"0518-002{number:04}" if is_public else "",
            # One in nine has not entered where it is to be found: the catalogue shows that.
            address=f"{region.name}示范街 {number} 号" if is_public and number % 9 else "",
            hours=HOURS if is_public else "",
            is_public=is_public,
        )
        for number, region in enumerate(regions, start=1)
    ]
    return {unit.region_id: unit for unit in Unit.objects.bulk_create(units)}
