package io.cmaclip.console.queue;

import io.cmaclip.events.ReviewDecision;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.common.utils.Bytes;

/**
 * The items of one owned partition in memory, ordered by priority, with their leases. It is never
 * behind the decisions topic: decisions are applied when they are written. Thread-safe: the stream
 * thread changes items, request threads lease and decide.
 */
final class PartitionQueue {
  /** Decided items per reviewer that can be undone. */
  static final int HISTORY = 100;

  private record Lease(String id, String reviewer, long until) {}

  private record Position(double priority, long arrivedAt, Bytes key) {
    static final Comparator<Position> ORDER =
        Comparator.comparingDouble(Position::priority)
            .reversed()
            .thenComparingLong(Position::arrivedAt)
            .thenComparing(Position::key);
  }

  private final int partition;
  private final Duration lease;
  private final Clock clock;
  private final Map<Bytes, Entry> entries = new HashMap<>();
  private final TreeSet<Position> order = new TreeSet<>(Position.ORDER);
  private final Map<Bytes, Lease> leases = new HashMap<>();
  private final Set<Bytes> claimed = new HashSet<>();
  private final Map<String, Set<Bytes>> skipped = new HashMap<>();
  private QueueCounts counts = QueueCounts.NONE;

  PartitionQueue(int partition, Duration lease, Clock clock) {
    this.partition = partition;
    this.lease = lease;
    this.clock = clock;
  }

  synchronized Entry entry(Bytes key) {
    return entries.get(key);
  }

  /** Puts an entry in place of the former one. */
  synchronized void put(Bytes key, Entry entry) {
    remove(key);
    entries.put(key, entry);
    if (entry.isWaiting()) {
      order.add(position(key, entry));
    }
  }

  synchronized void remove(Bytes key) {
    Entry former = entries.remove(key);
    if (former != null) {
      order.remove(position(key, former));
    }
    leases.remove(key);
    skipped.values().forEach(keys -> keys.remove(key));
  }

  /** Applies a decision; returns the entry then, null without one. */
  synchronized Entry apply(Bytes key, ReviewDecision decision) {
    Entry entry = entries.get(key);
    if (entry == null) {
      return null;
    }
    Entry next = entry.after(decision);
    if (!next.equals(entry)) {
      boolean moves = next.isWaiting() != entry.isWaiting();
      entries.put(key, next);
      if (moves) {
        put(key, next);
      }
    }
    return next;
  }

  /** The first items in order that are free for the reviewer; those that were skipped come last. */
  synchronized List<Candidate> candidates(String reviewer, ItemFilter filter, int count) {
    long now = clock.millis();
    leases.values().removeIf(held -> held.until() <= now);
    Set<Bytes> last = skipped.getOrDefault(reviewer, Set.of());
    List<Candidate> first = new ArrayList<>();
    List<Candidate> later = new ArrayList<>();
    for (Position position : order) {
      Bytes key = position.key();
      if (first.size() == count) {
        break;
      }
      if (!leases.containsKey(key)
          && !claimed.contains(key)
          && filter.matches(entries.get(key).item())) {
        boolean isSkipped = last.contains(key);
        (isSkipped ? later : first)
            .add(new Candidate(this, key, position.priority(), position.arrivedAt(), isSkipped));
      }
    }
    first.addAll(later);
    return first.size() > count ? first.subList(0, count) : first;
  }

  /** A free item. */
  record Candidate(
      PartitionQueue queue, Bytes key, double priority, long arrivedAt, boolean isSkipped) {
    static final Comparator<Candidate> ORDER =
        Comparator.comparing(Candidate::isSkipped)
            .thenComparing(Comparator.comparingDouble(Candidate::priority).reversed())
            .thenComparingLong(Candidate::arrivedAt);
  }

  /** Leases an item; null if it is no longer free. */
  synchronized LeasedItem lease(Bytes key, String reviewer) {
    Entry entry = entries.get(key);
    if (entry == null || !entry.isWaiting() || claimed.contains(key) || isHeld(key)) {
      return null;
    }
    Lease held = new Lease(UUID.randomUUID().toString(), reviewer, until());
    leases.put(key, held);
    return new LeasedItem(
        new ItemId(partition, key).text(), held.id(), entry.version(), entry.item());
  }

  /** Extends a lease; false if it has ended and another reviewer has the item. */
  synchronized boolean renew(Bytes key, String leaseId, String reviewer) {
    Lease held = leases.get(key);
    Entry entry = entries.get(key);
    if (entry == null || !entry.isWaiting() || (isHeld(key) && !held.id().equals(leaseId))) {
      return false;
    }
    leases.put(key, new Lease(leaseId, reviewer, until()));
    return true;
  }

