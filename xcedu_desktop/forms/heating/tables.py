"""取暖设备 (heating equipment), live: rooms, circuits, equipment, works, inspections, temperatures."""

from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Mapped

from xcedu_desktop.fields import Field, Kind
from xcedu_desktop.store.base import Live, col, ref

ROOM_USES = ("教室", "宿舍", "食堂", "办公", "功能室")
HEATED_BY = ("设备取暖", "集中供暖", "明火取暖", "不取暖")
HEATED_WITHOUT_PIECES = ("集中供暖", "明火取暖")
_SAID_IN_FULL = tuple(
    (f"{by}{how}", meaning)
    for meaning, words in (
        ("设备取暖", ("电", "电热", "空调", "电暖器", "电暖气", "油汀", "热风机", "空气能", "空气源热泵", "壁挂炉", "燃气", "燃气壁挂炉", "设备")),
        ("集中供暖", ("集中", "暖气", "暖气片", "市政", "市政集中", "城市集中", "热力", "热力公司")),
        ("明火取暖", ("燃煤", "煤炉", "煤火", "火炉", "炉火", "炉子", "明火")),
        ("不取暖", ("无", "未", "不", "没有", "无需", "不需要", "不用")),
    )
    for by in words
    for how in ("取暖", "采暖", "供暖", "供热")
)  # fmt: skip
"""How people name the way of heating: what heats, and one of four words for heating (电采暖, 市政供热)."""
EQUIPMENT_KINDS = ("壁挂式空调", "柜式空调", "电暖器", "油汀", "热风机", "空气能", "燃气壁挂炉", "其他")
STATES = ("正常", "待修", "停用", "报废", "调出")
IN_USE = frozenset({"正常", "待修"})
"""States of equipment that counts as in use (在用)."""
GONE = frozenset({"报废", "调出"})
NOT_HEATED = "不取暖"
CHILDREN_STAY = frozenset({"教室", "宿舍"})
"""Uses of rooms that need heat whatever is put down of them: a classroom that is not heated is what the bureau asks about."""
FUNDING = ("专项", "公用经费", "自筹", "捐赠", "其他")
WORK_KINDS = ("购置", "供电线路改造", "接入集中供暖")


def needs_heat(use: str | None, heated_by: str | None) -> bool:
    """Whether a room needs heat: a classroom or dormitory does, another room unless it is put down as not heated."""
    return use in CHILDREN_STAY or heated_by != NOT_HEATED


class Circuit(Live):
    """A supply circuit (供电线路) with its rated capacity."""

    __tablename__ = "circuit"
    title: ClassVar[str] = "供电线路"

    name: Mapped[str | None] = col(
        Field(
            "线路名称",
            required=True,
            width=16,
            synonyms=("线路", "供电线路", "回路", "回路名称", "线路编号", "名称"),
        )
    )
    capacity_w: Mapped[int | None] = col(
        Field(
            "额定容量",
            Kind.POWER,
            unit="kW",
            low=0,
            synonyms=("容量", "额定功率", "最大负荷", "线路容量", "容量上限"),
        )
    )
    note: Mapped[str | None] = col(Field("备注", width=16))


