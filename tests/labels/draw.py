"""Draws what EPL2 and TSPL printers are told, from their manuals alone.

draw.py epl|tspl LABEL PICTURE WIDTH HEIGHT     dots, black on white; prints {"labels": 1}

EPL2: programmer's manual 980352-001 (N, R, ZT, q, Q, LO, GW, B, P).
TSPL: TSPL/TSPL2 programming manual (SIZE, DIRECTION, REFERENCE, CLS, BAR, BITMAP, BARCODE, PRINT).
Any other command is an error: a printer would obey it.
"""

import json
import re
import sys

from PIL import Image, ImageDraw

CODE_128 = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 "
    "122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 "
    "321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 "
    "211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 "
    "213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 "
    "121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 "
    "241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 "
    "412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 "
    "211214 211232 2331112"
).split()
CODE_39 = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%*",
        "nnnwwnwnn wnnwnnnnw nnwwnnnnw wnwwnnnnn nnnwwnnnw wnnwwnnnn nnwwwnnnn nnnwnnwnw wnnwnnwnn "
        "nnwwnnwnn wnnnnwnnw nnwnnwnnw wnwnnwnnn nnnnwwnnw wnnnwwnnn nnwnwwnnn nnnnnwwnw wnnnnwwnn "
        "nnwnnwwnn nnnnwwwnn wnnnnnnww nnwnnnnww wnwnnnnwn nnnnwnnww wnnnwnnwn nnwnwnnwn nnnnnnwww "
        "wnnnnnwwn nnwnnnwwn nnnnwnwwn wwnnnnnnw nwwnnnnnw wwwnnnnnn nwnnwnnnw wwnnwnnnn nwwnwnnnn "
        "nwnnnnwnw wwnnnnwnn nwwnnnwnn nwnwnwnnn nwnwnnnwn nwnnnwnwn nnnwnwnwn nwnnwnwnn".split(),
    )
)
ITF = "nnwwn wnnnw nwnnw wwnnn nnwnw wnwnn nwwnn nnnww wnnwn nwnwn".split()


def wide_and_narrow(elements, narrow, wide):
    return [wide if element == "w" else narrow for element in elements]


def code_39(text, narrow, wide):
    return wide_and_narrow("n".join(CODE_39[c] for c in f"*{text}*"), narrow, wide)


def itf(digits, narrow, wide):
    pairs = zip(digits[::2], digits[1::2])
    inner = "".join(b + s for x, y in pairs for b, s in zip(ITF[int(x)], ITF[int(y)]))
    return wide_and_narrow("nnnn" + inner + "wnn", narrow, wide)


def code_128(field, module):
    """Type 128M: ! and three digits are a codeword, else what the set says."""
    words, in_c = [], False
    while field:
        if field[0] == "!":
            words.append(int(field[1:4]))
            field = field[4:]
            in_c = {105: True, 99: True, 104: False, 100: False}.get(words[-1], in_c)
        elif in_c:
            words.append(int(field[:2]))
            field = field[2:]
        else:
            words.append(ord(field[0]) - 32)
            field = field[1:]
    words.append((words[0] + sum(at * word for at, word in enumerate(words))) % 103)
    return [int(w) * module for word in words + [106] for w in CODE_128[word]]


class Paper:
    def __init__(self, width, height):
        self.picture = Image.new("1", (width, height), 1)
        self.draw = ImageDraw.Draw(self.picture)
        self.labels = 0

    def black(self, x, y, width, height):
        self.draw.rectangle((x, y, x + width - 1, y + height - 1), fill=0)

    def bars(self, x, y, height, widths):
        for place, width in enumerate(widths):
            if place % 2 == 0:
                self.black(x, y, width, height)
            x += width

    def dots(self, x, y, width, height, data):
        for row in range(height):
            for column in range(width * 8):
                byte = data[row * width + column // 8]
                if not byte >> (7 - column % 8) & 1 and self.inside(x + column, y + row):
                    self.picture.putpixel((x + column, y + row), 0)

    def inside(self, x, y):
        return x < self.picture.width and y < self.picture.height


def numbers(text):
    return [int(number) for number in text.split(",")]


def take(rest, pattern):
    found = re.match(pattern, rest, re.DOTALL)
    return found and (found, rest[found.end() :])


def bitmap(paper, found, rest, end):
    x, y, width, height = numbers(found[1].decode())
    data, rest = rest[: width * height], rest[width * height :]
    paper.dots(x, y, width, height, data)
    assert rest.startswith(end), rest[:20]
    return rest[len(end) :]


def epl(paper, rest):
    while rest:
        if taken := take(rest, rb"GW(\d+,\d+,\d+,\d+),"):
            rest = bitmap(paper, *taken, b"\n")
            continue
        line, rest = rest.split(b"\n", 1)
        line = line.decode("ascii")
        if found := re.fullmatch(r"LO(\d+,\d+,\d+,\d+)", line):
            paper.black(*numbers(found[1]))
        elif found := re.fullmatch(r'B(\d+),(\d+),0,([23]),(\d+),(\d+),(\d+),N,"([^"\\]*)"', line):
            x, y, narrow, wide, height = (int(found[at]) for at in (1, 2, 4, 5, 6))
            widths = {"2": itf, "3": code_39}[found[3]](found[7], narrow, wide)
            paper.bars(x, y, height, widths)
        elif line == "P1":
            paper.labels += 1
        else:
            assert re.fullmatch(r"|N|R0,0|ZT|q\d+|Q\d+,\d+", line), line


def tspl(paper, rest):
    while rest:
        if taken := take(rest, rb"BITMAP (\d+,\d+,\d+,\d+),1,"):
            rest = bitmap(paper, *taken, b"\r\n")
            continue
        line, rest = rest.split(b"\r\n", 1)
        line = line.decode("ascii")
        barcode = r'BARCODE (\d+),(\d+),"(128M|39|25)",(\d+),0,0,(\d+),(\d+),"([^"\\]*)"'
        if found := re.fullmatch(r"BAR (\d+,\d+,\d+,\d+)", line):
            paper.black(*numbers(found[1]))
        elif found := re.fullmatch(barcode, line):
            x, y, height, narrow, wide = (int(found[at]) for at in (1, 2, 4, 5, 6))
            if found[3] == "128M":
                widths = code_128(found[7], narrow)
            else:
                widths = {"25": itf, "39": code_39}[found[3]](found[7], narrow, wide)
            paper.bars(x, y, height, widths)
        elif line == "PRINT 1,1":
            paper.labels += 1
        else:
            known = r"SIZE [\d.]+ mm,[\d.]+ mm|DIRECTION 0,0|REFERENCE 0,0|CLS"
            assert re.fullmatch(known, line), line


if __name__ == "__main__":
    language, label, picture, width, height = sys.argv[1:]
    sheet = Paper(int(width), int(height))
    with open(label, "rb") as file:
        {"epl": epl, "tspl": tspl}[language](sheet, file.read())
    sheet.picture.save(picture)
    print(json.dumps({"labels": sheet.labels}))
