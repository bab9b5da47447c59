"""Measures the CPU time of Pillow. Reads one JSON object per line:
{"file", "width", "height", "draft", "nanos"}; writes the milliseconds per image as a line."""
import io
import json
import sys
import time

import PIL
from PIL import Image

Image.MAX_IMAGE_PIXELS = None


def prepare(data, width, height, draft):
    """The centre crop of CLIP's processor: RGB bytes of width x height pixels."""
    image = Image.open(io.BytesIO(data))
    w, h = image.size
    wide = (width, width * h // w) if width * h >= height * w else (height * w // h, height)
    if draft:
        image.draft("RGB", wide)
    image = image.convert("RGB").resize(wide, Image.Resampling.BICUBIC)
    left, top = (wide[0] - width) // 2, (wide[1] - height) // 2
    return image.crop((left, top, left + width, top + height)).tobytes()


print(PIL.__version__, flush=True)
for line in sys.stdin:
    task = json.loads(line)
    with open(task["file"], "rb") as file:
        data = file.read()
    start = time.thread_time_ns()
    count = used = 0
    while used < task["nanos"]:
        prepare(data, task["width"], task["height"], task["draft"])
        count += 1
        used = time.thread_time_ns() - start
    print(used / 1e6 / count, flush=True)
