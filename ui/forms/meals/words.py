"""What the status line says of the month's totals: of what they lack."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.forms.meals.grid_source import HeadsSource


def state_words(source: HeadsSource) -> str:
    """合计未定：含 1 处错误、10 格待确认，缺 21 格; "" where the month is whole; of a meal that nobody is served, that."""
    found = source.tally.all
    if (
        not source.staff
        and not (found.counted or found.ahead)
        and not any(source.data.is_served(day, source.meal) for day in source.data.open)
    ):
        return f"本月没有安排{source.meal}；要填直接输入，也可以在「供餐单位」里写明供哪些班"
    held = "、".join(
        words
        for count, words in (
            (found.wrong, f"{found.wrong} 处错误"),
            (found.copied, f"{found.copied} 格待确认"),
        )
        if count
    )
    parts = (
        f"含 {held}" if held else "",
        f"缺 {found.blank} 格" if found.blank else "",
        f"{found.ahead} 格还没到日子，没有计入" if found.ahead else "",
        f"登记 {source.signed_copied} 格待确认" if source.signed_copied else "",
    )
    said = [part for part in parts if part]
    return "合计未定：" + "，".join(said) if said else ""
