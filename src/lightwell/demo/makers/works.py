"""Streets, lamps, bridges, permits and water."""

from __future__ import annotations

from datetime import date, timedelta

from lightwell.demo.makers import places
from lightwell.demo.makers import writing as w


def road_works(last: date) -> bytes:
    """Road works: line breaks inside headers and cells, the same date written in three ways."""
    dice = w.chance("road works")
    ways = (w.roc, w.roc_long, lambda day: day.isoformat())
    what = ("自來水管線汰換", "瓦斯管線埋設", "人行道改善", "電纜下地", "路面銑鋪")
    rows: list[w.Row] = [["案件\n編號", "施工地點", "施工內容", "開工日", "預定\n完工日", "施工時段"]]
    for number in range(1, 141):
        begin = last - timedelta(days=dice.randrange(-20, 160))
        end = begin + timedelta(days=dice.randrange(3, 60))
        hours = dice.choice(("09:00-16:00", "22:00-05:00\n(夜間施工)", "全日"))
        where = f"{places.address(dice)}\n至{dice.randrange(300, 500)}號"
        rows.append([f"RW{number:05d}", where, dice.choice(what), ways[number % 3](begin), w.roc(end), hours])
    return w.marked(rows)


def street_lamps(_last: date) -> bytes:
    """Two thousand lamps: CP950, codes with leading zeros, TWD97 metres, watts."""
    dice = w.chance("lamps")
    rows: list[w.Row] = [["燈桿編號", "行政區", "光源", "瓦數(W)", "色溫(K)", "TWD97X", "TWD97Y"]]
    for number in range(1, 2001):
        light = dice.choice(("LED", "LED", "LED", "水銀燈", "鈉燈"))
        watts, warm = dice.choice((43, 60, 75, 100, 150)), dice.choice((2700, 3000, 4000))
        rows.append(
            [f"{number:07d}", dice.choice(places.DISTRICTS), light, watts, warm, *places.metres(dice)]
        )
    return w.cp950(rows)


def bridges(last: date) -> bytes:
    """Inspections of bridges: grades, decimals, one date that cannot be (29 February of a common year)."""
    dice = w.chance("bridges")
    rows: list[w.Row] = [
        ["橋名", "竣工年", "橋長(公尺)", "最近檢測日", "D.E.R.等級", "狀況指標CI", "辦理情形"]
    ]
    for number in range(1, 49):
        seen = "114/02/29" if number == 17 else w.roc(last - timedelta(days=dice.randrange(720)))
        grade = dice.choice("AAABBC")
        doing = {"A": "正常養護", "B": "列入年度維修", "C": "設計補強中"}[grade]
        length, index = f"{dice.uniform(8, 340):.2f}", f"{dice.uniform(62, 99):.1f}"
        rows.append(
            [
                f"{dice.choice(places.STREETS)[:-1]}{number}號橋",
                dice.randrange(52, 113),
                length,
                seen,
                grade,
                index,
                doing,
            ]
        )
    return w.marked(rows)


def pavements(_last: date) -> bytes:
    """Pavements: widths in metres with the unit in the cell, ranges where they vary."""
    dice = w.chance("pavements")
    rows: list[w.Row] = [["路段", "起點", "迄點", "側別", "人行道寬", "淨寬(公尺)", "無障礙坡道"]]
    for number in range(1, 121):
        wide = dice.uniform(0.9, 4.5)
        street = dice.choice(places.STREETS)
        written = f"{wide:.1f}公尺" if number % 4 else f"{wide:.1f}～{wide + 0.6:.1f}公尺"
        ends = dice.sample(places.STREETS, 2)
        rows.append(
            [
                f"{street}{number}段",
                *ends,
                dice.choice("東西南北"),
                written,
                f"{max(0.6, wide - 0.7):.1f}",
                dice.choice("有無"),
            ]
        )
    return w.plain(rows)


