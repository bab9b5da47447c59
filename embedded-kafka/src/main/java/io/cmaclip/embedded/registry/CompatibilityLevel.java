package io.cmaclip.embedded.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityResult;

/** Confluent's compatibility levels. */
enum CompatibilityLevel {
  NONE(false, false, false),
  BACKWARD(true, false, false),
  BACKWARD_TRANSITIVE(true, false, true),
  FORWARD(false, true, false),
  FORWARD_TRANSITIVE(false, true, true),
  FULL(true, true, false),
  FULL_TRANSITIVE(true, true, true);

  private final boolean readsEarlier;
  private final boolean readByEarlier;
  private final boolean transitive;

  CompatibilityLevel(boolean readsEarlier, boolean readByEarlier, boolean transitive) {
    this.readsEarlier = readsEarlier;
    this.readByEarlier = readByEarlier;
    this.transitive = transitive;
  }

  static CompatibilityLevel named(String name) {
    try {
      return valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw ApiException.invalidLevel();
    }
  }

  /**
   * Incompatibilities of the candidate; empty if it is compatible.
   *
   * @param earlier live versions, oldest first
   */
  List<String> incompatibilities(Schema candidate, List<Schema> earlier) {
    int first = transitive || earlier.isEmpty() ? 0 : earlier.size() - 1;
    List<String> incompatibilities = new ArrayList<>();
    for (Schema old : earlier.subList(first, earlier.size())) {
      if (readsEarlier) {
        check("new", candidate, "old", old, incompatibilities);
      }
      if (readByEarlier) {
        check("old", old, "new", candidate, incompatibilities);
      }
    }
    return incompatibilities;
  }

  private static void check(
      String readerName, Schema reader, String writerName, Schema writer, List<String> into) {
    SchemaCompatibilityResult result =
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
    result
        .getIncompatibilities()
        .forEach(
            incompatibility ->
                into.add(
                    "the %s schema cannot read the %s one: %s at %s (%s)"
                        .formatted(
                            readerName,
                            writerName,
                            incompatibility.getType(),
                            incompatibility.getLocation(),
                            incompatibility.getMessage())));
  }
}