class Room(Live):
    """A room (房间) and how it is heated."""

    __tablename__ = "room"
    title: ClassVar[str] = "房间"

    name: Mapped[str | None] = col(
        Field(
            "房间",
            required=True,
            width=14,
            synonyms=("房间名称", "名称", "房间号", "教室名称", "房间编号", "场所"),
        )
    )
    building: Mapped[str | None] = col(
        Field("楼栋", width=10, synonyms=("所在楼", "教学楼", "楼", "楼号", "建筑", "建筑物"))
    )
    use: Mapped[str | None] = col(
        Field(
            "用途", Kind.CHOICE, choices=ROOM_USES, required=True, width=8, synonyms=("房间用途", "类型", "房间类型", "类别"),
            aliases=(
                ("普通教室", "教室"), ("班级教室", "教室"), ("专用教室", "功能室"), ("实验室", "功能室"), ("餐厅", "食堂"),
                ("办公室", "办公"), ("学生宿舍", "宿舍"), ("图书室", "功能室"), ("厨房", "食堂"),
                ("教师办公室", "办公"), ("教室办公", "办公"), ("办公用房", "办公"), ("教学用房", "教室"), ("普通班教室", "教室"),
                ("多媒体教室", "功能室"), ("功能教室", "功能室"), ("微机室", "功能室"), ("会议室", "功能室"), ("音乐室", "功能室"),
                ("美术室", "功能室"), ("阅览室", "功能室"), ("学生食堂", "食堂"), ("寝室", "宿舍"), ("教师宿舍", "宿舍"),
            ),
        )
    )  # fmt: skip
    area: Mapped[int | None] = col(
        Field("面积", Kind.DECIMAL, unit="㎡", scale=2, low=0, synonyms=("使用面积", "建筑面积", "房间面积"))
    )
    heated_by: Mapped[str | None] = col(
        Field(
            "取暖方式", Kind.CHOICE, choices=HEATED_BY, width=10, synonyms=("供暖方式", "取暖", "采暖方式", "采暖"),
            aliases=(
                ("空调", "设备取暖"), ("电暖器", "设备取暖"), ("设备", "设备取暖"), ("暖气", "集中供暖"),
                ("集中", "集中供暖"), ("煤炉", "明火取暖"), ("炉子", "明火取暖"), ("火炉", "明火取暖"),
                ("明火", "明火取暖"), ("无", ""), ("不需要", "不取暖"),
                ("暖气片", "集中供暖"), ("电暖气", "设备取暖"), ("油汀", "设备取暖"),
                ("空气能", "设备取暖"), ("空气源热泵", "设备取暖"), ("暖风机", "设备取暖"),
                ("电", "设备取暖"), ("燃煤", "明火取暖"), ("煤火", "明火取暖"), ("燃煤炉", "明火取暖"),
                ("电热膜", "设备取暖"), ("空气源", "设备取暖"), ("热风机", "设备取暖"), ("壁挂炉", "设备取暖"), ("燃气壁挂炉", "设备取暖"),
                ("电暖", "设备取暖"), ("蜂窝煤", "明火取暖"), ("电热板", "设备取暖"), ("电热器", "设备取暖"), ("取暖器", "设备取暖"),
                ("电取暖器", "设备取暖"),
                ("小太阳", "设备取暖"), ("热力", "集中供暖"), ("市政热力", "集中供暖"), ("煤", "明火取暖"), ("煤炭", "明火取暖"),
                ("炉火", "明火取暖"), *_SAID_IN_FULL,
            ),
        )
    )  # fmt: skip
    circuit_id: Mapped[str | None] = ref(
        Field(
            "所在线路",
            Kind.REFERENCE,
            references="circuit",
            width=14,
            synonyms=("线路", "供电线路", "线路名称"),
        )
    )
    note: Mapped[str | None] = col(Field("备注", width=16))


