"""Dates as people write them: 2月3日, where Django has 02月3日."""

MONTH_DAY_FORMAT = "n月j日"

#: Django's own list has %n and %j where strptime wants %m and %d, so that 2026年11月27日 was no date.
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y年%m月%d号", "%Y年 %m 月 %d 日", "%Y.%m.%d"]
