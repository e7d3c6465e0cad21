"""The pictures. Each function draws one, back to front: what comes later lies over what came before.

Nobody's face, nothing to drink from but cups, no needles, pills or smoke: a picture must not be the urge it stands
beside. In each there is one warm thing.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from illustrations.hand import (
    CLAY,
    DEEP,
    EMBER,
    HAZE,
    INK,
    LAGOON,
    MIST,
    PAPER,
    PEACH,
    SAND,
    TEAL,
    WOOD,
    Hand,
    moved,
    sheet,
)

Shapes = list[str]


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: its name, where its PNG goes, its ground, and who draws it."""

    name: str
    paint: Callable[[Hand], Shapes]
    ground: str
    file: str
    width: int = 1600
    height: int = 900
    pixels: int = 1600

    def draw(self) -> str:
        """The picture as SVG."""
        return sheet(self.paint(Hand(self.name)), self.width, self.height, self.ground)


# Things that occur in several pictures, drawn around (0, 0)


def cloud(h: Hand, fill: str) -> Shapes:
    """About 360 wide, flat below."""
    crest = [(-180, 20), (-165, -30), (-110, -45), (-75, -105), (0, -120), (60, -85), (110, -75), (165, -40), (180, 15)]
    return [h.shape([*crest, (120, 40), (0, 44), (-120, 40)], fill)]


def tree(h: Hand, crown: str, trunk: str, light: str) -> Shapes:
    """About 240 high, standing at (0, 0)."""
    return [
        h.line([(0, 0), (-3, -60), (2, -130)], trunk, 18),
        h.shape([(-80, -90), (-95, -150), (-50, -225), (10, -245), (70, -205), (92, -140), (70, -90), (0, -75)], crown),
        h.line([(2, -70), (4, -120), (30, -160)], light, 6),
        h.line([(4, -115), (-24, -150)], light, 6),
    ]


def pine(h: Hand, fill: str) -> Shapes:
    """About 200 high."""
    return [h.shape([(0, -200), (34, -110), (62, -20), (0, -8), (-62, -20), (-34, -110)], fill)]


def cup(h: Hand, fill: str, inside: str) -> Shapes:
    """From the side, about 130 wide, standing at (0, 0)."""
    return [
        h.ring(72, -62, 34, fill, 16, 1.05),
        h.shape([(-66, -118), (66, -118), (60, -46), (40, -5), (-40, -5), (-60, -46)], fill),
        h.disc(0, -116, 64, inside, 0.2),
    ]


def steam(h: Hand, stroke: str) -> Shapes:
    """Two wisps that rise from (0, 0)."""
    return [h.line([(x, 0), (x + 12, -30), (x + 2, -64), (x - 8, -94), (x + 6, -128)], stroke, 8) for x in (-20, 22)]


def bird(h: Hand, fill: str, wing: str) -> Shapes:
    """Sitting, looking to the right; about 110 long, its feet at (0, 0)."""
    return [
        h.line([(-8, 0), (-6, -24)], INK, 5),
        h.line([(10, 0), (10, -24)], INK, 5),
        h.shape(
            [(-96, -22), (-50, -42), (-22, -82), (10, -96), (30, -124), (58, -122), (66, -100), (52, -50), (10, -18)],
            fill,
        ),
        h.board([(66, -108), (88, -100), (66, -96)], INK, 4),
        h.shape([(-50, -42), (-16, -70), (22, -66), (10, -40), (-20, -32)], wing),
    ]


def gull(h: Hand, stroke: str, width: float = 9) -> Shapes:
    """Far off, about 110 wide."""
    return [h.line([(-55, -8), (-34, -26), (-10, -14), (0, 0), (12, -16), (36, -30), (56, -14)], stroke, width)]


def rain(h: Hand, points: Iterable[tuple[float, float]], long: float, stroke: str, width: float) -> Shapes:
    """Drops that fall to the left, from each point."""
    return [h.line([(x, y), (x - long * 0.4, y + long)], stroke, width) for x, y in points]


def leaf(h: Hand, fill: str) -> Shapes:
    """Pointing up from (0, 0), about 100 long."""
    return [h.shape([(0, 0), (-26, -40), (-16, -82), (0, -104), (18, -80), (26, -40)], fill)]


def sprig(h: Hand, pairs: int, fill: str, stem: str, size: float = 1.0) -> Shapes:
    """A stem with pairs of leaves and one on top, growing from (0, 0)."""
    high = 60 * pairs + 20
    shapes = [h.line([(0, 0), (4, -high / 2), (0, -high)], stem, 9)]
    for i in range(pairs):
        y = -high + 60 * (pairs - 1 - i) + 30
        grown = size * (0.7 + 0.14 * (pairs - i))
        shapes += [moved(leaf(h, fill), 0, y, turn, grown) for turn in (-62, 58)]
    return [*shapes, moved(leaf(h, fill), 0, -high + 10, 4, size * 0.8)]


def pot(h: Hand, fill: str, rim: str, wide: float = 1.0) -> Shapes:
    """A flower pot, 150 high, standing at (0, 0)."""
    w = 80 * wide
    return [
        h.board([(-w * 0.85, -120), (w * 0.85, -120), (w * 0.62, 0), (-w * 0.62, 0)], fill),
        h.box(-w, -150, 2 * w, 36, rim),
    ]


def potted(h: Hand, pairs: int, fill: str, pot_fill: str, rim: str, size: float = 1.0) -> Shapes:
    """A plant in its pot, standing at (0, 0)."""
    return [moved(sprig(h, pairs, fill, fill, size), 0, -140), *pot(h, pot_fill, rim)]


def mirrored(shapes: Shapes) -> str:
    """Shapes that look the other way."""
    return f'<g transform="scale(-1 1)">{"".join(shapes)}</g>'


# Topics


