package io.cmaclip.console.queue;

import io.cmaclip.events.ReviewItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The items of one partition on disk. Entries are apart from items, because they are read at each
 * start and written by each decision, and items hold images. Guarded by its {@link PartitionQueue}.
 */
final class QueueStore {
  static final String ENTRIES = "queue";
  static final String ITEMS = "queue-items";

  private final KeyValueStore<Bytes, byte[]> entries;
  private final KeyValueStore<Bytes, byte[]> items;

  QueueStore(KeyValueStore<Bytes, byte[]> entries, KeyValueStore<Bytes, byte[]> items) {
    this.entries = entries;
    this.items = items;
  }

  /** Null without one. */
  Entry entry(Bytes key) {
    byte[] stored = entries.get(key);
    return stored == null ? null : EntryCodec.decode(stored);
  }

  /** Null without one. */
  ReviewItem item(Bytes key) {
    byte[] stored = items.get(key);
    try {
      return stored == null ? null : ReviewItem.getDecoder().decode(stored);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void put(Bytes key, ReviewItem item) {
    try {
      // Avro's single-object encoding, which names its schema by a fingerprint.
      ByteBuffer bytes = ReviewItem.getEncoder().encode(item);
      int start = bytes.arrayOffset() + bytes.position();
      items.put(key, Arrays.copyOfRange(bytes.array(), start, start + bytes.remaining()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void put(Bytes key, Entry entry) {
    entries.put(key, EntryCodec.encode(entry));
  }

  void remove(Bytes key) {
    entries.delete(key);
    items.delete(key);
  }

  void forEach(BiConsumer<Bytes, Entry> action) {
    try (KeyValueIterator<Bytes, byte[]> all = entries.all()) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> next = all.next();
        action.accept(next.key, EntryCodec.decode(next.value));
      }
    }
  }
}
