"""English names of what the official calendar calls its days; an unknown one stays Chinese."""

from __future__ import annotations

NAMES = {
    "開國紀念日": "Founding Day",
    "小年夜": "Day before Lunar New Year's Eve",
    "農曆除夕": "Lunar New Year's Eve",
    "除夕": "Lunar New Year's Eve",
    "春節": "Lunar New Year",
    "和平紀念日": "Peace Memorial Day",
    "兒童節": "Children's Day",
    "兒童節及民族掃墓節": "Children's Day and Tomb Sweeping Day",
    "民族掃墓節": "Tomb Sweeping Day",
    "清明節": "Tomb Sweeping Day",
    "勞動節": "Labour Day",
    "端午節": "Dragon Boat Festival",
    "中秋節": "Mid-Autumn Festival",
    "孔子誕辰紀念日": "Confucius' Birthday",
    "孔子誕辰紀念日/教師節": "Confucius' Birthday, Teachers' Day",
    "教師節": "Teachers' Day",
    "國慶日": "National Day",
    "臺灣光復節": "Retrocession Day",
    "臺灣光復暨金門古寧頭大捷紀念日": "Retrocession and Kuningtou Day",
    "行憲紀念日": "Constitution Day",
    "補假": "Day off in lieu",
    "補班": "Make-up working day",
    "補行上班": "Make-up working day",
    "補行上班日": "Make-up working day",
    "調整上班": "Make-up working day",
    "放假": "Day off",
    "調整放假": "Bridge holiday",
    "調整放假日": "Bridge holiday",
}


def english(name: str) -> str:
    """Return the English name of a day, or "" when none is known."""
    return NAMES.get(name.strip(), "")
