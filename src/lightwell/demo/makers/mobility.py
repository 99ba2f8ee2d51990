"""Paths, stands, car parks, buses and signals."""

from __future__ import annotations

from datetime import date, timedelta

from lightwell.demo.makers import places
from lightwell.demo.makers import writing as w


def riverside_counts(last: date) -> bytes:
    """Counts on the path: CP950, a title and a unit row above the header, ROC dates, grouped thousands, a note below."""
    rows: list[w.Row] = [["澄川市河岸自行車道流量調查", *[""] * 4], ["單位：人次", *[""] * 4]]
    rows.append(["調查日期", "地點", "騎車人次", "步行人次", "天候"])
    for day in w.days(last, 180):
        dice = w.chance(f"riverside {day}")
        rain = dice.random() < 0.18
        for number, place in enumerate(("渡船頭", "水門橋", "榕樹下", "北岸公所")):
            busy = 0.55 if day.weekday() >= 5 else 1.0
            riders = (1850 - 260 * number) * busy * (0.45 if rain else 1) * dice.uniform(0.85, 1.15)
            counted = "－" if dice.random() < 0.015 else w.grouped(riders)
            walkers = w.grouped(riders * dice.uniform(0.5, 0.9))
            rows.append([w.roc(day), place, counted, walkers, "雨" if rain else "晴"])
    rows.append(["註：－表示計數器故障；資料來源：交通局", *[""] * 4])
    return w.cp950(rows)


def bicycle_stands(_last: date) -> bytes:
    """Stands for bicycles: tab-separated UTF-16 named .csv, codes with leading zeros, TWD97 metres, wide spaces as padding."""
    dice = w.chance("stands")
    rows: list[w.Row] = [["編號", "設置地點", "行政區", "TWD97X", "TWD97Y", "車位數", "有無遮棚", "啟用日期"]]
    for number in range(1, 241):
        opened = date(2019, 1, 1) + timedelta(days=dice.randrange(2200))
        place = f"{dice.choice(places.STREETS)}{dice.randrange(1, 300)}號前\u3000"
        spaces, roof = dice.choice((8, 10, 12, 16, 24, 30)), dice.choice("是否")
        district = dice.choice(places.DISTRICTS)
        rows.append(
            [f"{number:05d}", place, district, *places.metres(dice), spaces, roof, w.roc_long(opened)]
        )
    return w.utf16(rows)


