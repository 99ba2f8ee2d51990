"""Air, water, waste, trees and noise."""

from __future__ import annotations

import math
from datetime import date, timedelta

from lightwell.demo.makers import places
from lightwell.demo.makers import writing as w


def waste_stops(_last: date) -> bytes:
    """Stops of the refuse trucks: a byte-order mark, a second header row in English, line breaks in cells, V for yes."""
    dice = w.chance("waste stops")
    rows: list[w.Row] = [["路線", "停靠點", "到站時間", "週三停收", "備註"]]
    rows.append(["route", "stop", "arrives_at", "closed_on_wednesday", "note"])
    notes = ("", "", "", "廟會期間改停\n對面超商", "雨天延後五分鐘", "請勿提前將垃圾\n放置路邊")
    for route in range(1, 13):
        minute = 18 * 60 + 30 + 5 * dice.randrange(12)
        for stop in range(1, 16):
            minute += dice.randrange(3, 9)
            place = f"{dice.choice(('南門里', '渡船頭里', '光明里'))}第{stop}站"
            time = f"{minute // 60:02d}:{minute % 60:02d}"
            rows.append([f"{route:02d}", place, time, dice.choice(("V", "")), dice.choice(notes)])
    return w.marked(rows)


def air_quality(last: date) -> bytes:
    """Daily air quality at three stations: ISO dates, decimals, percent, and three marks for what was not measured."""
    rows: list[w.Row] = [["日期", "測站", "PM2.5(μg/m3)", "臭氧(ppb)", "有效資料比例"]]
    for day in w.days(last, 365):
        dice = w.chance(f"air {day}")
        season = 9 * math.cos(2 * math.pi * (day.timetuple().tm_yday - 20) / 365)
        for number, station in enumerate(("北岸站", "中庭站", "工業區站")):
            fine = f"{max(2.0, 15 + season + 4 * number + dice.gauss(0, 4)):.1f}"
            value = fine if dice.random() > 0.02 else dice.choice(("-", "N/A", "…"))
            ozone = f"{max(5, 38 - season + dice.gauss(0, 7)):.1f}"
            rows.append([day.isoformat(), station, value, ozone, f"{dice.uniform(88, 100):.1f}%"])
    return w.plain(rows)


def river_water(last: date) -> bytes:
    """Water of the river: values below the limit of detection, Chinese grades, a title over the table."""
    rows: list[w.Row] = [
        ["澄川水質監測結果", *[""] * 6],
        ["採樣日期", "測站", "水溫(℃)", "溶氧量", "生化需氧量", "氨氮", "污染程度"],
    ]
    for month in w.months(last, 24):
        dice = w.chance(f"river {month}")
        for place in ("上游鹿坡橋", "渡船頭", "水門橋", "出海口"):
            nitrogen = dice.choice(
                ("<0.04", f"{dice.uniform(0.05, 2.4):.2f}", f"{dice.uniform(0.05, 2.4):.2f}")
            )
            values = (
                f"{dice.uniform(16, 30):.1f}",
                f"{dice.uniform(3.8, 8.4):.1f}",
                f"{dice.uniform(1, 8):.1f}",
            )
            grade = dice.choice(("未(稍)受污染", "輕度污染", "輕度污染", "中度污染"))
            rows.append([w.roc(month + timedelta(days=9)), place, *values, nitrogen, grade])
    return w.cp950(rows)


def recycling(last: date) -> bytes:
    """Recycled weight by kind: the unit in the title, full-width digits, a total row, brackets for a correction downwards."""
    dice = w.chance("recycling")
    rows: list[w.Row] = [["資源回收量（單位：公斤）", "", "", ""], ["年月", "類別", "回收量", "較上月增減"]]
    kinds = ("廢紙", "塑膠容器", "玻璃", "金屬", "廚餘", "廢電子電器")
    before = dict.fromkeys(kinds, 40_000.0)
    for month in w.months(last, 12):
        for kind in kinds:
            now = before[kind] * dice.uniform(0.9, 1.13)
            rows.append([w.roc_month(month), kind, w.wide(round(now)), w.bracketed(now - before[kind])])
            before[kind] = now
        rows.append([w.roc_month(month), "總計", w.wide(round(sum(before.values()))), ""])
    return w.marked(rows)


def street_trees(_last: date) -> bytes:
    """Street trees: 1,500 rows in UTF-16, names with characters outside Big5, centimetres."""
    dice = w.chance("trees")
    kinds = ("樟樹", "臺灣欒樹", "榕樹", "茄苳", "水黃皮", "黑板樹", "楓香", "䕭木")
    rows: list[w.Row] = [
        ["樹籍編號", "樹種", "胸徑(公分)", "樹高(公尺)", "路段", "健康狀況", "TWD97X", "TWD97Y"]
    ]
    for number in range(1, 1501):
        size = (f"{dice.uniform(8, 96):.1f}", f"{dice.uniform(2, 19):.1f}")
        state = dice.choice(("良好", "良好", "尚可", "需觀察", "病弱"))
        rows.append(
            [
                f"T{number:06d}",
                dice.choice(kinds),
                *size,
                dice.choice(places.STREETS),
                state,
                *places.metres(dice),
            ]
        )
    return w.utf16(rows)


def public_toilets(_last: date) -> bytes:
    """Public toilets: two header rows with merged cells, grades, degrees, zero as a dash."""
    dice = w.chance("toilets")
    rows: list[w.Row] = [
        ["公廁名稱", "地址", "廁間數", "", "", "", "等級", "經度", "緯度"],
        ["", "", "男", "女", "無障礙", "親子", "", "", ""],
    ]
    for number in range(1, 91):
        stalls = [dice.randrange(1, 8), dice.randrange(2, 12), 1, dice.choice(("1", "-"))]
        grade = dice.choice(("特優", "特優", "優等", "普通"))
        rows.append([f"第{number}公廁", places.address(dice), *stalls, grade, *places.degrees(dice)])
    return w.marked(rows)


def noise(last: date) -> bytes:
    """Noise by quarter: quarters of the Republic, decimals, above the limit or not."""
    dice = w.chance("noise")
    rows: list[w.Row] = [["季別", "監測點", "管制區", "日間均能音量dB(A)", "夜間均能音量dB(A)", "是否超標"]]
    year = last.year - 1911
    for number in range(8):
        for place in ("光明路口", "鹿坡大道", "工業區", "書院街"):
            level = dice.uniform(54, 76)
            season = f"{year - 2 + number // 4}年第{number % 4 + 1}季"
            rows.append(
                [
                    season,
                    place,
                    f"第{dice.choice('二三四')}類",
                    f"{level:.1f}",
                    f"{level - 8:.1f}",
                    "是" if level > 74 else "否",
                ]
            )
    return w.cp950(rows)


def inspections(last: date) -> bytes:
    """Inspections: money with its sign, an article of law with commas, blank where no fine was set."""
    dice = w.chance("inspections")
    rows: list[w.Row] = [["稽查日期", "行政區", "陳情類別", "稽查結果", "裁處金額", "違反法條"]]
    for day in w.days(last, 150):
        fined = dice.random() < 0.22
        fine = (
            (f"NT${dice.choice((1200, 6000, 15000, 100000)):,}", "廢棄物清理法第27條第1款,第50條")
            if fined
            else ("", "")
        )
        kind = dice.choice(("異味", "噪音", "亂丟垃圾", "水污染", "工地揚塵"))
        result = "告發處分" if fined else dice.choice(("查無污染", "勸導改善", "複查合格"))
        rows.append([w.roc(day), dice.choice(places.DISTRICTS), kind, result, *fine])
    return w.marked(rows)
