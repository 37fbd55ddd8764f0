"""A made-up school's heating (演示数据): rooms by building, circuits under capacity, register, works, inspections, temperatures."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from xcedu_desktop.demo_school import Blemish, DemoSchool, apportion, made, row_id, weekday_between
from xcedu_desktop.forms.heating.reported import works_from
from xcedu_desktop.forms.heating.tables import (
    Circuit,
    Equipment,
    HeatingWork,
    Inspection,
    Room,
    RoomTemperature,
)
from xcedu_desktop.periods import heating_season_of
from xcedu_desktop.store.changes import Change

SET_PRICE_FEN = 286_000
"""What a wall-hung air conditioner cost, where no other price is asked for."""
CIRCUIT_W = 20_000
_FILLED = 0.77
"""No circuit is loaded beyond this share: rule H03 warns from 80%."""
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class _Type:
    kind: str
    brand: str
    model: str
    power_w: int
    cost_fen: int
    warranty_years: int


_WALL = (
    _Type("壁挂式空调", "格力", "KFR-35GW", 1240, SET_PRICE_FEN, 6),
    _Type("壁挂式空调", "美的", "KFR-35GW", 1210, 268_000, 6),
    _Type("壁挂式空调", "海尔", "KFR-35GW", 1240, 279_900, 6),
)
_CABINET = _Type("柜式空调", "美的", "KFR-72LW", 2400, 620_000, 6)
_HEATER = _Type("电暖器", "先锋", "DF1113", 2200, 39_800, 3)


@dataclass
class _Piece:
    id: str
    type: _Type
    bought: date
    room: _Room | None
    state: str = "正常"
    funding: str = "专项"
    cost_fen: int | None = None


@dataclass
class _Room:
    id: str
    name: str
    building: str
    use: str
    area: int
    heated_by: str
    pieces: list[_Piece] = field(default_factory=list)
    circuit: str | None = None


def heating_demo(school: DemoSchool) -> list[Change]:
    """The rows of the form."""
    rng = school.rng("heating")
    central = bool(school.targets.get("heating_central_joined")) or (
        school.township.endswith("街道") and rng.random() < 0.4
    )
    rooms = _rooms(school, rng, central)
    pieces = _old_pieces(school, rng, rooms)
    works, bought = _works(school, rng, rooms)
    pieces += bought
    circuits = _circuits(rng, rooms)
    changes = [
        made(
            Room, r.id, name=r.name, building=r.building, use=r.use, area=r.area, heated_by=r.heated_by, circuit_id=r.circuit,
        )
        for r in rooms
    ]  # fmt: skip
    changes += [
        made(
            Equipment, p.id, tag=f"XC-{n:04d}", kind=p.type.kind, brand=p.type.brand, model=p.type.model,
            serial=f"{p.bought:%y%m}{rng.randrange(10**7):07d}", power_w=p.type.power_w,
            room_id=p.room.id if p.room else None, purchase_date=p.bought,
            cost_fen=p.type.cost_fen if p.cost_fen is None else p.cost_fen, funding=p.funding, state=p.state,
            warranty_until=p.bought.replace(year=p.bought.year + p.type.warranty_years, day=min(p.bought.day, 28)),
        )
        for n, p in enumerate(sorted(pieces, key=lambda p: p.bought), 1)
    ]  # fmt: skip
    return circuits + changes + works + _inspections(school, rng, rooms) + _temperatures(school, rng, rooms)


def _rooms(school: DemoSchool, rng: random.Random, central: bool) -> list[_Room]:
    """Classrooms, functional rooms, offices, canteen, and dormitories where pupils board."""

    def room(name: str, building: str, use: str, area: int, heated_by: str) -> _Room:
        return _Room(row_id(rng), name, building, use, area * 100, heated_by)

    by_class = "集中供暖" if central else "设备取暖"
    rooms = [
        room(f"{c.name}教室", "教学楼", "教室", rng.choice((54, 60, 63)), by_class) for c in school.classes
    ]
    special = ("图书室", "科学实验室", "微机室", "美术室", "音乐室")
    rooms += [
        room(name, "综合楼", "功能室", 80, "设备取暖") for name in special[: 2 if school.village else 5]
    ]
    offices = max(1, len(school.staff) // 14)
    rooms += [room(f"办公室{n}", "综合楼", "办公", 36, "设备取暖") for n in range(1, offices + 1)]
    rooms += [room("餐厅", "食堂", "食堂", 240, "设备取暖"), room("操作间", "食堂", "食堂", 90, "不取暖")]
    if any(c.stage != "小学" for c in school.classes):
        beds = max(2, len(school.pupils) // 150)
        rooms += [
            room(f"{who}宿舍{100 + n}", "宿舍楼", "宿舍", 24, "设备取暖")
            for who in ("男生", "女生")
            for n in range(1, beds + 1)
        ]
    canteen = next(r for r in rooms if r.name == "餐厅")
    school.blemishes.append(
        Blemish("H02", canteen.id, "餐厅正在改造，本学期装好 2 台柜式空调，就餐时间短，暂用保温餐具")
    )
    return rooms


def _old_pieces(school: DemoSchool, rng: random.Random, rooms: list[_Room]) -> list[_Piece]:
    """What was bought in earlier years, all within warranty but one."""
    season = heating_season_of(school.last_day)
    waves = [weekday_between(rng, date(season - n, 9, 20), date(season - n, 11, 10)) for n in (5, 4, 3, 2, 1)]
    pieces: list[_Piece] = []
    for room in rooms:
        if room.heated_by != "设备取暖" or room.name == "餐厅":
            continue
        bought, kind = rng.choice(waves), rng.choice(_WALL)
        if room.use == "功能室":
            kind = _CABINET
        number = 2 if room.use == "教室" and not school.village else 1
        for _ in range(number):
            piece = _Piece(row_id(rng), kind, bought, room)
            room.pieces.append(piece)
            pieces.append(piece)
    old_heater = date(season - 4, 11, 2)
    office = next(r for r in rooms if r.use == "办公")
    late = _Piece(row_id(rng), _HEATER, old_heater, office, funding="公用经费")
    office.pieces.append(late)
    scrapped = _Piece(row_id(rng), _HEATER, old_heater, None, "报废", "公用经费")
    school.blemishes.append(Blemish("H04", late.id, None))
    if len(pieces) > 10:
        rng.choice([p for p in pieces if p.room and len(p.room.pieces) > 1] or pieces).state = "待修"
    return [*pieces, late, scrapped]


def _works(school: DemoSchool, rng: random.Random, rooms: list[_Room]) -> tuple[list[Change], list[_Piece]]:
    """The works of this season with their cost, and the pieces that were bought."""
    wanted = school.targets
    small = max(1, min(6, len(school.pupils) // 120))
    sets = wanted.get("heating_sets", small)
    price = wanted.get("heating_set_price_fen", SET_PRICE_FEN)
    kinds = ["供电线路改造"] * wanted.get("heating_circuits_upgraded", 0)
    kinds += ["接入集中供暖"] * wanted.get("heating_central_joined", 0)
    rest = wanted.get("heating_invested_fen", sets * price) - sets * price
    if rest < 0 or (rest and not kinds):
        raise ValueError(f"{rest} fen of works that nothing was done for")
    first = max(works_from(school.month), school.last_day - timedelta(days=70))
    changes: list[Change] = []
    pieces: list[_Piece] = []

    def work(kind: str, name: str, day: date, quantity: int, unit_price: int) -> None:
        changes.append(
            made(
                HeatingWork, row_id(rng), kind=kind, name=name, day=day, quantity=quantity, unit_price_fen=unit_price,
                cost_fen=quantity * unit_price,
            )
        )  # fmt: skip

    heated = [r for r in rooms if r.heated_by == "设备取暖" and r.name != "餐厅"]
    for part in (sets - sets // 3, sets // 3):
        if not part:
            continue
        day = weekday_between(rng, first, school.last_day)
        work("购置", "壁挂式空调 KFR-35GW", day, part, price)
        for _ in range(part):
            room = heated[len(pieces) % len(heated)]
            piece = _Piece(row_id(rng), _WALL[0], day, room, cost_fen=price)
            room.pieces.append(piece)
            pieces.append(piece)
    names = {"供电线路改造": "教学楼供电线路增容改造", "接入集中供暖": "校园接入城区集中供暖管网"}
    shares = apportion(rest, [3.0 if kind == "供电线路改造" else 7.0 for kind in kinds])
    for kind, cost in zip(kinds, shares, strict=True):
        work(kind, names[kind], weekday_between(rng, first, school.last_day), 1, cost)
    return changes, pieces


def _circuits(rng: random.Random, rooms: list[_Room]) -> list[Change]:
    """Circuits by building, as many as its load needs; sets each room's circuit."""
    changes: list[Change] = []
    for building in dict.fromkeys(room.building for room in rooms):
        load, current = CIRCUIT_W, ""
        for room in rooms:
            power = sum(p.type.power_w for p in room.pieces)
            if room.building != building or not power:
                continue
            if load + power > CIRCUIT_W * _FILLED:
                number = len(changes) + 1
                spoken = _NUMERALS[number - 1] if number <= 10 else str(number)
                load, current = 0, row_id(rng)
                changes.append(
                    made(Circuit, current, name=f"{spoken}号线路 {building}", capacity_w=CIRCUIT_W)
                )
            load += power
            room.circuit = current
    return changes