class Equipment(Live):
    """A piece of heating equipment (取暖设备); one row a piece."""

    __tablename__ = "equipment"
    title: ClassVar[str] = "设备"
    label_key: ClassVar[str] = "tag"

    tag: Mapped[str | None] = col(
        Field(
            "资产编号",
            required=True,
            width=12,
            synonyms=("资产号", "设备编号", "编号", "资产编码", "固定资产编号"),
        )
    )
    kind: Mapped[str | None] = col(
        Field(
            "名称", Kind.CHOICE, choices=EQUIPMENT_KINDS, required=True, width=12,
            synonyms=("设备名称", "设备", "设备类型", "类别", "种类", "设备种类", "类型"),
            aliases=(
                ("空调", "壁挂式空调"), ("挂机", "壁挂式空调"), ("壁挂空调", "壁挂式空调"), ("挂式空调", "壁挂式空调"),
                ("柜机", "柜式空调"), ("立式空调", "柜式空调"), ("柜式", "柜式空调"), ("取暖器", "电暖器"), ("电暖气", "电暖器"),
                ("油酊", "油汀"), ("电油汀", "油汀"), ("暖风机", "热风机"), ("空气源热泵", "空气能"), ("壁挂炉", "燃气壁挂炉"),
                ("空调(壁挂)", "壁挂式空调"), ("空调挂机", "壁挂式空调"), ("挂式", "壁挂式空调"), ("壁挂机", "壁挂式空调"),
                ("空调柜机", "柜式空调"), ("空调(柜式)", "柜式空调"), ("空调(立式)", "柜式空调"), ("立柜式空调", "柜式空调"), ("柜式机", "柜式空调"),
                ("电取暖器", "电暖器"), ("电热器", "电暖器"), ("小太阳", "电暖器"), ("电热扇", "电暖器"), ("对流电暖器", "电暖器"),
                ("电热油汀", "油汀"), ("油汀取暖器", "油汀"),
                ("空气能热泵", "空气能"), ("燃气炉", "燃气壁挂炉"),
            ),
        )
    )  # fmt: skip
    brand: Mapped[str | None] = col(Field("品牌", width=8, synonyms=("厂家", "生产厂家", "品牌名称")))
    model: Mapped[str | None] = col(
        Field("型号", width=12, synonyms=("规格型号", "规格", "设备型号", "型号规格"))
    )
    serial: Mapped[str | None] = col(Field("序列号", width=14, synonyms=("出厂编号", "机身号", "SN")))
    power_w: Mapped[int | None] = col(
        Field(
            "功率", Kind.POWER, unit="kW", width=8, synonyms=("额定功率", "制热功率", "功率kw", "额定功率kw")
        )
    )
    room_id: Mapped[str | None] = ref(
        Field(
            "所在房间",
            Kind.REFERENCE,
            references="room",
            width=14,
            synonyms=("房间", "安装位置", "位置", "存放地点", "安装地点", "地点"),
        )
    )
    circuit_id: Mapped[str | None] = ref(
        Field("所在线路", Kind.REFERENCE, references="circuit", width=14, synonyms=("线路", "供电线路"))
    )
    purchase_date: Mapped[date | None] = col(
        Field("购置日期", Kind.DAY, synonyms=("购买日期", "采购日期", "购入日期", "购置时间"))
    )
    cost_fen: Mapped[int | None] = col(
        Field(
            "金额",
            Kind.MONEY,
            unit="元",
            total=True,
            width=11,
            synonyms=("价格", "单价", "购置金额", "原值", "购置费用", "价值"),
        )
    )
    funding: Mapped[str | None] = col(
        Field(
            "资金来源",
            Kind.CHOICE,
            choices=FUNDING,
            synonyms=("经费来源", "来源"),
            aliases=(
                ("专项资金", "专项"),
                ("专项经费", "专项"),
                ("专款", "专项"),
                ("公用", "公用经费"),
                ("公用资金", "公用经费"),
                ("生均公用经费", "公用经费"),
                ("自筹资金", "自筹"),
                ("学校自筹", "自筹"),
                ("自筹经费", "自筹"),
                ("捐助", "捐赠"),
                ("社会捐赠", "捐赠"),
                ("社会捐助", "捐赠"),
                ("捐赠资金", "捐赠"),
            ),
        )
    )
    state: Mapped[str | None] = col(
        Field(
            "状态", Kind.CHOICE, choices=STATES, required=True, width=7, synonyms=(
                "使用状态", "设备状态", "现状", "使用情况", "使用状况", "状况", "设备状况", "设备现状", "运行状态", "使用现状", "目前状态",
                "完好情况", "运行情况", "设备情况", "完好状况",
            ),
            aliases=(
                ("在用", "正常"), ("良好", "正常"), ("完好", "正常"), ("使用中", "正常"), ("维修", "待修"), ("损坏", "待修"),
                ("故障", "待修"), ("已报废", "报废"), ("已调出", "调出"), ("闲置", "停用"), ("正常使用", "正常"), ("可用", "正常"),
                ("好", "正常"), ("维修中", "待修"), ("需维修", "待修"), ("坏", "待修"), ("封存", "停用"), ("未使用", "停用"), ("待报废", "停用"),
            ),
        )
    )  # fmt: skip
    warranty_until: Mapped[date | None] = col(
        Field("保修至", Kind.DAY, synonyms=("保修期", "保修期至", "质保期", "质保至"))
    )
    note: Mapped[str | None] = col(Field("备注", width=16))


class EquipmentEvent(Live):
    """How a piece stands from a day on (设备变动), with the reason; `equipment` holds what the newest led to.

    What stood before a piece's first change is its first row; forms.heating.history reads them.
    """

    __tablename__ = "equipment_event"
    title: ClassVar[str] = "设备变动"
    label_key: ClassVar[str] = "day"

    equipment_id: Mapped[str | None] = ref(
        Field("设备", Kind.REFERENCE, references="equipment", required=True, width=14)
    )
    day: Mapped[date | None] = col(Field("日期", Kind.DAY, required=True))
    state: Mapped[str | None] = col(Field("状态", Kind.CHOICE, choices=STATES, width=7))
    room_id: Mapped[str | None] = ref(Field("所在房间", Kind.REFERENCE, references="room", width=14))
    reason: Mapped[str | None] = col(Field("原因", width=24))


