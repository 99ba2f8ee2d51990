"""Schools, libraries, museums and what goes on in the evening."""

from __future__ import annotations

from datetime import date, timedelta

from lightwell.demo.makers import places
from lightwell.demo.makers import writing as w


def schools(_last: date) -> bytes:
    """Schools: codes with leading zeros, addresses of the web, telephones, degrees."""
    dice = w.chance("schools")
    rows: list[w.Row] = [["學校代碼", "學校名稱", "學制", "地址", "電話", "網址", "經度", "緯度"]]
    for number in range(1, 49):
        kind = dice.choice(("國小", "國小", "國中", "高中"))
        site = f"https://school{number:02d}.chengchuan.example/"
        rows.append(
            [
                f"0{64600 + number}",
                f"{dice.choice(places.STREETS)[:-1]}第{number}{kind}",
                kind,
                places.address(dice),
                w.phone(dice),
                site,
                *places.degrees(dice),
            ]
        )
    return w.marked(rows)


def lunches(last: date) -> bytes:
    """School lunches: dishes with commas, calories with a unit in the cell, allergens by mark."""
    dice = w.chance("lunches")
    rows: list[w.Row] = [["供餐日期", "主食", "菜色", "熱量", "含乳", "含蛋", "每餐單價"]]
    for day in w.days(last, 120):
        if day.weekday() >= 5:
            continue
        dishes = ",".join(
            dice.sample(("番茄炒蛋", "滷豆腐", "炒高麗菜", "蒸魚", "味噌湯", "燙地瓜葉", "香菇雞湯"), 3)
        )
        rows.append(
            [
                w.roc(day),
                dice.choice(("糙米飯", "白飯", "五穀飯", "炒麵")),
                dishes,
                f"{dice.randrange(620, 830)}大卡",
                *[dice.choice(("V", "")) for _mark in range(2)],
                f"{dice.choice((48, 52, 55))}元",
            ]
        )
    return w.marked(rows)


def libraries(_last: date) -> bytes:
    """Libraries: opening hours with line breaks in cells, floor areas with separators, degrees, WiFi by circle."""
    dice = w.chance("libraries")
    rows: list[w.Row] = [
        ["館名", "地址", "開放時間", "樓地板面積(平方公尺)", "閱覽席位", "無線上網", "電話", "經度", "緯度"]
    ]
    for number, name in enumerate(
        ("總館", "北岸分館", "書院分館", "石橋分館", "鹿坡分館", "沙洲分館", "兒童分館", "河岸閱覽室")
    ):
        hours = "週二至週六 08:30-21:00\n週日 08:30-17:00" if number < 6 else "每日 09:00-18:00,週一休館"
        rows.append(
            [
                f"澄川市立圖書館{name}",
                places.address(dice),
                hours,
                f"{dice.uniform(300, 9800):,.1f}",
                dice.randrange(40, 900),
                "○",
                w.phone(dice),
                *places.degrees(dice),
            ]
        )
    return w.cp950(rows)


def loans(last: date) -> bytes:
    """Loans by library and month: a wide table, months across, blanks while a branch was being rebuilt, a total row."""
    dice = w.chance("loans")
    across = w.months(last, 12)
    rows: list[w.Row] = [["館別", *[w.roc_month(month) for month in across]]]
    for name in ("總館", "北岸分館", "書院分館", "石橋分館", "鹿坡分館", "沙洲分館"):
        counts = [w.grouped(dice.randrange(2_400, 31_000)) for _month in across]
        rows.append([name, *(["整修"] * 4 + counts[4:] if name == "石橋分館" else counts)])
    return w.marked(rows)


def events(last: date) -> bytes:
    """Events: from and until in one cell, long text with commas and breaks, free or a price."""
    dice = w.chance("events")
    rows: list[w.Row] = [["活動名稱", "活動期間", "地點", "活動說明", "票價", "報名網址"]]
    for number in range(1, 71):
        begin = last + timedelta(days=dice.randrange(-60, 60))
        until = begin + timedelta(days=dice.randrange(0, 30))
        words = dice.choice(
            (
                "說書人與聽眾同坐一條船,\n邊搖邊說。",
                "帶一件舊物來,換一個故事。",
                "孩子免費,長輩半價,雨天照常。",
            )
        )
        name = f"{dice.choice(('河岸', '天井', '書院', '廟口'))}{dice.choice(('音樂會', '說書', '走讀', '市集'))}"
        rows.append(
            [
                f"{name}({number})",
                f"{w.roc(begin)}~{w.roc(until)}",
                dice.choice(("水門公園", "書院", "渡船頭廣場")),
                words,
                dice.choice(("免費", "100元", "250元")),
                f"https://events.chengchuan.example/{number}",
            ]
        )
    return w.marked(rows)


def heritage(_last: date) -> bytes:
    """Heritage: two ways of writing dates of listing, reasons as long text, TWD97 metres."""
    dice = w.chance("heritage")
    why = (
        "見證渡船口岸的商業往來,具歷史價值。",
        "磚造工法完整,天井格局少見。",
        "居民集體記憶所繫,仍作原用途使用。",
    )
    rows: list[w.Row] = [["名稱", "類別", "公告日期", "指定理由", "TWD97X", "TWD97Y"]]
    for number in range(1, 37):
        day = date(1988, 3, 1) + timedelta(days=dice.randrange(12_000))
        when = w.roc_long(day) if number % 2 else w.roc(day)
        rows.append(
            [
                f"{dice.choice(('渡船頭', '書院', '廟口', '鹿坡'))}{dice.choice(('舊倉庫', '宅第', '石橋', '水門'))}{number}",
                dice.choice(("市定古蹟", "歷史建築")),
                when,
                dice.choice(why),
                *places.metres(dice),
            ]
        )
    return w.cp950(rows)
