"""课后服务·社团 (after-school service and clubs), live: clubs, leaders, members, sessions, attendance, participants."""

from datetime import date, time
from typing import ClassVar

from sqlalchemy.orm import Mapped

from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.store.base import Live, col, ref

CATEGORIES = ("美术", "体育", "音乐", "科技", "文学", "劳动", "其他")
STATUSES = ("正式", "候补", "退出")
_SINCE = ("参加日期", "起始日期", "开始日期", "报名日期", "加入时间", "参加时间")


class Club(Live):
    """A club (社团) of one term."""

    __tablename__ = "club"
    title: ClassVar[str] = "社团"

    name: Mapped[str | None] = col(
        Field(
            "社团名称",
            required=True,
            width=14,
            synonyms=("社团", "名称", "社团名", "课程名称", "兴趣小组", "兴趣班", "项目名称"),
        )
    )
    category: Mapped[str | None] = col(
        Field(
            "类别", Kind.CHOICE, choices=CATEGORIES, width=8, synonyms=("社团类别", "类型", "社团类型", "课程类别"),
            aliases=(
                ("书画", "美术"), ("科学", "科技"), ("阅读", "文学"), ("劳技", "劳动"), ("运动", "体育"),
                ("书法", "美术"), ("绘画", "美术"), ("球类", "体育"), ("田径", "体育"), ("声乐", "音乐"), ("器乐", "音乐"),
                ("合唱", "音乐"), ("科普", "科技"), ("编程", "科技"), ("信息科技", "科技"), ("劳动实践", "劳动"), ("其它", "其他"),
                *((f"{category}类", category) for category in CATEGORIES),
            ),
        )
    )  # fmt: skip
    school_year: Mapped[int | None] = col(Field("学年", Kind.INTEGER, required=True, low=2000, high=2100))
    term_number: Mapped[int | None] = col(Field("学期", Kind.INTEGER, required=True, low=1, high=2))
    capacity: Mapped[int | None] = col(
        Field(
            "名额",
            Kind.INTEGER,
            unit="人",
            low=0,
            high=5000,
            synonyms=("人数上限", "计划人数", "限额", "招收人数", "容量"),
        )
    )
    fee_fen: Mapped[int | None] = col(
        Field(
            "收费",
            Kind.MONEY,
            unit="元/课时",
            synonyms=("收费标准", "费用", "每课时收费", "课时费"),
            doc="per pupil and lesson",
        )
    )
    note: Mapped[str | None] = col(Field("备注", width=16))


class ClubLeader(Live):
    """Who leads a club (指导教师): own staff, or somebody from outside with contact and agreement."""

    __tablename__ = "club_leader"
    title: ClassVar[str] = "指导教师"
    label_key: ClassVar[str] = "outside_name"

    club_id: Mapped[str | None] = ref(Field("社团", Kind.REFERENCE, references="club", required=True))
    staff_id: Mapped[str | None] = ref(Field("本校教师", Kind.REFERENCE, references="staff"))
    outside_name: Mapped[str | None] = col(Field("校外教师", Kind.NAME))
    outside_phone: Mapped[str | None] = col(Field("校外教师电话", Kind.PHONE, width=14))
    agreement_date: Mapped[date | None] = col(Field("协议日期", Kind.DAY))


class ClubMember(Live):
    """A pupil in a club (社团成员), dated; 退出 keeps the row."""

    __tablename__ = "club_member"
    title: ClassVar[str] = "社团成员"
    label_key: ClassVar[str] = "pupil_id"
    place_keys: ClassVar[tuple[str, ...]] = ("club_id", "pupil_id")

    club_id: Mapped[str | None] = ref(Field("社团", Kind.REFERENCE, references="club", required=True))
    pupil_id: Mapped[str | None] = ref(Field("学生", Kind.REFERENCE, references="pupil", required=True))
    status: Mapped[str | None] = col(Field("状态", Kind.CHOICE, choices=STATUSES, required=True, width=6))
    from_date: Mapped[date | None] = col(Field("加入日期", Kind.DAY, required=True, synonyms=_SINCE))
    to_date: Mapped[date | None] = col(Field("退出日期", Kind.DAY, synonyms=("结束日期", "离开日期")))
    note: Mapped[str | None] = col(Field("备注", width=16))


