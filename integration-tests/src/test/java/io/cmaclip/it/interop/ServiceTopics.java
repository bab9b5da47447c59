package io.cmaclip.it.interop;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ListingImage;
import io.cmaclip.events.ProductListing;
import io.cmaclip.fixtures.CommittedTopic;
import io.cmaclip.schemas.serde.EventSerdes;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** Produces listings to a running service and reads its answers with the project's serdes. */
record ServiceTopics(String bootstrap, String registry) {
  static final String LISTINGS = "listings";
  static final String ATTRIBUTES = "listing-attributes";
  static final String REVIEW = "listing-review";

  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  static ServiceTopics of(RunningService service) {
    return new ServiceTopics(service.bootstrap(), service.registry());
  }

  /** A listing with title and image in the JSON form of the foreign clients. */
  static String json(String id, String title) throws IOException {
    String image = Base64.getEncoder().encodeToString(image());
    return """
    {"listingId":"%s","title":"%s","description":null,"images":[{"url":null,"bytes":"%s","sha256":null}],"category":null,"declaredAttributes":{},"updatedAt":1767355200123}\
    """
        .formatted(id, title, image);
  }

  /** A listing with title and image. */
  static ProductListing listing(String id, String title) throws IOException {
    return ProductListing.newBuilder()
        .setListingId(id)
        .setTitle(title)
        .setImages(List.of(ListingImage.newBuilder().setBytes(ByteBuffer.wrap(image())).build()))
        .build();
  }

  private static byte[] image() throws IOException {
    BufferedImage image = new BufferedImage(40, 50, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.RED);
    graphics.fillOval(5, 5, 30, 40);
    graphics.dispose();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return png.toByteArray();
  }

  void produce(List<ProductListing> listings) {
    try (EventSerdes serdes = serdes();
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      Serializer<ProductListing> serializer = serdes.serde(ProductListing.class).serializer();
      for (ProductListing listing : listings) {
        producer
            .send(
                new ProducerRecord<>(
                    LISTINGS,
                    listing.getListingId().getBytes(StandardCharsets.UTF_8),
                    serializer.serialize(LISTINGS, listing)))
            .get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("listings were not written", e);
    }
  }

  /** Reads the attributes topic from its beginning until each of these listings is answered. */
  Map<String, ListingAttributes> awaitAnswers(Set<String> ids) {
    Map<String, ListingAttributes> answers = new HashMap<>();
    try (EventSerdes serdes = serdes()) {
      Deserializer<ListingAttributes> deserializer =
          serdes.serde(ListingAttributes.class).deserializer();
      CommittedTopic.read(Map.of("bootstrap.servers", bootstrap), ATTRIBUTES, ids.size(), TIMEOUT)
          .forEach(
              record -> {
                ListingAttributes answer = deserializer.deserialize(ATTRIBUTES, record.value());
                answers.put(answer.getListingId(), answer);
              });
    }
    return answers;
  }

  private EventSerdes serdes() {
    return EventSerdes.create(Map.of("schema.registry.url", registry));
  }
}
