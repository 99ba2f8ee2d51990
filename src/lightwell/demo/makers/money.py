"""Budgets, debts, property, tenders and prices."""

from __future__ import annotations

from datetime import date, timedelta

from lightwell.demo.makers import places
from lightwell.demo.makers import writing as w

PROGRAMMES = ("河岸步道整修", "夜間垃圾收運", "公車站座椅", "開放資料服務", "社區照顧據點", "校園周邊通學道")
OFFICES = ("交通局", "環境局", "社會局", "工務局", "教育局", "衛生局", "文化局", "民政局", "財政局", "消防局")


def budget(_last: date, *, corrected: bool = False) -> bytes:
    """Budget by programme: ROC years, money written three ways, full-width digits, a total row. The first issue has a slip."""
    dice = w.chance("budget")
    rows: list[w.Row] = [["會計年度", "計畫名稱", "預算數", "決算數", "執行率"]]
    for year in range(109, 116):
        total = 0
        for number, programme in enumerate(PROGRAMMES):
            planned = 1000 * (4200 - 550 * number + dice.randrange(-150, 250))
            spent = round(planned * dice.uniform(0.78, 0.99))
            if number == 0 and year == 115 and not corrected:
                planned *= 10  # the slip that the second version mends
            total += planned
            written = (f"NT${planned:,}", f"{planned:,}元", w.wide(f"{planned:,}"))[number % 3]
            rows.append([f"{year}年度", programme, written, f"{spent:,}", f"{100 * spent / planned:.1f}%"])
        rows.append([f"{year}年度", "合計", f"{total:,}", "", ""])
    return w.marked(rows)


def office_budgets(last: date) -> bytes:
    """Budgets of offices: two header rows, merged years above, losses in brackets."""
    dice = w.chance("office budgets")
    year = last.year - 1911
    rows: list[w.Row] = [
        ["機關", f"{year - 1}年度", "", f"{year}年度", "", "增減(千元)"],
        ["", "經常門", "資本門", "經常門", "資本門", ""],
    ]
    for office in OFFICES:
        now = [dice.randrange(80_000, 900_000) for _part in range(2)]
        before = [round(part * dice.uniform(0.85, 1.15)) for part in now]
        change = sum(now) - sum(before)
        rows.append([office, *map(w.grouped, before), *map(w.grouped, now), w.bracketed(change)])
    return w.cp950(rows)


def revenue(last: date) -> bytes:
    """Revenue by month: a title, the unit in a row of its own, triangles for less than planned."""
    dice = w.chance("revenue")
    rows: list[w.Row] = [["澄川市歲入執行情形", "", "", "", ""], ["單位：新臺幣千元", "", "", "", ""]]
    rows.append(["年月", "科目", "分配預算數", "實收數", "差額"])
    for month in w.months(last, 14):
        for item in ("房屋稅", "地價稅", "使用牌照稅", "規費收入", "補助收入"):
            planned = dice.randrange(9_000, 260_000)
            got = round(planned * dice.uniform(0.86, 1.12))
            rows.append(
                [
                    w.roc_month(month),
                    item,
                    w.grouped(planned),
                    w.grouped(got),
                    w.bracketed(got - planned).replace("(", "△").replace(")", ""),
                ]
            )
    return w.marked(rows)


def debt(last: date) -> bytes:
    """Debt by year: hundreds of millions with decimals, percent of the limit, years of two calendars side by side."""
    dice = w.chance("debt")
    rows: list[w.Row] = [
        ["年度", "西元年", "一年以上債務(億元)", "未滿一年債務(億元)", "占歲出比率", "平均每人負擔(元)"]
    ]
    owed = 61.0
    for year in range(last.year - 16, last.year):
        owed *= dice.uniform(0.94, 1.09)
        rows.append(
            [
                f"{year - 1911}年",
                year,
                f"{owed:.2f}",
                f"{dice.uniform(2, 9):.2f}",
                f"{owed / 3.1:.2f}%",
                w.grouped(owed * 1e8 / 262_000),
            ]
        )
    return w.plain(rows)


