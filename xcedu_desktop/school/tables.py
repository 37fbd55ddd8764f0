"""The ground (学校基础): school, terms, calendar, classes, pupils, staff, places in use, declared figures, explanations."""

from datetime import date, time
from typing import ClassVar

from sqlalchemy.orm import Mapped

from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.periods import Month
from xcedu_desktop.store.base import Live, col, ref

STAGES = ("小学", "初中", "九年一贯制", "完全中学")
TOWNSHIPS = (
    "临城街道", "兴仁街道", "兴城街道", "张范街道", "常庄街道", "新城街道", "沙沟镇", "周营镇", "邹坞镇", "陶庄镇",
)  # fmt: skip
SEX_ALIASES = (
    ("1", "男"), ("2", "女"), ("男性", "男"), ("女性", "女"), ("男生", "男"), ("女生", "女"), ("男孩", "男"), ("女孩", "女"),
    ("M", "男"), ("F", "女"),
    ("1-男", "男"), ("2-女", "女"), ("0", ""), ("9", ""), ("未知", ""), ("/", ""), ("—", ""),
)  # fmt: skip
SEX = Field(
    "性别",
    Kind.CHOICE,
    choices=("男", "女"),
    aliases=SEX_ALIASES,
    width=5,
    synonyms=("性别代码", "性 别", "男女"),
)


class School(Live):
    """The school profile (学校概况); one row."""

    __tablename__ = "school"
    title: ClassVar[str] = "学校概况"

    code: Mapped[str | None] = col(Field("学校标识码", required=True, width=12))
    name: Mapped[str | None] = col(Field("学校名称", required=True, width=24))
    stage: Mapped[str | None] = col(Field("学段", Kind.CHOICE, choices=STAGES, required=True))
    township: Mapped[str | None] = col(Field("镇街", Kind.CHOICE, choices=TOWNSHIPS, required=True))
    village: Mapped[bool | None] = col(Field("村小", Kind.YES_NO, doc="village school: the lower fee cap"))
    clerk: Mapped[str | None] = col(Field("填表人", Kind.NAME, required=True))
    phone: Mapped[str | None] = col(Field("联系电话", Kind.PHONE, required=True, width=14))
    principal: Mapped[str | None] = col(Field("审核人", Kind.NAME, required=True))
    head: Mapped[str | None] = col(Field("单位负责人", Kind.NAME))
    clubs_within_service: Mapped[bool | None] = col(Field("社团都属于课后服务", Kind.YES_NO))
    canteen_licence: Mapped[str | None] = col(Field("食堂许可证号", width=20))
    canteen_licence_until: Mapped[date | None] = col(Field("食堂许可证有效期", Kind.DAY))
    season_from: Mapped[str | None] = col(Field("供暖开始", doc="MM-DD; 11-15 where blank"))
    season_to: Mapped[str | None] = col(Field("供暖结束", doc="MM-DD; 03-15 where blank"))


class Term(Live):
    """A term (学期) with its own dates; a term without a row has the district's usual dates."""

    __tablename__ = "term"
    title: ClassVar[str] = "学期"
    label_key: ClassVar[str] = "school_year"

    school_year: Mapped[int | None] = col(Field("学年", Kind.INTEGER, required=True, low=2000, high=2100))
    number: Mapped[int | None] = col(Field("学期", Kind.INTEGER, required=True, low=1, high=2))
    from_date: Mapped[date | None] = col(Field("开学日期", Kind.DAY, required=True))
    to_date: Mapped[date | None] = col(Field("放假前一天", Kind.DAY, required=True))


class CalendarDay(Live):
    """The school's own word on a day (校历调整): open or closed, with a reason; wins over every calendar."""

    __tablename__ = "calendar_day"
    title: ClassVar[str] = "校历"
    month_key: ClassVar[str | None] = "day"
    label_key: ClassVar[str] = "day"
    place_keys: ClassVar[tuple[str, ...]] = ("day",)

    day: Mapped[date | None] = col(Field("日期", Kind.DAY, required=True))
    open: Mapped[bool | None] = col(Field("上课", Kind.YES_NO, required=True))
    reason: Mapped[str | None] = col(Field("原因", required=True, width=24))


class SchoolClass(Live):
    """A class (班级): stage + entry year + number; its grade follows from the date."""

    __tablename__ = "school_class"
    title: ClassVar[str] = "班级"
    label_key: ClassVar[str] = "number"

    stage: Mapped[str | None] = col(
        Field("学段", Kind.CHOICE, choices=("小学", "初中", "高中"), required=True)
    )
    entry_year: Mapped[int | None] = col(Field("入学年份", Kind.INTEGER, required=True, low=1990, high=2100))
    number: Mapped[int | None] = col(Field("班号", Kind.INTEGER, required=True, low=1, high=60))
    head_teacher: Mapped[str | None] = ref(Field("班主任", Kind.REFERENCE, references="staff"))
    to_date: Mapped[date | None] = col(
        Field("撤并日期", Kind.DAY, doc="the last day on which the class exists")
    )