def car_parks(_last: date) -> bytes:
    """Car parks: CP950, two header rows with merged cells, TWD97 metres, fees as text."""
    dice = w.chance("car parks")
    rows: list[w.Row] = [
        ["停車場名稱", "行政區", "車位數", "", "", "收費標準", "TWD97X", "TWD97Y"],
        ["", "", "小型車", "機車", "身障", "", "", ""],
    ]
    for number in range(1, 65):
        name = f"{dice.choice(places.STREETS)}第{number}停車場"
        cars = dice.randrange(24, 420)
        fee = dice.choice(("每小時 20 元", "每小時 30 元，當日最高 150 元", "計次 50 元", "免費"))
        spaces = (cars, dice.randrange(0, 180), max(1, cars // 50))
        rows.append([name, dice.choice(places.DISTRICTS), *spaces, fee, *places.metres(dice)])
    return w.cp950(rows)


def kerb_parking(last: date) -> bytes:
    """Use of kerb-side spaces: months of the Republic, percent signs, a district that was not measured."""
    rows: list[w.Row] = [["統計年月", "行政區", "收費格位", "平均使用率", "平均停留時間(分鐘)"]]
    for month in w.months(last, 14):
        dice = w.chance(f"kerb {month}")
        for number, district in enumerate(places.DISTRICTS):
            used = f"{dice.uniform(52, 94) - 4 * number:.1f}%"
            missing = district == "沙洲區" and month.month % 5 == 0
            stay = dice.randrange(38, 130)
            rows.append(
                [w.roc_month(month), district, 1240 - 210 * number, "未調查" if missing else used, stay]
            )
    return w.marked(rows)


def parking_fines(last: date) -> bytes:
    """Parking fines: a title of two lines, full-width digits, a total row each month."""
    kinds = ("併排停車", "人行道停車", "公車停靠區", "身障格位", "消防栓前")
    rows: list[w.Row] = [["澄川市違規停車舉發件數", "", ""], [f"製表日期：{w.roc_long(last)}", "", ""]]
    rows.append(["年月", "違規態樣", "件數"])
    for month in w.months(last, 12):
        dice = w.chance(f"fines {month}")
        counts = [dice.randrange(60, 900) for _kind in kinds]
        for kind, count in zip(kinds, counts, strict=True):
            rows.append([w.roc_month(month), kind, w.wide(count)])
        rows.append([w.roc_month(month), "合計", w.wide(sum(counts))])
    return w.marked(rows)


def bus_stops(_last: date) -> bytes:
    """Bus stops: one column title twice (the second is English), degrees, a yes/no of three ways of writing."""
    dice = w.chance("bus stops")
    rows: list[w.Row] = [["站牌代碼", "站名", "站名", "經度", "緯度", "候車亭", "低地板公車可停靠"]]
    names = (
        ("渡船頭", "Ferry Landing"),
        ("水門橋", "Water Gate Bridge"),
        ("市政府", "City Hall"),
        ("書院", "Academy"),
    )
    for number in range(1, 161):
        zh, en = dice.choice(names)
        shelter = dice.choice(("有", "無"))
        low = dice.choice("YN")
        rows.append([f"{number:04d}", f"{zh}{number}", f"{en} {number}", *places.degrees(dice), shelter, low])
    return w.plain(rows)


def bus_passengers(last: date) -> bytes:
    """Passengers by line, a column a month, a total row; semicolons instead of commas would be too easy: here tabs."""
    dice = w.chance("bus passengers")
    across = w.months(last, 12)
    rows: list[w.Row] = [["路線", *[f"{m.year}-{m.month:02d}" for m in across], "全年"]]
    total = [0] * 12
    for line in ("1", "2", "3", "5", "12", "幹線快車", "河岸線", "夜間公車"):
        counts = [dice.randrange(4_000, 88_000) for _month in across]
        total = [a + b for a, b in zip(total, counts, strict=True)]
        rows.append([line, *map(w.grouped, counts), w.grouped(sum(counts))])
    rows.append(["總計", *map(w.grouped, total), w.grouped(sum(total))])
    return w.plain(rows, "\t")


def bus_punctuality(last: date) -> bytes:
    """Punctuality by line and month: percent with and without its sign, dashes of two widths for no service."""
    dice = w.chance("punctual")
    rows: list[w.Row] = [["月份", "路線", "發車班次", "準點率(%)", "平均誤點(分)"]]
    for month in w.months(last, 12):
        for line in ("1", "2", "3", "5", "12", "河岸線"):
            late = f"{dice.uniform(0.6, 7):.1f}"
            share = f"{dice.uniform(71, 97):.1f}"
            runs = dice.randrange(600, 1900)
            none = line == "河岸線" and month.month in (7, 8)
            rows.append(
                [f"{month:%Y-%m}", line, *((0, "-", "－") if none else (w.grouped(runs), share, late))]
            )
    return w.marked(rows)


def signals(_last: date) -> bytes:
    """Traffic signals: codes with leading zeros that a spreadsheet would eat, V for yes and blank for no."""
    dice = w.chance("signals")
    rows: list[w.Row] = [["路口編號", "路口名稱", "有聲號誌", "行人倒數", "自行車早開", "啟用年度"]]
    for number in range(1, 181):
        one, two = dice.sample(places.STREETS, 2)
        marks = [dice.choice(("V", "", "")) for _sort in range(3)]
        rows.append([f"{number:06d}", f"{one}／{two}", *marks, f"{dice.randrange(88, 116)}年度"])
    return w.cp950(rows)


def accidents(last: date) -> bytes:
    """Accidents: dates of seven bare digits, times beside them, a column of long text with commas and line breaks."""
    causes = (
        "未注意車前狀況",
        "未依規定讓車",
        "轉彎未禮讓直行車,且未打方向燈",
        "路面濕滑\n視線不良",
        "開啟車門未注意",
    )
    rows: list[w.Row] = [["發生日期", "發生時間", "行政區", "死亡", "受傷", "車種", "主要肇因"]]
    for day in w.days(last, 240):
        dice = w.chance(f"accidents {day}")
        for _number in range(dice.randrange(0, 4)):
            time = f"{dice.randrange(24):02d}:{dice.randrange(60):02d}"
            who = dice.choice(("機車", "自用小客車", "自行車", "行人", "公車"))
            hurt = (int(dice.random() < 0.01), dice.randrange(0, 4))
            rows.append(
                [w.roc_bare(day), time, dice.choice(places.DISTRICTS), *hurt, who, dice.choice(causes)]
            )
    return w.marked(rows)


def ferry(_last: date) -> bytes:
    """Departures of the ferry: a second header in English, times, notes with commas."""
    dice = w.chance("ferry")
    rows: list[w.Row] = [["班次", "開航時間", "起點", "迄點", "行駛日", "備註"]]
    rows.append(["no", "departs", "from", "to", "days", "note"])
    for number in range(1, 41):
        ends = ("渡船頭", "沙洲") if number % 2 else ("沙洲", "渡船頭")
        note = dice.choice(("", "", "可載自行車", "漲潮時停駛,改由接駁車行駛", "限載輪椅兩臺"))
        minute = 6 * 60 + 22 * number
        rows.append(
            [
                f"{number:02d}",
                f"{minute // 60:02d}:{minute % 60:02d}",
                *ends,
                dice.choice(("每日", "平日", "假日")),
                note,
            ]
        )
    return w.plain(rows)