def path(h: Hand) -> Shapes:
    """A way that winds over hills towards a low sun."""
    grass = [(120, 820), (260, 770), (1180, 790), (1330, 830), (1450, 770), (1240, 870), (420, 840)]
    return [
        h.disc(1010, 330, 150, PEACH),
        h.disc(1010, 330, 104, EMBER),
        h.land(
            [(-20, 420), (180, 330), (380, 250), (560, 350), (700, 300), (860, 420), (1100, 460), (1640, 400)], MIST
        ),
        h.land([(-20, 520), (260, 470), (560, 420), (860, 450), (1180, 410), (1420, 350), (1640, 400)], LAGOON),
        h.ribbon([(948, 444, 8), (960, 468, 14), (915, 505, 24), (955, 556, 46), (990, 640, 80)], PAPER),
        h.land([(-20, 560), (300, 590), (620, 640), (900, 590), (1200, 560), (1640, 610)], TEAL),
        h.ribbon(
            [(970, 572, 60), (950, 624, 84), (800, 690, 130), (700, 760, 190), (760, 840, 270), (900, 930, 360)], PAPER
        ),
        moved(tree(h, DEEP, INK, TEAL), 1330, 650, scale=1.15),
        moved(tree(h, INK, INK, TEAL), 1480, 690, scale=0.8),
        moved(tree(h, DEEP, INK, TEAL), 250, 650, scale=0.9),
        h.strokes(grass, 40, LAGOON, rise=14),
    ]


def wave(h: Hand) -> Shapes:
    """A small boat on the back of a tall wave."""
    swell = [
        (-20, 640),
        (200, 600),
        (420, 490),
        (640, 350),
        (860, 270),
        (1060, 300),
        (1230, 430),
        (1400, 570),
        (1640, 640),
    ]
    return [
        h.disc(1300, 250, 116, PEACH),
        h.land([(-20, 520), (300, 500), (700, 540), (1100, 500), (1640, 530)], MIST),
        h.land(swell, TEAL),
        h.line([(500, 452), (660, 352), (860, 286), (1050, 318), (1190, 420)], PAPER, 16),
        h.line([(560, 500), (720, 410), (880, 370), (1010, 392)], LAGOON, 11),
        h.line([(640, 560), (780, 480), (900, 452), (990, 470)], LAGOON, 9),
        moved(boat(h, EMBER, PAPER), 548, 442, -27, 1.15),
        h.land([(-20, 700), (200, 730), (480, 660), (760, 600), (1000, 640), (1260, 740), (1640, 690)], DEEP),
        h.line([(330, 740), (520, 686), (740, 640), (900, 656)], LAGOON, 9),
        h.land([(-20, 820), (260, 780), (600, 800), (900, 760), (1240, 830), (1640, 790)], INK),
        h.line([(700, 820), (880, 792), (1060, 820)], TEAL, 9),
        moved(gull(h, INK), 260, 190),
        moved(gull(h, INK), 140, 280, scale=0.7),
    ]


def boat(h: Hand, hull: str, sail: str) -> Shapes:
    """A sailing boat, 260 high, its water line at (0, 0)."""
    return [
        h.line([(4, -20), (6, -240)], INK, 9),
        h.shape([(14, -232), (70, -150), (110, -50), (60, -42), (16, -46)], sail),
        h.shape([(-8, -200), (-50, -120), (-80, -52), (-40, -46), (-8, -50)], PEACH),
        h.shape([(-120, -36), (0, -26), (130, -40), (92, 22), (0, 34), (-86, 20)], hull),
    ]


def ripples(h: Hand) -> Shapes:
    """Three stones in a pond, whose rings run into each other."""
    shapes = [
        h.shape([(-40, 40), (180, 60), (420, -10), (300, -60), (-60, -60)], DEEP),
        h.shape([(1660, 600), (1440, 720), (1280, 940), (1680, 960)], DEEP),
    ]
    places = [(470, 330, PAPER), (1120, 300, EMBER), (800, 640, SAND)]
    for x, y, _ in places:
        shapes += [
            h.ring(x, y, r, c, w, 0.5)
            for r, c, w in ((150, PAPER, 11), (250, HAZE, 9), (350, MIST, 7), (450, LAGOON, 6))
        ]
    for x, y, fill in places:
        shapes += [h.disc(x, y + 16, 76, DEEP, 0.5), h.disc(x, y - 8, 70, fill, 0.72)]
    shapes += [moved(leaf(h, MIST), 100, 800, turn, 1.5) for turn in (-50, 0, 50)]
    return shapes


def garden(h: Hand) -> Shapes:
    """A raised bed in which four different things grow, and a watering can."""
    shapes = [
        h.disc(1290, 220, 100, PEACH),
        h.land([(-20, 520), (300, 440), (720, 500), (1100, 440), (1640, 520)], MIST),
        *(h.box(x, 400, 46, 260, PAPER) for x in range(40, 1600, 120)),
        h.box(-20, 460, 1640, 30, PAPER),
        h.land([(-20, 640), (500, 620), (1100, 636), (1640, 620)], LAGOON),
        h.shape([(150, 640), (500, 600), (900, 604), (1160, 640), (1100, 690), (220, 690)], INK),
    ]
    for x, high in ((250, 260), (330, 200)):
        shapes += [h.line([(x, 640), (x + 4, 640 - high)], DEEP, 11)]
        shapes += [moved(leaf(h, TEAL), x, 640 - high * 0.4, turn) for turn in (-64, 62)]
        petals = [math.radians(t) for t in range(0, 360, 45)]
        shapes += [h.disc(x + 4 + 44 * math.cos(t), 640 - high + 44 * math.sin(t), 26, EMBER) for t in petals]
        shapes += [h.disc(x + 4, 640 - high, 32, CLAY)]
    shapes += [
        moved(leaf(h, fill), 500, 656, turn, 1.25)
        for turn, fill in ((-80, DEEP), (80, DEEP), (-42, TEAL), (42, TEAL), (0, DEEP))
    ]
    shapes += [h.line([(x, 640), (720, 330)], WOOD, 11) for x in (640, 725, 800)]
    vine = [(650, 640), (690, 560), (760, 520), (680, 470), (745, 420), (705, 370), (728, 320)]
    shapes += [h.line(vine, DEEP, 9)]
    shapes += [
        moved(leaf(h, TEAL), x, y, turn, 0.6)
        for (x, y), turn in zip(vine[1:], (-70, 60, -60, 70, -70, 20), strict=True)
    ]
    shapes += [moved(sprig(h, 2, DEEP, INK, 0.6), x, 650, turn) for x, turn in ((900, -10), (970, 6), (1040, 14))]
    shapes += [
        h.board([(140, 664), (1170, 664), (1190, 850), (120, 850)], WOOD),
        h.line([(150, 752), (650, 746), (1170, 754)], CLAY, 6),
        h.box(230, 650, 34, 214, CLAY),
        h.box(1050, 650, 34, 214, CLAY),
        *(moved(can(h), 1380, 850, scale=1.1),),
    ]
    return shapes


