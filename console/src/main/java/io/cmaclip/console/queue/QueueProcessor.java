package io.cmaclip.console.queue;

import io.cmaclip.console.queue.QueueCounts.Exit;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps the queue of one partition: items, decisions and answers in; the state store out. The store
 * and the offsets are committed together, so the accounts hold after any failure. Owned by one
 * stream thread.
 */
final class QueueProcessor implements Processor<Bytes, byte[], Void, Void> {
  static final String ACCOUNTS = "accounts";

  private static final Duration EXPIRY_CHECK = Duration.ofSeconds(10);
  private static final Bytes COUNTS = Bytes.wrap(new byte[] {0});

  /** Prefix of the keys under which the items that each reviewer decided are counted. */
  private static final String REVIEWER = "\u0001";

  /** Deserializers of the three inputs. */
  record Readers(
      Deserializer<ReviewItem> items,
      Deserializer<ListingAttributes> answers,
      Deserializer<ReviewDecision> decisions) {}

  private final QueueSettings settings;
  private final Readers readers;
  private final DecisionLog.Opener logs;
  private final ReviewQueue review;
  private final Clock clock;
  private ProcessorContext<Void, Void> context;
  private KeyValueStore<Bytes, byte[]> accounts;
  private PartitionQueue queue;
  private DecisionLog log;
  private QueueCounts counts;
  private final Map<String, Long> decidedBy = new HashMap<>();

  QueueProcessor(
      QueueSettings settings,
      Readers readers,
      DecisionLog.Opener logs,
      ReviewQueue review,
      Clock clock) {
    this.settings = settings;
    this.readers = readers;
    this.logs = logs;
    this.review = review;
    this.clock = clock;
  }

  @Override
  public void init(ProcessorContext<Void, Void> given) {
    context = given;
    accounts = given.getStateStore(ACCOUNTS);
    int partition = given.taskId().partition();
    QueueStore store =
        new QueueStore(
            given.getStateStore(QueueStore.ENTRIES), given.getStateStore(QueueStore.ITEMS));
    queue = new PartitionQueue(partition, store, settings.lease(), settings.testing(), clock);
    readAccounts();
    log = logs.open(partition);
    // No decision of a former owner can come after this.
    log.fence().forEach(keyed -> queue.apply(keyed.key(), keyed.decision()));
    given.schedule(EXPIRY_CHECK, PunctuationType.WALL_CLOCK_TIME, now -> expire());
    review.own(partition, new OwnedPartition(queue, log));
  }

  private void readAccounts() {
    counts = QueueCounts.NONE;
    decidedBy.clear();
    try (KeyValueIterator<Bytes, byte[]> all = accounts.all()) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> next = all.next();
        if (next.key.equals(COUNTS)) {
          counts = QueueCounts.decode(next.value);
        } else {
          String name = new String(next.key.get(), StandardCharsets.UTF_8);
          decidedBy.put(name.substring(REVIEWER.length()), ByteBuffer.wrap(next.value).getLong());
        }
      }
    }
    queue.counts(counts, decidedBy);
  }

  @Override
  public void process(Record<Bytes, byte[]> record) {
    Bytes key = record.key();
    if (key == null) {
      return;
    }
    String topic = context.recordMetadata().orElseThrow().topic();
    if (topic.equals(settings.topics().review())) {
      Broken.read(readers.items(), topic, record.value())
          .ifPresent(item -> arrived(key, item, record.timestamp()));
    } else if (topic.equals(settings.topics().decisions())) {
      Broken.read(readers.decisions(), topic, record.value())
          .ifPresent(decision -> decided(key, decision));
      log.read(context.recordMetadata().orElseThrow().offset() + 1);
    } else if (record.value() == null) {
      leave(key, Exit.DELETED);
    } else if (queue.entry(key) != null) {
      // Most answers are about listings without an item and are not decoded.
      Broken.read(readers.answers(), topic, record.value())
          .filter(answer -> queue.entry(key).facts().areSupersededBy(answer))
          .ifPresent(answer -> leave(key, Exit.SUPERSEDED));
    }
    save();
  }

  private void arrived(Bytes key, ReviewItem item, long timestamp) {
    long created = item.getCreatedAt().toEpochMilli();
    Entry fresh = Entry.waiting(ItemFacts.of(item), created > 0 ? created : timestamp);
    Entry former = queue.entry(key);
    if (former != null && former.facts().version().equals(fresh.facts().version())) {
      return;
    }
    leave(key, Exit.SUPERSEDED);
    counts = counts.arrived();
    queue.add(key, item, fresh);
  }

  private void decided(Bytes key, ReviewDecision decision) {
    Entry stored = queue.stored(key);
    Entry now = queue.applyRead(key, decision);
    if (now == null) {
      return;
    }
    count(stored, now);
    for (Bytes old : queue.surplusOf(decision.getReviewer())) {
      leave(old, Exit.DECIDED);
    }
  }

  /** Removes the entry of a key, if there is one, and counts how its item leaves. */
  private void leave(Bytes key, Exit exit) {
    Entry stored = queue.stored(key);
    if (stored == null) {
      return;
    }
    // A decision that was written, but not read yet, came first.
    Entry now = queue.entry(key);
    count(stored, now);
    if (now.isWaiting()) {
      counts = counts.left(exit);
    }
    queue.remove(key);
  }

  /** Counts the change from an entry that is stored to one that replaces it. */
  private void count(Entry stored, Entry now) {
    if (stored.isWaiting() && !now.isWaiting()) {
      counts = counts.left(Exit.DECIDED);
      add(now.verdict().reviewer(), 1);
    } else if (!stored.isWaiting() && now.isWaiting()) {
      counts = counts.undone();
      add(stored.verdict().reviewer(), -1);
    } else if (!stored.isWaiting()
        && !stored.verdict().reviewer().equals(now.verdict().reviewer())) {
      // Taken back and decided by another, both written before they were read.
      add(stored.verdict().reviewer(), -1);
      add(now.verdict().reviewer(), 1);
    }
  }

  private void add(String reviewer, int items) {
    long count = decidedBy.merge(reviewer, (long) items, Long::sum);
    accounts.put(
        Bytes.wrap((REVIEWER + reviewer).getBytes(StandardCharsets.UTF_8)),
        ByteBuffer.allocate(Long.BYTES).putLong(count).array());
  }

  private void expire() {
    long limit = clock.millis() - settings.expireAfter().toMillis();
    queue.waitingSince(limit).forEach(key -> leave(key, Exit.EXPIRED));
    save();
  }

  private void save() {
    if (!counts.equals(queue.counts())) {
      accounts.put(COUNTS, counts.encode());
      queue.counts(counts, decidedBy);
    }
  }

  @Override
  public void close() {
    if (log != null) {
      review.disown(context.taskId().partition(), log);
      queue.close();
      log.close();
    }
  }
}
