"""The bureau's profile files (区级参数) of a school's file: taken in, taken back, and which of them is in force for a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement, Row, insert, select, update
from sqlalchemy.orm import Session

from xcedu_desktop.clock import now
from xcedu_desktop.errors import FileUnusable, WrongUsage
from xcedu_desktop.periods import Month
from xcedu_desktop.store.base import table_of
from xcedu_desktop.store.norms import OWN, Norms, norms_kept, read_profile_file
from xcedu_desktop.store.school_file import Store
from xcedu_desktop.store.tables import BureauProfile, MonthState, Revision
from xcedu_desktop.store.unit_of_work import UnitOfWork

_PROFILE = table_of(BureauProfile)
LOG_NAME = "bureau_profile"
"""What the change log calls a line about norms: whoever keeps what they gave looks for it."""


@dataclass(frozen=True)
class InForce:
    """The norms of today, since when (None: the program's own), and those that 退回 would bring back (None: nothing to)."""

    norms: Norms
    since: datetime | None
    before: Norms | None


def rule_set(program: str, norms: Norms) -> str:
    """The rule set that judged, as the seal and the revision name it: 2026.1, or 2026.1+3 under profile version 3."""
    return f"{program}+{norms.version}" if norms.version else program


def norms_in_force(session: Session, school_code: str, month: Month) -> Norms:
    """The norms that judge a month: of a locked one those of its revision, so that nothing about it moves afterwards."""
    judged = session.execute(
        select(Revision.rules)
        .join(
            MonthState,
            (MonthState.school_code == Revision.school_code)
            & (MonthState.month == Revision.month)
            & (MonthState.revision == Revision.revision),
        )
        .where(MonthState.school_code == school_code, MonthState.month == month, MonthState.locked.is_(True))
    ).one_or_none()
    if judged is not None:
        version = (judged.rules or "").partition("+")[2]
        if not version:
            return OWN
        kept = _content(session, _PROFILE.c.version == int(version)) if version.isdecimal() else None
        if kept is not None:
            return norms_kept(kept)
    return active(session)


def active(session: Session) -> Norms:
    """The norms in force today."""
    kept = _content(session, _PROFILE.c.active.is_(True))
    return norms_kept(kept) if kept is not None else OWN


def in_force(store: Store) -> InForce:
    """The norms in force today, as the settings show them."""
    with store.read() as session:
        taken_in = session.execute(select(_PROFILE.c.taken_in).where(_PROFILE.c.active.is_(True))).scalar()
        norms = active(session)
        before = _before(session, norms.version)
        earlier = (norms_kept(before.content) if before is not None else OWN) if norms.version else None
        return InForce(norms, datetime.fromisoformat(taken_in) if taken_in else None, earlier)


def take_in(store: Store, path: Path) -> Norms:
    """Take a profile file in: from now on it is in force. FileUnusable: damaged, older than the one in force, or it already."""
    sealed, norms = read_profile_file(path)
    with store.write(f"读入区级参数第 {norms.version} 版") as unit:
        before = active(unit.session)
        same = unit.session.get(BureauProfile, sealed.digest)
        if same is not None and same.active:
            raise FileUnusable(f"「{sealed.name}」已经读入过，现在用的就是这一版（第 {norms.version} 版）")
        if norms.version < before.version:
            raise FileUnusable(
                f"「{sealed.name}」是第 {norms.version} 版，比现在用的第 {before.version} 版旧，没有读入"
            )
        if norms.version == before.version or _taken(unit.session, norms.version, sealed.digest):
            raise FileUnusable(
                f"「{sealed.name}」也写着第 {norms.version} 版，内容却与读入过的不同，没有读入；请告诉区里"
            )
        unit.connection.execute(update(_PROFILE).values(active=False))
        values = {
            "taken_in": now().isoformat(timespec="seconds"), "taken_back": None, "active": True,
        }  # fmt: skip
        if same is not None:
            unit.connection.execute(
                update(_PROFILE).where(_PROFILE.c.digest == sealed.digest).values(**values)
            )
        else:
            issued = norms.issued.isoformat() if norms.issued else ""
            unit.connection.execute(
                insert(_PROFILE).values(
                    digest=sealed.digest, version=norms.version, issued=issued, content=sealed.text, **values
                )
            )
        _log(unit, before, norms)
    return norms


def take_back(store: Store) -> Norms:
    """Take the profile in force back: the one before it, or the program's own, is in force again. WrongUsage: there is none."""
    with store.write("退回区级参数") as unit:
        norms = active(unit.session)
        if not norms.version:
            raise WrongUsage("没有读入过区级参数，没有可退回的")
        before = _before(unit.session, norms.version)
        unit.connection.execute(
            update(_PROFILE)
            .where(_PROFILE.c.active.is_(True))
            .values(active=False, taken_back=now().isoformat(timespec="seconds"))
        )
        after = OWN
        if before is not None:
            unit.connection.execute(
                update(_PROFILE).where(_PROFILE.c.digest == before.digest).values(active=True)
            )
            after = norms_kept(before.content)
        _log(unit, norms, after)
    return after


def _log(unit: UnitOfWork, old: Norms, new: Norms) -> None:
    unit.log(LOG_NAME, "现用", "version", old.spoken, new.spoken)


def _before(session: Session, version: int) -> Row[tuple[str, str]] | None:
    """The newest profile below a version that was not taken back itself."""
    return session.execute(
        select(_PROFILE.c.digest, _PROFILE.c.content)
        .where(_PROFILE.c.version < version, _PROFILE.c.taken_back.is_(None))
        .order_by(_PROFILE.c.version.desc())
        .limit(1)
    ).one_or_none()


def _taken(session: Session, version: int, digest: str) -> bool:
    """Whether another file of this version was taken in before: what it judged must stay findable by its version."""
    where = (_PROFILE.c.version == version, _PROFILE.c.digest != digest)
    return session.execute(select(_PROFILE.c.digest).where(*where).limit(1)).scalar() is not None


def _content(session: Session, where: ColumnElement[bool]) -> str | None:
    return session.execute(select(_PROFILE.c.content).where(where).limit(1)).scalar()