def can(h: Hand) -> Shapes:
    """A watering can, standing at (0, 0)."""
    return [
        h.ring(88, -120, 76, DEEP, 18),
        h.line([(-60, -70), (-120, -130), (-160, -210)], TEAL, 30),
        h.board([(-186, -200), (-138, -232), (-128, -206), (-172, -180)], DEEP),
        h.board([(-90, -170), (90, -170), (100, 0), (-100, 0)], TEAL),
        h.line([(-90, -120), (0, -114), (92, -120)], DEEP, 8),
    ]


# Audiences


def door(h: Hand) -> Shapes:
    """A pair of boots at an open door; outside, a way and the morning."""
    return [
        h.box(-20, 720, 1640, 220, WOOD),
        h.line([(-20, 800), (500, 806)], CLAY, 6),
        h.line([(1080, 800), (1640, 794)], CLAY, 6),
        h.box(520, 90, 540, 640, PAPER, 40),
        h.box(560, 130, 460, 600, HAZE, 4),
        h.disc(850, 330, 76, EMBER),
        h.land([(560, 440), (680, 390), (820, 440), (1020, 400)], LAGOON, 732),
        h.land([(560, 520), (760, 500), (1020, 540)], TEAL, 732),
        h.ribbon([(852, 512, 14), (866, 545, 30), (820, 590, 60), (770, 650, 110), (800, 732, 190)], PAPER),
        h.board([(556, 130), (300, 70), (300, 800), (556, 730)], EMBER),
        h.board([(508, 200), (352, 170), (352, 400), (508, 404)], CLAY),
        h.board([(508, 470), (352, 476), (352, 690), (508, 654)], CLAY),
        h.disc(528, 446, 15, PAPER),
        h.board([(470, 736), (1110, 736), (1160, 780), (420, 780)], SAND),
        moved(boot(h), 905, 806, scale=1.0),
        moved(boot(h), 1025, 824, scale=1.0),
        h.box(1230, 180, 260, 26, WOOD),
        h.line([(1300, 206), (1304, 250), (1284, 262)], WOOD, 12),
        h.line([(1420, 206), (1424, 250), (1404, 262)], WOOD, 12),
        h.shape(
            [(1296, 246), (1330, 300), (1350, 440), (1350, 560), (1290, 574), (1232, 560), (1236, 430), (1262, 300)],
            LAGOON,
        ),
        h.line([(1292, 300), (1294, 430), (1292, 560)], TEAL, 7),
        h.board([(1400, 256), (1424, 254), (1452, 480), (1418, 484)], PEACH),
        h.board([(1392, 256), (1420, 258), (1404, 560), (1366, 556)], EMBER),
        h.line([(1372, 520), (1402, 524)], PEACH, 9),
        moved(potted(h, 3, MIST, PAPER, SAND, 0.9), 150, 850, scale=1.15),
    ]


def boot(h: Hand) -> Shapes:
    """One boot, toes to the left."""
    return [
        h.shape(
            [(-20, -180), (46, -180), (52, -90), (60, -20), (30, 0), (-90, 0), (-104, -30), (-80, -60), (-26, -76)], INK
        ),
        h.line([(-100, 6), (-30, 10), (58, 6)], CLAY, 18),
        h.line([(-22, -172), (14, -168), (46, -172)], LAGOON, 14),
        h.line([(-30, -84), (2, -72)], LAGOON, 7),
        h.line([(-26, -112), (8, -100)], LAGOON, 7),
    ]


def bench(h: Hand) -> Shapes:
    """A bench under a tree by a lake, two birds on its back."""
    seat = [(560, 1180, y) for y in (560, 606)]
    return [
        h.land([(-20, 360), (260, 280), (520, 340), (800, 270), (1180, 350), (1640, 300)], MIST),
        h.land([(-20, 430), (800, 424), (1640, 434)], LAGOON),
        h.strokes(h.scatter(16, 60, 460, 1000, 560), 90, HAZE),
        h.land([(-20, 640), (420, 590), (900, 600), (1640, 560)], TEAL),
        h.strokes(h.scatter(14, 60, 720, 1540, 880), 46, LAGOON, rise=18),
        h.ribbon([(1330, 300, 90), (1330, 480, 100), (1320, 620, 130), (1330, 700, 220)], CLAY),
        h.line([(1320, 380), (1180, 290)], CLAY, 34),
        h.line([(1340, 360), (1470, 270)], CLAY, 30),
        h.shape(
            [
                (1010, 330),
                (900, 230),
                (960, 90),
                (1120, -30),
                (1400, -60),
                (1640, -20),
                (1680, 260),
                (1560, 370),
                (1380, 330),
                (1200, 370),
            ],
            DEEP,
        ),
        h.shape([(1120, 130), (1220, 50), (1330, 80), (1270, 160), (1160, 190)], TEAL),
        h.shape([(1420, 190), (1520, 140), (1600, 200), (1510, 250)], TEAL),
        *(h.box(x, 470, 30, 320, INK) for x in (600, 1110)),
        *(h.box(a, y - 80, b - a, 30, SAND) for a, b, y in seat),
        h.board([(540, 640), (1200, 640), (1224, 686), (516, 686)], SAND),
        *(h.box(x, 690, 28, 116, INK) for x in (556, 1156)),
        moved(bird(h, EMBER, CLAY), 790, 478, scale=0.95),
        moved([mirrored(bird(h, PAPER, SAND))], 985, 478, scale=0.95),
    ]


# The artwork of shows is square.


def kitchen_table(h: Hand) -> Shapes:
    """A round table with two cups, seen from above."""
    return [
        moved(chair(h), 240, 240, -45),
        moved(chair(h), 1160, 1160, 135),
        h.disc(716, 724, 520, INK),
        h.disc(700, 700, 516, SAND),
        h.disc(700, 700, 462, PAPER),
        moved(
            [h.box(-150, -110, 300, 220, LAGOON), *(h.line([(-150, y), (150, y)], MIST, 9) for y in (-62, 62))],
            690,
            960,
            14,
        ),
        moved(cup_above(h, EMBER, CLAY), 500, 560, -150, 1.15),
        moved(cup_above(h, TEAL, CLAY), 930, 770, 25, 1.15),
        h.disc(890, 420, 128, DEEP),
        h.disc(890, 412, 100, MIST),
        h.disc(850, 400, 48, PEACH),
        h.disc(926, 386, 46, EMBER),
        h.disc(900, 460, 44, PEACH),
        moved(leaf(h, TEAL), 930, 372, 60, 0.6),
    ]


