"""The tables of words that reading a ledger asks: footers, approvals, endings of villages, surnames."""

import pytest

from disclosure.intake import approval, footers
from disclosure.intake.villages import stem
from disclosure.names import mask_name
from disclosure.problems import Unreadable


@pytest.mark.parametrize(
    ("text", "is_footer"),
    [
        ("制表人：李某", True),
        ("合计", True),
        ("单位（盖章）", True),
        ("单位职工", False),
        ("注:以上名单", True),
        ("注册", False),
        ("日期:2026年3月", True),
        ("日期", False),
        ("张小三", False),
        ("共计合计", False),
        ("", False),
    ],
)
def test_a_footer_begins_with_a_word_of_the_table(text, is_footer):
    assert footers.is_one(text) == is_footer


@pytest.mark.parametrize("text", ["", "审批通过", "同意", "已发放", "办结"])
def test_what_was_granted_is_taken(text):
    approval.check(text)


@pytest.mark.parametrize("text", ["不同意", "未通过", "待审批", "审核中", "是否通过", "否"])
def test_what_was_not_granted_is_refused(text):
    with pytest.raises(Unreadable, match="not_approved"):
        approval.check(text)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("和平村委会", "和平"),
        ("和平村", "和平"),
        ("和平社区居民委员会", "和平"),
        ("和平社区村", "和平"),
        ("和平镇", "和平镇"),
        ("村", "村"),
        ("社区", "社区"),
    ],
)
def test_a_village_is_found_by_its_name_without_its_committee(name, expected):
    assert stem(name) == expected


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("欧阳小三", "欧阳*三"),
        ("淳于意", "淳于*"),
        ("东门雨", "东门*"),
        ("东方", "东*"),
        ("张小三", "张*三"),
        ("歐陽鋒", "歐陽*"),
        ("司馬光", "司馬*"),
        ("諸葛亮", "諸葛*"),
        ("諸葛小亮", "諸葛*亮"),
        ("單于小三", "單于*三"),
        ("单于小三", "单于*三"),
        ("第五伦", "第五*"),
        ("第五小三", "第五*三"),
        ("完颜小三", "完颜*三"),
        ("完顏小三", "完顏*三"),
        ("纳兰小三", "纳兰*三"),
        ("納蘭小三", "納蘭*三"),
        ("叶赫那拉小三", "叶赫那拉*三"),
        ("葉赫那拉小三", "葉赫那拉*三"),
        ("爱新觉罗小三", "爱新觉罗*三"),
        ("愛新覺羅三", "愛新覺羅*"),
        ("叶小三", "叶*三"),
        ("第三", "第*"),
    ],
)
def test_a_surname_of_several_characters_stays_whole(name, masked):
    assert mask_name(name) == masked
