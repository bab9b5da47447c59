package io.cmaclip.streams.review;

import java.util.Map;

/**
 * What a listing is worth to the shop, read from a declared attribute.
 *
 * @param attribute name of the attribute; null for the same value for all
 */
public record ListingValue(String attribute) {
  /** All listings have the value 1. */
  public static final ListingValue SAME = new ListingValue(null);

  /** The value; 1 if there is none, or it is no number of at least 0. */
  public double of(Map<String, String> declared) {
    String text = attribute == null ? null : declared.get(attribute);
    if (text == null) {
      return 1;
    }
    try {
      double value = Double.parseDouble(text.strip());
      return value >= 0 && value <= Float.MAX_VALUE ? value : 1;
    } catch (NumberFormatException e) {
      return 1;
    }
  }
}
