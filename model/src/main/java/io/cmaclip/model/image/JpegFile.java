package io.cmaclip.model.image;

import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A JPEG reduced to the segments that decoding needs. Colour profiles, thumbnails and comments are
 * removed: Pillow ignores them, while Java's reader applies profiles and fails on broken ones.
 *
 * @param components 1 (gray), 3 or 4 (CMYK or YCCK)
 * @param transform colour transform of the Adobe segment: 0 none, 1 YCbCr, 2 YCCK; -1 without it
 * @param exif the TIFF block of the EXIF segment, null without it
 * @param scans number of scans, more than 1 in a progressive JPEG
 * @param coefficientBytes memory for the coefficients of a progressive JPEG, in bytes per pixel
 * @param endMarker whether the image data ends with an end marker; a missing one is added
 * @param bytes the reduced file
 */
record JpegFile(
    int width,
    int height,
    int components,
    int transform,
    byte[] exif,
    int scans,
    int coefficientBytes,
    boolean endMarker,
    byte[] bytes) {
  private static final int APP0 = 0xE0;
  private static final int APP1 = 0xE1;
  private static final int APP14 = 0xEE;
  private static final int APP15 = 0xEF;
  private static final int COMMENT = 0xFE;
  private static final int SCAN = 0xDA;
  private static final int FIRST_SEGMENT = 0xC0;
  private static final int END = 0xD9;
  private static final byte[] JFIF_SEGMENT = {
    (byte) 0xFF, (byte) APP0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
  };

  static JpegFile parse(byte[] file) throws UnreadableImageException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length + 32);
    boolean jfif = false;
    int transform = -1;
    byte[] adobe = null;
    byte[] exif = null;
    byte[] frame = null;
    int at = 2;
    while (true) {
      // Skips fill bytes before a marker and stray bytes between segments.
      while (at < file.length && file[at] != (byte) 0xFF) {
        at++;
      }
      while (at < file.length && file[at] == (byte) 0xFF) {
        at++;
      }
      if (at >= file.length) {
        throw new UnreadableImageException("JPEG ends before its image data");
      }
      int marker = file[at++] & 0xFF;
      if (marker == 0 || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
        continue;
      }
      if (marker == SCAN) {
        break;
      }
      if (at + 2 > file.length) {
        throw new UnreadableImageException("JPEG ends inside its header");
      }
      int length = u16(file, at);
      if (length < 2 || at + length > file.length) {
        throw new UnreadableImageException("JPEG ends inside its header");
      }
      byte[] body = Arrays.copyOfRange(file, at + 2, at + length);
      at += length;
      if (marker == APP0 && startsWith(body, "JFIF\0")) {
        jfif = true;
      } else if (marker == APP1 && exif == null && startsWith(body, "Exif\0\0")) {
        exif = Arrays.copyOfRange(body, 6, body.length);
      } else if (marker == APP14 && body.length >= 12 && startsWith(body, "Adobe")) {
        transform = body[11] & 0xFF;
        adobe = body;
      } else if (marker != COMMENT && (marker < APP0 || marker > APP15)) {
        if (isFrame(marker)) {
          if (frame != null) {
            throw new UnreadableImageException("JPEG with more than one frame");
          }
          frame = body;
        }
        segment(kept, marker, body);
      }
    }
    if (frame == null || frame.length < 6) {
      throw new UnreadableImageException("JPEG without a frame header");
    }
    int components = frame[5] & 0xFF;
    if (components != 1 && components != 3 && components != 4) {
      throw new UnreadableImageException("JPEG with " + components + " components");
    }
    if (frame.length < 6 + 3 * components) {
      throw new UnreadableImageException("JPEG with a short frame header");
    }
    int scan = at - 2;
    Scans scans = Scans.of(file, scan);
    int end = scans.end() < 0 ? file.length : scans.end();
    ByteArrayOutputStream out = new ByteArrayOutputStream(file.length + 32);
    out.write(0xFF);
    out.write(0xD8);
    // libjpeg's rule, which Java's reader follows only in part: with a JFIF segment the colours are
    // YCbCr; otherwise the Adobe segment decides, then component ids R, G, B; the default is YCbCr.
    if (components == 4 || (!jfif && adobe != null)) {
      if (adobe != null) {
        segment(out, APP14, adobe);
      }
    } else if (components == 1 || jfif || !namedRgb(frame)) {
      out.writeBytes(JFIF_SEGMENT);
    }
    out.writeBytes(kept.toByteArray());
    out.write(file, scan, end - scan);
    out.write(0xFF);
    out.write(END);
    return new JpegFile(
        u16(frame, 3),
        u16(frame, 1),
        components,
        transform,
        exif,
        scans.count(),
        coefficientBytes(frame, components),
        scans.end() >= 0,
        out.toByteArray());
  }

  private static void segment(ByteArrayOutputStream out, int marker, byte[] body) {
    out.write(0xFF);
    out.write(marker);
    out.write((body.length + 2) >> 8);
    out.write(body.length + 2);
    out.writeBytes(body);
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  /** Two bytes for each sample; subsampled components have fewer samples than the image pixels. */
  private static int coefficientBytes(byte[] frame, int components) {
    int samples = 0;
    int across = 1;
    int down = 1;
    for (int i = 0; i < components; i++) {
      int factors = frame[7 + 3 * i] & 0xFF;
      samples += (factors >> 4) * (factors & 15);
      across = Math.max(across, factors >> 4);
      down = Math.max(down, factors & 15);
    }
    int pixels = across * down;
    return (2 * samples + pixels - 1) / pixels;
  }

  private static boolean namedRgb(byte[] frame) {
    return frame[6] == 'R' && frame[9] == 'G' && frame[12] == 'B';
  }

  /**
   * The scans of the image.
   *
   * @param count number of scans
   * @param end position of the end marker; -1 without one
   */
  private record Scans(int count, int end) {
    private static final VarHandle LONGS =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    /** The next byte 0xFF, or the end. Looks at eight bytes at once: this reads the whole file. */
    private static int nextMarker(byte[] file, int from) {
      int at = from;
      while (at + Long.BYTES <= file.length) {
        long inverted = ~(long) LONGS.get(file, at);
        if (((inverted - LOW_BITS) & ~inverted & HIGH_BITS) != 0) {
          break; // one of the inverted bytes is 0
        }
        at += Long.BYTES;
      }
      while (at < file.length && file[at] != (byte) 0xFF) {
        at++;
      }
      return at;
    }

    /** Thumbnails before the first scan and data after the end marker do not count. */
    static Scans of(byte[] file, int from) {
      int count = 0;
      int at = from;
      while (at + 1 < file.length) {
        at = nextMarker(file, at);
        if (at + 1 >= file.length) {
          break;
        }
        int marker = file[at + 1] & 0xFF;
        if (marker == END) {
          return new Scans(count, at);
        }
        // From 0xD0 to 0xD7 restart markers, without a body.
        boolean segment = marker >= FIRST_SEGMENT && (marker < 0xD0 || marker > END);
        count += marker == SCAN ? 1 : 0;
        if (segment && at + 4 <= file.length) {
          at += 2 + u16(file, at + 2);
        } else {
          at++;
        }
      }
      return new Scans(count, -1);
    }
  }

  private static boolean startsWith(byte[] body, String prefix) {
    if (body.length < prefix.length()) {
      return false;
    }
    for (int i = 0; i < prefix.length(); i++) {
      if (body[i] != (byte) prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF);
  }
}
