"""A picture like a photo of a signed sheet, drawn anew each time: nothing real, and no file."""

from datetime import date
from io import BytesIO
from math import sin
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFont

from meedoen.trajectories.sheets import keeping
from meedoen.trajectories.sheets.actions import Ready
from meedoen.trajectories.sheets.pictures import made_fit

SIZE = (1200, 1600)
PAPER, INK, PEN = (250, 247, 238), (40, 44, 70), (28, 52, 140)
TABLE = (96, 78, 62)


def draw_sheet(
    folder: Path, *, name: str, activity: str, days: list[tuple[date, str, str]]
) -> Ready:
    """A photo that is kept and belongs to nothing yet: paper on a table, filled in by pen."""
    image = Image.new("RGB", SIZE, TABLE)
    sheet = ImageDraw.Draw(image)
    sheet.polygon([(70, 90), (1140, 60), (1160, 1530), (50, 1545)], fill=PAPER)
    large, small = ImageFont.load_default(52), ImageFont.load_default(34)
    sheet.text((130, 140), "Blad voor je uren", font=large, fill=INK)
    sheet.text((130, 225), name, font=small, fill=INK)
    sheet.text((130, 275), activity, font=small, fill=INK)
    for row in range(10):
        top = 360 + row * 105
        sheet.rectangle((130, top, 1080, top + 105), outline=INK, width=3)
    for column in (430, 570, 710):
        sheet.line((column, 360, column, 1410), fill=INK, width=3)
    random = Random(name)
    for row, (day, begin, end) in enumerate(days[:10]):
        top = 390 + row * 105
        sheet.text((150, top), f"{day.day}/{day.month}/{day.year}", font=small, fill=PEN)
        sheet.text((450, top), begin, font=small, fill=PEN)
        sheet.text((590, top), end, font=small, fill=PEN)
        sign(sheet, random, top)
    turned = image.rotate(-1.5, resample=Image.Resampling.BICUBIC, fillcolor=TABLE)
    stream = BytesIO()
    turned.save(stream, "JPEG", quality=88)
    picture = made_fit(stream.getvalue())
    kept = keeping.write(folder, picture.content)
    return Ready(kept, picture.sha256, picture.width, picture.height)


def sign(sheet: ImageDraw.ImageDraw, random: Random, top: int) -> None:
    """A signature: a line that goes up and down as a hand does."""
    turns = [random.uniform(8, 26) for _ in range(3)]
    line = [
        (750 + step * 3, top + 20 + sum(turn * sin(step / (3 + turn / 4)) for turn in turns) / 2)
        for step in range(90)
    ]
    sheet.line(line, fill=PEN, width=4, joint="curve")