def city_land(_last: date) -> bytes:
    """Land of the city: parcel numbers with leading zeros and a hyphen, areas with two ways of writing square metres."""
    dice = w.chance("land")
    rows: list[w.Row] = [["段別", "地號", "面積", "使用分區", "管理機關", "公告現值(元/㎡)"]]
    for number in range(1, 201):
        area = f"{dice.uniform(20, 9000):,.2f}" + ("㎡" if number % 6 == 0 else "")
        zone = dice.choice(("道路用地", "公園用地", "機關用地", "住宅區", "河川區"))
        parcel = f"{dice.randrange(1, 1800):04d}-{dice.randrange(0, 60):04d}"
        rows.append(
            [
                f"{dice.choice(places.STREETS)[:-1]}段",
                parcel,
                area,
                zone,
                dice.choice(OFFICES),
                w.grouped(dice.randrange(4_000, 96_000)),
            ]
        )
    return w.cp950(rows)


def tenders(last: date) -> bytes:
    """Awarded tenders: long titles with commas and brackets, money in two ways, dates of the Republic, one line in quotes."""
    dice = w.chance("tenders")
    what = (
        "路面銑鋪工程",
        "公園照明改善,含夜間施工",
        "資訊系統維護(後續擴充二年)",
        "校舍耐震補強",
        "清潔勞務採購",
        "無障礙設施改善",
    )
    rows: list[w.Row] = [["標案案號", "機關名稱", "標案名稱", "決標日期", "決標金額", "招標方式", "投標家數"]]
    for number in range(1, 131):
        sum_ = dice.randrange(120, 48_000) * 1000
        money = f"{sum_:,}元" if number % 3 else f"${sum_:,}"
        day = w.roc(last - timedelta(days=dice.randrange(330)))
        name = f"{last.year - 1911}年度{dice.choice(places.DISTRICTS)}{dice.choice(what)}"
        how = dice.choice(("公開招標", "公開取得報價單", "限制性招標", "最有利標"))
        rows.append(
            [
                f"CC{last.year - 1911}-{number:04d}",
                dice.choice(OFFICES),
                name,
                day,
                money,
                how,
                dice.randrange(1, 8),
            ]
        )
    return w.marked(rows)


def grants(last: date) -> bytes:
    """Grants to societies: a total at the end of each quarter, names with full-width brackets, zero written as a word."""
    dice = w.chance("grants")
    societies = (
        "河岸巡守隊",
        "北岸社區發展協會",
        "渡船文化協會（籌備處）",
        "鹿坡茶農合作社",
        "晨光身心障礙協會",
    )
    rows: list[w.Row] = [["季別", "受補助團體", "補助事項", "核定金額(元)", "實支金額(元)"]]
    for quarter in range(1, 9):
        season, total = f"{last.year - 1913 + (quarter - 1) // 4}年第{(quarter - 1) % 4 + 1}季", 0
        for society in dice.sample(societies, 4):
            given = dice.randrange(2, 60) * 5000
            total += given
            spent = "無" if dice.random() < 0.1 else w.grouped(given * dice.uniform(0.7, 1))
            rows.append(
                [
                    season,
                    society,
                    dice.choice(("淨溪活動", "長者共餐", "書院走讀", "無障礙導覽")),
                    w.grouped(given),
                    spent,
                ]
            )
        rows.append([season, "小計", "", w.grouped(total), ""])
    return w.marked(rows)


def vegetable_prices(last: date) -> bytes:
    """Wholesale prices: nulls in four ways, averages with one decimal, weights with thousands separators."""
    rows: list[w.Row] = [["交易日期", "作物名稱", "上價", "中價", "下價", "平均價(元/公斤)", "交易量(公斤)"]]
    for day in w.days(last, 90):
        dice = w.chance(f"vegetables {day}")
        for crop, base in (("甘藍", 22), ("青蔥", 78), ("番茄", 46), ("香蕉", 27)):
            if day.weekday() == 0:
                rows.append([w.roc(day), crop, *(dice.choice(("休市", "-", "")) for _price in range(4)), 0])
                continue
            price = base * dice.uniform(0.7, 1.5)
            prices = (f"{price * 1.3:.1f}", f"{price:.1f}", f"{price * 0.7:.1f}", f"{price:.1f}")
            rows.append([w.roc(day), crop, *prices, w.grouped(dice.uniform(900, 24_000))])
    return w.plain(rows)
