"""The files of an export: CSV, and a workbook with a sheet of trajectories and one of hours.

What the columns mean is told in docs/export.md.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from io import StringIO
from typing import IO, Any

from sqlalchemy.orm import Session

from meedoen.trajectories.exporting.models import Export
from meedoen.trajectories.exporting.queries import (
    Counted,
    hours_in_file,
    reference,
    rows_in_file,
)
from meedoen.trajectories.exporting.rules import Facts, defused
from meedoen.trajectories.exporting.terms import ExportChange
from meedoen.trajectories.rules import local

Cell = str | int | float | date | None

COLUMNS = (
    "referentie",
    "wijziging",
    "naam",
    "gemeente_nis",
    "gemeente",
    "begin",
    "verplichting",
    "status",
    "aanvaarde_minuten",
    "aanvaarde_uren",
    "voltooid_op",
    "bewijscode",
    "begeleider",
)
HOURS_COLUMNS = (
    "referentie",
    "datum",
    "minuten",
    "uren",
    "activiteit",
    "bij",
    "bevestigd_door",
    "bevestigd_hoe",
    "aanvaard_op",
)

CODES = {
    "required": "verplicht",
    "voluntary": "vrijwillig",
    "running": "lopend",
    "completed": "voltooid",
    "suspended": "in_rust",
    "stopped": "stopgezet",
    "exempted": "vrijgesteld",
    "moved": "verhuisd",
    "link": "link",
    "paper": "papier",
    ExportChange.NEW: "nieuw",
    ExportChange.CHANGED: "gewijzigd",
    ExportChange.GONE: "verdwenen",
}
"""Terms as the files write them: codes of the file, not words of a screen, so never translated."""

WIDTHS = (14, 12, 28, 14, 20, 12, 13, 12, 18, 16, 13, 22, 24)


def day(text: object) -> date | None:
    """A day that was kept as text; None for an empty one."""
    return date.fromisoformat(str(text)) if text else None


def trajectory_row(key: int, name: str, facts: Facts, change: ExportChange | None) -> list[Cell]:
    """One trajectory as a row of COLUMNS."""
    minutes = int(str(facts["minutes"]))
    return [
        reference(key),
        CODES[change] if change else "",
        defused(name),
        str(facts["nis"]),
        defused(str(facts["municipality"])),
        day(facts["starts_on"]),
        CODES[str(facts["obligation"])],
        CODES[str(facts["status"])],
        minutes,
        round(minutes / 60, 4),
        day(facts["completed_on"]),
        str(facts["proof_code"]),
        defused(str(facts["counsellor"])),
    ]


def hours_row(entry: Counted) -> list[Cell]:
    """One entry of hours as a row of HOURS_COLUMNS."""
    return [
        reference(entry.trajectory_id),
        entry.on_date,
        entry.minutes,
        round(entry.minutes / 60, 4),
        defused(entry.activity.title),
        defused(entry.host),
        defused(entry.confirmed_by_name or ""),
        CODES[entry.confirmed_how] if entry.confirmed_how else "",
        local(entry.accepted_at).date() if entry.accepted_at else None,
    ]


def trajectory_rows(session: Session, export: Export) -> Iterator[list[Cell]]:
    """The rows of the file of an export, as they come from the database."""
    compared = export.since_id is not None
    for key, name, row in rows_in_file(session, export):
        yield trajectory_row(key, name, row.facts, row.change if compared else None)


def hours_rows(session: Session, export: Export) -> Iterator[list[Cell]]:
    """The rows of the hours of an export, as they come from the database."""
    return map(hours_row, hours_in_file(session, export))


def as_csv(columns: Iterable[str], rows: Iterable[list[Cell]]) -> Iterator[str]:
    """CSV as a spreadsheet in Belgium opens it: UTF-8 with its mark, semicolons, decimal comma."""
    held = StringIO()
    writer = csv.writer(held, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    yield "\ufeff"
    for row in rows:
        writer.writerow([in_csv(cell) for cell in row])
        if held.tell() > 16_384:
            yield held.getvalue()
            held.seek(0)
            held.truncate()
    yield held.getvalue()


def in_csv(cell: Cell) -> str:
    """A cell as text: days as ISO 8601, numbers with a comma, nothing as nothing."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.4f}".rstrip("0").rstrip(".").replace(".", ",")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def write_workbook(session: Session, export: Export, file: IO[bytes]) -> None:
    """The export as an XLSX workbook into `file`, row by row, whatever its length."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    book.properties.creator = "Meedoen"

    def add(title: str, columns: Iterable[str], rows: Iterable[list[Cell]]) -> None:
        sheet: Any = book.create_sheet(title)
        sheet.sheet_view.rightToLeft = False
        sheet.freeze_panes = "A2"
        for number, width in enumerate(WIDTHS):
            sheet.column_dimensions["ABCDEFGHIJKLM"[number]].width = width
        heads = []
        for name in columns:
            heads.append(cell := WriteOnlyCell(sheet, value=name))
            cell.font = Font(bold=True)
        sheet.append(heads)
        for row in rows:
            sheet.append([in_sheet(sheet, value, WriteOnlyCell) for value in row])

    add("Trajecten", COLUMNS, trajectory_rows(session, export))
    add("Uren", HOURS_COLUMNS, hours_rows(session, export))
    book.save(file)


def in_sheet(sheet: Any, value: Cell, make: Callable[..., Any]) -> Any:
    """A cell of a sheet: a text is a text whatever it begins with, a day is a day."""
    cell = make(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    return cell
