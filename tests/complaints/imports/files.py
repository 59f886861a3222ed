"""Exports of other systems, invented."""

import csv
import io

import openpyxl

BOARD = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间")
FIRST = ("100", "某网友", "低保没有发", "2024-04-08 08:37:20", "八月起没有收到低保金。", "", "")
SECOND = (
    "101",
    "李小草",
    "怎么申请",
    "2024/4/9 9:39:57",
    "请问怎么申请低保。",
    "请到乡镇申请。",
    "2024/4/12 10:00",
)
TICKET = (
    "工单编号",
    "来电时间",
    "来电号码",
    "来电人",
    "是否匿名",
    "工单类型",
    "发生地址",
    "标题",
    "诉求内容",
    "办理结果",
)


def as_csv(rows, headings=BOARD, encoding="utf-8-sig"):
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    return io.BytesIO(text.getvalue().encode(encoding))


def as_xlsx(rows, headings=BOARD):
    book = openpyxl.Workbook()
    for row in [("导出的留言",), headings, *rows, ("制表人：某某",)]:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def figures(made):
    return (made.filed, made.answered, made.repeated, made.refused)


def codes(made):
    return [finding.code for finding in made.findings.all()]
