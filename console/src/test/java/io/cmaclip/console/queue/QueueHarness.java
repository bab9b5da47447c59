package io.cmaclip.console.queue;

import io.cmaclip.console.quality.Records;
import io.cmaclip.console.quality.Testing;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.events.TaskAttribute;
import io.cmaclip.fixtures.Events;
import io.cmaclip.schemas.serde.EventSerdes;
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

/** The queue and its records on a topology test driver, with a decisions topic in memory. */
final class QueueHarness implements AutoCloseable {
  private static final QueueSettings.Topics TOPICS =
      new QueueSettings.Topics("items", "answers", "decisions");

  final ReviewQueue queue;
  final Records records = new Records();
  final List<ReviewDecision> written = new ArrayList<>();

  private final List<DecisionLog.Keyed> unread = new ArrayList<>();
  private final EventSerdes serdes = EventSerdes.create(Map.of("schema.registry.url", "embedded:"));
  private final TopologyTestDriver driver;
  private long millis = 1_000_000;

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
    public void close() {}
  }

  /** Goes on by a millisecond at each look. */
  private final class Ticking extends Clock {
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

  QueueHarness(Path folder, Testing testing) {
    QueueSettings settings =
        new QueueSettings("console", TOPICS, Duration.ofDays(1), Duration.ofDays(365), testing);
    Clock clock = new Ticking();
    queue = new ReviewQueue(clock, settings, () -> true);
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
    item.setCreatedAt(Instant.ofEpochMilli(millis++));
    pipe("items", key, value("items", item));
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
    pipe("answers", key, null);
  }

  /** Reads what was written. */
  void read() {
    List<DecisionLog.Keyed> now = List.copyOf(unread);
    unread.clear();
    for (DecisionLog.Keyed keyed : now) {
      String key = new String(keyed.key().get(), StandardCharsets.UTF_8);
      pipe("decisions", key, value("decisions", keyed.decision()));
    }
  }

  private void pipe(String topic, String key, byte[] value) {
    driver
        .createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(key.getBytes(StandardCharsets.UTF_8), value);
  }

  @SuppressWarnings("unchecked")
  private <T extends SpecificRecord> byte[] value(String topic, T event) {
    return serdes.serde((Class<T>) event.getClass()).serializer().serialize(topic, event);
  }

  @Override
  public void close() {
    driver.close();
    serdes.close();
  }
}
