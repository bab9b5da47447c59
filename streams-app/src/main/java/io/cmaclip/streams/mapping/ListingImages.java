package io.cmaclip.streams.mapping;

import io.cmaclip.events.ListingImage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Converts results of an expression to images: URLs, data URLs, base64 texts, bytes, objects with
 * {@code url}, {@code bytes} and {@code sha256}, and lists of these.
 */
final class ListingImages {
  private static final int MAX_IMAGES = 100;

  /** Shorter texts are names rather than images: the smallest GIF has 26 bytes. */
  private static final int MIN_BASE64_CHARS = 32;

  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]+={0,2}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final Expression from;
  private final List<ListingImage> images = new ArrayList<>();
  private boolean unavailable;

  private ListingImages(Expression from) {
    this.from = from;
  }

  /**
   * The images, most important first. Nulls and blank texts are left out, and so is everything
   * after the hundredth image.
   *
   * @throws MappingFailedException if a value is no image, or if the only one is Debezium's
   *     placeholder: the listing has an image, and an answer without it would replace a better one
   */
  static List<ListingImage> of(Object value, Expression from) {
    ListingImages result = new ListingImages(from);
    result.add(value);
    if (result.unavailable && result.images.isEmpty()) {
      throw from.failed(
          "the event leaves out the unchanged image; set REPLICA IDENTITY FULL on the table");
    }
    return result.images;
  }

  private void add(Object value) {
    if (value == null || images.size() >= MAX_IMAGES) {
      return;
    }
    if (Texts.isUnavailable(value)) {
      unavailable = true;
    } else if (value instanceof String text) {
      addText(text.strip());
    } else if (value instanceof byte[] bytes) {
      addBytes(bytes);
    } else if (value instanceof Collection<?> several) {
      several.forEach(this::add);
    } else if (value instanceof Map<?, ?> object) {
      addObject(object);
    } else {
      throw from.failed("must be URLs, bytes or base64, and is " + Texts.nameOf(value));
    }
  }

  private void addText(String text) {
    if (text.isEmpty()) {
      return;
    }
    if (text.regionMatches(true, 0, "data:", 0, 5)) {
      int comma = text.indexOf(',');
      if (comma < 0 || !text.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(";base64")) {
        throw from.failed("a data URL must be in base64");
      }
      addBytes(decoded(text.substring(comma + 1)));
    } else if (text.startsWith("//")) {
      images.add(new ListingImage("https:" + Texts.wellFormed(text), null, null));
    } else if (isBase64(text)) {
      addBytes(decoded(text));
    } else {
      // Whatever it is, the image step reports it if it cannot be fetched.
      images.add(new ListingImage(Texts.wellFormed(text), null, null));
    }
  }

  private static boolean isBase64(String text) {
    return text.length() >= MIN_BASE64_CHARS
        && text.length() % 4 != 1
        && !text.contains(":")
        && BASE64.matcher(text).matches();
  }

  private byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
    } catch (IllegalArgumentException malformed) {
      throw from.failed("holds malformed base64");
    }
  }

  private void addBytes(byte[] bytes) {
    if (bytes.length > 0) {
      images.add(new ListingImage(null, ByteBuffer.wrap(bytes), null));
    }
  }

  private void addObject(Map<?, ?> object) {
    if (!object.containsKey("url") && !object.containsKey("bytes")) {
      throw from.failed("an image that is an object must have url or bytes");
    }
    int index = images.size();
    Object bytes = object.get("bytes");
    if (bytes instanceof String base64 && !Texts.isUnavailable(base64)) {
      addBytes(decoded(base64.strip()));
    } else {
      add(bytes);
    }
    if (images.size() == index) {
      add(object.get("url"));
    } else if (object.get("url") instanceof String url && !url.isBlank()) {
      images.get(index).setUrl(Texts.wellFormed(url.strip()));
    }
    if (images.size() > index && object.get("sha256") instanceof String sha256) {
      String hash = sha256.strip().toLowerCase(Locale.ROOT);
      if (!SHA256.matcher(hash).matches()) {
        throw from.failed("sha256 must be 64 hexadecimal digits");
      }
      images.get(index).setSha256(hash);
    }
  }
}
