"""Rows that are no data: repeated headers, codes, instructions, samples, totals, signature lines, numbers only."""

import re
from collections.abc import Mapping
from itertools import pairwise

from xcedu_desktop.values.parsed import fold
from xcedu_desktop.values.units import is_unit_text
from xcedu_desktop.workbook.intake.raw import Cell

REPEATED = "重复的表头"
SAMPLE = "示例行"
CODES = "栏号或代码行"
INSTRUCTION = "填写说明"
UNITS = "单位行"
TOTAL = "合计行"
AVERAGE = "平均行"
NOBODY = "没有姓名"
FOOTER = "表尾"
SERIAL_ONLY = "只有序号"
NOTHING = "没有要导入的内容"
REMARK = "表外文字"
SUMMARY = "统计行"

NEAR_HEADER = 3
"""Code rows, instructions and the like stand within so many rows below the header."""

_TOTAL = re.compile(
    r"[(\[【]?(本页|全校|全班|全部|各班|年级|总)?(合计|小计|总计|共计|累计|总数|总人数|合计数)(人数|金额|数)?"
    r"[)\]】]?[:：]?(共?[\d,.]*[人名元台间个件]?)?"
    r"|总(容量|功率|负荷|面积|金额|投资|造价|价款?|台数|间数|班数|学生数|人次|数量)[:：]?|全校|全校(学生|师生|班级)|全体学生"
)
_COUNTED = re.compile(
    r"(其中)?((?:(男生?|女生?|合计|总计|共计?|总共|一共|全班|本班|班级|应到|实到|人数|总人数)+[:：]?共?)\d+(?:[人名间台套件条处]|个班?|班)[,，、;；。]?)+"
)
"""共42人; 男20人，女22人: a count in words below a list."""
_TOTAL_TAIL = re.compile(r".{1,8}(合计|小计|总计)")
_GROUP = re.compile(
    r"[(\[【]?(其中|本页|全|各|总|本|男生?|女生?|学生|教师|教职工|师生|(?:.{0,12}?)(?:班级|班|年级|级|小学|中学|学校|幼儿园|校|校区|学区|部|组|楼|层|镇|街道|月|周|学期))"
    r"[)\]】]?"
)
"""What a total is of, where its word does not stand alone: a class, a grade, a school, a part of them."""
_STATISTICS = re.compile(
    r"(?:班级?|年级|全班|全校|级部|学科|各科|单科|总|本班|学校|校)?(?:总?平均|平均|最高|最低|均|中位|人均)(?:总?分数?|成绩|得分|值|数|身高|体重|年龄)?"
    r"|(?:总|班级总|全班总)(?:分|成绩|得分)|满分|名次|排名|位次|班级排名|实考|应考|缺考|应到|实到|参考|标准差|方差|众数|中位数|极差|三率和|一分三率|优差比"
    r"|(?:不?及格|不?合格|优秀|优良|良好|优生|差生|低分|高分|得分|达标|参考|巩固|出勤|缺勤|参与|参加|就餐|用餐|学困生|优等生|后进生)(?:率|人数|比例|比率|占比)"
    r"|(?:参考|实考|应考|缺考|参加|报名|考试|参评|住宿|走读|请假|出勤|缺勤)人数|\d{2,3}分(?:以上|以下)(?:人数|率)?|(?:年级|全校|班级)?前\d+名(?:人数|平均)?|[A-E优良中差][等档]?级?(?:人数|率|比例|比率)"
)
"""The lines under a sheet of scores or measures."""
_FIGURE = re.compile(r"[:：]?(?:\([^()]{0,4}\)|[≥≤<>=]?[\d.,]*[%分人名元]?)$")
_NOBODY = re.compile(
    r"同上|〃|″|\"|男生?|女生?|(?:住校|走读|住宿|寄宿)生|无|空|空白|空缺|空号|空行|空位|缺|略|暂无|待定|待补|未知|不详|查无此人|无此人|[此本][处行]空白|空白行|以下空白|以下为?空|某某某?|[xX×*＊?？_.…]{1,6}|(?:学生|教师|家长)?姓名|名字|null|none|n/a",
    re.IGNORECASE,
)
_AVERAGE = re.compile(r"(平均|平均值|平均数|人均|均值|班均)[:：]?[\d.]*")
_SUMMARY = re.compile(
    r"(其中)?[:：]?(男生?|女生?|学生|教师|应到|实到|在校|住校|走读|留守)(总?人数|合计|总数|共)[:：]?\d*人?|"
    r"(其中)?[:：]?(男生?|女生?|应到|实到)[:：]?\d+人?"
)
_SENTENCE = re.compile(r"[。；;！!]|以上|属实|特此|如有|谢谢|情况说明|由.{1,8}填写|此表|本表")
_HEADING = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,2}(?:部分|类)?[、.．:：]|\([一二三四五六七八九十]{1,2}\))\D"
)
_SAMPLE = re.compile(
    r"[(\[【<]?(例|示例|样例|范例|举例|例子|样表|填写示例|示例行|示范|例如)\d*[)\]】>]?[:：]?"
)
_SAMPLE_HEAD = re.compile(
    r"[(\[【]?(例|示例|样例|范例|填写示例)\d*[)\]】]?[:：]|[(\[【](例|示例|样例)[)\]】]"
)
_SAMPLE_TAIL = re.compile(r"[(\[【<](例|例子|示例|样例|范例)[)\]】>]$")
_NOT_TAKEN = re.compile(r"(此|本|该)行.{0,4}(不录|不导|不填|勿|删)|示例数据|(请)?勿导入|不录入")
_INSTRUCTION = re.compile(
    r"必填|选填|非必填|请(填|选|输|按|勿|务必)|填写|格式[:：为是]?|^如[:：]|例如|下拉|文本型|可不填|不填|可为空|"
    r"必须|与.{1,8}一致|为准|注意[:：]|请注意"
)
_FOOTER_WORD = (
    "(制表|填表|填报|审核|复核|统计|经办|审批|校对|录入)(人|者|单位|时间|日期|人签字|人签名)?|单位负责人|负责人|"
    "校长|班主任|联系人|联系电话|电话|日期|时间|备注|注|说明|附注|附|填表说明|学校|单位|盖章|签字|签名|"
    r"(学校|单位)?\(?(公章|盖章)\)?|打印(日期|时间|人)?|导出(日期|时间|人)?"
)
_FOOTER_LINE = re.compile(rf"({_FOOTER_WORD})(老师|教师)?(签字|签名|签章|盖章)?(\([^)]*\))?[:：]")
_FOOTER_ALONE = re.compile(
    r"(制表|填表|填报|审核|复核|统计|经办)(人|单位|日期)(签字|签名)?|单位负责人|备注|注|说明|联系电话|"
    r"(家长|监护人|学生|本人|教师|老师|班主任|校长|领导|领取人|经手人|负责人)?(\(?(签字|签名|签章|盖章)\)?)(处|栏)?[:：]?"
)
_TEACHER_LABEL = re.compile(r"(?:正|副)?班主任|(?:任课|科任|配班|辅导|指导)(?:教师|老师)")
"""Stands in a column of names as the label of what is beside it; elsewhere it may be somebody's post."""
_LABELLED = re.compile(r"[^:]{2,8}:[^:\d]{2,12}")
"""语文老师：李梅 is no name."""
_DAY_LINE = re.compile(
    r"(20\d\d|[二〇零○一三四五六七八九]{4})年[\d一二三四五六七八九十]{1,2}月([\d一二三四五六七八九十]{1,3}[日号])?"
)
_CODE_WORD = re.compile(r"[A-Z][A-Z_]{1,30}")
_HEAVENLY = "甲乙丙丁戊己庚辛"
_PART = re.compile(
    r"男|女|[小一二三四五六七八九十\d]组|住校|走读|寄宿|住宿|续|页|备注|说明|注[:：]|以[上下]|同上|如下|其中|[。；;！!]"
)
_PAGE = re.compile(r"第?\s*\d+\s*页?\s*[/,，共]?\s*(共?\s*\d+\s*页)?")


