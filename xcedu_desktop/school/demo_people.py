"""Made-up people: names as they are in Shandong, ID numbers with right check digits, phones, posts."""

from __future__ import annotations

import random
from datetime import date, timedelta

# Surnames (姓) with their share in southern Shandong, in thousandths, roughly.
_SURNAMES = {
    "王": 92, "李": 85, "张": 84, "刘": 75, "孙": 38, "陈": 34, "赵": 31, "杨": 30, "徐": 25, "马": 22, "高": 21, "宋": 18,
    "朱": 18, "于": 17, "郭": 16, "韩": 14, "胡": 13, "周": 13, "吴": 12, "崔": 11, "孔": 11, "孟": 10, "殷": 10, "种": 8,
    "褚": 8, "郑": 8, "黄": 8, "董": 8, "梁": 7, "田": 7, "任": 6, "许": 6, "冯": 6, "曹": 6, "颜": 6, "甘": 5, "邵": 5, "满": 4,
    "渠": 4, "杜": 5, "袁": 5, "丁": 5, "姜": 5, "魏": 5, "贾": 4, "范": 4, "秦": 4, "史": 3, "侯": 3, "龙": 2, "巩": 2, "欧阳": 1,
}  # fmt: skip
_NAMES = tuple(_SURNAMES)
_SHARES = tuple(_SURNAMES.values())
_BOYS = (
    ("子", "浩", "宇", "俊", "梓", "明", "一", "嘉", "文", "思", "奕", "天", "泽", "铭", "睿", "博", "承", "家", "景", "皓"),
    ("轩", "宇", "然", "豪", "辰", "泽", "涵", "航", "睿", "杰", "熙", "博", "阳", "恒", "瑞", "诚", "霖", "远", "宸", "铭"),
)  # fmt: skip
_GIRLS = (
    ("梓", "欣", "雨", "思", "语", "诗", "若", "佳", "梦", "可", "一", "子", "雅", "依", "静", "芷", "沐", "心", "舒", "安"),
    ("涵", "怡", "桐", "琪", "嫣", "萱", "彤", "瑶", "琳", "馨", "妍", "诺", "晴", "然", "宁", "悦", "溪", "颖", "菲", "洁"),
)  # fmt: skip
_MEN = (
    "强",
    "磊",
    "军",
    "伟",
    "勇",
    "涛",
    "超",
    "波",
    "鹏",
    "刚",
    "斌",
    "辉",
    "建国",
    "志强",
    "海涛",
    "文东",
    "庆华",
    "建军",
    "永生",
    "传明",
)
_WOMEN = (
    "芳",
    "丽",
    "静",
    "敏",
    "娟",
    "艳",
    "燕",
    "霞",
    "红",
    "玲",
    "婷",
    "雪",
    "晓燕",
    "秀英",
    "海燕",
    "丽华",
    "春梅",
    "文静",
    "淑芳",
    "倩",
)
_DIVISIONS = ("370403",) * 40 + (
    "370402",
    "370402",
    "370404",
    "370406",
    "370481",
    "370481",
    "370481",
    "370405",
    "370826",
)
_PREFIXES = (
    "130",
    "132",
    "135",
    "136",
    "137",
    "138",
    "139",
    "150",
    "151",
    "152",
    "156",
    "158",
    "159",
    "178",
    "182",
    "187",
    "188",
)


def surname(rng: random.Random) -> str:
    """A surname, as often as people bear it."""
    return rng.choices(_NAMES, _SHARES)[0]


def child_name(rng: random.Random, sex: str) -> str:
    """A name of somebody born after 2005."""
    first, second = _BOYS if sex == "男" else _GIRLS
    if rng.random() < 0.12:
        return surname(rng) + rng.choice(second)
    return surname(rng) + rng.choice(first) + rng.choice(second)


def adult_name(rng: random.Random, sex: str) -> str:
    """A name of somebody born between 1965 and 1995."""
    return surname(rng) + rng.choice(_MEN if sex == "男" else _WOMEN)


def phone(rng: random.Random) -> str:
    """A mobile number."""
    return rng.choice(_PREFIXES) + f"{rng.randrange(10**8):08d}"


def birth_date(rng: random.Random, stage_start_age: int, entry_year: int) -> date:
    """A birth date that fits a class: so many years old by 31 August of its entry year, a few a year older."""
    year = entry_year - stage_start_age - (1 if rng.random() < 0.03 else 0)
    return date(year - 1, 9, 1) + timedelta(days=rng.randrange(365))


def check_character(body: str) -> str:
    """The 18th character to 17 digits (GB 11643-1999)."""
    from stdnum.cn import ric

    return str(ric.calc_check_digit(body + "0"))


def id_number(rng: random.Random, born: date, sex: str, used: set[str]) -> str:
    """An ID number (居民身份证号) with right check digit, none of `used` (it is added), no end that looks like lost digits."""
    odd = 1 if sex == "男" else 0
    while True:
        sequence = rng.randrange(0, 500) * 2 + odd
        body = f"{rng.choice(_DIVISIONS)}{born:%Y%m%d}{sequence:03d}"
        number = body + check_character(body)
        if not number.endswith("000") and number not in used:
            used.add(number)
            return number
