"""The map of the invented city: districts, villages, streets, and points on it in two systems of coordinates."""

from __future__ import annotations

import random

VILLAGES = {
    "北岸區": ("渡船頭里", "榕樹里", "水門里", "堤頂里", "白鷺里"),
    "中庭區": ("光明里", "天井里", "廟口里", "書院里", "鐘樓里"),
    "南門區": ("南門里", "石橋里", "磚窯里", "菜市里"),
    "鹿坡區": ("鹿坡里", "茶園里", "竹林里", "泉水里"),
    "沙洲區": ("沙洲里", "蘆葦里", "新田里"),
}
DISTRICTS = tuple(VILLAGES)
STREETS = (
    "中庭街",
    "光明路",
    "渡船頭街",
    "水門路",
    "榕樹巷",
    "南門一路",
    "書院街",
    "磚窯路",
    "鹿坡大道",
    "沙洲路",
)


def village(dice: random.Random) -> tuple[str, str]:
    """Return a district and one of its villages."""
    district = dice.choice(DISTRICTS)
    return district, dice.choice(VILLAGES[district])


def address(dice: random.Random) -> str:
    return f"澄川市{dice.choice(DISTRICTS)}{dice.choice(STREETS)}{dice.randrange(1, 300)}號"


def degrees(dice: random.Random) -> tuple[str, str]:
    """Return longitude and latitude (WGS84)."""
    return f"{120.66 + dice.random() * 0.06:.6f}", f"{24.08 + dice.random() * 0.05:.6f}"


def metres(dice: random.Random) -> tuple[str, str]:
    """Return TWD97 TM2 easting and northing."""
    return str(218000 + dice.randrange(6000)), str(2665000 + dice.randrange(6000))