def folded_texts(cells: Mapping[int, Cell]) -> dict[int, str]:
    """The texts of the cells that hold text, folded for comparing."""
    return {column: fold(cell.value) for column, cell in cells.items() if isinstance(cell.value, str)}


def is_sample(texts: Mapping[int, str]) -> bool:
    """A row shown as an example, or marked as not to be taken."""
    return any(
        _SAMPLE.fullmatch(text)
        or _SAMPLE_HEAD.match(text)
        or _SAMPLE_TAIL.search(text)
        or _NOT_TAKEN.search(text)
        for text in texts.values()
    )


def is_codes(cells: Mapping[int, Cell], texts: Mapping[int, str]) -> bool:
    """Column numbers (1 2 3, 甲 乙 1 2) or field codes (XM, XB) under the header."""
    if texts.get(min(cells, default=-1)) in ("栏次", "栏号", "代码", "字段名", "字段"):
        return True
    if len(cells) < 2:
        return False
    words = [texts.get(column) or str(cell.value) for column, cell in sorted(cells.items())]
    if all(_CODE_WORD.fullmatch(word) for word in words):
        return True
    if len(words) < 3:
        return False
    words = [word[1:-1] if word[:1] in "([【" and word[-1:] in ")]】" else word for word in words]
    numbers = [word for word in words if not (len(word) == 1 and word in _HEAVENLY)]
    if not all(number.isdecimal() and len(number) < 4 for number in numbers):
        return False
    values = [int(number) for number in numbers]
    return all(after - before == 1 for before, after in pairwise(values)) and (not values or values[0] <= 2)