def cup_above(h: Hand, fill: str, tea: str) -> Shapes:
    """A cup on its saucer; its handle points to the right."""
    return [
        h.disc(8, 10, 176, SAND),
        h.disc(0, 0, 170, HAZE),
        h.ring(0, 0, 128, MIST, 8),
        h.box(80, -18, 80, 36, fill, 24),
        h.disc(0, 0, 104, fill),
        h.disc(0, 0, 80, tea),
        h.line([(-44, -34), (-12, -54), (26, -48)], PEACH, 9),
    ]


def chair(h: Hand) -> Shapes:
    """From above, its back towards the top."""
    return [h.box(-170, -130, 340, 300, TEAL, 70), h.box(-190, -190, 380, 54, LAGOON, 40)]


def waves_and_weather(h: Hand) -> Shapes:
    """Waves under a round sun, and a cloud that rains at one side."""
    return [
        h.disc(880, 470, 300, PEACH),
        h.disc(880, 470, 220, EMBER),
        moved(cloud(h, PAPER), 480, 400, scale=1.75),
        *rain(
            h,
            [(x, y) for y, xs in ((520, (300, 430, 560, 690)), (620, (240, 370, 500, 630))) for x in xs],
            62,
            TEAL,
            15,
        ),
        h.land([(-20, 830), (200, 760), (430, 830), (660, 890), (900, 800), (1150, 740), (1420, 840)], LAGOON, 1460),
        h.line([(760, 868), (900, 822), (1060, 784)], PAPER, 16),
        h.land([(-20, 960), (240, 1010), (480, 940), (700, 880), (940, 960), (1180, 1030), (1420, 940)], TEAL, 1460),
        h.line([(440, 976), (580, 926), (716, 900)], PAPER, 16),
        h.land([(-20, 1150), (220, 1070), (480, 1130), (760, 1200), (1010, 1120), (1420, 1160)], DEEP, 1460),
        h.line([(120, 1130), (230, 1092), (360, 1112)], LAGOON, 14),
        h.land([(-20, 1290), (330, 1330), (700, 1270), (1060, 1320), (1420, 1260)], INK, 1460),
    ]


# Pages and articles


def shelf(h: Hand) -> Shapes:
    """A shelf with books, a lit lamp, a plant and a small boat."""
    shapes = [
        h.disc(1200, 240, 206, PAPER),
        h.box(-20, 440, 1640, 36, WOOD),
        h.box(-20, 830, 1640, 40, WOOD),
    ]
    backs = [
        (90, 58, 250, TEAL),
        (156, 74, 290, DEEP),
        (238, 44, 220, PEACH),
        (290, 66, 270, LAGOON),
        (364, 54, 240, INK),
        (426, 80, 284, EMBER),
    ]
    shapes += [h.box(x, 436 - high, wide, high, fill) for x, wide, high, fill in backs]
    shapes += [h.line([(x + 14, 470 - high), (x + wide - 14, 470 - high)], PAPER, 8) for x, wide, high, _ in backs]
    shapes += [moved([h.box(0, -250, 62, 250, TEAL), h.line([(14, -214), (48, -214)], PAPER, 8)], 530, 434, -14)]
    shapes += [
        h.line([(1200, 430), (1198, 260)], INK, 14),
        h.disc(1200, 432, 76, INK, 0.2),
        h.board([(1130, 110), (1270, 110), (1330, 262), (1070, 262)], EMBER),
        moved(cup(h, TEAL, CLAY), 880, 438, scale=0.9),
        moved(boat(h, DEEP, PAPER), 300, 800, scale=1.05),
        h.box(190, 806, 220, 20, CLAY),
    ]
    low = [
        (1120, 66, 250, DEEP),
        (1194, 50, 224, PAPER),
        (1252, 84, 280, TEAL),
        (1344, 56, 240, PEACH),
        (1408, 74, 266, INK),
    ]
    shapes += [h.box(x, 824 - high, wide, high, fill) for x, wide, high, fill in low]
    shapes += [h.line([(x + 14, 790), (x + wide - 14, 790)], LAGOON, 8) for x, wide, _, _ in low]
    shapes += [h.box(700, 784, 290, 40, LAGOON), h.box(720, 738, 250, 40, EMBER), h.box(706, 696, 230, 36, DEEP)]
    shapes += [
        moved(
            [
                *(
                    m
                    for t in (-70, -38, 0, 34, 66)
                    for m in [moved(leaf(h, TEAL if t % 4 else DEEP), 0, -120, t, 1.15)]
                ),
                *pot(h, PAPER, SAND, 0.8),
            ],
            820,
            694,
            scale=0.7,
        )
    ]
    return shapes


def tide(h: Hand) -> Shapes:
    """Waves that come in and run out on a beach, seen from above."""
    bands = [(DEEP, 150), (TEAL, 300), (LAGOON, 440), (MIST, 560)]
    shapes: Shapes = [h.box(-20, -20, 1640, 420, INK)]
    for i, (fill, y) in reversed(list(enumerate(bands))):
        crest = [
            (x, y + 60 + 46 * math.sin(x / 210 + i * 1.9) + 14 * math.sin(x / 83 + i)) for x in range(-40, 1700, 120)
        ]
        foam = [(x, b + 26) for x, b in crest]
        shapes += [h.land(foam, PAPER, -40), h.land(crest, fill, -40)]
    shapes += [h.strokes(h.scatter(9, 100, 30, 1500, 120), 110, TEAL)]
    shapes += [h.disc(x, y, 9, WOOD) for x, y in h.scatter(26, 60, 740, 1560, 880)]
    for x, y in ((1240, 776), (1300, 820)):
        shapes += [
            moved(
                [
                    h.shape([(0, 30), (-40, 0), (-34, -34), (0, -48), (34, -34), (40, 0)], EMBER),
                    *(h.line([(0, 22), (t, -30)], PEACH, 5) for t in (-22, 0, 22)),
                ],
                x,
                y,
                x / 9,
                0.9,
            )
        ]
    return shapes


