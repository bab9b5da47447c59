package io.cmaclip.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cmaclip.embedded.registry.EmbeddedRegistry;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.fixtures.Events;
import io.cmaclip.schemas.serde.EventSerdes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The project's serdes and Confluent's clients read each other's records through the embedded
 * registry.
 */
class ForeignClientTest {
  static final Path LISTING_SCHEMA =
      Path.of("..", "schemas", "src", "main", "avro", "ProductListing.avsc");

  private EmbeddedRegistry registry;
  private EventSerdes serdes;

  @BeforeEach
  void start() throws IOException {
    registry = EmbeddedRegistry.start(0, null);
    serdes = EventSerdes.create(Map.of("schema.registry.url", registry.url()));
  }

  @AfterEach
  void stop() {
    serdes.close();
    registry.close();
  }

  @ParameterizedTest
  @EnumSource
  void readsListingsOfForeignClients(ForeignClient client) throws IOException {
    client.assumeInstalled();
    List<byte[]> records =
        client.write(
            registry.url(),
            "listings",
            LISTING_SCHEMA,
            List.of(
                """
                {"listingId":"7","title":"Été \uD83D\uDC57","description":null,"images":[{"url":null,"bytes":"AQID/w==","sha256":"ab"}],"category":"Dresses","declaredAttributes":{"colour":"red"},"updatedAt":1767355200123}\
                """));
    assertThat(
            serdes
                .serde(ProductListing.class)
                .deserializer()
                .deserialize("listings", records.get(0)))
        .isEqualTo(
            ProductListing.newBuilder()
                .setListingId("7")
                .setTitle("Été \uD83D\uDC57")
                .setImages(
                    List.of(
                        io.cmaclip.events.ListingImage.newBuilder()
                            .setBytes(ByteBuffer.wrap(new byte[] {1, 2, 3, -1}))
                            .setSha256("ab")
                            .build()))
                .setCategory("Dresses")
                .setDeclaredAttributes(Map.of("colour", "red"))
                .setUpdatedAt(Instant.ofEpochMilli(1767355200123L))
                .build());
    // Only the Java schema has a string-type property, so the subject has two compatible versions.
    serdes.serde(ProductListing.class).serializer().serialize("listings", Events.listing());
    assertThat(RegistryView.of(registry).subjects()).isEqualTo("[\"listings-value\"]");
    assertThat(RegistryView.of(registry).newestId()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void foreignClientsReadAllEvents(ForeignClient client) throws IOException {
    client.assumeInstalled();
    List<JsonNode> read =
        client.read(
            registry.url(),
            "events",
            List.of(
                ours(ListingAttributes.class, Events.attributes()),
                ours(ReviewItem.class, Events.reviewItem())));

    JsonNode attributes = read.get(0);
    assertThat(attributes.path("listingId").asText()).isEqualTo("dress-7");
    JsonNode colour = attributes.path("attributes").path(0);
    assertThat(colour.path("label").asText()).isEqualTo("red");
    assertThat(colour.path("confidence").asDouble()).isEqualTo(0.93);
    assertThat(colour.path("accepted").asBoolean()).isTrue();
    assertThat(attributes.path("modalities").path("text").asText()).isEqualTo("MISSING");
    assertThat(attributes.path("processedAt").asLong()).isEqualTo(1767355200123L);

    JsonNode review = read.get(1);
    assertThat(review.path("listing").path("title").asText())
        .isEqualTo(Events.listing().getTitle());
    assertThat(review.path("listing").path("images").path(1).path("bytes").asText())
        .isEqualTo("AQID/w==");
    assertThat(review.path("reasons").path(0).path("code").asText()).isEqualTo("LOW_CONFIDENCE");
    assertThat(review.path("source").toString()).contains("\"offset\":42");
  }

  private <T extends SpecificRecord> byte[] ours(Class<T> type, T event) {
    return serdes.serde(type).serializer().serialize(type.getSimpleName(), event);
  }
}
