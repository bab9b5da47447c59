package io.cmaclip.console.queue;

import io.cmaclip.console.quality.Testing;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;
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
import java.util.function.Predicate;
import org.apache.kafka.common.utils.Bytes;

/**
 * The items of one owned partition, ordered by priority, with their leases. The heap holds what
 * orders and filters the waiting items; the rest is read from the store. It is never behind the
 * decisions topic: decisions are applied when they are written. Thread-safe: the stream thread
 * changes items, request threads lease and decide.
 */
final class PartitionQueue {
  /** Decided items per reviewer that can be undone. */
  static final int HISTORY = 100;

  private record Lease(String id, String reviewer, long until, boolean isKnown) {}

  /** What a reviewer can take back: decisions, or an opinion. */
  record Undoable(Bytes key, Verdict verdict) {}

  /** An item that is reserved for the writer of decisions. */
  record Claim(ReviewItem item, Entry entry) {}

  /** A waiting item in the heap. */
  private static final class Waiting {
    static final Comparator<Waiting> BY_PRIORITY =
        Comparator.<Waiting>comparingDouble(item -> item.priority)
            .reversed()
            .thenComparingLong(item -> item.arrivedAt)
            .thenComparing(item -> item.key);
    static final Comparator<Waiting> BY_ARRIVAL =
        Comparator.<Waiting>comparingLong(item -> item.arrivedAt).thenComparing(item -> item.key);

    final double priority;
    final long arrivedAt;
    final Bytes key;
    final int[] facets;

    Waiting(Bytes key, Entry entry, int[] facets) {
      this.priority = entry.facts().priority();
      this.arrivedAt = entry.arrivedAt();
      this.key = key;
      this.facets = facets;
    }
  }

  private final int partition;
  private final QueueStore store;
  private final Duration lease;
  private final Testing testing;
  private final Clock clock;
  private final TreeSet<Waiting> order = new TreeSet<>(Waiting.BY_PRIORITY);
  private final TreeSet<Waiting> arrivals = new TreeSet<>(Waiting.BY_ARRIVAL);
  private final Facets facets = new Facets();
  private final Map<Bytes, Verdict> decided = new HashMap<>();
  private final Map<Bytes, List<Verdict>> opinions = new HashMap<>();
  // Entries with decisions that were written, but not read yet.
  private final Map<Bytes, Entry> ahead = new HashMap<>();
  private final Map<Bytes, Lease> leases = new HashMap<>();
  private final Set<Bytes> claimed = new HashSet<>();
  private final Map<String, Set<Bytes>> skipped = new HashMap<>();
  private final Pace pace = new Pace();
  private QueueCounts counts = QueueCounts.NONE;
  private Map<String, Long> decidedBy = Map.of();
  private boolean isClosed;

  /** Reads the waiting items of the store into the heap. */
  PartitionQueue(int partition, QueueStore store, Duration lease, Testing testing, Clock clock) {
    this.partition = partition;
    this.store = store;
    this.lease = lease;
    this.testing = testing;
    this.clock = clock;
    store.forEach(this::enter);
  }

  /** The entry with all decisions that were written; null without one. */
  synchronized Entry entry(Bytes key) {
    checkOpen();
    Entry changed = ahead.get(key);
    return changed == null ? store.entry(key) : changed;
  }

  /** The entry with the decisions that were read; null without one. */
  synchronized Entry stored(Bytes key) {
    return store.entry(key);
  }

  /** The item of an entry, not to be changed; null without one. */
  synchronized ReviewItem item(Bytes key) {
    checkOpen();
    return store.item(key);
  }

  /** Adds an item that waits. */
  synchronized void add(Bytes key, ReviewItem item, Entry entry) {
    store.put(key, item);
    store.put(key, entry);
    enter(key, entry);
  }

  synchronized void remove(Bytes key) {
    Entry former = entry(key);
    if (former != null) {
      leave(key, former);
      store.remove(key);
      ahead.remove(key);
    }
  }

