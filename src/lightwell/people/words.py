"""Words of pseudonyms: light, weather and colours before animals and plants of Taiwan; nothing with a sting."""

from __future__ import annotations

QUALITIES = {
    "晨光": "Dawnlit", "微風": "Breezy", "清泉": "Springwater", "晴空": "Clearsky", "星夜": "Starlit", "月白": "Moonwhite",
    "海藍": "Seablue", "山青": "Hillgreen", "雲影": "Cloudshade", "細雨": "Drizzle", "初雪": "Firstsnow", "暖陽": "Sunwarm",
    "晚霞": "Sunset", "朝露": "Dewy", "竹蔭": "Bambooshade", "松風": "Pinewind", "溪聲": "Brookside", "石庭": "Stonecourt",
    "長巷": "Longlane", "屋簷": "Eaves", "天井": "Lightwell", "燈下": "Lamplit", "書窗": "Bookwindow", "田間": "Fieldside",
    "港邊": "Harbour", "島嶼": "Island", "高山": "Highland", "平原": "Lowland", "春分": "Springday", "夏至": "Midsummer",
    "秋分": "Autumnday", "冬至": "Midwinter", "穀雨": "Grainrain", "白露": "Whitedew", "茶香": "Teascent", "桂香": "Osmanthus",
    "銀色": "Silver", "琥珀": "Amber", "翡翠": "Jade", "靛藍": "Indigo",
}  # fmt: skip

THINGS = {
    "藍鵲": "Magpie", "帝雉": "Pheasant", "山雀": "Tit", "紫嘯鶇": "Thrush", "黑熊": "Bear", "石虎": "Leopardcat",
    "水鹿": "Sambar", "山羌": "Muntjac", "獼猴": "Macaque", "飛鼠": "Squirrel", "雲豹": "Cloudleopard", "穿山甲": "Pangolin",
    "水獺": "Otter", "白鷺": "Egret", "夜鷺": "Nightheron", "琵鷺": "Spoonbill", "蜂鷹": "Honeybuzzard", "貓頭鷹": "Owl",
    "櫻鮭": "Salmon", "飛魚": "Flyingfish", "海龜": "Turtle", "白海豚": "Dolphin", "樹蛙": "Treefrog", "螢火蟲": "Firefly",
    "鳳蝶": "Swallowtail", "紅檜": "Cypress", "櫸木": "Zelkova", "樟樹": "Camphor", "茄苳": "Bishopwood", "欒樹": "Raintree",
    "油桐": "Tungtree", "山櫻": "Cherry", "百合": "Lily", "蝴蝶蘭": "Orchid", "杜鵑": "Azalea", "野薑花": "Gingerlily",
    "刺桐": "Coraltree", "鐵杉": "Hemlock", "玉山圓柏": "Juniper", "筆筒樹": "Treefern",
}  # fmt: skip
