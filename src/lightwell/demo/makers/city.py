"""Safety, trade, and how well the city answers."""

from __future__ import annotations

from datetime import date, timedelta

from lightwell.demo.makers import places
from lightwell.demo.makers import writing as w


def markets(_last: date) -> bytes:
    """Market stalls: numbers such as 012-1, rents with a unit, vacant stalls as blank."""
    dice = w.chance("markets")
    rows: list[w.Row] = [["市場", "攤位號", "類別", "月租金", "面積(坪)", "營業狀況"]]
    for market in ("渡船頭市場", "南門市場", "廟口市場"):
        for number in range(1, 46):
            empty = dice.random() < 0.14
            rows.append(
                [
                    market,
                    f"{number:03d}-{number % 3}",
                    "" if empty else dice.choice(("蔬果", "魚鮮", "熟食", "百貨")),
                    f"{dice.randrange(14, 60) * 100:,}元",
                    f"{dice.uniform(1.2, 4.8):.1f}",
                    "空攤" if empty else "營業中",
                ]
            )
    return w.cp950(rows)


def hotels(last: date) -> bytes:
    """Guest nights: merged headers, occupancy with a sign, average prices, two months still provisional (p)."""
    dice = w.chance("hotels")
    rows: list[w.Row] = [["年月", "住宿人次", "", "住用率", "平均房價(元)"], ["", "本國", "外國", "", ""]]
    across = w.months(last, 20)
    for month in across:
        label = w.roc_month(month) + ("(p)" if month >= across[-2] else "")
        rows.append(
            [
                label,
                w.grouped(dice.randrange(9_000, 31_000)),
                w.grouped(dice.randrange(600, 5_200)),
                f"{dice.uniform(38, 88):.2f}%",
                w.grouped(dice.randrange(1900, 3300)),
            ]
        )
    return w.plain(rows)


def fires(last: date) -> bytes:
    """Fires: date and time in one cell with 上午 and 下午, damage in thousands, a cause still under study."""
    dice = w.chance("fires")
    rows: list[w.Row] = [["發生時間", "行政區", "火災類別", "起火原因", "財物損失(千元)"]]
    for day in w.days(last, 160, 2):
        half, hour = dice.choice(("上午", "下午")), dice.randrange(1, 12)
        rows.append(
            [
                f"{day.year}/{day.month:02d}/{day.day:02d} {half} {hour:02d}:{dice.randrange(60):02d}",
                dice.choice(places.DISTRICTS),
                dice.choice(("建築物", "車輛", "森林田野", "其他")),
                dice.choice(("電氣因素", "爐火烹調", "菸蒂", "調查中")),
                w.grouped(dice.randrange(0, 4200)),
            ]
        )
    return w.marked(rows)


def hotline(last: date) -> bytes:
    """Calls to the city: a title of two rows, thousands, shares, a total row at the top instead of the bottom."""
    rows: list[w.Row] = [["聯合服務中心話務統計", *[""] * 4], ["資料期間：最近十二個月", *[""] * 4]]
    rows.append(["年月", "類別", "來電數", "接通率", "平均等候(秒)"])
    for month in w.months(last, 12):
        dice = w.chance(f"hotline {month}")
        kinds = [
            (kind, dice.randrange(300, 5200))
            for kind in ("路燈道路", "垃圾環境", "交通停車", "社福諮詢", "其他")
        ]
        rows.append([w.roc_month(month), "總計", w.grouped(sum(count for _kind, count in kinds)), "", ""])
        rows += [
            [
                w.roc_month(month),
                kind,
                w.grouped(count),
                f"{dice.uniform(82, 99):.1f}%",
                dice.randrange(9, 70),
            ]
            for kind, count in kinds
        ]
    return w.marked(rows)


def service_times(last: date) -> bytes:
    """Days that services took: a promise in words beside the days, medians with a half, n under ten hidden."""
    dice = w.chance("service times")
    rows: list[w.Row] = [["季別", "服務項目", "法定處理時限", "案件數", "中位數(工作天)", "逾期件數"]]
    for number in range(8):
        for item, limit in (
            ("身障停車證", "10個工作天"),
            ("街頭藝人登記", "7個工作天"),
            ("路邊攤位許可", "30日"),
            ("樹木修剪申請", "20個工作天"),
        ):
            count = dice.randrange(3, 240)
            rows.append(
                [
                    f"{last.year - 1913 + number // 4}Q{number % 4 + 1}",
                    item,
                    limit,
                    "<10" if count < 10 else count,
                    f"{dice.choice((3, 4.5, 6, 8, 12.5))}",
                    dice.randrange(0, 6),
                ]
            )
    return w.plain(rows)


def data_catalogue(last: date) -> bytes:
    """What the ministry's offices have opened: semicolons between columns and commas within, views with separators."""
    dice = w.chance("catalogue")
    rows: list[w.Row] = [["資料集名稱", "提供機關", "更新頻率", "檔案格式", "瀏覽次數", "最近更新"]]
    for number in range(1, 121):
        formats = dice.choice(("CSV", "CSV,JSON", "CSV,XML,JSON", "ODS"))
        rows.append(
            [
                f"公開資料第{number}號",
                dice.choice(("開放政府司", "統計司", "澄川市政府")),
                dice.choice(("每月", "每季", "每年", "不定期")),
                formats,
                w.grouped(dice.randrange(10, 9800)),
                w.roc(last - timedelta(days=dice.randrange(300))),
            ]
        )
    return w.plain(rows, ";")


def information_requests(last: date) -> bytes:
    """Requests for information at the ministry: half-years, refusals by article, a share computed from both."""
    dice = w.chance("requests")
    rows: list[w.Row] = [["期間", "申請件數", "全部提供", "部分提供", "不提供", "不提供依據", "平均處理日數"]]
    for number in range(8):
        all_ = dice.randrange(40, 160)
        no, part = dice.randrange(2, 16), dice.randrange(4, 24)
        half = "上" if number % 2 == 0 else "下"
        rows.append(
            [
                f"{last.year - 1915 + number // 2}年{half}半年",
                all_,
                all_ - no - part,
                part,
                no,
                "政府資訊公開法第18條第1項第3款、第6款",
                f"{dice.uniform(6, 14):.1f}",
            ]
        )
    return w.cp950(rows)


def price_index(last: date) -> bytes:
    """Index of prices: years across and months down, a base year in the title, one blank for what is still to come."""
    dice = w.chance("index")
    years = range(last.year - 1911 - 5, last.year - 1911)
    rows: list[w.Row] = [
        ["消費者物價指數（110年＝100）", *[""] * 5],
        ["月別", *[f"{year}年" for year in years]],
    ]
    for month in range(1, 13):
        rows.append(
            [
                f"{month}月",
                *[f"{97 + 1.6 * at + month / 12 + dice.uniform(-0.4, 0.4):.2f}" for at in range(5)],
            ]
        )
    return w.marked(rows)


def housing(last: date) -> bytes:
    """Housing stock by district: a column title with a line break and a unit, percent, years of the Republic."""
    dice = w.chance("housing")
    rows: list[w.Row] = [["年度", "區別", "住宅數\n(宅)", "空閒住宅比率", "平均屋齡\n(年)"]]
    for year in range(last.year - 1911 - 8, last.year - 1911):
        for number, district in enumerate(places.DISTRICTS):
            rows.append(
                [
                    year,
                    district,
                    w.grouped(26_000 - 4_100 * number + dice.randrange(900)),
                    f"{dice.uniform(6, 13):.2f}%",
                    f"{dice.uniform(21, 38):.1f}",
                ]
            )
    return w.marked(rows)
