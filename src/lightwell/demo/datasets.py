"""Five files as offices really send them, made by code: each has traps that a plain CSV reader falls into.

Every function returns the bytes of one file; the same call gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import math
import random
from collections.abc import Iterable
from datetime import date, timedelta

Row = list[str]


def _csv(rows: Iterable[Row], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def _roc(day: date) -> str:
    return f"{day.year - 1911}/{day.month:02d}/{day.day:02d}"


def riverside_counts(last: date) -> bytes:
    """Counts on the path: CP950, a title and a unit row above the header, ROC dates, grouped thousands, a note below."""
    chance = random.Random(20150428)
    places = ("渡船頭", "水門橋", "榕樹下", "北岸公所")
    rows: list[Row] = [["澄川市河岸自行車道流量調查", "", "", "", ""], ["單位：人次", "", "", "", ""]]
    rows.append(["調查日期", "地點", "騎車人次", "步行人次", "天候"])
    for back in range(179, -1, -1):
        day = last - timedelta(days=back)
        rain = chance.random() < 0.18
        for number, place in enumerate(places):
            busy = 0.55 if day.weekday() >= 5 else 1.0
            base = (1850 - 260 * number) * busy * (0.45 if rain else 1) * chance.uniform(0.85, 1.15)
            riders, walkers = round(base), round(base * chance.uniform(0.5, 0.9))
            missing = chance.random() < 0.015
            rows.append(
                [_roc(day), place, "－" if missing else f"{riders:,}", f"{walkers:,}", "雨" if rain else "晴"]
            )
    rows.append(["註：－表示計數器故障；資料來源：交通局", "", "", "", ""])
    return _csv(rows).encode("cp950")


def bicycle_stands(_last: date) -> bytes:
    """Stands for bicycles: tab-separated UTF-16 named .csv, codes with leading zeros, TWD97 metres, wide spaces as padding."""
    chance = random.Random(97)
    roads = ("中庭街", "光明路", "渡船頭街", "水門路", "榕樹巷", "南門一路")
    rows: list[Row] = [["編號", "設置地點", "行政區", "TWD97X", "TWD97Y", "車位數", "有無遮棚", "啟用日期"]]
    for number in range(1, 241):
        road = chance.choice(roads)
        opened = date(2019, 1, 1) + timedelta(days=chance.randrange(2200))
        rows.append(
            [
                f"{number:05d}",
                f"{road}{chance.randrange(1, 300)}號前\u3000",
                chance.choice(("北岸區", "南門區", "中庭區")),
                str(218000 + chance.randrange(6000)),
                str(2665000 + chance.randrange(6000)),
                str(chance.choice((8, 10, 12, 16, 24, 30))),
                chance.choice(("是", "否")),
                f"民國{opened.year - 1911}年{opened.month}月{opened.day}日",
            ]
        )
    return b"\xff\xfe" + _csv(rows, "\t").encode("utf-16-le")


def waste_stops(_last: date) -> bytes:
    """Stops of the refuse trucks: a byte-order mark, a second header row in English, line breaks in cells, V for yes."""
    chance = random.Random(14)
    rows: list[Row] = [
        ["路線", "停靠點", "到站時間", "週三停收", "備註"],
        ["route", "stop", "arrives_at", "closed_on_wednesday", "note"],
    ]
    notes = ("", "", "", "廟會期間改停\n對面超商", "雨天延後五分鐘", "請勿提前將垃圾\n放置路邊")
    for route in range(1, 13):
        minute = 18 * 60 + 30 + 5 * chance.randrange(12)
        for stop in range(1, 16):
            minute += chance.randrange(3, 9)
            place = f"{chance.choice(('南門里', '渡船頭里', '光明里'))}第{stop}站"
            rows.append(
                [
                    f"{route:02d}",
                    place,
                    f"{minute // 60:02d}:{minute % 60:02d}",
                    chance.choice(("V", "")),
                    chance.choice(notes),
                ]
            )
    return b"\xef\xbb\xbf" + _csv(rows).encode("utf-8")


def air_quality(last: date) -> bytes:
    """Daily air quality at three stations: ISO dates, decimals, percent, and three marks for what was not measured."""
    chance = random.Random(25)
    rows: list[Row] = [["日期", "測站", "PM2.5(μg/m3)", "臭氧(ppb)", "有效資料比例"]]
    for back in range(364, -1, -1):
        day = last - timedelta(days=back)
        season = 9 * math.cos(2 * math.pi * (day.timetuple().tm_yday - 20) / 365)
        for number, station in enumerate(("北岸站", "中庭站", "工業區站")):
            fine = max(2.0, 15 + season + 4 * number + chance.gauss(0, 4))
            value = f"{fine:.1f}" if chance.random() > 0.02 else chance.choice(("-", "N/A", "…"))
            rows.append(
                [
                    day.isoformat(),
                    station,
                    value,
                    f"{max(5, 38 - season + chance.gauss(0, 7)):.1f}",
                    f"{chance.uniform(88, 100):.1f}%",
                ]
            )
    return _csv(rows).encode("utf-8")


def budget(_last: date, *, corrected: bool = False) -> bytes:
    """Budget by programme: ROC years, money written three ways, full-width digits, a total row. The first issue has a slip."""
    chance = random.Random(42)
    programmes = (
        "河岸步道整修",
        "夜間垃圾收運",
        "公車站座椅",
        "開放資料服務",
        "社區照顧據點",
        "校園周邊通學道",
    )
    rows: list[Row] = [["會計年度", "計畫名稱", "預算數", "決算數", "執行率"]]
    for year in range(109, 116):
        total = 0
        for number, programme in enumerate(programmes):
            planned = 1000 * (4200 - 550 * number + chance.randrange(-150, 250))
            spent = round(planned * chance.uniform(0.78, 0.99))
            if number == 0 and year == 115 and not corrected:
                planned *= 10  # the slip that the second version mends
            total += planned
            written = (f"NT${planned:,}", f"{planned:,}元", f"{planned:,}".translate(_WIDE))[number % 3]
            rows.append([f"{year}年度", programme, written, f"{spent:,}", f"{100 * spent / planned:.1f}%"])
        rows.append([f"{year}年度", "合計", f"{total:,}", "", ""])
    return b"\xef\xbb\xbf" + _csv(rows).encode("utf-8")


_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