  private void enter(Bytes key, Entry entry) {
    remember(key, entry.opinions());
    int[] numbers = facets.numbers(entry.facts().facets());
    if (entry.isWaiting()) {
      Waiting waiting = new Waiting(key, entry, numbers);
      order.add(waiting);
      arrivals.add(waiting);
    } else {
      decided.put(key, entry.verdict());
      pace.decided(entry.verdict().reviewer(), entry.verdict().decidedAt());
    }
  }

  private void remember(Bytes key, List<Verdict> given) {
    if (given.isEmpty()) {
      opinions.remove(key);
    } else {
      opinions.put(key, given);
    }
  }

  private void leave(Bytes key, Entry entry) {
    opinions.remove(key);
    if (entry.isWaiting()) {
      Waiting waiting = new Waiting(key, entry, null);
      order.remove(waiting);
      arrivals.remove(waiting);
    } else {
      decided.remove(key);
    }
    leases.remove(key);
    skipped.values().forEach(keys -> keys.remove(key));
  }

  /** Applies a decision that was written; returns the entry then, null without one. */
  synchronized Entry apply(Bytes key, ReviewDecision decision) {
    Entry entry = entry(key);
    if (entry == null) {
      return null;
    }
    Entry next = entry.after(decision);
    if (!next.equals(entry)) {
      ahead.put(key, next);
      if (next.isWaiting() != entry.isWaiting()) {
        leave(key, entry);
        enter(key, next);
        if (next.isWaiting()) {
          pace.undone(entry.verdict().reviewer(), entry.verdict().decidedAt());
        }
      } else if (!next.isWaiting()) {
        decided.put(key, next.verdict());
      }
      if (!next.opinions().equals(entry.opinions())) {
        remember(key, next.opinions());
        leases.remove(key);
      }
    }
    return next;
  }

  /** Applies a decision that was read, and stores the entry; null without one. */
  synchronized Entry applyRead(Bytes key, ReviewDecision decision) {
    Entry next = apply(key, decision);
    if (next != null) {
      store.put(key, next);
      ahead.remove(key);
    }
    return next;
  }

