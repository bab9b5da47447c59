package io.cmaclip.streams.review;

import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The {@link Admission} of one task: two entries in memory with a compacted changelog. The cache
 * writes them to the changelog at most once per commit, in the transaction of the outputs. Owned by
 * the stream thread.
 */
public final class AdmissionStore {
  /** Name of the store; the changelog is {@code <application.id>-review-budget-changelog}. */
  public static final String NAME = "review-budget";

  private static final byte[] FILTERS = {0};
  private static final byte[] RECENT = {1};

  private final KeyValueStore<byte[], byte[]> entries;

  private AdmissionStore(KeyValueStore<byte[], byte[]> entries) {
    this.entries = entries;
  }

  /** Adds the store to a topology. */
  public static StoreBuilder<KeyValueStore<byte[], byte[]>> builder() {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(NAME), Serdes.ByteArray(), Serdes.ByteArray())
        .withCachingEnabled()
        .withLoggingEnabled(Map.of());
  }

  /** The store of a task. */
  public static AdmissionStore of(ProcessorContext<?, ?> context) {
    return new AdmissionStore(context.getStateStore(NAME));
  }

  public Admission get() {
    return Admission.decode(entries.get(FILTERS), entries.get(RECENT));
  }

  public void put(Admission admission) {
    entries.put(FILTERS, admission.encode());
    if (admission.isNewItem()) {
      entries.put(RECENT, admission.encodeRecent());
    }
  }
}
