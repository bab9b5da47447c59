package io.cmaclip.console.queue;

import io.cmaclip.console.quality.Testing;
import io.cmaclip.console.queue.PartitionQueue.Candidate;
import io.cmaclip.events.DecisionKind;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.events.TaskAttribute;
import io.cmaclip.streams.review.RecentItems;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.utils.Bytes;

/** The review queue of this instance: all partitions that it owns. Thread-safe. */
public final class ReviewQueue {
  /** Near-duplicates have so many other items between them. */
  private static final int APART = 49;

  /** Items to look at for others than near-duplicates. */
  public static final int AHEAD = 32;

  private final Map<Integer, OwnedPartition> owned = new ConcurrentHashMap<>();
  private final Clock clock;
  private final Duration lease;
  private final Testing testing;
  private final BooleanSupplier isReady;
  private final QueueMeters meters;
  private final RecentItems handedOut = new RecentItems(APART);

  /**
   * @param isReady whether all partitions of this instance are read
   */
  ReviewQueue(Clock clock, QueueSettings settings, BooleanSupplier isReady, QueueMeters meters) {
    this.clock = clock;
    this.lease = settings.lease();
    this.testing = settings.testing();
    this.isReady = isReady;
    this.meters = meters;
    meters.watch(this);
  }

  /** Whether all partitions of this instance are read. */
  public boolean isReady() {
    return isReady.getAsBoolean();
  }

  /** How long an item is reserved without a renewal, in milliseconds. */
  public long leaseMillis() {
    return lease.toMillis();
  }

  void own(int partition, OwnedPartition part) {
    owned.put(partition, part);
  }

  void disown(int partition, DecisionLog log) {
    owned.computeIfPresent(partition, (number, part) -> part.log() == log ? null : part);
  }

  /**
   * Leases the next items, most urgent first. A near-duplicate of one of the last items, whoever
   * got it, waits while there are others.
   *
   * @throws NotReadyException if none is found and partitions are still being read
   */
  public List<LeasedItem> lease(String reviewer, ItemFilter filter, int count) {
    List<Candidate> free = new ArrayList<>();
    owned
        .values()
        .forEach(part -> free.addAll(part.queue().candidates(reviewer, filter, count + AHEAD)));
    free.sort(Candidate.ORDER);
    List<LeasedItem> leased = new ArrayList<>();
    List<Candidate> later = new ArrayList<>();
    for (Candidate candidate : free) {
      if (leased.size() == count) {
        break;
      }
      if (candidate.isSkipped()) {
        later.add(candidate);
        continue;
      }
      LeasedItem item = candidate.queue().lease(candidate.key(), reviewer);
      if (item != null && handOut(candidate, item, true)) {
        leased.add(item);
      } else if (item != null) {
        candidate.queue().release(candidate.key(), item.leaseId(), false);
        later.add(candidate);
      }
    }
    for (Candidate candidate : later) {
      LeasedItem item =
          leased.size() == count ? null : candidate.queue().lease(candidate.key(), reviewer);
      if (item != null) {
        handOut(candidate, item, false);
        leased.add(item);
      }
    }
    if (leased.isEmpty() && !isReady.getAsBoolean()) {
      throw new NotReadyException();
    }
    return withKnown(leased, reviewer, filter);
  }

  /** False if only new items are to be handed out, and this one resembles one of the last. */
  private boolean handOut(Candidate candidate, LeasedItem item, boolean onlyNew) {
    byte[] key = candidate.key().get();
    long sketch = item.item().getSketch();
    synchronized (handedOut) {
      if (onlyNew && !handedOut.isNew(key, sketch)) {
        return false;
      }
      handedOut.add(key, sketch);
      return true;
    }
  }

  /** Puts items whose answer is known in place of some others, which become free again. */
  private List<LeasedItem> withKnown(List<LeasedItem> leased, String reviewer, ItemFilter filter) {
    double share = testing.shares().knownAnswer();
    List<LeasedItem> items = new ArrayList<>();
    for (LeasedItem item : leased) {
      boolean isDrawn = share > 0 && ThreadLocalRandom.current().nextDouble() < share;
      LeasedItem known = isDrawn ? known(reviewer, filter) : null;
      if (known != null) {
        release(item.id(), item.leaseId(), false);
      }
      items.add(known == null ? item : known);
    }
    return items;
  }

  private LeasedItem known(String reviewer, ItemFilter filter) {
    List<OwnedPartition> parts = new ArrayList<>(owned.values());
    Collections.shuffle(parts);
    for (OwnedPartition part : parts) {
      List<Bytes> keys = new ArrayList<>(part.queue().knownFor(reviewer, filter));
      Collections.shuffle(keys);
      LeasedItem item = keys.isEmpty() ? null : part.queue().lease(keys.get(0), reviewer);
      if (item != null) {
        return item;
      }
    }
    return null;
  }

