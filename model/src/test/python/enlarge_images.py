"""Enlarges the images of a data set, as the measurement of fast decoding needs it.

    enlarge_images.py IN.zip OUT.zip [WIDTH HEIGHT]    (default: 900 1200)

Needs Pillow. Images become JPEG of quality 85; other files stay as they are.
"""
import io
import sys
import zipfile

from PIL import Image

source, target = sys.argv[1:3]
size = tuple(map(int, sys.argv[3:5])) or (900, 1200)
with zipfile.ZipFile(source) as small, zipfile.ZipFile(target, "w") as large:
    for name in small.namelist():
        data = small.read(name)
        if name.endswith(".jpg"):
            image = Image.open(io.BytesIO(data)).convert("RGB").resize(size, Image.Resampling.BICUBIC)
            file = io.BytesIO()
            image.save(file, "JPEG", quality=85)
            data = file.getvalue()
        large.writestr(name, data)