class ClassAlias(Live):
    """A name that the school uses for a class (启明星班), asked once and remembered."""

    __tablename__ = "class_alias"
    title: ClassVar[str] = "班级别名"

    name: Mapped[str | None] = col(Field("别名", required=True, width=14))
    class_id: Mapped[str | None] = ref(Field("班级", Kind.CLASS, required=True))


class Pupil(Live):
    """A pupil (学生). As little as the work needs: no ethnicity, no address, no guardian."""

    __tablename__ = "pupil"
    title: ClassVar[str] = "学生"

    name: Mapped[str | None] = col(
        Field(
            "姓名", Kind.NAME, required=True, width=10,
            synonyms=("学生姓名", "名字", "学生", "学生昵称", "您的姓名", "孩子姓名", "学生名字", "姓名必填"),
        )
    )  # fmt: skip
    sex: Mapped[str | None] = col(SEX)
    id_number: Mapped[str | None] = col(
        Field(
            "身份证号", Kind.ID_NUMBER, width=20,
            synonyms=(
                "身份证号码", "身份证", "公民身份号码", "公民身份证号", "公民身份证号码", "证件号码", "身份证件号",
                "身份证件号码", "证件号", "居民身份证号", "居民身份证号码", "学生身份证号", "学生身份证号码", "身份证件",
            ),
        )
    )  # fmt: skip
    student_number: Mapped[str | None] = col(
        Field(
            "学籍号",
            Kind.STUDENT_NUMBER,
            width=21,
            synonyms=("学籍号码", "全国学籍号", "学号", "学籍编号", "国网学籍号"),
        )
    )
    birth_date: Mapped[date | None] = col(
        Field("出生日期", Kind.DAY, synonyms=("出生年月", "出生年月日", "生日", "出生"))
    )
    from_date: Mapped[date | None] = col(
        Field("入校日期", Kind.DAY, synonyms=("入学日期", "入校时间", "入学时间", "转入日期", "入学年月"))
    )
    to_date: Mapped[date | None] = col(
        Field("离校日期", Kind.DAY, doc="the last day in school", synonyms=("转出日期", "离校时间"))
    )
    leaving: Mapped[str | None] = col(
        Field(
            "离校原因",
            Kind.CHOICE,
            choices=("转出", "毕业", "休学", "其他"),
            aliases=(
                ("转学", "转出"),
                ("转走", "转出"),
                ("已转出", "转出"),
                ("转校", "转出"),
                ("退学", "其他"),
                ("出国", "其他"),
                ("转入", ""),
                ("复学", ""),
                ("在校", ""),
                ("在读", ""),
                ("在籍", ""),
            ),
        )
    )
    note: Mapped[str | None] = col(Field("备注", width=16))


class ClassMembership(Live):
    """A pupil's class over time (编班): inclusive dates; blank end: until the pupil leaves."""

    __tablename__ = "class_membership"
    title: ClassVar[str] = "编班"
    label_key: ClassVar[str] = "pupil_id"
    place_keys: ClassVar[tuple[str, ...]] = ("pupil_id",)

    pupil_id: Mapped[str | None] = ref(Field("学生", Kind.REFERENCE, references="pupil", required=True))
    class_id: Mapped[str | None] = ref(Field("班级", Kind.CLASS, required=True))
    from_date: Mapped[date | None] = col(Field("起始日期", Kind.DAY, required=True))
    to_date: Mapped[date | None] = col(Field("结束日期", Kind.DAY))


class Staff(Live):
    """A member of the staff (教职工)."""

    __tablename__ = "staff"
    title: ClassVar[str] = "教职工"

    name: Mapped[str | None] = col(
        Field(
            "姓名",
            Kind.NAME,
            required=True,
            synonyms=("教师姓名", "名字", "教师", "教职工姓名", "职工姓名", "老师", "老师姓名"),
        )
    )
    sex: Mapped[str | None] = col(SEX)
    post: Mapped[str | None] = col(Field("岗位", synonyms=("职务", "职称", "工作岗位", "岗位类别"), width=10))
    subject: Mapped[str | None] = col(
        Field("任教学科", synonyms=("学科", "任课", "科目", "任教科目"), width=10)
    )
    phone: Mapped[str | None] = col(
        Field(
            "电话",
            Kind.PHONE,
            width=14,
            synonyms=("手机", "手机号", "手机号码", "联系电话", "联系方式", "电话号码"),
        )
    )
    from_date: Mapped[date | None] = col(
        Field("到校日期", Kind.DAY, synonyms=("来校日期", "进校日期", "入校日期", "调入日期", "入职日期"))
    )
    to_date: Mapped[date | None] = col(Field("离校日期", Kind.DAY, synonyms=("离职日期", "调离日期")))
    note: Mapped[str | None] = col(Field("备注", width=16))


