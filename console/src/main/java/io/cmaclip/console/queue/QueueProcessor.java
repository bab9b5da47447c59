package io.cmaclip.console.queue;

import io.cmaclip.console.queue.QueueCounts.Exit;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;
import java.time.Clock;
import java.time.Duration;
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
  static final String ENTRIES = "queue";
  static final String ACCOUNTS = "accounts";

  private static final Duration EXPIRY_CHECK = Duration.ofSeconds(10);
  private static final Bytes COUNTS = Bytes.wrap(new byte[] {0});

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
  private KeyValueStore<Bytes, byte[]> store;
  private KeyValueStore<Bytes, byte[]> accounts;
  private PartitionQueue queue;
  private DecisionLog log;
  private QueueCounts counts;

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
    store = given.getStateStore(ENTRIES);
    accounts = given.getStateStore(ACCOUNTS);
    int partition = given.taskId().partition();
    queue = new PartitionQueue(partition, settings.lease(), clock);
    try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<Bytes, byte[]> next = all.next();
        queue.put(next.key, EntryCodec.decode(next.value));
      }
    }
    byte[] counted = accounts.get(COUNTS);
    counts = counted == null ? QueueCounts.NONE : QueueCounts.decode(counted);
    queue.counts(counts);
    log = logs.open(partition);
    // No decision of a former owner can come after this.
    log.fence().forEach(keyed -> queue.apply(keyed.key(), keyed.decision()));
    given.schedule(EXPIRY_CHECK, PunctuationType.WALL_CLOCK_TIME, now -> expire());
    review.own(partition, new OwnedPartition(queue, log));
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
    } else if (record.value() == null) {
      leave(key, Exit.DELETED);
    } else if (queue.entry(key) != null) {
      // Most answers are about listings without an item and are not decoded.
      Broken.read(readers.answers(), topic, record.value())
          .filter(answer -> queue.entry(key).isSupersededBy(answer))
          .ifPresent(answer -> leave(key, Exit.SUPERSEDED));
    }
    save();
  }

  private void arrived(Bytes key, ReviewItem item, long timestamp) {
    long created = item.getCreatedAt().toEpochMilli();
    Entry fresh = Entry.waiting(item, created > 0 ? created : timestamp);
    Entry former = queue.entry(key);
    if (former != null && former.version().equals(fresh.version())) {
      return;
    }
    leave(key, Exit.SUPERSEDED);
    counts = counts.arrived();
    queue.put(key, fresh);
    store.put(key, EntryCodec.encode(fresh));
  }

  private void decided(Bytes key, ReviewDecision decision) {
    Entry now = queue.apply(key, decision);
    if (now == null) {
      return;
    }
    byte[] stored = store.get(key);
    boolean wasWaiting = stored == null || EntryCodec.decode(stored).isWaiting();
    if (wasWaiting != now.isWaiting()) {
      counts = now.isWaiting() ? counts.undone() : counts.left(Exit.DECIDED);
    }
    store.put(key, EntryCodec.encode(now));
    for (Bytes old : queue.surplusOf(decision.getReviewer())) {
      leave(old, Exit.DECIDED);
    }
  }

  /** Removes the entry of a key, if there is one, and counts how its item leaves. */
  private void leave(Bytes key, Exit exit) {
    byte[] stored = store.get(key);
    if (stored == null) {
      return;
    }
    boolean storedWaits = EntryCodec.decode(stored).isWaiting();
    Entry now = queue.entry(key);
    boolean nowWaits = now == null || now.isWaiting();
    if (storedWaits) {
      // A decision that was written, but not read yet, came first.
      counts = counts.left(nowWaits ? exit : Exit.DECIDED);
    } else if (nowWaits) {
      counts = counts.undone().left(exit);
    }
    queue.remove(key);
    store.delete(key);
  }

  private void expire() {
    long limit = clock.millis() - settings.expireAfter().toMillis();
    queue.waitingSince(limit).forEach(key -> leave(key, Exit.EXPIRED));
    save();
  }

  private void save() {
    if (!counts.equals(queue.counts())) {
      accounts.put(COUNTS, counts.encode());
      queue.counts(counts);
    }
  }

  @Override
  public void close() {
    if (log != null) {
      review.disown(context.taskId().partition(), log);
      log.close();
    }
  }
}
