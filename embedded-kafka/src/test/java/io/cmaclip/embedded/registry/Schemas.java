package io.cmaclip.embedded.registry;

/** Versions of a small record with known compatibility. */
final class Schemas {
  /** Fields id and title without defaults. */
  static final String BASE =
      record(field("id", "\"string\"", null), field("title", "\"string\"", null));

  /** Adds a field with a default: backward and forward compatible with BASE. */
  static final String WITH_OPTIONAL =
      record(
          field("id", "\"string\"", null),
          field("title", "\"string\"", null),
          field("brand", "\"string\"", "\"\""));

  /** Adds a field without a default: forward compatible only. */
  static final String WITH_REQUIRED =
      record(
          field("id", "\"string\"", null),
          field("title", "\"string\"", null),
          field("brand", "\"string\"", null));

  /** Removes a field without a default: backward compatible only. */
  static final String WITHOUT_TITLE = record(field("id", "\"string\"", null));

  /** Changes a type: incompatible in both directions. */
  static final String OTHER_TYPE =
      record(field("id", "\"long\"", null), field("title", "\"string\"", null));

  private Schemas() {}

  private static String record(String... fields) {
    return "{\"type\":\"record\",\"name\":\"Item\",\"namespace\":\"x\",\"fields\":["
        + String.join(",", fields)
        + "]}";
  }

  private static String field(String name, String type, String fallback) {
    return "{\"name\":\"%s\",\"type\":%s%s}"
        .formatted(name, type, fallback == null ? "" : ",\"default\":" + fallback);
  }
}