def stones(h: Hand) -> Shapes:
    """Stepping stones across a stream."""
    places = [(330, 640, 118), (560, 540, 108), (790, 470, 100), (1000, 390, 90), (1190, 320, 78)]
    shapes = [
        h.shape(
            [
                (-60, 330),
                (240, 250),
                (620, 210),
                (1000, 150),
                (1660, 20),
                (1660, 560),
                (1240, 640),
                (900, 760),
                (620, 940),
                (-60, 960),
            ],
            LAGOON,
        ),
        h.land([(-20, 800), (160, 780), (330, 820), (470, 900), (520, 960)], TEAL),
        h.shape([(1660, 60), (1500, 120), (1340, 190), (1290, 270), (1400, 330), (1560, 330), (1660, 300)], TEAL),
        h.strokes(h.scatter(16, 60, 360, 620, 520), 120, HAZE),
        h.strokes(h.scatter(14, 700, 580, 1320, 680), 120, HAZE),
        h.strokes(h.scatter(8, 700, 230, 1100, 290), 100, HAZE),
    ]
    for i, (x, y, r) in enumerate(places):
        shapes += [
            h.disc(x, y + 26, r * 1.12, TEAL, 0.5),
            h.disc(x, y + 12, r, WOOD, 0.5),
            h.disc(x, y - 6, r * 0.97, (PAPER, SAND)[i % 2], 0.46),
        ]
    shapes += [moved(leaf(h, EMBER), 848, 476, -74, 1.0)]
    shapes += [moved(leaf(h, MIST), x, 900, turn, 1.7) for x, turn in ((60, -24), (120, 6), (190, 30))]
    shapes += [moved(leaf(h, MIST), x, 220, turn, 1.2) for x, turn in ((1450, -26), (1510, 8), (1566, 34))]
    shapes += [h.strokes(h.scatter(9, 1060, 780, 1560, 880), 46, LAGOON, rise=18)]
    shapes += [h.strokes(h.scatter(9, 80, 40, 820, 150), 46, TEAL, rise=18)]
    return shapes


def stairs(h: Hand) -> Shapes:
    """Stone steps up a bank, flower pots on them, a door at the top."""
    shapes = [
        h.disc(330, 240, 96, PEACH),
        h.land([(-20, 560), (300, 470), (640, 520), (900, 440), (1640, 420)], MIST),
        h.land([(-20, 760), (300, 700), (640, 560), (940, 380), (1200, 330), (1640, 320)], TEAL),
        h.board([(1180, 130), (1300, 30), (1430, 130)], CLAY),
        h.box(1196, 130, 218, 216, PAPER),
        h.box(1254, 186, 100, 160, EMBER),
        h.disc(1334, 270, 8, PAPER),
    ]
    for i in range(7):
        left, top, wide = 1110 - i * 128, 350 + i * 76, 320 + i * 30
        shapes += [
            h.box(left, top + 26, wide, 56, LAGOON),
            h.board(
                [(left, top), (left + wide, top), (left + wide - 26, top + 30), (left - 26, top + 30)],
                (PAPER, SAND)[i % 2],
            ),
        ]
    pots = ((1060, 462, EMBER, 0.55), (800, 614, CLAY, 0.66), (546, 766, EMBER, 0.78))
    for x, y, fill, size in pots:
        shapes += [moved(potted(h, 2, INK, fill, PEACH), x, y, scale=size)]
    shapes += [h.strokes(h.scatter(10, 1340, 480, 1580, 860), 50, LAGOON, rise=20)]
    shapes += [h.strokes(h.scatter(5, 40, 790, 240, 880), 46, LAGOON, rise=18)]
    return shapes


def seedlings(h: Hand) -> Shapes:
    """Three pots on a window sill, each grown a little more than the one before."""
    shapes = [
        h.box(190, 40, 1220, 640, PAPER, 30),
        h.box(240, 86, 1120, 600, HAZE, 8),
        h.disc(1130, 240, 92, PEACH),
        h.land([(236, 520), (520, 440), (860, 500), (1100, 450), (1364, 500)], MIST, 690),
        h.box(786, 60, 28, 630, PAPER),
        h.box(220, 340, 1160, 24, PAPER),
        h.box(100, 690, 1400, 54, SAND),
        h.box(140, 750, 1320, 26, WOOD),
    ]
    grown = ((450, 1, 0.5), (800, 2, 0.82), (1150, 4, 1.02))
    for x, pairs, size in grown:
        fill = CLAY if pairs == 2 else EMBER
        shapes += [moved(potted(h, pairs, DEEP, fill, PEACH, size), x, 690, scale=1.12)]
    return shapes


def kite(h: Hand) -> Shapes:
    """Clouds that pass over a hill, and a kite among them."""
    return [
        moved(cloud(h, PAPER), 330, 260, scale=1.3),
        moved(cloud(h, HAZE), 760, 430, scale=0.9),
        moved(cloud(h, PAPER), 1420, 300, scale=1.1),
        h.line([(1010, 230), (900, 400), (640, 580), (300, 700), (-20, 770)], INK, 6),
        moved(
            [
                h.line([(0, 150), (40, 190), (100, 190), (140, 240), (210, 240)], CLAY, 8),
                h.board([(0, -170), (112, -30), (0, 150), (-112, -30)], EMBER),
                h.board([(0, -170), (112, -30), (0, -20)], PEACH, 4),
                h.board([(0, 150), (-112, -30), (0, -20)], CLAY, 4),
                *(
                    moved([h.board([(-34, -16), (34, 16), (34, -16), (-34, 16)], PEACH, 6)], x, y, t)
                    for x, y, t in ((60, 194, 20), (122, 216, 70), (206, 242, 14))
                ),
            ],
            1040,
            200,
            24,
        ),
        h.land([(-20, 760), (300, 690), (640, 680), (1000, 760), (1640, 640)], TEAL),
        h.land([(-20, 800), (360, 850), (800, 790), (1200, 850), (1640, 760)], DEEP),
        h.strokes(h.scatter(8, 200, 730, 860, 780), 46, LAGOON, rise=18),
        moved(tree(h, INK, INK, TEAL), 1400, 760, scale=0.9),
        moved(gull(h, INK), 600, 170, scale=0.8),
    ]