  /** Frees an item; {@code isSkipped} if the reviewer does not want it now. */
  synchronized void release(Bytes key, String leaseId, boolean isSkipped) {
    Lease held = leases.get(key);
    if (held != null && held.id().equals(leaseId)) {
      leases.remove(key);
      if (isSkipped) {
        skipped.computeIfAbsent(held.reviewer(), name -> new HashSet<>()).add(key);
      }
    }
  }

  /**
   * Reserves an item for the writer of decisions. {@link #release(Bytes)} ends it.
   *
   * @return the entry; null if these decisions were written before
   * @throws RefusedException if another was first, or the item has changed
   */
  synchronized Entry claim(Bytes key, Submission submission, String reviewer) {
    Entry entry = entries.get(key);
    if (entry == null || !entry.version().equals(submission.version())) {
      throw new RefusedException("This item has left the queue: the listing has changed.");
    }
    if (!entry.isWaiting()) {
      if (entry.verdict().leaseId().equals(submission.leaseId())) {
        return null;
      }
      throw new RefusedException(entry.verdict().reviewer() + " was first to decide this item.");
    }
    Lease held = leases.get(key);
    if (claimed.contains(key) || (isHeld(key) && !held.id().equals(submission.leaseId()))) {
      String who = held == null ? "Another reviewer" : held.reviewer();
      throw new RefusedException(who + " is working on this item.");
    }
    leases.put(key, new Lease(submission.leaseId(), reviewer, until()));
    claimed.add(key);
    return entry;
  }

  /** Ends the claim of a writer. */
  synchronized void release(Bytes key) {
    claimed.remove(key);
  }

  /** Reserves a decided item for the writer of an undo; false if another writer has it. */
  synchronized boolean claimDecided(Bytes key) {
    Entry entry = entries.get(key);
    return entry != null && !entry.isWaiting() && claimed.add(key);
  }

  /** The reviewer's latest decided item; null without one. */
  synchronized Bytes latestOf(String reviewer) {
    return decidedBy(reviewer).stream()
        .max(Comparator.comparingLong(key -> entries.get(key).verdict().decidedAt()))
        .orElse(null);
  }

  /** The reviewer's decided items beyond the history, oldest first. */
  synchronized List<Bytes> surplusOf(String reviewer) {
    List<Bytes> keys = decidedBy(reviewer);
    keys.sort(Comparator.comparingLong(key -> entries.get(key).verdict().decidedAt()));
    return keys.subList(0, Math.max(0, keys.size() - HISTORY));
  }

  private List<Bytes> decidedBy(String reviewer) {
    List<Bytes> keys = new ArrayList<>();
    entries.forEach(
        (key, entry) -> {
          if (!entry.isWaiting() && entry.verdict().reviewer().equals(reviewer)) {
            keys.add(key);
          }
        });
    return keys;
  }

  /** Items that wait since before {@code millis} and that nobody works on. */
  synchronized List<Bytes> waitingSince(long millis) {
    return order.stream()
        .filter(position -> position.arrivedAt() < millis)
        .map(Position::key)
        .filter(key -> !isHeld(key) && !claimed.contains(key))
        .toList();
  }

  /** When the oldest waiting item came; {@code Long.MAX_VALUE} without one. */
  synchronized long oldest() {
    return order.stream().mapToLong(Position::arrivedAt).min().orElse(Long.MAX_VALUE);
  }

  /** Adds the waiting items to counts by reason and age. */
  synchronized void addAges(ReasonAges.Counter ages) {
    for (Position position : order) {
      entries
          .get(position.key())
          .item()
          .getReasons()
          .forEach(reason -> ages.add(reason.getCode().name(), position.arrivedAt()));
    }
  }

  synchronized int waiting() {
    return order.size();
  }

  /** Classes by task that proposals and alternatives of this partition name. */
  synchronized void addLabels(Map<String, Set<String>> labels) {
    for (Entry entry : entries.values()) {
      for (var attribute : entry.item().getAttributes().getAttributes()) {
        Set<String> known = labels.computeIfAbsent(attribute.getTask(), task -> new TreeSet<>());
        known.add(attribute.getLabel());
        attribute.getAlternatives().forEach(other -> known.add(other.getLabel()));
      }
    }
  }

  synchronized void counts(QueueCounts now) {
    counts = now;
  }

  /** Accounts as of the last record that was read. */
  synchronized QueueCounts counts() {
    return counts;
  }

  private boolean isHeld(Bytes key) {
    Lease held = leases.get(key);
    return held != null && held.until() > clock.millis();
  }

  private long until() {
    return clock.millis() + lease.toMillis();
  }

  private static Position position(Bytes key, Entry entry) {
    return new Position(entry.item().getPriority(), entry.arrivedAt(), key);
  }
}
