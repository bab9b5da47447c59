package io.cmaclip.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventEvolutionTest {
  private static final List<Schema> CURRENT =
      List.of(
          ProductListing.getClassSchema(),
          ListingAttributes.getClassSchema(),
          ReviewItem.getClassSchema(),
          ReviewDecision.getClassSchema());

  /** Identity fields, which can never be removed. */
  private static final Set<String> IDENTITY_FIELDS =
      Set.of(
          "ProductListing.listingId",
          "ListingAttributes.listingId",
          "TaskAttribute.task",
          "TaskAttribute.label",
          "AlternativeLabel.label",
          "ReviewItem.listing",
          "ReviewItem.attributes",
          "SourceRecord.topic",
          "SourceRecord.partition",
          "SourceRecord.offset",
          "ReviewDecision.listingId",
          "ReviewDecision.task",
          "ReviewDecision.label");

  static Stream<Path> releases() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("released"))) {
      return folders.filter(Files::isDirectory).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("releases")
  void currentAndReleasedSchemasReadEachOther(Path release) throws IOException {
    Map<String, Schema> released = parse(release);
    for (Schema current : CURRENT) {
      Schema old = released.get(current.getFullName());
      assertThat(old).as("%s in %s", current.getName(), release).isNotNull();
      assertReads("backward", current, old);
      assertReads("forward", old, current);
    }
  }

  @Test
  void theFirstReleaseContainsEveryEvent() throws IOException {
    assertThat(releases().map(Path::getFileName).map(Path::toString)).contains("v1");
    assertThat(parse(Path.of("released", "v1")).keySet())
        .containsAll(CURRENT.stream().map(Schema::getFullName).toList());
  }

  @Test
  void everyTypeAndFieldIsDocumented() {
    List<String> undocumented = new ArrayList<>();
    for (Schema type : namedTypes()) {
      if (isBlank(type.getDoc())) {
        undocumented.add(type.getName());
      }
      if (type.getType() == Schema.Type.RECORD) {
        for (Schema.Field field : type.getFields()) {
          if (isBlank(field.doc())) {
            undocumented.add(type.getName() + "." + field.name());
          }
        }
      }
    }
    assertThat(undocumented).isEmpty();
  }

  @Test
  void everyFieldExceptIdentityFieldsHasADefault() {
    Set<String> without = new HashSet<>();
    for (Schema type : namedTypes()) {
      if (type.getType() == Schema.Type.RECORD) {
        for (Schema.Field field : type.getFields()) {
          if (!field.hasDefaultValue()) {
            without.add(type.getName() + "." + field.name());
          }
        }
      }
    }
    assertThat(without).isEqualTo(IDENTITY_FIELDS);
  }

  @Test
  void everyEnumHasADefaultSymbol() {
    assertThat(namedTypes())
        .filteredOn(type -> type.getType() == Schema.Type.ENUM)
        .isNotEmpty()
        .allSatisfy(type -> assertThat(type.getEnumDefault()).isEqualTo("UNKNOWN"));
  }

  private static void assertReads(String direction, Schema reader, Schema writer) {
    SchemaCompatibility.SchemaPairCompatibility pair =
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    assertThat(pair.getType())
        .as("%s of %s: %s", direction, reader.getName(), pair.getResult().getIncompatibilities())
        .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
  }

  private static Map<String, Schema> parse(Path folder) throws IOException {
    SchemaParser parser = new SchemaParser();
    Map<String, Schema> schemas = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".avsc")).toList()) {
        parser.parse(file.toFile());
      }
    }
    parser.getParsedNamedSchemas().forEach(schema -> schemas.put(schema.getFullName(), schema));
    return schemas;
  }

  private static List<Schema> namedTypes() {
    Map<String, Schema> found = new LinkedHashMap<>();
    CURRENT.forEach(schema -> collect(schema, found));
    return List.copyOf(found.values());
  }

  private static void collect(Schema schema, Map<String, Schema> found) {
    switch (schema.getType()) {
      case RECORD -> {
        if (found.putIfAbsent(schema.getFullName(), schema) == null) {
          schema.getFields().forEach(field -> collect(field.schema(), found));
        }
      }
      case ENUM -> found.put(schema.getFullName(), schema);
      case ARRAY -> collect(schema.getElementType(), found);
      case MAP -> collect(schema.getValueType(), found);
      case UNION -> schema.getTypes().forEach(branch -> collect(branch, found));
      default -> {}
    }
  }

  private static boolean isBlank(String doc) {
    return doc == null || doc.isBlank();
  }
}
