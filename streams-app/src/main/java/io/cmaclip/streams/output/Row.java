package io.cmaclip.streams.output;

import io.cmaclip.schemas.formats.CleanText;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Collects the values of one flat record, as a database accepts them. Owned by one thread. */
final class Row {
  static final String LISTING_ID = "listing_id";

  private final Map<String, Object> values = new HashMap<>();

  /** Puts a text without U+0000 and unpaired surrogates. */
  void text(String column, String text) {
    if (text != null) {
      values.put(column, CleanText.of(text));
    }
  }

  /** Puts a finite number; NaN and infinities are null. */
  void number(String column, double number) {
    if (Double.isFinite(number)) {
      values.put(column, number);
    }
  }

  /** Puts a time; 1970-01-01 means that it is not known. */
  void time(String column, Instant time) {
    if (!time.equals(Instant.EPOCH)) {
      values.put(column, time.toEpochMilli());
    }
  }

  /** Puts a value that needs no check. */
  void put(String column, Object value) {
    values.put(column, value);
  }

  Map<String, Object> values() {
    return values;
  }
}
