"""Reads codes from pictures, and compares pictures, with parts nobody here wrote.

read.py codes PICTURE...      prints [[{"aim": "]C1", "hex": "..."}, ...], ...], one list a picture
read.py beyond ONE OTHER      prints how many black dots of either have no black dot of the other
                              within one dot, and how many differ at all: {"beyond": 0, "differ": 0}
"""

import json
import sys

import zxingcpp
from PIL import Image, ImageChops, ImageFilter


def codes(path):
    with Image.open(path) as picture:
        found = zxingcpp.read_barcodes(picture.convert("L"))
    read = [{"aim": code.symbology_identifier, "hex": bytes(code.bytes).hex()} for code in found]
    return sorted(read, key=lambda code: code["aim"])


def black(path):
    """Black dots as 255 on 0."""
    with Image.open(path) as picture:
        return picture.convert("L").point(lambda shade: 255 if shade < 128 else 0)


def count(picture):
    return picture.histogram()[255]


def beyond(one, other):
    first, second = black(one), black(other)
    size = (min(first.width, second.width), min(first.height, second.height))
    first, second = first.crop((0, 0, *size)), second.crop((0, 0, *size))
    grown = [picture.filter(ImageFilter.MaxFilter(3)) for picture in (first, second)]
    missing = ImageChops.subtract(first, grown[1]), ImageChops.subtract(second, grown[0])
    return {
        "beyond": sum(count(picture) for picture in missing),
        "differ": count(ImageChops.difference(first, second)),
        "black": count(first),
    }


if __name__ == "__main__":
    if sys.argv[1] == "codes":
        print(json.dumps([codes(path) for path in sys.argv[2:]]))
    else:
        print(json.dumps(beyond(sys.argv[2], sys.argv[3])))