class ClubSession(Live):
    """One meeting of a club (活动), or one that was planned and called off (停开).

    `present` is the head count where no names are taken.
    """

    __tablename__ = "club_session"
    title: ClassVar[str] = "社团活动"
    month_key: ClassVar[str | None] = "day"
    label_key: ClassVar[str] = "day"
    place_keys: ClassVar[tuple[str, ...]] = ("club_id", "day")

    club_id: Mapped[str | None] = ref(Field("社团", Kind.REFERENCE, references="club", required=True))
    day: Mapped[date | None] = col(Field("日期", Kind.DAY, required=True))
    from_time: Mapped[time | None] = col(Field("开始", Kind.TIME))
    to_time: Mapped[time | None] = col(Field("结束", Kind.TIME))
    present: Mapped[int | None] = col(Field("实到", Kind.INTEGER, unit="人", low=0, high=5000))
    called_off: Mapped[bool | None] = col(
        Field("停开", Kind.YES_NO, doc="planned, and did not take place: counts nowhere")
    )
    note: Mapped[str | None] = col(Field("备注", width=16))


class ClubAttendance(Live):
    """A pupil at a meeting (考勤). `day` is the session's, so that the row's month is its own."""

    __tablename__ = "club_attendance"
    title: ClassVar[str] = "社团考勤"
    month_key: ClassVar[str | None] = "day"
    label_key: ClassVar[str] = "pupil_id"
    place_keys: ClassVar[tuple[str, ...]] = ("session_id", "pupil_id", "day")

    session_id: Mapped[str | None] = ref(
        Field("活动", Kind.REFERENCE, references="club_session", required=True)
    )
    pupil_id: Mapped[str | None] = ref(Field("学生", Kind.REFERENCE, references="pupil", required=True))
    day: Mapped[date | None] = col(Field("日期", Kind.DAY, required=True))
    mark: Mapped[str | None] = col(Field("考勤", Kind.CHOICE, choices=("到", "缺", "假"), required=True))


class ServicePupil(Live):
    """A pupil in after-school service (参加课后服务的学生), dated; the guardian's consent has its date."""

    __tablename__ = "service_pupil"
    title: ClassVar[str] = "参加学生"
    label_key: ClassVar[str] = "pupil_id"
    place_keys: ClassVar[tuple[str, ...]] = ("pupil_id",)

    pupil_id: Mapped[str | None] = ref(Field("学生", Kind.REFERENCE, references="pupil", required=True))
    from_date: Mapped[date | None] = col(Field("参加日期", Kind.DAY, required=True, synonyms=_SINCE))
    to_date: Mapped[date | None] = col(Field("结束日期", Kind.DAY, synonyms=("退出日期",)))
    consent_date: Mapped[date | None] = col(
        Field("家长同意日期", Kind.DAY, synonyms=("同意日期", "签字日期"))
    )


class ServiceStaff(Live):
    """Staff in after-school service (参加课后服务的教师): own, or from outside by name."""

    __tablename__ = "service_staff"
    title: ClassVar[str] = "参加教师"
    label_key: ClassVar[str] = "staff_id"

    staff_id: Mapped[str | None] = ref(Field("本校教师", Kind.REFERENCE, references="staff"))
    outside_name: Mapped[str | None] = col(Field("校外教师", Kind.NAME))
    from_date: Mapped[date | None] = col(Field("参加日期", Kind.DAY, required=True, synonyms=_SINCE))
    to_date: Mapped[date | None] = col(Field("结束日期", Kind.DAY, synonyms=("退出日期",)))
