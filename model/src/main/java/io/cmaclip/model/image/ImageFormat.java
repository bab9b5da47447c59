package io.cmaclip.model.image;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Image formats, recognised by their first bytes: names and declared types are often wrong. */
enum ImageFormat {
  JPEG("JPEG", true),
  PNG("PNG", true),
  GIF("GIF", true),
  WEBP("WebP", true),
  BMP("BMP", true),
  AVIF("AVIF", false),
  HEIC("HEIC", false),
  HEIF("HEIF", false),
  TIFF("TIFF", false),
  JPEG_XL("JPEG XL", false),
  JPEG_2000("JPEG 2000", false),
  SVG("SVG", false),
  ICO("ICO", false),
  PSD("PSD", false);

  /** Number of bytes that {@link #of} needs to recognise every format. */
  static final int HEAD_BYTES = 256;

  private static final byte[] BOX_SIGNATURE = {'\r', '\n', (byte) 0x87, '\n'};
  private static final Set<String> HEIC_BRANDS =
      Set.of("heic", "heix", "hevc", "hevx", "heim", "heis", "hevm", "hevs");

  private final String label;
  private final boolean supported;

  ImageFormat(String label, boolean supported) {
    this.label = label;
    this.supported = supported;
  }

  boolean isSupported() {
    return supported;
  }

  @Override
  public String toString() {
    return label;
  }

  /**
   * Recognises a format, also one that is not supported.
   *
   * @param bytes the whole file or its first {@link #HEAD_BYTES} bytes
   * @throws UnreadableImageException if the bytes are of no known format
   */
  static ImageFormat of(byte[] bytes) throws UnreadableImageException {
    if (bytes.length == 0) {
      throw new UnreadableImageException("no bytes");
    }
    String head =
        new String(bytes, 0, Math.min(bytes.length, HEAD_BYTES), StandardCharsets.ISO_8859_1);
    if (head.startsWith("\u00ff\u00d8\u00ff")) {
      return JPEG;
    }
    if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
      return PNG;
    }
    if (head.startsWith("GIF87a") || head.startsWith("GIF89a")) {
      return GIF;
    }
    if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
      return WEBP;
    }
    if (head.startsWith("BM") && bytes.length > 26) {
      return BMP;
    }
    ImageFormat unsupported = unsupported(head);
    if (unsupported == null) {
      throw new UnreadableImageException("neither JPEG, PNG, GIF, WebP nor BMP");
    }
    return unsupported;
  }

  private static ImageFormat unsupported(String head) {
    if (head.startsWith("ftyp", 4)) {
      return ofBrands(head);
    }
    if (head.startsWith("II*\0")
        || head.startsWith("MM\0*")
        || head.startsWith("II+\0")
        || head.startsWith("MM\0+")) {
      return TIFF;
    }
    String box = new String(BOX_SIGNATURE, StandardCharsets.ISO_8859_1);
    if (head.startsWith("\u00ff\n") || head.startsWith("\0\0\0\fJXL " + box)) {
      return JPEG_XL;
    }
    if (head.startsWith("\u00ffO\u00ffQ") || head.startsWith("\0\0\0\fjP  " + box)) {
      return JPEG_2000;
    }
    if (head.startsWith("\0\0\1\0")) {
      return ICO;
    }
    if (head.startsWith("8BPS")) {
      return PSD;
    }
    return isSvg(head) ? SVG : null;
  }

  /** The brands of an ISO base media file: the major one, then those it is compatible with. */
  private static ImageFormat ofBrands(String head) {
    boolean heif = false;
    int end = Math.min(head.length(), head.charAt(2) << 8 | head.charAt(3));
    for (int at = 8; at + 4 <= end; at += 4) {
      String brand = head.substring(at, at + 4);
      if (brand.equals("avif") || brand.equals("avis")) {
        return AVIF;
      }
      if (HEIC_BRANDS.contains(brand)) {
        return HEIC;
      }
      heif |= brand.equals("mif1") || brand.equals("msf1");
    }
    return heif ? HEIF : null;
  }

  private static boolean isSvg(String head) {
    String text = head.startsWith("\u00ef\u00bb\u00bf") ? head.substring(3) : head;
    String lower = text.strip().toLowerCase(Locale.ROOT);
    return lower.startsWith("<svg")
        || ((lower.startsWith("<?xml") || lower.startsWith("<!"))
            && (lower.contains("<svg") || lower.contains("<!doctype svg")));
  }
}
