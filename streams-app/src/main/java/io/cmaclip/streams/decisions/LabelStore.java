package io.cmaclip.streams.decisions;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The last answer of each key of one task, with the labels that reviewers have set: a RocksDB store
 * with a compacted changelog. Written when outputs are forwarded, so it is committed with them.
 * Owned by the stream thread.
 */
public final class LabelStore {
  /** Name of the store; the changelog is {@code <application.id>-labels-changelog}. */
  public static final String NAME = "labels";

  private final KeyValueStore<byte[], byte[]> entries;

  private LabelStore(KeyValueStore<byte[], byte[]> entries) {
    this.entries = entries;
  }

  /** Adds the store to a topology. */
  public static StoreBuilder<KeyValueStore<byte[], byte[]>> builder() {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(NAME), Serdes.ByteArray(), Serdes.ByteArray())
        .withCachingDisabled()
        .withLoggingEnabled(Map.of());
  }

  /** The store of a task. */
  public static LabelStore of(ProcessorContext<?, ?> context) {
    return new LabelStore(context.getStateStore(NAME));
  }

  /** The entry of a key; empty if no answer of the key was written, or the listing was deleted. */
  public Optional<LabelledListing> find(byte[] key) {
    return Optional.ofNullable(entries.get(key)).map(LabelledListingCodec::decode);
  }

  public void put(byte[] key, LabelledListing entry) {
    entries.put(key, LabelledListingCodec.encode(entry));
  }

  public void remove(byte[] key) {
    entries.delete(key);
  }
}
