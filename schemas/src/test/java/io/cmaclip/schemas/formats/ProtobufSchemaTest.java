package io.cmaclip.schemas.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ReviewItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class ProtobufSchemaTest {
  private static final Path RELEASED = Path.of("released", "v1");

  @Test
  void aFlatRecordBecomesOneMessage() {
    Schema record =
        SchemaBuilder.record("Row")
            .namespace("shop")
            .fields()
            .requiredString("listing_id")
            .optionalDouble("colour_confidence")
            .optionalBoolean("colour_accepted")
            .endRecord();
    assertThat(ProtobufSchema.of(record).text())
        .isEqualTo(
            """
            syntax = "proto3";
            package shop;

            message Row {
              string listing_id = 1;
              optional double colour_confidence = 2;
              optional bool colour_accepted = 3;
            }
            """);
  }

  @Test
  void theContractsKeepTheNumbersAndTypesOfTheirReleasedVersion() throws IOException {
    for (Schema contract :
        List.of(ListingAttributes.getClassSchema(), ReviewItem.getClassSchema())) {
      String released = Files.readString(RELEASED.resolve(contract.getName() + ".proto"));
      String current = ProtobufSchema.of(contract).text();
      assertThat(lines(current)).containsAllEntriesOf(lines(released));
      assertThat(current).startsWith("syntax = \"proto3\";\npackage io.cmaclip.events;\n");
      assertThat(current.indexOf("message "))
          .isEqualTo(current.indexOf("message " + contract.getName()));
    }
  }

  @Test
  void namesOfEnumValuesAreUniqueInTheirPackageAndZeroStandsForUnknown() {
    String text = ProtobufSchema.of(ReviewItem.getClassSchema()).text();
    assertThat(text)
        .contains(
            "  enum ModalityUse {\n    MODALITY_USE_UNKNOWN = 0;\n    MODALITY_USE_USED = 1;\n")
        .contains("  enum ReviewReasonCode {\n    REVIEW_REASON_CODE_UNKNOWN = 0;\n");
  }

  @Test
  void twoContractsOfOnePackageDefineNoTypeTwice() {
    for (Schema contract :
        List.of(ListingAttributes.getClassSchema(), ReviewItem.getClassSchema())) {
      assertThat(ProtobufSchema.of(contract).text().lines())
          .filteredOn(line -> line.startsWith("message ") || line.startsWith("enum "))
          .containsExactly("message " + contract.getName() + " {");
    }
  }

  @Test
  void readsItsOwnFlatTextBackWithTheSameNumbers() {
    String text =
        """
        syntax = "proto3";
        package shop;

        import "google/protobuf/timestamp.proto";

        message Row {
          string listing_id = 1;
          optional google.protobuf.Timestamp processed_at = 4;
          optional int32 image_index = 2;
          optional int64 source_offset = 7;
        }
        """;
    Schema read = FlatProtobuf.read(text).orElseThrow();
    assertThat(read.getFullName()).isEqualTo("shop.Row");
    assertThat(ProtobufSchema.of(read).text()).isEqualTo(text);
  }

  @Test
  void readsACommentedTextAndRefusesWhatIsNotFlat() {
    assertThat(
            FlatProtobuf.read(
                "syntax = \"proto3\"; // a; b\n/* message X { */\nmessage Row { string id = 1"
                    + " [json_name = \"id\"]; }"))
        .hasValueSatisfying(read -> assertThat(read.getName()).isEqualTo("Row"));
    assertThat(FlatProtobuf.read(ProtobufSchema.of(ReviewItem.getClassSchema()).text())).isEmpty();
    assertThat(FlatProtobuf.read("")).isEmpty();
    assertThat(FlatProtobuf.read("message Row { repeated string id = 1; }")).isEmpty();
  }

  @Test
  void refusesTypesThatNoEventHas() {
    Schema numbers =
        SchemaBuilder.record("R")
            .fields()
            .name("a")
            .type()
            .array()
            .items()
            .intType()
            .noDefault()
            .endRecord();
    Schema either =
        SchemaBuilder.record("R")
            .fields()
            .name("a")
            .type()
            .unionOf()
            .intType()
            .and()
            .stringType()
            .endUnion()
            .noDefault()
            .endRecord();
    for (Schema schema : List.of(numbers, either)) {
      assertThatThrownBy(() -> ProtobufSchema.of(schema))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** Type and number by message or enum and name. */
  private static Map<String, String> lines(String text) {
    Map<String, String> found = new HashMap<>();
    Matcher block =
        Pattern.compile("(?:message|enum) (\\w+) \\{\n([^{}]*?)\n(?=\n|\\s*})").matcher(text);
    while (block.find()) {
      for (String line : block.group(2).strip().split(";\\s*")) {
        String[] sides = line.split(" = ");
        int space = sides[0].lastIndexOf(' ');
        found.put(
            block.group(1) + "." + sides[0].substring(space + 1),
            sides[0].substring(0, Math.max(space, 0)) + sides[1]);
      }
    }
    return found;
  }
}
