"""What an inspector has already found: two leads, one of them transferred. The third story is left to be
found.
"""

from complaints.models import Case
from demonstration import places
from demonstration.places import Village
from demonstration.staff import OFFICER
from organizations.models import Region, Unit, User
from supervision import leads, transferring


def load(units: dict[str, Unit], users: dict[str, User], villages: list[Village]) -> None:
    """Open a lead on the township officer and transfer it; open one on the village that holds payments
    back.
    """
    inspector = users["jijian"]
    officer = _visible(inspector).filter(respondents__name=OFFICER).order_by("received_at").distinct()
    first = leads.open_lead(
        user=inspector,
        unit=units["inspection"],
        region=Region.objects.get(pk=places.GUANYUN),
        title="龙苴镇救助经办人员涉嫌吃拿卡要",
        summary="多个村的来件指向同一名经办人员，所述手法相近：以名额紧为由索要财物，先送先办。",
        reason="四个村先后反映同一人，时间跨度近一年，此前答复均称未发现问题",
        cases=list(officer),
    )
    transferring.transfer(
        first,
        user=inspector,
        to_unit=units["commission"],
        letter_number=transferring.suggested_number(first),
        reason="反映公职人员涉嫌违纪，属纪检监察机关管辖",
    )
    village = next(each for each in villages if each.township == places.HELD_BACK_VILLAGE_OF)
    held_back = _visible(inspector).filter(region_id=village.code, respondents__unit=units[village.code])
    leads.open_lead(
        user=users["jijian2"],
        unit=units["inspection"],
        region=Region.objects.get(pk=village.code),
        title=f"{village.path[3]}一村低保金到手金额与公示不符",
        summary="来件反映一卡通由村会计保管，到手金额不足公示的一半；两次答复内容相同。",
        reason="同一村短期内多件反映同一事项",
        cases=list(held_back.order_by("received_at").distinct()[:4]),
    )


def _visible(inspector: User):
    return Case.objects.visible_to(inspector)
