"""Dates as people write them: 2月3日, where Django has 02月3日."""

MONTH_DAY_FORMAT = "n月j日"