  /** Extends a lease; false if the item is no longer the reviewer's. */
  public boolean renew(String itemId, String leaseId, String reviewer) {
    ItemId id = ItemId.parse(itemId);
    OwnedPartition part = owned.get(id.partition());
    return part != null && part.queue().renew(id.key(), leaseId, reviewer);
  }

  /** Ends a lease; {@code isSkipped}: the reviewer gets the item again only after all others. */
  public void release(String itemId, String leaseId, boolean isSkipped) {
    ItemId id = ItemId.parse(itemId);
    OwnedPartition part = owned.get(id.partition());
    if (part != null) {
      part.queue().release(id.key(), leaseId, isSkipped);
    }
  }

  /** The item, if this instance has it. */
  public Optional<ReviewItem> item(String itemId) {
    ItemId id = ItemId.parse(itemId);
    OwnedPartition part = owned.get(id.partition());
    return Optional.ofNullable(part).map(owner -> owner.queue().item(id.key()));
  }

  /**
   * Writes the decisions of a reviewer in one transaction. A repeated submission has no effect.
   *
   * @return whether the decisions were written now
   * @throws RefusedException if another reviewer was first, the item has changed, or the partition
   *     belongs to another instance
   * @throws NotReadyException if the partition is still being read
   */
  public boolean decide(String reviewer, Submission submission) {
    try {
      return tryToDecide(reviewer, submission);
    } catch (RefusedException e) {
      meters.refused(e.reason());
      throw e;
    }
  }

  private boolean tryToDecide(String reviewer, Submission submission) {
    ItemId id = ItemId.parse(submission.itemId());
    OwnedPartition part = part(id);
    PartitionQueue.Claim claim = part.queue().claim(id.key(), submission, reviewer);
    if (claim == null) {
      return false;
    }
    try {
      write(part, id.key(), decisions(reviewer, submission, claim, id.key()));
      return true;
    } finally {
      part.queue().release(id.key());
    }
  }

  /**
   * Takes back the reviewer's latest decision, of the last {@value PartitionQueue#HISTORY} ones.
   *
   * @return the item, leased to the reviewer again; empty if there is nothing to take back
   */
  public Optional<LeasedItem> undo(String reviewer) {
    OwnedPartition best = null;
    PartitionQueue.Undoable latest = null;
    for (OwnedPartition part : owned.values()) {
      PartitionQueue.Undoable found = part.queue().latestOf(reviewer);
      if (found != null
          && (latest == null || found.verdict().decidedAt() >= latest.verdict().decidedAt())) {
        best = part;
        latest = found;
      }
    }
    if (best == null || !best.queue().claim(latest)) {
      return Optional.empty();
    }
    Bytes key = latest.key();
    try {
      ReviewItem item = best.queue().item(key);
      if (item == null) {
        return Optional.empty();
      }
      write(best, key, undos(reviewer, item, latest.verdict()));
    } finally {
      best.queue().release(key);
    }
    return Optional.ofNullable(best.queue().lease(key, reviewer));
  }

  /** Classes by task that the queue has seen. */
  public Map<String, Set<String>> labels() {
    Map<String, Set<String>> labels = new TreeMap<>();
    owned.values().forEach(part -> part.queue().addLabels(labels));
    return labels;
  }

  /** Waiting items of this instance by reason and age. */
  public List<ReasonAges> ages() {
    ReasonAges.Counter ages = new ReasonAges.Counter(clock.millis());
    owned.values().forEach(part -> part.queue().addAges(ages));
    return ages.all();
  }

  /** State of the queue in this instance. */
  public Progress progress() {
    QueueCounts counts = QueueCounts.NONE;
    int waiting = 0;
    int free = 0;
    long oldest = Long.MAX_VALUE;
    for (OwnedPartition part : owned.values()) {
      counts = counts.plus(part.queue().counts());
      waiting += part.queue().waiting();
      free += part.queue().free();
      oldest = Math.min(oldest, part.queue().oldest());
    }
    return new Progress(counts, waiting, free, oldest == Long.MAX_VALUE ? 0 : oldest, owned.size());
  }

  /** Partitions of the queue, of all consoles; 0 if this one has none. */
  public int allPartitions() {
    return owned.values().stream().mapToInt(part -> part.log().partitions()).max().orElse(0);
  }

  /** Age of the oldest waiting item in seconds; 0 without one. */
  double oldestSeconds() {
    long oldest = progress().oldest();
    return oldest == 0 ? 0 : Math.max(0, clock.millis() - oldest) / 1e3;
  }

  /** Items of the owned partitions that the reviewer decided. */
  public long decidedBy(String reviewer) {
    return owned.values().stream().mapToLong(part -> part.queue().decidedBy(reviewer)).sum();
  }

  /** Items that the reviewer decides per hour, by the last hour; of all reviewers if null. */
  public double perHour(String reviewer) {
    List<Long> times = new ArrayList<>();
    owned.values().forEach(part -> part.queue().addTimes(times, reviewer));
    return Pace.perHour(times, clock.millis());
  }

