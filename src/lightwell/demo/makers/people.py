"""How many live here: villages, births, households, pupils, visitors."""

from __future__ import annotations

from datetime import date

from lightwell.demo.makers import places
from lightwell.demo.makers import writing as w


def population(last: date) -> bytes:
    """Population by village: a title with the month, two header rows, a total above the villages of each district."""
    month = w.months(last, 1)[0]
    rows: list[w.Row] = [[f"澄川市各里人口數　{w.roc_month(month)}", *[""] * 7]]
    rows.append(["區別", "里別", "鄰數", "戶數", "人口數", "", "", "65歲以上"])
    rows.append(["", "", "", "", "合計", "男", "女", ""])
    for district, villages in places.VILLAGES.items():
        lines = [_village(district, name, month) for name in villages]
        sums = [sum(int(str(line[at]).replace(",", "")) for line in lines) for at in range(2, 8)]
        rows += [[district, "總計", *map(w.grouped, sums)], *lines]
    return w.cp950(rows)


def _village(district: str, name: str, month: date) -> w.Row:
    fixed = w.chance(f"{district}{name}")
    homes = fixed.randrange(900, 4200)
    men = round(homes * fixed.uniform(1.15, 1.4)) + w.chance(f"{name} {month:%Y-%m}").randrange(-9, 9)
    women = round(men * fixed.uniform(0.98, 1.08))
    old = round((men + women) * fixed.uniform(0.13, 0.27))
    return [
        district,
        name,
        homes // 90,
        w.grouped(homes),
        w.grouped(men + women),
        w.grouped(men),
        w.grouped(women),
        w.grouped(old),
    ]


def births_and_deaths(last: date) -> bytes:
    """Births and deaths: a column a kind, the balance with a sign, months with full-width digits."""
    rows: list[w.Row] = [["年月", "行政區", "出生", "死亡", "自然增加", "結婚對數", "離婚對數"]]
    for month in w.months(last, 24):
        dice = w.chance(f"births {month}")
        for number, district in enumerate(places.DISTRICTS):
            born, died = dice.randrange(18, 64) - 5 * number, dice.randrange(24, 70)
            rows.append(
                [
                    w.wide(w.roc_month(month)),
                    district,
                    max(0, born),
                    died,
                    f"{max(0, born) - died:+d}",
                    dice.randrange(9, 40),
                    dice.randrange(2, 19),
                ]
            )
    return w.marked(rows)


def age_bands(last: date) -> bytes:
    """Age bands by year: years across the top, thousands separators, wide spaces that indent the lower level."""
    dice = w.chance("ages")
    years = range(last.year - 1911 - 9, last.year - 1911)
    rows: list[w.Row] = [["年齡組", *[f"{year}年" for year in years]]]
    for band in ("0-14歲", "　0-4歲", "　5-9歲", "　10-14歲", "15-64歲", "65歲以上", "　85歲以上"):
        base = dice.randrange(6_000, 40_000)
        rows.append(
            [band, *[w.grouped(base * (1 + 0.015 * (at - 5)) * dice.uniform(0.98, 1.02)) for at in range(9)]]
        )
    return w.plain(rows)


def pupils(last: date) -> bytes:
    """Pupils by school: merged headers over boys and girls, school codes that begin with zero, a total row."""
    dice = w.chance("pupils")
    rows: list[w.Row] = [
        ["學校代碼", "校名", "班級數", "一年級", "", "二年級", "", "三年級", ""],
        ["", "", "", "男", "女", "男", "女", "男", "女"],
    ]
    total = [0] * 7
    for number in range(1, 31):
        counts = [dice.randrange(2, 9), *[dice.randrange(8, 96) for _cell in range(6)]]
        total = [a + b for a, b in zip(total, counts, strict=True)]
        rows.append([f"0{64600 + number}", f"{dice.choice(places.STREETS)[:-1]}第{number}國小", *counts])
    rows.append(["", "總計", *total])
    return w.cp950(rows)


def shelters(_last: date) -> bytes:
    """Emergency shelters: yes and no for each kind of disaster, capacity as text with a unit, degrees."""
    dice = w.chance("shelters")
    rows: list[w.Row] = [
        [
            "收容所編號",
            "名稱",
            "里別",
            "容納人數",
            "水災",
            "震災",
            "土石流",
            "適合避難弱勢安置",
            "經度",
            "緯度",
        ]
    ]
    for number in range(1, 73):
        marks = [dice.choice(("Y", "Y", "N")) for _kind in range(3)]
        where = places.village(dice)
        rows.append(
            [
                f"SA{number:03d}",
                f"{where[1][:-1]}活動中心",
                "".join(where),
                f"{dice.randrange(40, 900)}人",
                *marks,
                dice.choice("是否"),
                *places.degrees(dice),
            ]
        )
    return w.plain(rows)
