package io.cmaclip.model.image;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * The segments of a JPEG file that matter for its pixels, and the two that tell how to look at
 * them. The file is written anew without colour profiles, thumbnails and comments: the reference
 * ignores them, while Java's reader would apply a profile and fails on many a broken one.
 *
 * @param components 1 (gray), 3 or 4 (CMYK or YCCK)
 * @param transform what Adobe's segment says of the colours: 0 none, 1 YCbCr, 2 YCCK; -1 without it
 * @param exif the TIFF block of the EXIF segment, null without it
 * @param scans how often the image is gone over: more than once when it is progressive
 * @param endMarker whether the file ended properly; a lost end marker is added
 * @param bytes the file with only what decoding needs
 */
record JpegFile(
    int width,
    int height,
    int components,
    int transform,
    byte[] exif,
    int scans,
    boolean endMarker,
    byte[] bytes) {
  private static final int APP0 = 0xE0;
  private static final int APP1 = 0xE1;
  private static final int APP14 = 0xEE;
  private static final int APP15 = 0xEF;
  private static final int COMMENT = 0xFE;
  private static final int SCAN = 0xDA;
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
      // Any number of fill bytes may stand before a marker; stray bytes between segments are
      // skipped.
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
    boolean ended = endsProperly(file);
    ByteArrayOutputStream out = new ByteArrayOutputStream(file.length + 32);
    out.write(0xFF);
    out.write(0xD8);
    // libjpeg's rule, which Java's reader shares only in part: JFIF means YCbCr, then Adobe's word
    // counts, then components called R, G, B; everything else is YCbCr.
    if (components == 4 || (!jfif && adobe != null)) {
      if (adobe != null) {
        segment(out, APP14, adobe);
      }
    } else if (components == 1 || jfif || !namedRgb(frame)) {
      out.writeBytes(JFIF_SEGMENT);
    }
    out.writeBytes(kept.toByteArray());
    out.write(file, scan, file.length - scan);
    if (!ended) {
      out.write(0xFF);
      out.write(0xD9);
    }
    return new JpegFile(
        u16(frame, 3),
        u16(frame, 1),
        components,
        transform,
        exif,
        scans(file, scan),
        ended,
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

  private static boolean namedRgb(byte[] frame) {
    return frame[6] == 'R' && frame[9] == 'G' && frame[12] == 'B';
  }

  /** Inside the image data this marker cannot stand for anything else. */
  private static int scans(byte[] file, int from) {
    int scans = 0;
    for (int i = from; i + 1 < file.length; i++) {
      if (file[i] == (byte) 0xFF && file[i + 1] == (byte) SCAN) {
        scans++;
      }
    }
    return scans;
  }

  /** Whether an end marker stands near the end: some cameras and shops append data of their own. */
  private static boolean endsProperly(byte[] file) {
    for (int i = file.length - 2; i >= 2; i--) {
      if (file[i] == (byte) 0xFF && file[i + 1] == (byte) 0xD9) {
        return true;
      }
    }
    return false;
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
