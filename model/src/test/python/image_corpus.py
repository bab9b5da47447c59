"""Generates the corpus of ImageCorpusTest: encoded images and what Pillow decodes them to.

usage: image_corpus.py OUT.zip [FOLDER]      needs: pillow 13.0.0, numpy, simplejpeg

The archive holds the files and corpus.tsv: file, group, width, height and the SHA-256 of Pillow's
RGB levels, or "unreadable" where Pillow refuses the file. FOLDER gets Pillow's levels as PNG.
"""
import ctypes
import glob
import hashlib
import io
import os
import struct
import sys
import zipfile
import zlib

import numpy as np
import PIL
import simplejpeg
from PIL import Image, ImageDraw

FILES = []


def add(group, name, data):
    FILES.append((group, f"{group}-{name}".replace(" ", "-"), bytes(data)))


def photograph(width, height, seed=0):
    """Smooth areas, edges and noise, as in product images."""
    r = np.random.default_rng(1000 * seed + 31 * width + height)
    y, x = np.mgrid[0:height, 0:width]
    a = np.stack([120 + 100 * np.sin(x / 7 + seed), 128 + 90 * np.cos(y / 11), 40 + 180 * x / max(1, width)], -1)
    im = Image.fromarray(np.clip(a + r.normal(0, 4, (height, width, 1)), 0, 255).astype(np.uint8))
    d = ImageDraw.Draw(im)
    d.ellipse([width // 4, height // 5, 3 * width // 4, 4 * height // 5], fill=(180, 20 + 30 * seed, 40))
    d.line([0, 0, width, height], fill=(250, 250, 240), width=2)
    return im


def with_alpha(im):
    width, height = im.size
    y, x = np.mgrid[0:height, 0:width]
    alpha = np.clip(255 * np.sin(x / 9) + 128 - y, 0, 255).astype(np.uint8)
    rgba = im.convert("RGBA")
    rgba.putalpha(Image.fromarray(alpha))
    return rgba


def saved(im, fmt, **options):
    out = io.BytesIO()
    im.save(out, fmt, **options)
    return out.getvalue()


ODD_SIZES = [(1, 1), (1, 9), (9, 1), (2, 2), (3, 5), (8, 8), (15, 16), (16, 15), (17, 33), (64, 17)]
PROFILE = b"not a profile" * 20
EXIF = Image.Exif()
EXIF[0x0112] = 6


# ---- WebP


class WebPConfig(ctypes.Structure):
    NAMES = ("lossless quality method image_hint target_size target_psnr segments sns_strength filter_strength "
             "filter_sharpness filter_type autofilter alpha_compression alpha_filtering alpha_quality passes "
             "show_compressed preprocessing partitions partition_limit emulate_jpeg_size thread_level low_memory "
             "near_lossless exact use_delta_palette use_sharp_yuv qmin qmax").split()
    _fields_ = [(n, ctypes.c_float if n in ("quality", "target_psnr") else ctypes.c_int) for n in NAMES]


class WebPPicture(ctypes.Structure):
    P, I = ctypes.c_void_p, ctypes.c_int
    _fields_ = [("use_argb", I), ("colorspace", I), ("width", I), ("height", I), ("y", P), ("u", P), ("v", P),
                ("y_stride", I), ("uv_stride", I), ("a", P), ("a_stride", I), ("pad1", I * 2), ("argb", P),
                ("argb_stride", I), ("pad2", I * 3), ("writer", P), ("custom_ptr", P), ("rest", ctypes.c_byte * 256)]


class WebPMemoryWriter(ctypes.Structure):
    _fields_ = [("mem", ctypes.POINTER(ctypes.c_ubyte)), ("size", ctypes.c_size_t), ("max_size", ctypes.c_size_t),
                ("pad", ctypes.c_uint32)]


def libwebp():
    folder = os.path.join(os.path.dirname(os.path.dirname(PIL.__file__)), "pillow.libs")
    ctypes.CDLL(glob.glob(folder + "/libsharpyuv*")[0], ctypes.RTLD_GLOBAL)
    return ctypes.CDLL(glob.glob(folder + "/libwebp-*")[0])


def webp(im, **options):
    """Encodes with libwebp itself, which has more options than Pillow passes on."""
    lib = libwebp()
    config, pic, out = WebPConfig(), WebPPicture(), WebPMemoryWriter()
    lib.WebPConfigInitInternal.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_float, ctypes.c_int]
    assert lib.WebPConfigInitInternal(ctypes.byref(config), 0, 75.0, 0x0210)
    assert lib.WebPPictureInitInternal(ctypes.byref(pic), 0x0210)
    for name, value in options.items():
        setattr(config, name, value)
    assert lib.WebPValidateConfig(ctypes.byref(config)), options
    pic.use_argb = config.lossless
    pic.width, pic.height = im.size
    rgba = im.mode == "RGBA"
    pixels = im.tobytes()
    load = lib.WebPPictureImportRGBA if rgba else lib.WebPPictureImportRGB
    assert load(ctypes.byref(pic), pixels, im.size[0] * (4 if rgba else 3))
    lib.WebPMemoryWriterInit(ctypes.byref(out))
    pic.writer = ctypes.cast(lib.WebPMemoryWrite, ctypes.c_void_p)
    pic.custom_ptr = ctypes.addressof(out)
    assert lib.WebPEncode(ctypes.byref(config), ctypes.byref(pic)), options
    data = bytes(out.mem[: out.size])
    lib.WebPPictureFree(ctypes.byref(pic))
    return data


def riff(*chunks):
    body = b"WEBP" + b"".join(t + struct.pack("<I", len(b)) + b + b"\0" * (len(b) & 1) for t, b in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def u24(value):
    return struct.pack("<I", value)[:3]


def webp_files():
    for q in (0, 5, 10, 20, 40, 60, 75, 85, 90, 95, 100):
        for method in (0, 2, 4, 6):
            add("WebP lossy", f"q{q}-m{method}", saved(photograph(67, 45, q % 3), "WEBP", quality=q, method=method))
    for w, h in ODD_SIZES:
        for q in (30, 80):
            add("WebP lossy", f"{w}x{h}-q{q}", saved(photograph(w, h), "WEBP", quality=q))
    for name, options in {
        "simple-filter": dict(filter_type=0, filter_strength=60, quality=20),
        "simple-filter-sharp": dict(filter_type=0, filter_strength=100, filter_sharpness=7, quality=5),
        "strong-filter": dict(filter_strength=100, quality=10), "no-filter": dict(filter_strength=0, quality=10),
        "sharp-3": dict(filter_strength=50, filter_sharpness=3, quality=20),
        "sharp-7": dict(filter_strength=80, filter_sharpness=7, quality=20),
        "autofilter": dict(autofilter=1, quality=20, passes=4), "one-segment": dict(segments=1, quality=20),
        "two-segments": dict(segments=2, quality=20), "sns-100": dict(sns_strength=100, quality=15),
        "sns-0": dict(sns_strength=0, quality=15), "partitions-2": dict(partitions=1, quality=50),
        "partitions-8": dict(partitions=3, quality=50), "limit-100": dict(partition_limit=100, quality=50),
        "sharp-yuv": dict(use_sharp_yuv=1, quality=50), "preprocessing-1": dict(preprocessing=1, quality=30),
        "dithering": dict(preprocessing=2, quality=30), "jpeg-size": dict(emulate_jpeg_size=1, quality=50),
        "target-size": dict(target_size=900, passes=6), "low-memory": dict(low_memory=1, quality=60),
        "qmin": dict(qmin=60, quality=80), "ten-passes": dict(passes=10, quality=40),
    }.items():
        for seed in (0, 1):
            add("WebP lossy", f"{name}-{seed}", webp(photograph(83, 59, seed), **options))
    add("WebP lossy", "large", saved(photograph(400, 300), "WEBP", quality=60))
    add("WebP lossy", "tall", saved(photograph(40, 900), "WEBP", quality=40))
    add("WebP lossy", "wide", saved(photograph(900, 40), "WEBP", quality=40))
    for q in (0, 50, 100):
        for method in (0, 3, 6):
            add("WebP lossless", f"q{q}-m{method}", saved(photograph(67, 45), "WEBP", lossless=True, quality=q, method=method))
    for w, h in ODD_SIZES:
        add("WebP lossless", f"{w}x{h}", saved(photograph(w, h), "WEBP", lossless=True))
    for colours in (1, 2, 3, 4, 5, 16, 17, 200, 256):
        few = photograph(53, 47).quantize(colours).convert("RGB")
        add("WebP lossless", f"colours-{colours}", saved(few, "WEBP", lossless=True))
    add("WebP lossless", "gray", saved(photograph(67, 45).convert("L"), "WEBP", lossless=True))
    noise = Image.fromarray(np.random.default_rng(5).integers(0, 256, (40, 60, 3), dtype=np.uint8))
    add("WebP lossless", "noise", saved(noise, "WEBP", lossless=True))
    for level in (0, 20, 40, 60, 80):
        add("WebP lossless", f"near-{level}", webp(photograph(67, 45), lossless=1, near_lossless=level))
    for q in (10, 50, 90):
        for aq in (0, 30, 100):
            add("WebP alpha", f"lossy-q{q}-aq{aq}", saved(with_alpha(photograph(67, 45)), "WEBP", quality=q, alpha_quality=aq))
    for filtering in (0, 1, 2):
        for compression in (0, 1):
            add("WebP alpha", f"filter-{filtering}-compression-{compression}",
                webp(with_alpha(photograph(61, 49)), quality=60, alpha_filtering=filtering, alpha_compression=compression))
    for exact in (False, True):
        for method in (0, 4, 6):
            add("WebP alpha", f"lossless-exact-{exact}-m{method}",
                saved(with_alpha(photograph(67, 45)), "WEBP", lossless=True, exact=exact, method=method))
    for colours in (2, 4, 16, 250):
        few = photograph(53, 47).quantize(colours).convert("RGBA")
        few.putalpha(with_alpha(photograph(53, 47)).getchannel("A").point(lambda v: 255 if v > 128 else 0))
        add("WebP alpha", f"colours-{colours}", saved(few, "WEBP", lossless=True, exact=True))
    for w, h in ODD_SIZES:
        add("WebP alpha", f"{w}x{h}", saved(with_alpha(photograph(w, h)), "WEBP", quality=70))
    for lossless in (False, True):
        n = "lossless" if lossless else "lossy"
        im = photograph(67, 45)
        add("WebP metadata", f"icc-{n}", saved(im, "WEBP", lossless=lossless, icc_profile=PROFILE))
        add("WebP metadata", f"exif-{n}", saved(im, "WEBP", lossless=lossless, exif=EXIF))
        add("WebP metadata", f"xmp-{n}", saved(im, "WEBP", lossless=lossless, xmp=b"<x/>"))
        frames = [photograph(60, 40, s) for s in range(3)]
        add("WebP animated", f"{n}", saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=lossless))
        add("WebP animated", f"alpha-{n}", saved(with_alpha(frames[0]), "WEBP", save_all=True,
            append_images=[with_alpha(f) for f in frames[1:]], lossless=lossless))
        add("WebP animated", f"background-{n}", saved(frames[0], "WEBP", save_all=True, append_images=frames[1:],
            background=(9, 99, 200, 255), lossless=lossless))
        add("WebP animated", f"mixed-{n}", saved(frames[0], "WEBP", save_all=True, append_images=frames[1:],
            allow_mixed=True, quality=50))
        part = saved(photograph(30, 20), "WEBP", lossless=lossless)[12:]
        for left, top in ((0, 0), (10, 6), (30, 20)):
            head = u24(left // 2) + u24(top // 2) + u24(29) + u24(19) + u24(100) + b"\0"
            add("WebP animated", f"part-{left}-{top}-{n}", riff((b"VP8X", b"\x02\0\0\0" + u24(59) + u24(39)),
                (b"ANIM", b"\x10\x20\x30\xff\0\0"), (b"ANMF", head + part)))
    whole = saved(photograph(67, 45), "WEBP", quality=60)
    lossless = saved(photograph(67, 45), "WEBP", lossless=True)
    for name, data in (("lossy", whole), ("lossless", lossless)):
        for share in (5, 30, 60, 95):
            add("WebP truncated", f"{name}-{share}", data[: len(data) * share // 100])
        cut = data[: len(data) // 2]
        add("WebP truncated", f"{name}-consistent", riff((data[12:16], cut[20:])))
        add("WebP trailing", f"{name}", data + b"\0\1\2trailing bytes")
        add("WebP trailing", f"{name}-chunk", riff((data[12:16], data[20:]), (b"ABCD", b"unknown")))


# ---- JPEG


def segment(marker, body):
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def segments(jpeg):
    """(marker, body) up to the first scan, and the rest from there."""
    at, found = 2, []
    while jpeg[at + 1] != 0xDA:
        length = struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
        found.append((jpeg[at + 1], jpeg[at + 4 : at + 2 + length]))
        at += 2 + length
    return found, jpeg[at:]


def joined(found, rest):
    return b"\xff\xd8" + b"".join(segment(m, b) for m, b in found) + rest


def thumbnail_exif(thumbnail):
    ifd0 = struct.pack("<HHHIHH", 1, 0x0112, 3, 1, 1, 0)
    at1 = 8 + len(ifd0) + 4
    at = at1 + 2 + 12 * 3 + 4
    ifd1 = (struct.pack("<H", 3) + struct.pack("<HHIHH", 0x0103, 3, 1, 6, 0) + struct.pack("<HHII", 0x0201, 4, 1, at)
            + struct.pack("<HHII", 0x0202, 4, 1, len(thumbnail)) + struct.pack("<I", 0))
    return b"Exif\0\0II*\0" + struct.pack("<I", 8) + ifd0 + struct.pack("<I", at1) + ifd1 + thumbnail


def jpeg_files():
    im = photograph(67, 45)
    for q in (1, 10, 30, 50, 75, 90, 95, 100):
        for sub in ("4:4:4", "4:2:2", "4:2:0"):
            for progressive in (False, True):
                kind = "progressive" if progressive else "baseline"
                add(f"JPEG {kind}", f"q{q}-{sub.replace(':', '')}",
                    saved(im, "JPEG", quality=q, subsampling=sub, progressive=progressive, optimize=q == 50))
    for w, h in ODD_SIZES:
        for sub in ("4:4:4", "4:2:2", "4:2:0"):
            add("JPEG baseline", f"{w}x{h}-{sub.replace(':', '')}", saved(photograph(w, h), "JPEG", subsampling=sub))
        add("JPEG progressive", f"{w}x{h}", saved(photograph(w, h), "JPEG", progressive=True))
    for sub in ("411", "440", "422", "420", "444"):
        for size in ((67, 45), (16, 16), (33, 70)):
            for fast in (False, True):
                add("JPEG subsampling", f"{sub}-{size[0]}x{size[1]}-{'fast' if fast else 'slow'}",
                    simplejpeg.encode_jpeg(np.array(photograph(*size)), quality=80, colorsubsampling=sub, fastdct=fast))
    for q in (10, 75, 95):
        for progressive in (False, True):
            add("JPEG gray", f"q{q}-{progressive}", saved(im.convert("L"), "JPEG", quality=q, progressive=progressive))
            cmyk = saved(im.convert("CMYK"), "JPEG", quality=q, progressive=progressive)
            add("JPEG CMYK", f"q{q}-{progressive}", cmyk)
            found, rest = segments(cmyk)
            ycck = [(m, b[:11] + b"\2" if m == 0xEE else b) for m, b in found]
            add("JPEG YCCK", f"q{q}-{progressive}", joined(ycck, rest))
            without = [(m, b) for m, b in found if m != 0xEE]
            add("JPEG CMYK", f"q{q}-{progressive}-no-adobe", joined(without, rest))
    for sub in ("4:2:0", "4:2:2"):
        add("JPEG CMYK", f"sub-{sub.replace(':', '')}", saved(im.convert("CMYK"), "JPEG", subsampling=sub))
    for q in (50, 90):
        add("JPEG RGB", f"keep-q{q}", saved(im, "JPEG", quality=q, keep_rgb=True))
        add("JPEG RGB", f"keep-progressive-q{q}", saved(im, "JPEG", quality=q, keep_rgb=True, progressive=True))
    for blocks in (1, 2, 3, 7):
        add("JPEG restart", f"blocks-{blocks}", saved(im, "JPEG", restart_marker_blocks=blocks))
        add("JPEG restart", f"rows-{blocks}", saved(im, "JPEG", restart_marker_rows=blocks))
        add("JPEG restart", f"progressive-{blocks}", saved(im, "JPEG", restart_marker_blocks=blocks, progressive=True))
    for count in (1, 2, 3, 4):
        tables = [[min(255, 3 + (i * (t + 2)) // 2) for i in range(64)] for t in range(count)]
        if count < 4:
            add("JPEG tables", f"{count}", saved(im, "JPEG", qtables=tables))
        else:
            add("JPEG tables", f"{count}", saved(im.convert("CMYK"), "JPEG", qtables=tables))
    plain = saved(im, "JPEG", quality=85)
    found, rest = segments(plain)
    dqt = [b for m, b in found if m == 0xDB]
    others = [(m, b) for m, b in found if m != 0xDB]
    for extra in (4, 8):
        unused = [(0xDB, bytes([i % 4]) + bytes(range(1, 65))) for i in range(extra)]
        add("JPEG tables", f"redefined-{extra}", joined(unused + found, rest))
    one = b"".join(dqt)
    add("JPEG tables", "in-one-segment", joined([(0xDB, one)] + others, rest))
    wide = b"".join(bytes([0x10 | b[i]]) + b"".join(struct.pack(">H", v) for v in b[i + 1 : i + 65])
                    for b in dqt for i in range(0, len(b), 65))
    add("JPEG tables", "16-bit", joined([(0xDB, wide)] + others, rest))
    add("JPEG metadata", "icc", saved(im, "JPEG", icc_profile=PROFILE))
    add("JPEG metadata", "large-icc", saved(im, "JPEG", icc_profile=PROFILE * 600))
    add("JPEG metadata", "exif", saved(im, "JPEG", exif=EXIF))
    add("JPEG metadata", "comment", saved(im, "JPEG", comment="a comment"))
    add("JPEG metadata", "xmp", saved(im, "JPEG", xmp=b"<x/>"))
    thumbnail = saved(im.resize((20, 14)), "JPEG")
    main = saved(photograph(240, 160), "JPEG", quality=88)
    with_thumbnail = main[:2] + segment(0xE1, thumbnail_exif(thumbnail)) + main[2:]
    add("JPEG metadata", "thumbnail", with_thumbnail)
    mpo = io.BytesIO()
    im.save(mpo, "MPO", save_all=True, append_images=[photograph(67, 45, 2)])
    add("JPEG metadata", "mpo", mpo.getvalue())
    for name, more in {"zeros": bytes(500), "text": b"trailing text", "jpeg": plain, "end-markers": b"\xff\xd9" * 5,
                       "html": b"<script>1</script>"}.items():
        add("JPEG trailing", name, plain + more)
        add("JPEG trailing", f"progressive-{name}", saved(im, "JPEG", progressive=True) + more)
    add("JPEG no end marker", "baseline", plain[:-2])
    add("JPEG no end marker", "gray", saved(im.convert("L"), "JPEG")[:-2])
    add("JPEG no end marker", "progressive", saved(im, "JPEG", progressive=True)[:-2])
    add("JPEG no end marker", "trailing-zeros", plain[:-2] + bytes(64))
    for share in (3, 20, 60, 90, 99):
        add("JPEG truncated", f"thumbnail-{share}", with_thumbnail[: len(with_thumbnail) - len(main) * (100 - share) // 100])
        add("JPEG truncated", f"{share}", main[: len(main) * share // 100])
        progressive = saved(photograph(240, 160), "JPEG", progressive=True)
        add("JPEG truncated", f"progressive-{share}", progressive[: len(progressive) * share // 100])
        icc = saved(photograph(240, 160), "JPEG", icc_profile=b"\xff\xd9" * 30)
        add("JPEG truncated", f"marker-in-icc-{share}", icc[: len(icc) * share // 100])


# ---- PNG


def png_chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(levels, depth, colour, interlaced=False, filters=range(5), extra=(), palette=None):
    """Encodes samples (rows, columns, channels) of any depth with all filters, interlaced if wanted."""
    height, width, channels = levels.shape
    data = b""
    passes = ([(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
              if interlaced else [(0, 0, 1, 1)])
    bpp = max(1, channels * depth // 8)
    filters = list(filters)
    for left, top, dx, dy in passes:
        part = levels[top::dy, left::dx]
        if not part.size:
            continue
        before = None
        for y in range(part.shape[0]):
            row = part[y].reshape(-1)
            if depth == 16:
                raw = row.astype(">u2").tobytes()
            elif depth == 8:
                raw = row.astype(np.uint8).tobytes()
            else:
                bits = "".join(format(int(v), f"0{depth}b") for v in row)
                bits += "0" * (-len(bits) % 8)
                raw = bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))
            before = before or bytes(len(raw))
            kind = filters[y % len(filters)]
            line = bytearray()
            for i, v in enumerate(raw):
                a = raw[i - bpp] if i >= bpp else 0
                b = before[i]
                c = before[i - bpp] if i >= bpp else 0
                p = a + b - c
                paeth = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
                line.append((v - (0, a, b, (a + b) // 2, paeth)[kind]) & 255)
            data += bytes([kind]) + bytes(line)
            before = raw
    out = b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced))
    if palette is not None:
        out += png_chunk(b"PLTE", bytes(palette))
    for kind, body in extra:
        out += png_chunk(kind, body)
    return out + png_chunk(b"IDAT", zlib.compress(data)) + png_chunk(b"IEND", b"")


def png_files():
    im = photograph(37, 29)
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        source = {"LA": with_alpha(im).convert("LA"), "RGBA": with_alpha(im), "P": im.quantize(200),
                  "I;16": Image.fromarray(np.asarray(im.convert("L")).astype(np.uint16) * 257)}.get(mode) or im.convert(mode)
        add("PNG", f"pillow-{mode.replace(';', '')}", saved(source, "PNG"))
    for bits in (1, 2, 4, 8):
        add("PNG", f"palette-{bits}", saved(im.quantize(2 ** bits), "PNG", bits=bits))
    r = np.random.default_rng(3)
    for colour, channels, depths in ((0, 1, (1, 2, 4, 8, 16)), (2, 3, (8, 16)), (3, 1, (1, 2, 4, 8)), (4, 2, (8, 16)),
                                     (6, 4, (8, 16))):
        for depth in depths:
            for interlaced in (False, True):
                for w, h in ((37, 29), (3, 2), (1, 1)):
                    levels = r.integers(0, 2 ** depth, (h, w, channels))
                    if colour == 3:
                        palette = r.integers(0, 256, 3 * 2 ** depth, dtype=np.uint8).tobytes()
                    else:
                        palette = None
                    group = "PNG 16-bit" if depth == 16 else "PNG interlaced" if interlaced else "PNG"
                    add(group, f"c{colour}-d{depth}-{w}x{h}-{'interlaced' if interlaced else 'plain'}",
                        png(levels, depth, colour, interlaced, palette=palette))
    for kind in range(5):
        add("PNG", f"filter-{kind}", png(np.asarray(im).astype(int), 8, 2, filters=[kind]))
    rgb = np.asarray(im).astype(int)
    gray = rgb[..., :1]
    add("PNG tRNS", "rgb", png(rgb, 8, 2, extra=[(b"tRNS", struct.pack(">HHH", *rgb[0, 0]))]))
    add("PNG tRNS", "gray", png(gray, 8, 0, extra=[(b"tRNS", struct.pack(">H", gray[0, 0, 0]))]))
    add("PNG tRNS", "gray-2", png(gray // 64, 2, 0, extra=[(b"tRNS", struct.pack(">H", 1))]))
    add("PNG tRNS", "gray-1", png(gray // 128, 1, 0, extra=[(b"tRNS", struct.pack(">H", 1))]))
    add("PNG tRNS", "rgb-16", png(rgb * 257, 16, 2, extra=[(b"tRNS", struct.pack(">HHH", *(rgb[0, 0] * 257)))]))
    add("PNG tRNS", "gray-16", png(gray * 257, 16, 0, extra=[(b"tRNS", struct.pack(">H", 257))]))
    for length in (1, 5, 16):
        levels = r.integers(0, 16, (29, 37, 1))
        palette = r.integers(0, 256, 48, dtype=np.uint8).tobytes()
        for interlaced in (False, True):
            add("PNG tRNS", f"palette-{length}-{interlaced}", png(levels, 4, 3, interlaced, palette=palette,
                extra=[(b"tRNS", bytes(range(0, 16 * length, 16)))]))
    add("PNG", "short-palette", png(r.integers(0, 12, (9, 9, 1)), 4, 3, palette=bytes(range(30))))
    frames = [photograph(37, 29, s) for s in range(3)]
    add("PNG animated", "rgb", saved(frames[0], "PNG", save_all=True, append_images=frames[1:]))
    add("PNG animated", "default-image", saved(frames[0], "PNG", save_all=True, append_images=frames[1:], default_image=True))
    add("PNG animated", "palette", saved(frames[0].quantize(64), "PNG", save_all=True,
        append_images=[f.quantize(64) for f in frames[1:]]))
    add("PNG metadata", "gamma", png(rgb, 8, 2, extra=[(b"gAMA", struct.pack(">I", 100000))]))
    add("PNG metadata", "srgb", png(rgb, 8, 2, extra=[(b"sRGB", b"\0")]))
    add("PNG metadata", "background", png(rgb, 8, 2, extra=[(b"bKGD", struct.pack(">HHH", 9, 99, 200))]))
    add("PNG metadata", "significant-bits", png(rgb, 8, 2, extra=[(b"sBIT", b"\5\5\5")]))
    add("PNG metadata", "icc", saved(im, "PNG", icc_profile=PROFILE))
    add("PNG metadata", "exif", saved(im, "PNG", exif=EXIF))
    add("PNG metadata", "unknown-chunk", png(rgb, 8, 2, extra=[(b"abCd", b"anything")]))
    plain = saved(photograph(60, 40), "PNG")
    for share in (5, 30, 60, 95):
        add("PNG truncated", f"{share}", plain[: len(plain) * share // 100])
    add("PNG truncated", "no-end-chunk", plain[:-12])
    add("PNG trailing", "bytes", plain + b"trailing bytes")
    add("PNG trailing", "image", plain + plain)
    many = b"".join(png_chunk(b"IDAT", plain[41 + i : 42 + i]) for i in range(60))
    size = struct.unpack(">I", plain[33:37])[0]
    add("PNG", "many-data-chunks", plain[:33] + many + png_chunk(b"IDAT", plain[101 : 41 + size]) + png_chunk(b"IEND", b""))


# ---- GIF


def gif_files():
    for colours in (2, 3, 4, 16, 100, 256):
        for interlace in (0, 1):
            add("GIF", f"colours-{colours}-interlace-{interlace}", saved(photograph(53, 37).quantize(colours), "GIF", interlace=interlace))
    for w, h in ODD_SIZES:
        add("GIF", f"{w}x{h}", saved(photograph(w, h), "GIF"))
    add("GIF", "gray", saved(photograph(53, 37).convert("L"), "GIF"))
    add("GIF", "bilevel", saved(photograph(53, 37).convert("1"), "GIF"))
    add("GIF", "unoptimised", saved(photograph(53, 37), "GIF", optimize=False))
    add("GIF", "comment", saved(photograph(53, 37), "GIF", comment=b"c" * 700))
    indexed = photograph(53, 37).quantize(32)
    for index in (0, 5, 31):
        add("GIF transparency", f"{index}", saved(indexed, "GIF", transparency=index))
    add("GIF transparency", "rgba", saved(with_alpha(photograph(53, 37)), "GIF"))
    frames = [photograph(53, 37, s).quantize(32) for s in range(3)]
    for disposal in (0, 1, 2, 3):
        for transparency in (None, 3):
            more = {} if transparency is None else dict(transparency=transparency)
            add("GIF animated", f"disposal-{disposal}-{transparency}", saved(frames[0], "GIF", save_all=True,
                append_images=frames[1:], disposal=disposal, duration=50, loop=0, **more))
    plain = saved(frames[0], "GIF")
    at = plain.index(b"\x2c\0\0\0\0")
    for left, top in ((0, 0), (7, 5), (60, 40)):
        for transparent in (None, 0, 4):
            control = b"" if transparent is None else b"\x21\xf9\4\1\0\0" + bytes([transparent]) + b"\0"
            head = plain[:6] + struct.pack("<HH", 120, 90) + plain[10 : 13 + 3 * 2 ** ((plain[10] & 7) + 1)]
            frame = struct.pack("<BHH", 0x2C, left, top) + plain[at + 5 :]
            add("GIF part of canvas", f"{left}-{top}-{transparent}", head + control + frame)
    background = bytearray(plain)
    background[11] = 9
    add("GIF", "background-index", background)
    add("GIF", "version-87a", b"GIF87a" + plain[6:])
    for share in (5, 40, 70, 95):
        add("GIF truncated", f"{share}", plain[: len(plain) * share // 100])
    add("GIF truncated", "no-trailer", plain[:-1])
    add("GIF trailing", "bytes", plain + b"trailing bytes")


# ---- BMP


def bmp(width, height, bits, data, compression=0, palette=b"", masks=b"", header=40, colours=0):
    info = struct.pack("<IiiHHIIiiII", header, width, height, 1, bits, compression, len(data), 2835, 2835, colours, 0)
    if header == 12:
        info = struct.pack("<IHHHH", 12, width, height, 1, bits)
    elif header > 40:
        info += (masks + bytes(header))[: header - 40]
        masks = b""
    at = 14 + len(info) + len(masks) + len(palette)
    return b"BM" + struct.pack("<IHHI", at + len(data), 0, 0, at) + info + masks + palette + data


def rows(levels, pack):
    out = b""
    for row in levels:
        line = pack(row)
        out += line + b"\0" * (-len(line) % 4)
    return out


def packed(bits):
    def pack(row):
        text = "".join(format(int(v), f"0{bits}b") for v in row)
        text += "0" * (-len(text) % 8)
        return bytes(int(text[i : i + 8], 2) for i in range(0, len(text), 8))
    return pack


def rle8(levels, absolute):
    out = b""
    for row in levels:
        x = 0
        while x < len(row):
            run = 1
            while x + run < len(row) and row[x + run] == row[x] and run < 255:
                run += 1
            if absolute and run < 3 and len(row) - x >= 3:
                count = min(9, len(row) - x)
                out += bytes([0, count]) + bytes(int(v) for v in row[x : x + count]) + b"\0" * (count & 1)
                x += count
            else:
                out += bytes([run, int(row[x])])
                x += run
        out += b"\0\0"
    return out[:-2] + b"\0\1"


def rle4(levels):
    out = b""
    for row in levels:
        x = 0
        while x < len(row):
            run = 1
            while x + run < len(row) and row[x + run] == row[x] and run < 254:
                run += 1
            out += bytes([run, int(row[x]) << 4 | int(row[x])])
            x += run
        out += b"\0\0"
    return out[:-2] + b"\0\1"


def bmp_files():
    for w, h in ODD_SIZES + [(53, 37)]:
        im = photograph(w, h)
        for mode in ("1", "L", "P", "RGB", "RGBA"):
            source = with_alpha(im) if mode == "RGBA" else im.quantize(100) if mode == "P" else im.convert(mode)
            add("BMP", f"pillow-{mode}-{w}x{h}", saved(source, "BMP"))
    r = np.random.default_rng(8)
    for w, h in ((53, 37), (8, 8), (3, 5)):
        rgb = np.asarray(photograph(w, h)).astype(int)[::-1]
        for bits in (1, 4, 8):
            levels = np.asarray(photograph(w, h).quantize(2 ** bits, dither=0)).astype(int)[::-1] % 2 ** bits
            palette = b"".join(bytes([*r.integers(0, 256, 3), 0]) for _ in range(2 ** bits))
            add("BMP", f"palette-{bits}-{w}x{h}", bmp(w, h, bits, rows(levels, packed(bits)), palette=palette))
            add("BMP top-down", f"palette-{bits}-{w}x{h}", bmp(w, -h, bits, rows(levels[::-1], packed(bits)), palette=palette))
            if bits == 8:
                for absolute in (False, True):
                    add("BMP RLE", f"rle8-{absolute}-{w}x{h}", bmp(w, h, 8, rle8(levels, absolute), 1, palette))
            if bits == 4:
                add("BMP RLE", f"rle4-{w}x{h}", bmp(w, h, 4, rle4(levels), 2, palette))
        os2 = b"".join(bytes(r.integers(0, 256, 3, dtype=np.uint8)) for _ in range(256))
        gray = rgb[..., 0]
        add("BMP", f"os2-8-{w}x{h}", bmp(w, h, 8, rows(gray, packed(8)), palette=os2, header=12))
        bgr = rows(rgb, lambda row: bytes(row[:, ::-1].astype(np.uint8).tobytes()))
        add("BMP", f"os2-24-{w}x{h}", bmp(w, h, 24, bgr, header=12))
        add("BMP", f"v4-24-{w}x{h}", bmp(w, h, 24, bgr, header=108))
        add("BMP", f"v5-24-{w}x{h}", bmp(w, h, 24, bgr, header=124))
        top = rows(rgb[::-1], lambda row: bytes(row[:, ::-1].astype(np.uint8).tobytes()))
        add("BMP top-down", f"24-{w}x{h}", bmp(w, -h, 24, top))
        x = rows(rgb, lambda row: b"".join(struct.pack("<BBBB", p[2], p[1], p[0], 0) for p in row))
        add("BMP", f"32-{w}x{h}", bmp(w, h, 32, x))
        five = rows(rgb, lambda row: b"".join(struct.pack("<H", p[0] >> 3 << 10 | p[1] >> 3 << 5 | p[2] >> 3) for p in row))
        add("BMP 16-bit", f"555-{w}x{h}", bmp(w, h, 16, five))
        add("BMP 16-bit", f"555-masks-{w}x{h}", bmp(w, h, 16, five, 3, masks=struct.pack("<III", 0x7C00, 0x3E0, 0x1F)))
        six = rows(rgb, lambda row: b"".join(struct.pack("<H", p[0] >> 3 << 11 | p[1] >> 2 << 5 | p[2] >> 3) for p in row))
        add("BMP 16-bit", f"565-{w}x{h}", bmp(w, h, 16, six, 3, masks=struct.pack("<III", 0xF800, 0x7E0, 0x1F)))
        for name, order in (("bgra", (2, 1, 0)), ("rgba", (0, 1, 2))):
            data = rows(rgb, lambda row: b"".join(bytes([p[order[0]], p[order[1]], p[order[2]], 255]) for p in row))
            masks = [0, 0, 0, 0xFF000000]
            for position, channel in enumerate(order):
                masks[channel] = 0xFF << 8 * position
            for header in (40, 108, 124):
                size = 3 if header == 40 else 4
                add("BMP masks", f"{name}-{header}-{w}x{h}", bmp(w, h, 32, data, 3, masks=struct.pack(f"<{size}I", *masks[:size]), header=header))
    plain = saved(photograph(53, 37), "BMP")
    for share in (5, 40, 95):
        add("BMP truncated", f"{share}", plain[: len(plain) * share // 100])
    add("BMP trailing", "bytes", plain + b"trailing bytes")


def expected(data):
    try:
        with Image.open(io.BytesIO(data)) as im:
            rgb = im.convert("RGB")
        return rgb.size[0], rgb.size[1], hashlib.sha256(rgb.tobytes()).hexdigest(), rgb
    except Exception as e:
        return 0, 0, "unreadable", str(e)


def main(out):
    webp_files()
    jpeg_files()
    png_files()
    gif_files()
    bmp_files()
    assert len({name for _, name, _ in FILES}) == len(FILES)
    lines = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for group, name, data in FILES:
            width, height, digest, rgb = expected(data)
            lines.append(f"{name}\t{group}\t{width}\t{height}\t{digest}")
            archive.writestr(zipfile.ZipInfo(f"files/{name}"), data)
            if len(sys.argv) > 2 and digest != "unreadable":
                Image.fromarray(np.asarray(rgb)).save(os.path.join(sys.argv[2], name + ".png"))
        archive.writestr(zipfile.ZipInfo("corpus.tsv"), "\n".join(lines) + "\n")
    print(len(FILES), "files")


if __name__ == "__main__":
    main(sys.argv[1])