class PlaceUse(Live):
    """A place in use (场地占用): room, weekday, from, to, by whom. Rules that concern two forms ask this table."""

    __tablename__ = "place_use"
    title: ClassVar[str] = "时间地点"
    label_key: ClassVar[str] = "place"

    owner_table: Mapped[str | None] = col(Field("占用者类别", hidden=True))
    owner_id: Mapped[str | None] = col(Field("占用者", hidden=True))
    place: Mapped[str | None] = col(
        Field("地点", width=14, synonyms=("活动地点", "场地", "活动场地", "上课地点", "教室"))
    )
    weekday: Mapped[int | None] = col(Field("星期", Kind.INTEGER, low=1, high=7, doc="1 Monday … 7 Sunday"))
    from_time: Mapped[time | None] = col(Field("开始", Kind.TIME))
    to_time: Mapped[time | None] = col(Field("结束", Kind.TIME))


class Declared(Live):
    """What the clerk declares of a month (封面申报数): classes and enrolled pupils, compared with the rows."""

    __tablename__ = "declared"
    title: ClassVar[str] = "本月封面"
    month_key: ClassVar[str | None] = "month"
    label_key: ClassVar[str] = "month"
    place_keys: ClassVar[tuple[str, ...]] = ("month",)

    month: Mapped[Month | None] = col(Field("月份", Kind.MONTH, required=True))
    classes: Mapped[int | None] = col(Field("班级数", Kind.INTEGER, unit="个", low=0, high=500))
    students: Mapped[int | None] = col(Field("在校学生数", Kind.INTEGER, unit="人", low=0, high=20000))


class Explanation(Live):
    """Why a finding stands as it is (说明), for one month. `basis` is the message explained: it lapses when that changes."""

    __tablename__ = "explanation"
    title: ClassVar[str] = "说明"
    month_key: ClassVar[str | None] = "month"
    label_key: ClassVar[str] = "rule"
    place_keys: ClassVar[tuple[str, ...]] = ("month", "rule", "record")

    month: Mapped[Month | None] = col(Field("月份", Kind.MONTH, required=True))
    rule: Mapped[str | None] = col(Field("规则", required=True))
    record: Mapped[str | None] = col(Field("记录", required=True, hidden=True))
    reason: Mapped[str | None] = col(Field("说明", required=True, width=40))
    basis: Mapped[str | None] = col(Field("所说明的问题", width=40))


class ReceiptAnswer(Live):
    """The school's answer (答复) to one question of a receipt; dated by the month asked about, so written once it is reopened."""

    __tablename__ = "receipt_answer"
    title: ClassVar[str] = "回执答复"
    month_key: ClassVar[str | None] = "month"
    label_key: ClassVar[str] = "question"
    place_keys: ClassVar[tuple[str, ...]] = ("month", "receipt", "question")

    month: Mapped[Month | None] = col(Field("月份", Kind.MONTH, required=True))
    receipt: Mapped[str | None] = col(Field("回执", required=True, hidden=True, doc="digest of the receipt"))
    question: Mapped[str | None] = col(
        Field("问题编号", required=True, hidden=True, doc="its id within the receipt")
    )
    answer: Mapped[str | None] = col(Field("答复", required=True, width=40))


class ClassHandout(Live):
    """A class teacher's file (班级收集表) of a month: when it was given out, when it came back. Bookkeeping, never reported."""

    __tablename__ = "class_handout"
    title: ClassVar[str] = "班级收表"
    label_key: ClassVar[str] = "class_id"
    place_keys: ClassVar[tuple[str, ...]] = ("class_id", "month")

    class_id: Mapped[str | None] = ref(Field("班级", Kind.CLASS, required=True))
    month: Mapped[Month | None] = col(Field("月份", Kind.MONTH, required=True))
    given_on: Mapped[date | None] = col(Field("发出日期", Kind.DAY))
    returned_on: Mapped[date | None] = col(Field("交回日期", Kind.DAY))
    no_meal: Mapped[str | None] = col(
        Field("不就餐", hidden=True, doc="JSON: ids of the pupils who do not eat, for the next month's file")
    )
