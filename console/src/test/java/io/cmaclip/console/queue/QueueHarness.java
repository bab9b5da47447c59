package io.cmaclip.console.queue;

import io.cmaclip.console.quality.Records;
import io.cmaclip.console.quality.Testing;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.events.TaskAttribute;
import io.cmaclip.fixtures.Events;
import io.cmaclip.schemas.serde.EventSerdes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The queue and its records on a topology test driver, with a decisions topic in memory. */
final class QueueHarness implements AutoCloseable {
  static final QueueSettings.Topics TOPICS =
      new QueueSettings.Topics("items", "answers", "decisions");

  final ReviewQueue queue;
  final Records records = new Records();
  final List<ReviewDecision> written = new ArrayList<>();

  /** Decisions that were written and not read. */
  final List<DecisionLog.Keyed> unread = new ArrayList<>();

  private final Clock clock;
  private final EventSerdes serdes = EventSerdes.create(Map.of("schema.registry.url", "embedded:"));
  private final TopologyTestDriver driver;

  /** Tasks of the items; all but colour are plain. */
  List<String> tasks = List.of("colour", "pattern");

  private final class MemoryLog implements DecisionLog {
    @Override
    public List<Keyed> fence() {
      return List.copyOf(unread);
    }

    @Override
    public void read(long next) {}

    @Override
    public void write(Bytes key, List<ReviewDecision> decisions) {
      written.addAll(decisions);
      decisions.forEach(decision -> unread.add(new Keyed(key, decision)));
    }

    @Override
    public int partitions() {
      return 1;
    }

    @Override
    public void close() {}
  }

  /** Goes on by a millisecond at each look. */
  private static final class Ticking extends Clock {
    private long millis = 1_000_000;

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis++);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** Reviewers are tested; no lease ends. */
  QueueHarness(Path folder, Testing testing) {
    this(
        folder,
        new QueueSettings("console", TOPICS, Duration.ofDays(1), Duration.ofDays(365), testing),
        new Ticking());
  }

  QueueHarness(Path folder, QueueSettings settings, Clock clock) {
    this.clock = clock;
    queue =
        new ReviewQueue(clock, settings, () -> true, new QueueMeters(new SimpleMeterRegistry()));
    Properties config = new Properties();
    config.put("application.id", "console");
    config.put("bootstrap.servers", "none:1");
    config.put("state.dir", folder.toString());
    driver =
        new TopologyTestDriver(
            QueueTopology.build(
                settings, serdes, partition -> new MemoryLog(), queue, records, clock),
            config);
  }

  /** Sends an item. */
  void item(String key, long version, String colour) {
    ReviewItem item = Events.reviewItem();
    item.getListing().setListingId(key);
    ListingAttributes answer = Events.attributes();
    answer.setListingId(key);
    answer.setListingUpdatedAt(Instant.ofEpochMilli(version));
    answer.setProcessedAt(Instant.ofEpochMilli(version));
    answer.setContentHash("content" + version);
    answer.setAttributes(tasks.stream().map(name -> task(name, label(name, colour))).toList());
    item.setAttributes(answer);
    item.setCreatedAt(clock.instant());
    pipe("items", key, item);
  }

  /** The label of a task of an item with this colour. */
  static String label(String task, String colour) {
    return task.equals("colour") ? colour : "plain";
  }

  private static TaskAttribute task(String name, String label) {
    return TaskAttribute.newBuilder()
        .setTask(name)
        .setLabel(label)
        .setConfidence(0.41)
        .setImageWeight(0.8)
        .setTextWeight(0.2)
        .build();
  }

  void delete(String key) {
    pipe("answers", key, (byte[]) null);
  }

  /** Reads what was written. */
  void read() {
    List<DecisionLog.Keyed> now = List.copyOf(unread);
    unread.clear();
    for (DecisionLog.Keyed keyed : now) {
      String key = new String(keyed.key().get(), StandardCharsets.UTF_8);
      pipe("decisions", key, keyed.decision());
    }
  }

  /** Sends an event; null: a tombstone. */
  @SuppressWarnings("unchecked")
  <T extends SpecificRecord> void pipe(String topic, String key, T event) {
    byte[] value =
        event == null
            ? null
            : serdes.serde((Class<T>) event.getClass()).serializer().serialize(topic, event);
    pipe(topic, key, value);
  }

  /** Sends any bytes. */
  void pipe(String topic, String key, byte[] value) {
    driver
        .createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(key.getBytes(StandardCharsets.UTF_8), value);
  }

  /** Lets the scheduled work run. */
  void advance(Duration time) {
    driver.advanceWallClockTime(time);
  }

  /** Waiting items in the store. */
  long stored() {
    KeyValueStore<Bytes, byte[]> store = driver.getKeyValueStore(QueueStore.ENTRIES);
    long waiting = 0;
    try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
      while (all.hasNext()) {
        waiting += EntryCodec.decode(all.next().value).isWaiting() ? 1 : 0;
      }
    }
    return waiting;
  }

  @Override
  public void close() {
    driver.close();
    serdes.close();
  }
}