def chart(h: Hand) -> Shapes:
    """A folded map with a way marked on it, and a compass."""
    folds = [(200, 150), (500, 210), (800, 150), (1100, 210), (1400, 150)]
    shapes: Shapes = []
    for i, ((a, top), (b, side)) in enumerate(itertools.pairwise(folds)):
        shapes += [h.board([(a, top), (b, side), (b, side + 570), (a, top + 570)], (PAPER, HAZE)[i % 2], 4)]
    shapes += [
        h.shape([(230, 190), (330, 170), (400, 250), (360, 340), (250, 350)], MIST),
        h.shape([(1010, 560), (1120, 520), (1280, 540), (1360, 620), (1300, 690), (1120, 740), (1030, 680)], LAGOON),
        h.ribbon(
            [(560, 222, 22), (590, 300, 26), (540, 400, 32), (640, 500, 40), (840, 580, 50), (1040, 630, 70)], LAGOON
        ),
        *(
            moved([h.board([(-60, 40), (0, -60), (60, 40)], fill)], x, y, scale=s)
            for x, y, fill, s in ((880, 300, TEAL, 1.1), (960, 330, DEEP, 1.3), (1050, 320, TEAL, 0.9))
        ),
        *(
            moved(pine(h, DEEP), x, y, scale=0.36)
            for x, y in ((1230, 420), (1290, 450), (1340, 400), (270, 480), (330, 510))
        ),
    ]
    way = [
        (290, 640),
        (360, 610),
        (430, 580),
        (480, 520),
        (530, 480),
        (610, 450),
        (690, 450),
        (760, 430),
        (820, 390),
        (900, 400),
        (980, 420),
        (1060, 400),
        (1130, 350),
        (1200, 320),
    ]
    shapes += [
        h.line(
            [
                a,
                ((a[0] * 2 + b[0]) / 3 * 1.0, (a[1] * 2 + b[1]) / 3),
                ((a[0] * 4 + b[0] * 6) / 10, (a[1] * 4 + b[1] * 6) / 10),
            ],
            EMBER,
            13,
        )
        for a, b in itertools.pairwise(way)
    ]
    shapes += [
        h.disc(276, 648, 20, CLAY),
        moved([h.line([(0, 6), (2, -120)], INK, 10), h.board([(4, -120), (92, -88), (6, -56)], EMBER)], 1226, 312),
        h.disc(1330, 742, 156, INK),
        h.disc(1322, 732, 150, SAND),
        h.disc(1322, 732, 118, PAPER),
        *(moved([h.line([(0, -104), (0, -86)], INK, 8)], 1322, 732, t) for t in (0, 90, 180, 270)),
        moved(
            [
                h.board([(-24, 0), (0, -88), (24, 0)], EMBER, 4),
                h.board([(-24, 0), (0, 88), (24, 0)], TEAL, 4),
                h.disc(0, 0, 10, PAPER),
            ],
            1322,
            732,
            32,
        ),
    ]
    return shapes


def washing(h: Hand) -> Shapes:
    """Seven things on a washing line, one for each day of a week."""
    shirt = [
        (-70, 0),
        (-28, 6),
        (0, 22),
        (28, 6),
        (70, 0),
        (112, 70),
        (74, 96),
        (62, 80),
        (64, 210),
        (-64, 210),
        (-62, 80),
        (-74, 96),
        (-112, 70),
    ]
    sag = [(90, 250), (420, 296), (800, 316), (1180, 296), (1510, 250)]
    hung: list[tuple[float, float, Shapes]] = [
        (215, 272, [h.box(-64, 0, 128, 190, PAPER), h.line([(-64, 140), (64, 142)], LAGOON, 12)]),
        (420, 298, [h.board(shirt, TEAL)]),
        (
            620,
            308,
            [
                h.board([(-34, 0), (24, 0), (26, 120), (70, 136), (66, 172), (-30, 168)], PAPER),
                h.line([(-34, 28), (24, 28)], LAGOON, 12),
            ],
        ),
        (800, 316, [h.board([(-84, 0), (84, 0), (96, 250), (30, 254), (0, 90), (-30, 254), (-96, 250)], DEEP)]),
        (
            1000,
            310,
            [
                h.board([(-60, 0), (60, 0), (112, 220), (-112, 220)], EMBER),
                *(h.disc(x, y, 11, PEACH) for x, y in ((-30, 70), (30, 90), (-54, 160), (0, 150), (62, 170))),
            ],
        ),
        (1195, 294, [h.board(shirt, PAPER), *(h.line([(-58, y), (58, y)], LAGOON, 10) for y in (100, 140, 180))]),
        (1385, 270, [h.box(-64, 0, 128, 150, LAGOON), h.disc(0, 76, 30, MIST)]),
    ]
    shapes = [
        h.land([(-20, 600), (340, 520), (720, 600), (1100, 540), (1640, 610)], MIST),
        h.land([(-20, 720), (500, 690), (1000, 740), (1640, 680)], LAGOON),
        h.box(70, 170, 34, 640, CLAY),
        h.box(1500, 170, 34, 640, CLAY),
        h.line([(30, 210), (90, 204), (150, 210)], CLAY, 22),
        h.line([(1458, 210), (1516, 204), (1576, 210)], CLAY, 22),
        h.line(sag, INK, 6),
    ]
    for i, (x, y, thing) in enumerate(hung):
        shapes += [moved(thing, x, y, (4, 3, 5, 3, 6, 4, 3)[i])]
        shapes += [h.box(x + side, y - 22, 10, 40, WOOD, 6) for side in (-34, 26)]
    shapes += [
        h.land([(-20, 800), (420, 770), (900, 810), (1640, 760)], TEAL),
        h.strokes(h.scatter(12, 60, 810, 1540, 880), 46, LAGOON, rise=18),
        moved(
            [
                h.board([(-150, -110), (150, -110), (116, 0), (-116, 0)], WOOD),
                *(h.line([(-140, y), (140, y)], CLAY, 6) for y in (-76, -40)),
                h.shape([(-130, -112), (-80, -160), (10, -150), (70, -170), (128, -112)], PAPER),
            ],
            760,
            850,
        ),
    ]
    return shapes