class HeatingWork(Live):
    """Improvement works (购置与改造): bought sets, circuits upgraded, joined to central heating. Keeps its own date."""

    __tablename__ = "heating_work"
    title: ClassVar[str] = "购置与改造"
    label_key: ClassVar[str] = "kind"

    kind: Mapped[str | None] = col(
        Field(
            "类别", Kind.CHOICE, choices=WORK_KINDS, required=True, width=14,
            synonyms=("工程类别", "改造类别", "项目", "项目类别", "类型", "种类", "工程类型"),
            aliases=(
                ("购置设备", "购置"), ("设备购置", "购置"), ("新购", "购置"), ("购买", "购置"), ("线路改造", "供电线路改造"),
                ("电路改造", "供电线路改造"), ("供电改造", "供电线路改造"), ("集中供暖", "接入集中供暖"), ("接入供暖", "接入集中供暖"),
                ("并网供暖", "接入集中供暖"), ("供电线路", "供电线路改造"), ("线路增容", "供电线路改造"), ("供电增容", "供电线路改造"),
                ("采购", "购置"), ("新购置", "购置"), ("空调购置", "购置"), ("购置空调", "购置"), ("取暖设备购置", "购置"), ("购置取暖设备", "购置"),
                ("集中供暖接入", "接入集中供暖"), ("集中供暖改造", "接入集中供暖"), ("集中供热", "接入集中供暖"), ("接入集中供热", "接入集中供暖"),
            ),
        )
    )  # fmt: skip
    name: Mapped[str | None] = col(
        Field("内容", width=20, synonyms=("项目名称", "名称", "工程内容", "工程名称", "设备名称", "说明"))
    )
    day: Mapped[date | None] = col(
        Field("日期", Kind.DAY, synonyms=("购置日期", "完成日期", "竣工日期", "实施日期", "时间"))
    )
    quantity: Mapped[int | None] = col(
        Field("数量", Kind.INTEGER, required=True, width=8, total=True, synonyms=("台数", "套数", "数量台套"))
    )
    unit_price_fen: Mapped[int | None] = col(Field("单价", Kind.MONEY, unit="元", width=11))
    cost_fen: Mapped[int | None] = col(
        Field(
            "金额",
            Kind.MONEY,
            unit="元",
            total=True,
            width=12,
            synonyms=("总价", "费用", "投入", "投入金额", "合计金额", "总金额", "投资"),
        )
    )
    note: Mapped[str | None] = col(Field("备注", width=16))


class Inspection(Live):
    """A self-inspection (自查与整改): finding, measure, deadline, closing (销号)."""

    __tablename__ = "inspection"
    title: ClassVar[str] = "自查与整改"
    label_key: ClassVar[str] = "finding"

    day: Mapped[date | None] = col(Field("自查日期", Kind.DAY, required=True))
    room_id: Mapped[str | None] = ref(Field("房间", Kind.REFERENCE, references="room", width=14))
    finding: Mapped[str | None] = col(Field("发现的问题", width=24))
    measure: Mapped[str | None] = col(Field("整改措施", width=24))
    deadline: Mapped[date | None] = col(Field("整改期限", Kind.DAY))
    closed_on: Mapped[date | None] = col(Field("销号日期", Kind.DAY))


class RoomTemperature(Live):
    """A room's temperature on a day (室温), mid-room, in 0.1 ℃."""

    __tablename__ = "room_temperature"
    title: ClassVar[str] = "室温"
    month_key: ClassVar[str | None] = "day"
    label_key: ClassVar[str] = "day"
    place_keys: ClassVar[tuple[str, ...]] = ("room_id", "day")

    day: Mapped[date | None] = col(Field("日期", Kind.DAY, required=True))
    room_id: Mapped[str | None] = ref(
        Field("房间", Kind.REFERENCE, references="room", required=True, width=14)
    )
    temperature: Mapped[int | None] = col(
        Field("室温", Kind.DECIMAL, unit="℃", scale=1, places=1, low=-2730, high=10000, required=True)
    )