_FOUND = (
    ("插座面板松动", "电工已更换面板"), ("电暖器靠近窗帘", "已移开，保持 1 米以上"), ("空调滤网积灰", "已清洗滤网"),
    ("插线板串接使用", "已收回，改为墙面插座"), ("配电箱门未锁", "已加锁，钥匙专人保管"),
)  # fmt: skip


def _inspections(school: DemoSchool, rng: random.Random, rooms: list[_Room]) -> list[Change]:
    """A self-inspection before the season, at its start and in every month of it; each finding closed in two days."""
    season = heating_season_of(school.last_day)
    dates = [date(season, 10, 12), date(season, 11, 3), date(season, 11, 16), date(season, 12, 3)]
    dates += [date(season + 1, 1, 6), date(season + 1, 2, 24), date(season + 1, 3, 3)]
    changes = []
    for day in dates:
        day += timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))
        if day > school.last_day:
            break
        closed = day + timedelta(days=2)
        finding, measure = rng.choice(_FOUND)
        changes.append(
            made(
                Inspection, row_id(rng), day=day, room_id=rng.choice(rooms).id, finding=finding, measure=measure,
                deadline=day + timedelta(days=7), closed_on=closed if closed <= school.last_day else None,
            )
        )  # fmt: skip
    return changes


def in_season(day: date) -> bool:
    """Whether a day lies in the usual heating season, 15 November to 15 March."""
    return (day.month, day.day) >= (11, 15) or (day.month, day.day) <= (3, 15)


def _temperatures(school: DemoSchool, rng: random.Random, rooms: list[_Room]) -> list[Change]:
    """Twice a week in the season, mid-room: 18 to 21.5 ℃; one cold morning of the month a little less."""
    watched = [r for r in rooms if r.use in ("教室", "宿舍")]
    watched = rng.sample(watched, min(6, len(watched)))
    days = [day for day in school.days if in_season(day) and day.isoweekday() in (1, 4)]
    cold = next((day for day in reversed(days) if school.month.contains(day)), None)
    changes = []
    for day in days:
        for n, room in enumerate(watched):
            low = day == cold and n == 0
            degrees = rng.randint(172, 178) if low else rng.randint(181, 215)
            changes.append(made(RoomTemperature, row_id(rng), day=day, room_id=room.id, temperature=degrees))
            if low:
                school.blemishes.append(Blemish("H08", changes[-1].row_id, None))
    return changes