def is_units(cells: Mapping[int, Cell], texts: Mapping[int, str]) -> bool:
    """A row under the header that says the columns' units and nothing else."""
    return len(texts) == len(cells) > 0 and all(is_unit_text(text) for text in texts.values())


def is_instruction(cells: Mapping[int, Cell], texts: Mapping[int, str]) -> bool:
    """Most of what stands in the row explains how to fill it in."""
    telling = sum(bool(_INSTRUCTION.search(text)) for text in texts.values())
    return telling > 0 and (
        telling * 2 >= len(cells) or any(text in ("必填", "选填", "必填项") for text in texts.values())
    )


def total_kind(text: str) -> str | None:
    """TOTAL, AVERAGE or SUMMARY (男生人数) for a text that names such a row."""
    if _TOTAL.fullmatch(text) or _TOTAL_TAIL.fullmatch(text):
        return TOTAL
    if _AVERAGE.fullmatch(text):
        return AVERAGE
    if _SUMMARY.fullmatch(text) or _COUNTED.fullmatch(text):
        return SUMMARY
    return None


def is_statistics(text: str) -> bool:
    """A line under a list of persons that measures them all (平均分, 三年级最高分, 及格率98%)."""
    bare = text[1:-1] if text[:1] in "([【" and text[-1:] in ")]】" else text
    for plain in (bare, _FIGURE.sub("", bare, count=1)):
        if _STATISTICS.fullmatch(plain):
            return True
        group = _GROUP.match(plain)
        if group is not None and _STATISTICS.fullmatch(plain[group.end() :]):
            return True
    return False


def may_be_person(text: str) -> bool:
    """Whether a text that ends like a total may be somebody's name (王合计): the word stands behind nothing that is counted."""
    found = _TOTAL_TAIL.fullmatch(text)
    head = text[: -len(found[1])] if found else ""
    return bool(found) and not _TOTAL.fullmatch(text) and len(head) <= 2 and not _GROUP.fullmatch(head)


def is_nobody(text: str) -> bool:
    """Whether what stands in the name column says that there is no name (无, 同上, XXX)."""
    return bool(_NOBODY.fullmatch(text) or _NOBODY.fullmatch(text.strip("()[]【】:")))


def labels_somebody(text: str, cells: int) -> bool:
    """Whether a text in the name column is the label of somebody beside it or behind a colon, in a row of so many cells."""
    return bool(_TEACHER_LABEL.fullmatch(text) or (cells <= 2 and _LABELLED.fullmatch(text)))


def is_footer(texts: Mapping[int, str], cells: Mapping[int, Cell], needed: frozenset[int]) -> bool:
    """A signature line, a date line or remarks under the list."""
    if not texts:
        return False
    first = min(cells)
    head = texts.get(first, "")
    if _FOOTER_LINE.match(head):
        return True
    if len(cells) == 1 and _DAY_LINE.fullmatch(head):
        return True
    # 备注 in the name column is never a person; elsewhere 校长 may be somebody's post.
    if any(_FOOTER_ALONE.fullmatch(texts.get(column, "")) for column in needed):
        return True
    return len(cells) <= 4 and bool(_FOOTER_ALONE.fullmatch(head))


def is_day_line(text: str) -> bool:
    """Whether a line alone says a day (2026年10月8日): a signature's, or that of the counts below it."""
    return bool(_DAY_LINE.fullmatch(fold(text)))


def is_sentence(text: str) -> bool:
    """A text that stands under a list and is no name: long, or with the marks and words of a sentence."""
    return len(text) > 20 or bool(_SENTENCE.search(text))


def is_heading(text: str) -> bool:
    """Whether a line alone is the heading of the rows below it by its numeral (一、设备购置; （二）线路改造)."""
    return bool(_HEADING.match(fold(text)))


def names_part(text: str) -> bool:
    """Whether a line between the rows names a part of the same group (男生, 第一组, 住校生), or remarks on it."""
    return bool(_PART.search(fold(text)))


def is_page_mark(text: str) -> bool:
    """`第 2 页 共 5 页` and the like."""
    return bool(_PAGE.fullmatch(text)) and "页" in text
