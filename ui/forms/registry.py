"""The one list of pages. The shell knows pages by this list only; a page's module is imported when it is first shown.

Groups, in the order in which they stand: "" (no heading), 基础资料, 本月填报, 上报, and BOTTOM (no heading, at the foot).
"""

from __future__ import annotations

from typing import NamedTuple

BOTTOM = "bottom"
HELP = "help"
"""The page that F1 opens."""
GROUPS = ("", "基础资料", "本月填报", "上报", BOTTOM)


class PageSpec(NamedTuple):
    """One page of the window.

    key: stable name. title and short: as the navigation shows it, wide and folded. group: one of GROUPS.
    factory: "package.module:Class"; the class takes (shell, spec). takes: keys of forms and names of tables whose
    findings this page shows; a table's page goes before its form's. badge: which findings its badge counts: "own"
    (those it takes), "all", or "" for none. glance: the page can show what the last run kept (`shell.remembered`)
    before the file is open; its module imports nothing of the core. picture: the overview shows the small picture of the
    form of this key (`Form.picture`). picture_place: pictures stand by it from left to right (what is filled in each day
    comes first), equal ones as here.
    prints: keys of what can be printed from this page (month.prints.titles). over: laid over the page on the screen,
    which stays as it is and comes back with Esc.
    """

    key: str
    title: str
    short: str
    group: str
    factory: str
    takes: tuple[str, ...] = ()
    badge: str = ""
    glance: bool = False
    picture: bool = False
    picture_place: int = 0
    prints: tuple[str, ...] = ()
    over: bool = False


RECEIPT = PageSpec("receipt", "回执", "回执", "上报", "ui.receipts.page:ReceiptPage", over=True)
"""Laid over the page on the screen by the navigation, and by whatever opens a receipt."""

# In the order of the navigation; Ctrl+1 … Ctrl+9 open them.
PAGES: tuple[PageSpec, ...] = (
    PageSpec(
        "overview",
        "总览",
        "总览",
        "",
        "ui.month.overview:OverviewPage",
        takes=("declared",),
        glance=True,
    ),
    PageSpec(
        "pupils",
        "班级与学生",
        "班级",
        "基础资料",
        "ui.school.pupils_page:PupilsPage",
        takes=("pupil", "class_membership", "school_class", "class_alias"),
        badge="own",
    ),
    PageSpec(
        "staff",
        "教职工",
        "教职工",
        "基础资料",
        "ui.school.staff_page:StaffPage",
        takes=("staff",),
        badge="own",
    ),
    PageSpec(
        "calendar",
        "校历",
        "校历",
        "基础资料",
        "ui.school.calendar_page:CalendarPage",
        takes=("calendar_day", "term"),
    ),
    PageSpec(
        "clubs",
        "课后服务·社团",
        "社团",
        "本月填报",
        "ui.forms.clubs.page:ClubsPage",
        takes=(
            "clubs",
            "club",
            "club_leader",
            "club_member",
            "club_session",
            "club_attendance",
            "service_pupil",
            "service_staff",
            "place_use",
        ),
        badge="own",
        picture=True,
        prints=("rosters", "sign-in"),
    ),
    PageSpec(
        "meals",
        "配餐人数",
        "配餐",
        "本月填报",
        "ui.forms.meals.page:MealsPage",
        takes=(
            "meals",
            "meal_count",
            "meal_signup",
            "meal_staff_count",
            "meal_day_log",
            "meal_supplier",
            "meal_price",
            "meal_service",
        ),
        badge="own",
        picture=True,
        picture_place=-1,
        prints=("meals",),
    ),
    PageSpec(
        "heating",
        "取暖设备",
        "取暖",
        "本月填报",
        "ui.forms.heating.page:HeatingPage",
        takes=("heating", "room", "circuit", "equipment", "heating_work", "inspection", "room_temperature"),
        badge="own",
        picture=True,
        prints=("heating",),
    ),
    PageSpec(
        "check",
        "校验与上报",
        "上报",
        "上报",
        "ui.month.check_page:CheckPage",
        takes=("explanation",),
        badge="all",
        prints=("cover", "issues"),
    ),
    RECEIPT,
    PageSpec("log", "修改记录", "记录", "上报", "ui.log.page:LogPage"),
    PageSpec(
        "settings",
        "设置",
        "设置",
        BOTTOM,
        "ui.settings_page.page:SettingsPage",
        takes=("school", "month_state"),
    ),
    PageSpec(HELP, "帮助", "帮助", BOTTOM, "ui.help.page:HelpPage", over=True),
)


def page_for(takes: tuple[str, ...], pages: tuple[PageSpec, ...]) -> PageSpec | None:
    """The first page that takes one of the names, the most exact name first; None where no page does."""
    for name in takes:
        for spec in pages:
            if name in spec.takes:
                return spec
    return None