def permits(last: date) -> bytes:
    """Building permits: areas and sums with thousands separators, months of the Republic without a word between."""
    dice = w.chance("permits")
    rows: list[w.Row] = [["核發年月", "行政區", "用途別", "件數", "總樓地板面積(㎡)", "工程造價(千元)"]]
    for month in w.months(last, 18):
        for district in places.DISTRICTS:
            for use in ("住宅", "商業", "工業"):
                count = dice.randrange(0, 14)
                area = count * dice.uniform(180, 2600)
                rows.append(
                    [
                        f"{month.year - 1911}{month.month:02d}",
                        district,
                        use,
                        count,
                        f"{area:,.2f}",
                        w.grouped(area * 14),
                    ]
                )
    return w.marked(rows)


def water_supply(last: date) -> bytes:
    """Water by district: a unit row between header and data, full-width digits in one district."""
    dice = w.chance("water supply")
    rows: list[w.Row] = [
        ["年月", "供水區", "售水量", "用水戶數", "每人每日用水"],
        ["", "", "立方公尺", "戶", "公升"],
    ]
    for month in w.months(last, 12):
        for number, district in enumerate(places.DISTRICTS):
            homes = 21_000 - 3_300 * number + month.month * 11
            sold = w.grouped(homes * dice.uniform(19, 24))
            rows.append(
                [
                    w.roc_month(month),
                    district,
                    w.wide(sold.replace(",", "")) if number == 3 else sold,
                    w.grouped(homes),
                    dice.randrange(228, 288),
                ]
            )
    return w.marked(rows)


def tap_water(last: date) -> bytes:
    """Tests of tap water: values below what can be measured, two words for what was not tested."""
    rows: list[w.Row] = [["採樣日期", "採樣地點", "餘氯(mg/L)", "濁度(NTU)", "pH", "鉛(mg/L)", "判定"]]
    for day in w.days(last, 40, 6):
        dice = w.chance(f"tap water {day}")
        for place in ("北岸淨水場", "渡船頭里活動中心", "市立圖書館", "鹿坡國小"):
            lead = dice.choice(("<0.001", "<0.001", "ND", "0.002", "未檢測"))
            values = (
                f"{dice.uniform(0.3, 0.9):.2f}",
                f"{dice.uniform(0.05, 0.8):.2f}",
                f"{dice.uniform(6.9, 7.9):.1f}",
            )
            rows.append([w.roc(day), place, *values, lead, "符合"])
    return w.plain(rows)


def water_outages(last: date) -> bytes:
    """Notices of outages: from and until in one cell each, long text with commas, quotes and line breaks."""
    dice = w.chance("outages")
    reason = (
        "管線漏水搶修,停水範圍內請自行儲水",
        "配合道路工程\n遷移管線",
        '淨水場設備更新,高地區"水壓偏低"',
        "用戶新裝接管",
    )
    rows: list[w.Row] = [["公告編號", "停水開始", "停水結束", "影響里別", "影響戶數", "原因"]]
    for number in range(1, 61):
        begin = last - timedelta(days=dice.randrange(200))
        villages = "、".join(dice.sample(places.VILLAGES[dice.choice(places.DISTRICTS)], 2))
        times = (f"{begin.isoformat()} 09:00", f"{begin.isoformat()} {dice.randrange(14, 23)}:30")
        rows.append(
            [f"W{number:04d}", *times, villages, w.grouped(dice.randrange(80, 2600)), dice.choice(reason)]
        )
    return w.marked(rows)


def reservoir(last: date) -> bytes:
    """Level of the reservoir: ISO dates, percent, a plus or minus beside the day before."""
    dice = w.chance("reservoir")
    rows: list[w.Row] = [["日期", "水位(公尺)", "有效蓄水量(萬立方公尺)", "蓄水率", "與前日差異"]]
    share = 74.0
    for day in w.days(last, 200):
        change = dice.gauss(0, 0.6)
        share = min(100.0, max(31.0, share + change))
        rows.append(
            [
                day.isoformat(),
                f"{180 + share / 4:.2f}",
                w.grouped(share * 41),
                f"{share:.1f}%",
                f"{change:+.2f}",
            ]
        )
    return w.plain(rows)