  private OwnedPartition part(ItemId id) {
    OwnedPartition part = owned.get(id.partition());
    if (part == null) {
      if (!isReady.getAsBoolean()) {
        throw new NotReadyException();
      }
      throw RefusedException.otherOwner();
    }
    return part;
  }

  private void write(OwnedPartition part, Bytes key, List<ReviewDecision> decisions) {
    try {
      part.log().write(key, decisions);
    } catch (RuntimeException unknown) {
      // Only the topic knows whether they were written.
      Set<String> ids = new HashSet<>();
      part.log()
          .fence()
          .forEach(
              keyed -> {
                part.queue().apply(keyed.key(), keyed.decision());
                ids.add(keyed.decision().getDecisionId());
              });
      if (!ids.contains(decisions.get(0).getDecisionId())) {
        throw unknown;
      }
    }
    decisions.forEach(decision -> part.queue().apply(key, decision));
    meters.written(decisions);
  }

  /** Whether the proposals of an item are hidden from the reviewer. */
  public boolean isBlind(String reviewer, String itemId) {
    ItemId id = ItemId.parse(itemId);
    OwnedPartition part = owned.get(id.partition());
    Entry entry = part == null ? null : part.queue().entry(id.key());
    return entry != null && testing.isBlind(reviewer, id.key(), entry.facts().version());
  }

  /** Whether a submission has no effect on labels: a test, or the first of two opinions. */
  private boolean isOpinion(
      String reviewer, Submission submission, PartitionQueue.Claim claim, Bytes key) {
    Entry entry = claim.entry();
    if (!entry.isWaiting()) {
      return true;
    }
    List<Verdict> given = entry.opinions();
    return testing.isForTwo(reviewer, key, submission.version())
        && (given.isEmpty() || !given.get(0).labels().equals(submission.labels()));
  }

  private List<ReviewDecision> decisions(
      String reviewer, Submission submission, PartitionQueue.Claim claim, Bytes key) {
    ReviewItem item = claim.item();
    boolean isBlind = testing.isBlind(reviewer, key, submission.version());
    boolean isOpinion = isOpinion(reviewer, submission, claim, key);
    List<ReviewDecision> decisions = new ArrayList<>();
    Set<String> tasks = new HashSet<>();
    for (Submission.Choice choice : submission.choices()) {
      if (!tasks.add(choice.task())) {
        throw new RefusedException("The task " + choice.task() + " is decided twice.");
      }
      TaskAttribute proposal =
          item.getAttributes().getAttributes().stream()
              .filter(attribute -> attribute.getTask().equals(choice.task()))
              .findFirst()
              .orElse(null);
      if (proposal == null && choice.kind() != DecisionKind.FLAG) {
        throw new RefusedException("The item has no task " + choice.task() + ".");
      }
      decisions.add(
          decision(reviewer, item, submission.leaseId() + "/" + choice.task())
              .setTask(choice.task())
              .setKind(isOpinion ? DecisionKind.OPINION : choice.kind())
              .setLabel(choice.label())
              .setUndoes(isOpinion || proposal == null ? null : proposal.getDecisionId())
              .setProposedLabel(proposal == null ? null : proposal.getLabel())
              .setProposedConfidence(proposal == null ? null : proposal.getConfidence())
              .setProposalHidden(isBlind)
              .setLeaseId(submission.leaseId())
              .setMillisOnScreen(submission.millisOnScreen())
              .build());
    }
    if (decisions.isEmpty()) {
      throw new RefusedException("A decision names at least one task.");
    }
    if (isBlind
        && submission.choices().get(0).kind() != DecisionKind.FLAG
        && tasks.size() < item.getAttributes().getAttributes().size()) {
      throw new RefusedException("Each task of this item needs a choice.");
    }
    return decisions;
  }

  private List<ReviewDecision> undos(String reviewer, ReviewItem item, Verdict verdict) {
    List<ReviewDecision> undos = new ArrayList<>();
    for (Verdict.Reference taken : verdict.decisions()) {
      undos.add(
          decision(reviewer, item, UUID.randomUUID().toString())
              .setTask(taken.task())
              .setKind(DecisionKind.UNDO)
              .setLabel("")
              .setUndoes(taken.decisionId())
              .build());
    }
    return undos;
  }

  private ReviewDecision.Builder decision(String reviewer, ReviewItem item, String id) {
    return ReviewDecision.newBuilder()
        .setListingId(item.getAttributes().getListingId())
        .setReviewer(reviewer)
        .setDecidedAt(Instant.ofEpochMilli(clock.millis()))
        .setDecisionId(id)
        .setListingUpdatedAt(item.getAttributes().getListingUpdatedAt())
        .setContentHash(item.getAttributes().getContentHash())
        .setModelFingerprint(item.getAttributes().getModel().getFingerprint())
        .setSamplingProbability(item.getSamplingProbability());
  }
}
