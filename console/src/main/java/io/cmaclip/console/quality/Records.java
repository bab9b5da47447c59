package io.cmaclip.console.quality;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The records of the partitions that this instance owns. Thread-safe. */
public final class Records {
  private final Map<Integer, Stores> owned = new ConcurrentHashMap<>();

  /** Stores of a partition. */
  record Stores(
      ReadOnlyKeyValueStore<Bytes, byte[]> listings,
      ReadOnlyKeyValueStore<Bytes, byte[]> tallies) {}

  /**
   * What was counted.
   *
   * @param reviewers by name
   * @param precisions one for each task and model
   */
  public record Counted(
      Map<String, ReviewerTally> reviewers, Collection<PrecisionTally> precisions) {}

  void own(int partition, Stores stores) {
    owned.put(partition, stores);
  }

  void disown(int partition, ReadOnlyKeyValueStore<Bytes, byte[]> listings) {
    owned.computeIfPresent(
        partition, (number, stores) -> stores.listings() == listings ? null : stores);
  }

  /**
   * Last answers and decisions of a listing, oldest first; none if its partition belongs to another
   * instance.
   */
  public List<HistoryEvent> history(int partition, Bytes key) {
    Stores stores = owned.get(partition);
    try {
      byte[] found = stores == null ? null : stores.listings().get(key);
      return found == null ? List.of() : StoredJson.decode(found, ListingRecord.class).events();
    } catch (InvalidStateStoreException closing) {
      return List.of();
    }
  }

  /** The sum over the partitions of this instance. */
  public Counted counted() {
    Map<String, ReviewerTally> reviewers = new TreeMap<>();
    Map<String, PrecisionTally> precisions = new TreeMap<>();
    for (Stores stores : owned.values()) {
      try {
        Tallies.addTo(stores.tallies(), reviewers, precisions);
      } catch (InvalidStateStoreException closing) {
        // The partition is on its way to another instance.
      }
    }
    return new Counted(reviewers, precisions.values());
  }
}
