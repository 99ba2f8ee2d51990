"""Health, care, food and children."""

from __future__ import annotations

from datetime import date, timedelta

from lightwell.demo.makers import places
from lightwell.demo.makers import writing as w


def clinics(_last: date) -> bytes:
    """Clinics: codes of ten digits that begin with zero, several subjects in one cell, telephones, a closing day."""
    dice = w.chance("clinics")
    subjects = ("家醫科", "內科", "小兒科", "眼科", "耳鼻喉科", "復健科", "牙科")
    rows: list[w.Row] = [["機構代碼", "機構名稱", "診療科別", "地址", "電話", "休診日"]]
    for number in range(1, 111):
        kinds = "、".join(dice.sample(subjects, dice.randrange(1, 4)))
        rows.append(
            [
                f"00{35210000 + number}",
                f"{dice.choice(('晨光', '河岸', '安康', '書院'))}診所{number}",
                kinds,
                places.address(dice),
                w.phone(dice),
                dice.choice(("週日", "週四下午", "")),
            ]
        )
    return w.marked(rows)


def food_inspections(last: date) -> bytes:
    """Food inspections: results in words, an item not tested as a dash, commas inside product names."""
    dice = w.chance("food")
    goods = ("豆乾,五香", "醃漬蘿蔔", "鮮切水果", "便當(雞腿)", "米製品,紅龜粿")
    rows: list[w.Row] = [["抽驗日期", "行政區", "抽驗地點", "產品名稱", "檢驗項目", "檢驗結果", "不合格原因"]]
    for day in w.days(last, 80, 2):
        for _number in range(2):
            bad = dice.random() < 0.08
            rows.append(
                [
                    w.roc(day),
                    dice.choice(places.DISTRICTS),
                    dice.choice(("傳統市場", "超市", "學校午餐", "夜市")),
                    dice.choice(goods),
                    dice.choice(("防腐劑", "農藥殘留", "大腸桿菌")),
                    "不合格" if bad else "合格",
                    "超過限量" if bad else "-",
                ]
            )
    return w.cp950(rows)


def vaccinations(last: date) -> bytes:
    """Vaccinations: ages by band, percent without a sign, small numbers hidden as *."""
    dice = w.chance("vaccines")
    rows: list[w.Row] = [["季", "行政區", "年齡組", "接種人次", "涵蓋率(%)"]]
    for year in range(last.year - 1914, last.year - 1911):
        for district in places.DISTRICTS:
            for band in ("6個月-5歲", "6-18歲", "50-64歲", "65歲以上"):
                count = dice.randrange(2, 5200)
                rows.append(
                    [
                        f"{year}Q4",
                        district,
                        band,
                        "*" if count < 6 else w.grouped(count),
                        f"{dice.uniform(24, 78):.1f}",
                    ]
                )
    return w.marked(rows)


def care_places(_last: date) -> bytes:
    """Places of care: services as columns with circles, capacity, an empty column at the end that a spreadsheet left."""
    dice = w.chance("care")
    rows: list[w.Row] = [
        ["據點名稱", "行政區", "里別", "共餐", "健康促進", "電話問安", "送餐", "服務量能", ""]
    ]
    for number in range(1, 58):
        rows.append(
            [
                f"{places.village(dice)[1][:-1]}照顧據點{number}",
                *places.village(dice),
                *[dice.choice("○○×") for _sort in range(4)],
                dice.randrange(20, 120),
                "",
            ]
        )
    return w.marked(rows)


def benches(last: date) -> bytes:
    """Benches with arms: clear width in metres, pictures by address, the day of the visit still open for some."""
    dice = w.chance("benches")
    rows: list[w.Row] = [["編號", "地點", "座椅數", "扶手", "淨寬(m)", "會勘日期", "設置情形"]]
    for number in range(1, 101):
        seen = "待排定" if number > 60 else (last - timedelta(days=dice.randrange(40))).isoformat()
        rows.append(
            [
                f"B{number:03d}",
                f"{dice.choice(places.STREETS)}公車站",
                dice.randrange(1, 4),
                dice.choice("有有無"),
                f"{dice.uniform(1.5, 3.4):.2f}",
                seen,
                "設置中" if number < 21 else "規劃中",
            ]
        )
    return w.plain(rows)


def childcare(_last: date) -> bytes:
    """Childcare: places and vacancies, fees with two kinds of hyphen between from and to, telephones."""
    dice = w.chance("childcare")
    rows: list[w.Row] = [["中心名稱", "類型", "核定收托", "現有收托", "收費(元/月)", "地址", "電話"]]
    for number in range(1, 43):
        places_ = dice.choice((12, 20, 30, 45))
        fee = dice.randrange(9, 19) * 1000
        rows.append(
            [
                f"第{number}托嬰中心",
                dice.choice(("公設民營", "準公共", "私立")),
                places_,
                places_ - dice.randrange(0, 5),
                f"{fee:,}{dice.choice('-~')}{fee + 3000:,}",
                places.address(dice),
                w.phone(dice),
            ]
        )
    return w.marked(rows)


def low_income(last: date) -> bytes:
    """Households with low income: small cells hidden, a total row, full-width brackets in the titles."""
    dice = w.chance("low income")
    rows: list[w.Row] = [["年月", "區別", "低收入戶（戶）", "低收入戶（人）", "中低收入戶（戶）"]]
    for month in w.months(last, 8):
        counts = [dice.randrange(180, 900) for _district in places.DISTRICTS]
        for district, count in zip(places.DISTRICTS, counts, strict=True):
            rows.append(
                [
                    w.roc_bare(month)[:5],
                    district,
                    w.grouped(count),
                    w.grouped(count * 2.1),
                    "***" if count < 220 else w.grouped(count * 0.8),
                ]
            )
        rows.append([w.roc_bare(month)[:5], "合計", w.grouped(sum(counts)), w.grouped(sum(counts) * 2.1), ""])
    return w.marked(rows)


def spraying(last: date) -> bytes:
    """Spraying against mosquitoes: dates without a year, times from and until, line breaks in headers and cells."""
    dice = w.chance("spraying")
    rows: list[w.Row] = [["噴藥\n日期", "時段", "區別", "里別", "集合地點", "備註"]]
    for number in range(1, 81):
        day = last - timedelta(days=dice.randrange(70))
        rows.append(
            [
                f"{day.month}月{day.day}日",
                dice.choice(("09:00~11:00", "14:00~16:00")),
                *places.village(dice),
                f"{dice.choice(places.STREETS)}\n{number}號前",
                dice.choice(("", "請關閉門窗\n魚缸加蓋", "雨天順延")),
            ]
        )
    return w.marked(rows)
