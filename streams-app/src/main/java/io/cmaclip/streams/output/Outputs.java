package io.cmaclip.streams.output;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.schemas.formats.JsonRecords;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.topics.TopicNames;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;

/** Serializers of the attributes and review topics, in their formats and shapes. Thread-safe. */
public final class Outputs {
  private final OutputSettings settings;
  private final EventSerdes serdes;
  private final List<FlatSerializer<?>> flat = new ArrayList<>();
  private final Serializer<ListingAttributes> attributes;
  private final Serializer<ReviewItem> review;

  /**
   * Makes the serializers, without a request to the registry.
   *
   * @param serdes not owned
   */
  public Outputs(OutputSettings settings, TopicNames topics, EventSerdes serdes) {
    this.settings = settings;
    this.serdes = serdes;
    this.attributes =
        serializer(
            settings.attributes(),
            topics.attributes(),
            ListingAttributes.class,
            new FlatAttributes());
    this.review =
        serializer(settings.review(), topics.review(), ReviewItem.class, new FlatReview());
  }

  public Serializer<ListingAttributes> attributes() {
    return attributes;
  }

  public Serializer<ReviewItem> review() {
    return review;
  }

  /**
   * Registers the flat schemas with the columns of a bundle's tasks. Without a flat shape it does
   * nothing.
   *
   * @throws org.apache.kafka.common.errors.SerializationException if the columns do not fit the
   *     registered schema or each other, or the registry rejects the schema
   * @throws io.cmaclip.schemas.client.RegistryUnavailableException if the registry does not answer
   */
  public void require(List<String> tasks) {
    List<String> all = new ArrayList<>(tasks);
    settings.formerTasks().stream().filter(task -> !tasks.contains(task)).forEach(all::add);
    flat.forEach(serializer -> serializer.require(all));
  }

  private <T extends SpecificRecord> Serializer<T> serializer(
      OutputSettings.Topic output, String topic, Class<T> type, Projection<T> projection) {
    if (output.shape() == OutputShape.FLAT) {
      FlatSerializer<T> serializer = new FlatSerializer<>(topic, projection, encoder(output));
      flat.add(serializer);
      return serializer;
    }
    if (output.format() == OutputFormat.AVRO) {
      return serdes.serde(type).serializer();
    }
    RecordEncoder encoder = encoder(output);
    return (toTopic, event) -> event == null ? null : encoder.encode(toTopic, event);
  }

  private RecordEncoder encoder(OutputSettings.Topic output) {
    return switch (output.format()) {
      case AVRO -> new AvroEncoder(serdes);
      case PROTOBUF -> new ProtobufEncoder(serdes);
      case JSON -> new JsonEncoder(new JsonRecords(settings.isWithConnectSchema(output)));
    };
  }
}
