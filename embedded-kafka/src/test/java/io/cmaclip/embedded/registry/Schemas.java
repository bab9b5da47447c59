package io.cmaclip.embedded.registry;

/** Versions of one small record, and how they get on with each other. */
final class Schemas {
  /** id, title without default. */
  static final String BASE =
      record(field("id", "\"string\"", null), field("title", "\"string\"", null));

  /** A field with a default more: reads BASE and is read by it. */
  static final String WITH_OPTIONAL =
      record(
          field("id", "\"string\"", null),
          field("title", "\"string\"", null),
          field("brand", "\"string\"", "\"\""));

  /** A field without default more: is read by BASE but cannot read it. */
  static final String WITH_REQUIRED =
      record(
          field("id", "\"string\"", null),
          field("title", "\"string\"", null),
          field("brand", "\"string\"", null));

  /** A field fewer that has no default: reads BASE but is not read by it. */
  static final String WITHOUT_TITLE = record(field("id", "\"string\"", null));

  /** Another type: neither. */
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