  /** The first items in order that are free for the reviewer; those that were skipped come last. */
  synchronized List<Candidate> candidates(String reviewer, ItemFilter filter, int count) {
    long now = clock.millis();
    leases.values().removeIf(held -> held.until() <= now);
    Set<Bytes> last = skipped.getOrDefault(reviewer, Set.of());
    Predicate<int[]> isWanted = facets.matching(filter);
    List<Candidate> first = new ArrayList<>();
    List<Candidate> later = new ArrayList<>();
    for (Waiting item : order) {
      if (first.size() == count) {
        break;
      }
      if (!leases.containsKey(item.key)
          && !claimed.contains(item.key)
          && mayDecide(item.key, reviewer)
          && isWanted.test(item.facets)) {
        boolean isSkipped = last.contains(item.key);
        (isSkipped ? later : first)
            .add(new Candidate(this, item.key, item.priority, item.arrivedAt, isSkipped));
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

  /** Two reviewers give one opinion each; if these differ, a lead decides. */
  private boolean mayDecide(Bytes key, String reviewer) {
    List<Verdict> given = opinions.getOrDefault(key, List.of());
    return testing.isLead(reviewer)
        || (given.size() < 2 && given.stream().noneMatch(one -> one.reviewer().equals(reviewer)));
  }

  /** Leases an item that waits, or whose answer is known; null if it is not free. */
  synchronized LeasedItem lease(Bytes key, String reviewer) {
    Entry entry = isClosed ? null : entry(key);
    if (entry == null || claimed.contains(key) || isHeld(key)) {
      return null;
    }
    boolean isKnown = !entry.isWaiting();
    if (isKnown ? !isKnownFor(key, reviewer) : !mayDecide(key, reviewer)) {
      return null;
    }
    Lease held = new Lease(UUID.randomUUID().toString(), reviewer, until(), isKnown);
    leases.put(key, held);
    String version = entry.facts().version();
    return new LeasedItem(
        new ItemId(partition, key).text(),
        held.id(),
        version,
        store.item(key),
        isKnown,
        testing.isBlind(reviewer, key, version),
        isKnown || !testing.isLead(reviewer) ? List.of() : shown(entry.opinions()));
  }

  private static List<Opinion> shown(List<Verdict> opinions) {
    return opinions.stream().map(one -> new Opinion(one.reviewer(), one.labels())).toList();
  }

  /** Items that a lead decided and the reviewer has not seen. */
  synchronized List<Bytes> knownFor(String reviewer, ItemFilter filter) {
    if (isClosed || testing.isLead(reviewer)) {
      return List.of();
    }
    Predicate<int[]> isWanted = facets.matching(filter);
    return decided.keySet().stream()
        .filter(key -> !isHeld(key) && !claimed.contains(key) && isKnownFor(key, reviewer))
        .filter(key -> isWanted.test(facets.numbers(entry(key).facts().facets())))
        .toList();
  }

  private boolean isKnownFor(Bytes key, String reviewer) {
    return testing.isLead(decided.get(key).reviewer())
        && !testing.isLead(reviewer)
        && opinions.getOrDefault(key, List.of()).stream()
            .noneMatch(one -> one.reviewer().equals(reviewer));
  }

  /** Extends a lease; false if it has ended and another reviewer has the item. */
  synchronized boolean renew(Bytes key, String leaseId, String reviewer) {
    Lease held = leases.get(key);
    Entry entry = isClosed ? null : entry(key);
    boolean isMine = held != null && held.id().equals(leaseId);
    if (entry == null
        || (isHeld(key) && !isMine)
        || !(entry.isWaiting() ? mayDecide(key, reviewer) : isMine && held.isKnown())) {
      return false;
    }
    leases.put(key, new Lease(leaseId, reviewer, until(), !entry.isWaiting()));
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
   * @return null if these decisions were written before
   * @throws RefusedException if another was first, or the item has changed
   */
  synchronized Claim claim(Bytes key, Submission submission, String reviewer) {
    Entry entry = entry(key);
    if (entry == null || !entry.facts().version().equals(submission.version())) {
      throw new RefusedException("This item has left the queue: the listing has changed.");
    }
    Lease held = leases.get(key);
    boolean isMine = held != null && held.id().equals(submission.leaseId());
    boolean isRepeated =
        entry.opinions().stream().anyMatch(one -> one.leaseId().equals(submission.leaseId()));
    if (isRepeated) {
      return null;
    }
    if (!entry.isWaiting() && !(isMine && held.isKnown())) {
      if (entry.verdict().leaseId().equals(submission.leaseId())) {
        return null;
      }
      throw new RefusedException(entry.verdict().reviewer() + " was first to decide this item.");
    }
    if (entry.isWaiting() && !mayDecide(key, reviewer)) {
      throw new RefusedException("Another person decides this item: it needs a second opinion.");
    }
    if (claimed.contains(key) || (isHeld(key) && !isMine)) {
      String who = held == null ? "Another reviewer" : held.reviewer();
      throw new RefusedException(who + " is working on this item.");
    }
    leases.put(key, new Lease(submission.leaseId(), reviewer, until(), !entry.isWaiting()));
    claimed.add(key);
    return new Claim(store.item(key), entry);
  }

  /** Ends the claim of a writer. */
  synchronized void release(Bytes key) {
    claimed.remove(key);
  }

  /** Reserves an item for the writer of an undo; false if that is no longer to be undone. */
  synchronized boolean claim(Undoable undoable) {
    boolean isInForce =
        undoable.verdict().equals(decided.get(undoable.key()))
            || opinions.getOrDefault(undoable.key(), List.of()).contains(undoable.verdict());
    return isInForce && claimed.add(undoable.key());
  }

  /** The reviewer's latest decisions or opinion; null without any. */
  synchronized Undoable latestOf(String reviewer) {
    List<Undoable> all = new ArrayList<>();
    decidedKeys(reviewer).forEach(key -> all.add(new Undoable(key, decided.get(key))));
    opinions.forEach(
        (key, given) -> {
          Verdict end = decided.get(key);
          for (Verdict one : given) {
            // An opinion that led to the decision is part of it.
            boolean isOpen = end == null || end.decidedAt() <= one.decidedAt();
            if (isOpen && one.reviewer().equals(reviewer)) {
              all.add(new Undoable(key, one));
            }
          }
        });
    return all.stream()
        .max(Comparator.comparingLong(one -> one.verdict().decidedAt()))
        .orElse(null);
  }

  /** The reviewer's decided items beyond the history, oldest first. */
  synchronized List<Bytes> surplusOf(String reviewer) {
    List<Bytes> keys = decidedKeys(reviewer);
    keys.sort(Comparator.comparingLong(key -> decided.get(key).decidedAt()));
    return keys.subList(0, Math.max(0, keys.size() - HISTORY));
  }

  private List<Bytes> decidedKeys(String reviewer) {
    List<Bytes> keys = new ArrayList<>();
    decided.forEach(
        (key, verdict) -> {
          if (verdict.reviewer().equals(reviewer)) {
            keys.add(key);
          }
        });
    return keys;
  }

  /** Items that wait since before {@code millis} and that nobody works on. */
  synchronized List<Bytes> waitingSince(long millis) {
    List<Bytes> old = new ArrayList<>();
    for (Waiting item : arrivals) {
      if (item.arrivedAt >= millis) {
        break;
      }
      if (!isHeld(item.key) && !claimed.contains(item.key)) {
        old.add(item.key);
      }
    }
    return old;
  }

  /** When the oldest waiting item came; {@code Long.MAX_VALUE} without one. */
  synchronized long oldest() {
    return arrivals.isEmpty() ? Long.MAX_VALUE : arrivals.first().arrivedAt;
  }

  synchronized int waiting() {
    return order.size();
  }

  /** Adds the waiting items to counts by reason and age. */
  synchronized void addAges(ReasonAges.Counter ages) {
    Map<Integer, String> reasons = facets.reasons();
    for (Waiting item : arrivals) {
      for (int facet : item.facets) {
        String reason = reasons.get(facet);
        if (reason != null) {
          ages.add(reason, item.arrivedAt);
        }
      }
    }
  }

  /** Waiting items that nobody works on. */
  synchronized int free() {
    return order.size() - (int) leases.keySet().stream().filter(this::isHeld).count();
  }

  /** Classes by task that proposals and alternatives of this partition name. */
  synchronized void addLabels(Map<String, Set<String>> labels) {
    facets.addLabels(labels);
  }

  /** Adds the times of the last hour's decisions of a reviewer, or of all if null. */
  synchronized void addTimes(List<Long> times, String reviewer) {
    pace.addTo(times, reviewer, clock.millis());
  }

  /** Accounts as of the last record that was read, in total and by reviewer. */
  synchronized void counts(QueueCounts now, Map<String, Long> byReviewer) {
    counts = now;
    decidedBy = Map.copyOf(byReviewer);
  }

  synchronized QueueCounts counts() {
    return counts;
  }

  /** Items that the reviewer decided, of those that were read. */
  synchronized long decidedBy(String reviewer) {
    return decidedBy.getOrDefault(reviewer, 0L);
  }

  /** Ends all reads of the store, which is closed next. */
  synchronized void close() {
    isClosed = true;
  }

  private void checkOpen() {
    if (isClosed) {
      throw RefusedException.otherOwner();
    }
  }

  private boolean isHeld(Bytes key) {
    Lease held = leases.get(key);
    return held != null && held.until() > clock.millis();
  }

  private long until() {
    return clock.millis() + lease.toMillis();
  }
}
