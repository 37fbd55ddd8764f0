"""Finding and sorting by sound."""

import pytest

from ui.grid.pinyin import haystack, matches, rank, sorting


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("张舒然", "zsr"), ("张舒然", "zs"), ("张舒然", "sr"), ("张舒然", "ZS"), ("张舒然", "舒"), ("单雄信", "sx"),
        ("单雄信", "dx"), ("曾国藩", "zgf"), ("一(2)班教室", "一(2)"), ("XC-0911", "0911"), ("张 三", "张三"), ("张三", ""),
    ],
)  # fmt: skip
def test_found(text: str, typed: str) -> None:
    assert matches(text, typed)


@pytest.mark.parametrize(("text", "typed"), [("张舒然", "zr"), ("张三", "李"), ("张三", "zzs"), ("", "z")])
def test_not_found(text: str, typed: str) -> None:
    assert not matches(text, typed)


def test_the_better_match_comes_first() -> None:
    names = ["马张三", "张舒然", "zs", "紫砂壶", "zsa"]
    assert sorted(names, key=lambda name: rank(name, "zs")) == ["zs", "zsa", "张舒然", "紫砂壶", "马张三"]


def test_the_usual_reading_comes_before_a_rare_one() -> None:
    names = ["朱景杰", "于思源", "宋景熙"]
    assert sorted(names, key=lambda name: rank(name, "sj")) == ["宋景熙", "朱景杰", "于思源"]
    assert rank("曾国藩", "zg") < rank("马曾国", "zg")


def test_names_sort_by_sound() -> None:
    assert sorted(["张三", "安琪", "李四", "Bo", "吕布", "阿强"], key=sorting) == [
        "阿强",
        "安琪",
        "Bo",
        "李四",
        "吕布",
        "张三",
    ]


def test_a_long_text_stays_small() -> None:
    text = "重行长乐降和" * 40
    assert len(haystack(text)) < 300_000
    assert matches(text, "重行")
    assert matches(text, "zxzl")