def armchair(h: Hand) -> Shapes:
    """A cat asleep in an armchair beside a lit lamp; it rains outside."""
    return [
        h.box(130, 90, 420, 430, PAPER, 26),
        h.box(166, 124, 350, 364, LAGOON, 8),
        *rain(h, h.scatter(13, 200, 140, 500, 420), 44, HAZE, 7),
        h.box(330, 110, 20, 390, PAPER),
        h.box(100, 520, 480, 30, PAPER),
        h.box(-20, 750, 1640, 200, WOOD),
        h.disc(820, 810, 520, SAND, 0.14),
        h.disc(1300, 250, 236, TEAL),
        h.line([(1300, 330), (1302, 780)], INK, 14),
        h.disc(1302, 788, 90, INK, 0.2),
        h.board([(1220, 150), (1380, 150), (1440, 340), (1160, 340)], PEACH),
        h.shape([(590, 330), (640, 250), (800, 226), (960, 250), (1010, 330), (1010, 640), (590, 640)], EMBER),
        h.shape([(640, 340), (700, 290), (800, 280), (900, 290), (960, 340), (960, 600), (640, 600)], CLAY),
        h.box(600, 560, 400, 150, EMBER, 30),
        h.shape([(470, 500), (540, 460), (610, 500), (624, 620), (610, 740), (490, 740)], EMBER),
        h.shape([(1130, 500), (1060, 460), (990, 500), (976, 620), (990, 740), (1110, 740)], EMBER),
        h.box(530, 740, 40, 60, INK),
        h.box(1030, 740, 40, 60, INK),
        moved(cat(h), 790, 574),
        h.shape([(1000, 470), (1060, 452), (1130, 490), (1136, 640), (1096, 660), (1060, 640), (1020, 664)], MIST),
        *(h.line([(1012, y), (1070, y - 8), (1132, y + 4)], PAPER, 8) for y in (520, 570, 620)),
    ]


def cat(h: Hand) -> Shapes:
    """Curled up asleep, head to the left, about 320 wide, lying at (0, 0)."""
    return [
        h.shape([(-150, -16), (-120, -80), (-50, -120), (50, -118), (130, -70), (150, -14), (90, 6), (-100, 6)], INK),
        h.line([(30, -92), (90, -66), (116, -24)], DEEP, 9),
        h.line([(142, -20), (80, 8), (-20, 8), (-70, -4)], DEEP, 30),
        h.board([(-166, -62), (-158, -110), (-118, -82)], INK),
        h.board([(-98, -86), (-62, -112), (-58, -62)], INK),
        h.disc(-112, -40, 58, INK, 0.82),
        h.line([(-148, -36), (-136, -28), (-122, -34)], MIST, 6),
        h.line([(-98, -34), (-86, -28), (-72, -36)], MIST, 6),
        h.disc(-111, -18, 7, PEACH, 0.7),
    ]


def table(h: Hand) -> Shapes:
    """A kitchen table by a window, with a pot of tea and two cups."""
    return [
        h.box(480, 50, 640, 410, PAPER, 30),
        h.box(520, 88, 560, 340, HAZE, 8),
        h.disc(930, 210, 66, PEACH),
        h.land([(518, 360), (700, 300), (880, 350), (1082, 310)], LAGOON, 432),
        h.box(790, 70, 22, 370, PAPER),
        h.box(440, 462, 720, 30, PAPER),
        h.board([(466, 46), (616, 46), (596, 210), (520, 330), (508, 440), (452, 440)], PEACH),
        h.board([(1134, 46), (984, 46), (1004, 210), (1080, 330), (1092, 440), (1148, 440)], PEACH),
        h.line([(420, 44), (800, 38), (1180, 44)], INK, 12),
        moved(seat(h), 190, 880),
        moved([mirrored(seat(h))], 1410, 880),
        h.disc(800, 610, 560, WOOD, 0.13),
        h.disc(800, 596, 560, SAND, 0.12),
        h.board([(760, 660), (840, 660), (850, 900), (750, 900)], WOOD),
        moved(steam(h, PAPER), 520, 440),
        moved(steam(h, PAPER), 1110, 440),
        moved(cup(h, EMBER, CLAY), 520, 610, scale=1.2),
        moved([mirrored(cup(h, PAPER, CLAY))], 1110, 612, scale=1.2),
        h.ring(715, 500, 62, INK, 18, 1.1),
        h.line([(880, 560), (940, 510), (966, 440)], INK, 28),
        h.shape([(700, 520), (730, 430), (800, 410), (870, 430), (904, 520), (860, 604), (740, 604)], DEEP),
        h.line([(740, 436), (800, 446), (860, 436)], TEAL, 9),
        h.disc(800, 404, 18, INK),
    ]


def seat(h: Hand) -> Shapes:
    """A kitchen chair seen from its side, looking to the right."""
    return [
        h.box(-60, -500, 34, 520, INK),
        h.box(160, -210, 30, 230, INK),
        h.box(-64, -230, 262, 40, INK),
        h.box(-64, -490, 44, 150, LAGOON, 30),
    ]


def bridge(h: Hand) -> Shapes:
    """A stone bridge over a stream, from one bank to the other."""
    return [
        h.disc(360, 220, 100, EMBER),
        h.land([(-20, 400), (300, 330), (640, 400), (1000, 310), (1640, 390)], HAZE),
        h.land([(-20, 520), (400, 480), (900, 510), (1300, 470), (1640, 500)], LAGOON),
        *(moved(pine(h, TEAL), x, 520, scale=s) for x, s in ((1230, 0.9), (1330, 1.2), (1440, 0.8))),
        moved(tree(h, TEAL, INK, LAGOON), 160, 540, scale=1.1),
        h.box(-20, 560, 1640, 400, TEAL),
        h.board(
            [
                (-20, 560),
                (300, 500),
                (560, 430),
                (800, 406),
                (1040, 430),
                (1300, 500),
                (1620, 560),
                (1620, 700),
                (-20, 700),
            ],
            SAND,
        ),
        h.shape([(500, 720), (520, 610), (620, 530), (800, 500), (980, 530), (1080, 610), (1100, 720)], TEAL),
        h.shape([(540, 720), (800, 700), (1060, 720), (1000, 760), (800, 780), (600, 760)], TEAL),
        h.line([(470, 700), (494, 600), (604, 510), (800, 474), (996, 510), (1106, 600), (1130, 700)], WOOD, 10),
        h.line([(-20, 520), (300, 462), (560, 394), (800, 370), (1040, 394), (1300, 462), (1620, 520)], CLAY, 20),
        *(
            h.line([(x, y), (x, y + 52)], CLAY, 14)
            for x, y in ((160, 490), (380, 444), (590, 390), (800, 372), (1010, 390), (1220, 444), (1440, 490))
        ),
        *(
            h.line([(x, y), (x + 46, y)], WOOD, 8)
            for x, y in (
                (220, 590),
                (330, 640),
                (420, 540),
                (1160, 560),
                (1240, 620),
                (1380, 590),
                (100, 650),
                (1480, 660),
            )
        ),
        h.strokes(h.scatter(10, 560, 600, 1040, 760), 110, MIST),
        h.land([(-20, 700), (260, 690), (420, 740), (520, 840), (560, 960)], DEEP),
        h.land([(1060, 960), (1100, 840), (1200, 750), (1360, 700), (1640, 690)], DEEP),
        h.strokes(h.scatter(8, 600, 790, 1020, 880), 110, MIST),
        moved(duck(h, PAPER), 720, 800),
        moved(duck(h, PEACH), 900, 834, scale=0.9),
        h.strokes(h.scatter(5, 60, 760, 380, 880), 46, LAGOON, rise=18),
        h.strokes(h.scatter(5, 1220, 780, 1560, 880), 46, LAGOON, rise=18),
    ]


