"""What the topic of these tests promises, and its phases."""

from __future__ import annotations

from datetime import date

from lightwell.participation.opinions.topics import PhasePlan

PROMISES: dict[str, object] = {
    "title": "夜間公車要開到幾點？",
    "title_en": "How late should the night bus run?",
    "purpose": "決定十二條夜間公車路線的末班時間。",
    "purpose_en": "To decide the last departure of twelve night routes.",
    "can_change": "各線末班時間與班距。",
    "can_change_en": "Last departures and intervals.",
    "cannot_change": "今年度的預算總額。",
    "cannot_change_en": "This year's budget.",
    "decides": "交通局局長",
    "decides_en": "The head of the transport bureau",
    "use": "逐則回復，採納者寫入時刻表。",
    "use_en": "Each is answered; what is adopted goes into the timetable.",
}
PHASES = (
    PhasePlan("徵詢意見", date(2026, 2, 23), date(2026, 3, 31), True, "Opinions"),
    PhasePlan("研擬回應", date(2026, 4, 1), date(2026, 5, 29), False, "Answers"),
)
