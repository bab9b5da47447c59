"""Copies a zip of listings with its images enlarged to the size of real ones, as JPEG of quality 85 with camera noise.

  enlarge.py FROM.zip TO.zip WIDTHxHEIGHT

Needs Pillow and numpy (lab/peers/setup.sh). The same input gives the same output.
"""
import io
import sys
import zipfile

import numpy
from PIL import Image

source, target, size = sys.argv[1:4]
width, height = map(int, size.split("x"))
noise = numpy.random.default_rng(1)
with zipfile.ZipFile(source) as read, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as write:
    for name in read.namelist():
        data = read.read(name)
        if name.lower().endswith((".jpg", ".jpeg", ".png")):
            image = Image.open(io.BytesIO(data)).convert("RGB").resize((width, height), Image.Resampling.BICUBIC)
            grain = noise.normal(0, 4, (height, width, 1)).astype(numpy.float32)
            levels = numpy.clip(numpy.asarray(image, numpy.float32) + grain, 0, 255).astype(numpy.uint8)
            out = io.BytesIO()
            Image.fromarray(levels).save(out, "JPEG", quality=85)
            data = out.getvalue()
        write.writestr(name, data)
