package io.cmaclip.streams.produce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.embedded.broker.BrokerSettings;
import io.cmaclip.embedded.broker.EmbeddedBroker;
import io.cmaclip.embedded.registry.EmbeddedRegistry;
import io.cmaclip.events.ProductListing;
import io.cmaclip.fixtures.CommittedTopic;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.schemas.serde.EventSerdes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ListingProducerTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @Test
  void writesIdImageAndHashButNoLabels() throws Exception {
    byte[] image = {1, 2, 3};
    List<ConsumerRecord<byte[], byte[]>> records;
    ProductListing first;
    ProductListing second;
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(0, null);
        EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.temporary());
        EventSerdes serdes = EventSerdes.create(Map.of("schema.registry.url", registry.url()))) {
      try (Admin admin = Admin.create(client(broker))) {
        admin.createTopics(List.of(new NewTopic("in", 1, (short) 1))).all().get();
      }
      try (ListingProducer producer =
          new ListingProducer(client(broker), serdes, "in", () -> NOW)) {
        producer
            .send(
                new Listing("schlüssel", "Red dress", "a.jpg", image, Map.of("colour", "red")),
                null)
            .get();
        producer.send(new Listing("b", "", null, null, Map.of()), null).get();
      }
      records = CommittedTopic.read(client(broker), "in", 2, Duration.ofSeconds(20));
      var deserializer = serdes.serde(ProductListing.class).deserializer();
      first = deserializer.deserialize("in", records.get(0).value());
      second = deserializer.deserialize("in", records.get(1).value());
    }
    assertThat(records.get(0).key()).isEqualTo("schlüssel".getBytes(UTF_8));
    assertThat(first.getListingId()).isEqualTo("schlüssel");
    assertThat(first.getTitle()).isEqualTo("Red dress");
    assertThat(first.getImages().get(0).getBytes()).isEqualTo(ByteBuffer.wrap(image));
    assertThat(first.getImages().get(0).getSha256())
        .isEqualTo("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81");
    assertThat(first.getDeclaredAttributes()).isEmpty();
    assertThat(first.getUpdatedAt()).isEqualTo(NOW);
    assertThat(second.getImages()).isEmpty();
  }

  private static Map<String, Object> client(EmbeddedBroker broker) {
    return Map.of("bootstrap.servers", broker.bootstrap());
  }
}