def duck(h: Hand, fill: str) -> Shapes:
    """Swimming to the right."""
    return [
        h.shape(
            [(-70, -34), (-30, -26), (10, -34), (22, -70), (46, -80), (60, -60), (50, -28), (40, 0), (-40, 2)], fill
        ),
        h.board([(60, -64), (80, -56), (60, -52)], CLAY, 4),
        h.line([(-80, 8), (0, 12), (80, 6)], MIST, 8),
    ]


def night(h: Hand) -> Shapes:
    """A hut with a lit window by a lake, under mountains and the moon."""
    return [
        *(h.disc(x, y, r, HAZE) for (x, y), r in zip(h.scatter(26, 40, 30, 1560, 330), (4, 6, 5, 8) * 7, strict=False)),
        h.disc(860, 170, 88, PAPER),
        h.disc(896, 148, 76, INK),
        h.land([(-20, 480), (160, 400), (330, 230), (430, 300), (560, 200), (760, 420), (960, 480), (1640, 470)], DEEP),
        h.shape([(330, 230), (390, 300), (350, 290), (310, 330), (280, 280)], MIST),
        h.shape([(560, 200), (640, 290), (590, 280), (550, 330), (500, 250)], MIST),
        h.land([(700, 520), (960, 400), (1180, 330), (1400, 420), (1640, 380)], DEEP),
        h.land([(-20, 560), (500, 540), (1100, 556), (1640, 540)], TEAL),
        h.strokes(h.scatter(14, 300, 600, 700, 740), 120, LAGOON),
        h.strokes([(860, 590), (850, 632), (868, 674), (856, 714)], 130, PAPER, 9),
        h.land([(-20, 820), (300, 790), (700, 800), (940, 730), (1200, 690), (1640, 660)], INK),
        *(
            moved(pine(h, DEEP), x, y, scale=s)
            for x, y, s in ((1530, 700, 1.5), (1020, 740, 1.1), (110, 830, 1.4), (230, 826, 1.0))
        ),
        h.box(1150, 560, 240, 160, CLAY),
        h.board([(1110, 566), (1270, 450), (1430, 566)], WOOD),
        h.box(1190, 600, 76, 66, PEACH),
        h.line([(1228, 600), (1228, 666)], CLAY, 8),
        h.box(1304, 606, 60, 114, EMBER),
        h.strokes(h.scatter(9, 400, 830, 1500, 890), 46, TEAL, rise=16),
    ]


def lighthouse(h: Hand) -> Shapes:
    """A lighthouse on a rock, its light over the sea at dusk."""
    return [
        h.shape([(1130, 232), (700, 150), (-60, 60), (-60, 420), (700, 300)], LAGOON),
        h.shape([(1130, 232), (700, 190), (-60, 150), (-60, 320), (700, 264)], MIST),
        h.land([(-20, 560), (500, 550), (1000, 566), (1640, 550)], DEEP),
        h.strokes(h.scatter(14, 60, 600, 900, 680), 130, TEAL),
        h.board([(1084, 300), (1180, 300), (1226, 700), (1038, 700)], PAPER),
        h.board([(1068, 400), (1196, 400), (1208, 500), (1056, 500)], EMBER, 6),
        h.board([(1046, 590), (1218, 590), (1227, 690), (1037, 690)], EMBER, 6),
        h.box(1060, 274, 144, 24, INK),
        h.box(1088, 194, 88, 78, PEACH),
        h.line([(1132, 194), (1132, 272)], INK, 8),
        h.board([(1072, 190), (1132, 120), (1192, 190)], CLAY),
        h.box(1112, 532, 36, 44, INK),
        h.box(1106, 634, 52, 70, CLAY),
        h.land([(780, 960), (820, 800), (930, 700), (1130, 676), (1320, 690), (1460, 770), (1640, 790)], INK),
        h.shape([(900, 780), (980, 730), (1080, 730), (1000, 790)], DEEP),
        h.shape([(1220, 760), (1300, 730), (1380, 780), (1300, 800)], DEEP),
        h.land([(-20, 760), (220, 720), (480, 770), (700, 830), (900, 860), (1100, 960)], TEAL),
        h.line([(120, 760), (240, 738), (400, 770)], PAPER, 10),
        h.land([(-20, 850), (300, 880), (600, 850), (1000, 900), (1640, 860)], LAGOON),
        h.line([(480, 880), (600, 866), (760, 886)], PAPER, 10),
        moved(boat(h, CLAY, PAPER), 400, 616, -4, 0.6),
    ]


def _page(paint: Callable[[Hand], Shapes], ground: str) -> Scene:
    return Scene(paint.__name__, paint, ground, f"content/images/{paint.__name__}.png")


def _show(paint: Callable[[Hand], Shapes], ground: str) -> Scene:
    name = paint.__name__.replace("_", "-")
    return Scene(name, paint, ground, f"content/podcasts/{name}/cover.png", 1400, 1400, 3000)


_ALL = (
    _page(path, HAZE),
    _page(wave, HAZE),
    _page(ripples, TEAL),
    _page(garden, HAZE),
    _page(door, TEAL),
    _page(bench, HAZE),
    _show(kitchen_table, DEEP),
    _show(waves_and_weather, HAZE),
    _page(shelf, MIST),
    _page(tide, SAND),
    _page(stones, DEEP),
    _page(stairs, HAZE),
    _page(seedlings, LAGOON),
    _page(kite, MIST),
    _page(chart, TEAL),
    _page(washing, HAZE),
    _page(armchair, DEEP),
    _page(table, TEAL),
    _page(bridge, PAPER),
    _page(night, INK),
    _page(lighthouse, TEAL),
)
ALL = {scene.name: scene for scene in _ALL}
