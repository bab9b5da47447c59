package io.cmaclip.schemas.formats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.events.LabelSource;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ListingNoise;
import io.cmaclip.events.Modalities;
import io.cmaclip.events.ModalityUse;
import io.cmaclip.events.ModelStamp;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.TaskAttribute;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.IndexedRecord;
import org.junit.jupiter.api.Test;

class JsonRecordsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123Z");

  @Test
  void writesListsRecordsEnumsTimesAndNullableFields() throws IOException {
    JsonNode json = written(new JsonRecords(false), attributes(0.93));
    assertThat(json.path("listingId").asText()).isEqualTo("dress-7");
    assertThat(json.path("listingUpdatedAt").asLong()).isEqualTo(NOON.toEpochMilli());
    assertThat(json.at("/attributes/0/confidence").asDouble()).isEqualTo(0.93);
    assertThat(json.at("/modalities/image").asText()).isEqualTo("USED");
    assertThat(json.at("/modalities/imageIndex").isNull()).isTrue();
  }

  @Test
  void writesBytesInBase64AndMapsAsObjects() throws IOException {
    ProductListing listing =
        new ProductListing(
            "a",
            "",
            null,
            List.of(new ListingImage(null, ByteBuffer.wrap(new byte[] {1, 2, -1}), null)),
            null,
            Map.of("col\u0000our", "r\u0000d"),
            NOON);
    JsonNode json = written(new JsonRecords(false), listing);
    assertThat(json.at("/images/0/bytes").asText()).isEqualTo("AQL/");
    assertThat(json.at("/declaredAttributes/col\uFFFDour").asText()).isEqualTo("r\uFFFDd");
  }

  @Test
  void writesNaNAndInfinityAsNullInFieldsThatConnectTakesAsOptional() throws IOException {
    for (double odd :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      JsonNode json = written(new JsonRecords(true), attributes(odd));
      assertThat(json.at("/payload/attributes/0/confidence").isNull()).isTrue();
      JsonNode schema = field(field(json.path("schema"), "attributes").path("items"), "confidence");
      assertThat(schema.path("type").asText()).isEqualTo("double");
      assertThat(schema.path("optional").asBoolean()).isTrue();
    }
  }

  @Test
  void carriesConnectsSchemaOfEveryField() throws IOException {
    JsonNode json = written(new JsonRecords(true), attributes(0.5));
    JsonNode schema = json.path("schema");
    assertThat(schema.path("type").asText()).isEqualTo("struct");
    assertThat(schema.path("name").asText()).isEqualTo("io.cmaclip.events.ListingAttributes");
    assertThat(schema.path("optional").asBoolean(true)).isFalse();
    assertThat(field(schema, "listingId").toString())
        .isEqualTo("{\"type\":\"string\",\"optional\":false,\"field\":\"listingId\"}");
    assertThat(field(schema, "processedAt").path("name").asText())
        .isEqualTo("org.apache.kafka.connect.data.Timestamp");
    assertThat(field(field(schema, "modalities"), "imageIndex").path("optional").asBoolean())
        .isTrue();
    assertThat(json.path("payload").path("listingId").asText()).isEqualTo("dress-7");
  }

  @Test
  void replacesTextsThatJsonWritersOrDatabasesRefuse() throws IOException {
    ListingAttributes event = attributes(0.5);
    event.setListingId("a\u0000\uD83D");
    assertThat(written(new JsonRecords(false), event).path("listingId").asText())
        .isEqualTo("a\uFFFD\uFFFD");
  }

  private static ListingAttributes attributes(double confidence) {
    return new ListingAttributes(
        "dress-7",
        NOON,
        List.of(
            new TaskAttribute(
                "colour", "red", confidence, true, 0.8, 0.2, List.of(), LabelSource.MODEL, null)),
        new Modalities(ModalityUse.USED, ModalityUse.MISSING, null),
        new ListingNoise(0.0, 0.0, 0.0),
        new ModelStamp("garments", "1", "cd"),
        NOON,
        "",
        false);
  }

  private static JsonNode written(JsonRecords records, IndexedRecord event) throws IOException {
    return JSON.readTree(new String(records.write(event), UTF_8));
  }

  private static JsonNode field(JsonNode struct, String name) {
    for (JsonNode field : struct.path("fields")) {
      if (field.path("field").asText().equals(name)) {
        return field;
      }
    }
    throw new AssertionError("no field " + name + " in " + struct);
  }
}
