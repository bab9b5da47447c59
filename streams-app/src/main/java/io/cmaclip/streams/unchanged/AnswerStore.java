package io.cmaclip.streams.unchanged;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The last answer of each key of one task: a RocksDB store with a compacted changelog. Written when
 * the outputs of a listing are forwarded, so it is committed with them. Owned by the stream thread.
 */
public final class AnswerStore {
  /** Name of the store; the changelog is {@code <application.id>-answers-changelog}. */
  public static final String NAME = "answers";

  private final KeyValueStore<byte[], byte[]> entries;

  private AnswerStore(KeyValueStore<byte[], byte[]> entries) {
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
  public static AnswerStore of(ProcessorContext<?, ?> context) {
    return new AnswerStore(context.getStateStore(NAME));
  }

  public Optional<Remembered> find(byte[] key) {
    return RememberedCodec.decode(entries.get(key));
  }

  public void put(byte[] key, Remembered entry) {
    entries.put(key, RememberedCodec.encode(entry));
  }

  public void remove(byte[] key) {
    entries.delete(key);
  }
}
