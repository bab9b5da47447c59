package io.cmaclip.streams.events;

import java.util.Objects;

/**
 * How the records of an input topic are read.
 *
 * @param mapping name of a ready mapping or path of a mapping file; null for {@link
 *     EventFormat#PRODUCT_LISTING}
 */
public record InputSettings(EventFormat format, String mapping) {
  public static final InputSettings DEFAULT = new InputSettings(EventFormat.PRODUCT_LISTING, null);

  public InputSettings {
    Objects.requireNonNull(format, "format");
    if ((mapping == null) != (format == EventFormat.PRODUCT_LISTING)) {
      throw new IllegalArgumentException(format + " with mapping " + mapping);
    }
  }
}
