"""Whether a list below or beside another one on a sheet is about other persons (任课教师名单 under a class's pupils)."""

import re
from collections.abc import Iterable

from xcedu_desktop.values.parsed import fold
from xcedu_desktop.workbook.intake.header import IntakeColumn, Vocabulary

_LIST = r"(?:[^,，。]{0,6}(?:姓名|名单|名册|花名册|一览|安排|登记|信息|情况|明细|汇总|台账|通讯录|联系|表)|$)"
_PERSONS = {
    "教师": re.compile(rf"(?:教师|老师|教职工|教职员工?|教工|员工)(?!子女|子弟|办公|用餐|就餐){_LIST}"),
    "学生": re.compile(rf"(?:学生|新生|花名册){_LIST}"),
    "家长": re.compile(rf"(?:家长|监护人|家委会?){_LIST}"),
    "离校": re.compile(
        r"(?:转出|离校|毕业(?!班)|休学|退学|转学|流失|辍学|调走|转走|调出|离职|退休)"
        r"(?:[^,，。]{0,6}(?:学生|名单|名册|人员|情况|教师)|$)"
    ),
    "干部": re.compile(
        r"(?:班干部|班委会?|课代表|值日生?|值周生?|小组长|升旗手|护旗手)(?:[^,，。]{0,4}(?:名单|安排|表|分工|职务)|$)"
    ),
}
_NOT_A_LIST = re.compile(
    r"(?:班主任|任课教师|任课老师|填表教师|指导教师|负责人|教师|老师|家长)(?:签字|签名)?[:：]\s*\S+"
)
"""班主任：王老师 in a title names one person, no list."""


_LABEL = re.compile(
    r".{0,6}(?:姓名|名字|名称|书名|品名|人数|数量|单价|金额|学科|科目|职务|性别|内容|日期|电话|备注|班级|年级|类别|型号|编号)"
)
_OF_STAFF = re.compile(r"任教|任课|职称|教龄|岗位|编制|工资|授课|继续教育|参加工作")


def is_label(text: str) -> bool:
    """Whether a text is what a column is called, and no value of one."""
    return bool(_LABEL.fullmatch(fold(text)))


def columns_of_others(vocabulary: Vocabulary, own: Iterable[str], new: Iterable[str]) -> bool:
    """Whether the headers of a further list on a sheet of pupils are those of teachers (任教学科, 职称)."""
    return (
        persons_of(vocabulary.columns) == {"学生"}
        and any(map(_OF_STAFF.search, new))
        and not any(map(_OF_STAFF.search, own))
    )


def persons_in(texts: Iterable[str]) -> frozenset[str]:
    """The groups of persons that titles or headers say they list."""
    plain = [_NOT_A_LIST.sub("", fold(line)) for text in texts for line in text.split("\n")]
    return frozenset(group for group, words in _PERSONS.items() if any(words.search(line) for line in plain))


def persons_of(columns: Iterable[IntakeColumn]) -> frozenset[str]:
    """The persons whom a kind of list is about, by what its needed columns are called (教师姓名)."""
    return persons_in(
        word for column in columns if column.required for word in (column.title, *column.synonyms)
    )


def others_named(vocabulary: Vocabulary, own: Iterable[str], new: Iterable[str]) -> bool:
    """Whether `new` texts (a title, the header of the name column) list other persons than a list with the `own` texts above it.

    Never in a kind of list that is not about persons: 学生用餐情况 and 教师用餐情况 are counts.
    """
    of_kind = persons_of(vocabulary.columns)
    return bool(of_kind) and bool(persons_in(new) - of_kind - persons_in(own))
