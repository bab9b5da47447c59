package io.cmaclip.console.queue;

import io.cmaclip.console.quality.Records;
import io.cmaclip.console.quality.RecordsProcessor;
import io.cmaclip.console.queue.QueueProcessor.Readers;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.schemas.serde.EventSerdes;
import java.time.Clock;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.BytesDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Builds the queue's topology: three topics, the processors of the queue and of the records, their
 * stores.
 */
final class QueueTopology {
  private static final String SOURCE = "inputs";
  private static final String PROCESSOR = "queue-processor";
  private static final String RECORDS = "records-processor";

  private QueueTopology() {}

  static Topology build(
      QueueSettings settings,
      EventSerdes serdes,
      DecisionLog.Opener logs,
      ReviewQueue review,
      Records records,
      Clock clock) {
    Readers readers =
        new Readers(
            serdes.serde(ReviewItem.class).deserializer(),
            serdes.serde(ListingAttributes.class).deserializer(),
            serdes.serde(ReviewDecision.class).deserializer());
    QueueSettings.Topics topics = settings.topics();
    return new Topology()
        .addSource(
            AutoOffsetReset.earliest(),
            SOURCE,
            new BytesDeserializer(),
            new ByteArrayDeserializer(),
            topics.review(),
            topics.attributes(),
            topics.decisions())
        .addProcessor(
            PROCESSOR, () -> new QueueProcessor(settings, readers, logs, review, clock), SOURCE)
        .addProcessor(
            RECORDS, () -> new RecordsProcessor(new TopicInputs(topics, readers), records), SOURCE)
        .addStateStore(store(RecordsProcessor.LISTINGS), RECORDS)
        .addStateStore(store(RecordsProcessor.TALLIES), RECORDS)
        .addStateStore(store(QueueStore.ENTRIES), PROCESSOR)
        .addStateStore(store(QueueStore.ITEMS), PROCESSOR)
        .addStateStore(store(QueueProcessor.ACCOUNTS), PROCESSOR);
  }

  private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
        .withCachingDisabled();
  }
}
