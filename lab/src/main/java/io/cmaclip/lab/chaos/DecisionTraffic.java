package io.cmaclip.lab.chaos;

import io.cmaclip.events.DecisionKind;
import io.cmaclip.events.ProductListing;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.schemas.serde.EventSerdes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends events that keep the content of their listing, and decisions and undos between them, until
 * it is stopped. Every decision is about a listing with an answer and names the decision in force,
 * so each has exactly one output. One other thread uses it.
 */
final class DecisionTraffic implements AutoCloseable {
  /** Number of listings. */
  static final int KEYS = 120;

  /** Longer than any outage. */
  private static final int TIMEOUT_MILLIS = 600_000;

  private static final int DECISIONS_OF_FIVE = 2;
  private static final int UNDOS_OF_TEN = 4;
  private static final long PAUSE_MILLIS = 20;

  /** Where the traffic goes. */
  record Target(String bootstrap, String listings, String decisions, int partitions) {}

  /**
   * A record that was sent.
   *
   * @param key number of its listing
   * @param isDecision false for an event of the listing
   * @param inForce id of the decision in force after a decision; null after an undo
   */
  record Sent(int key, boolean isDecision, String inForce) {}

  private final Target target;
  private final EventSerdes serdes;
  private final List<Listing> rows;
  private final List<String> labels;
  private final String task;
  private final Random random;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Thread thread = new Thread(this::run, "decision-traffic");
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final List<Sent> sent = new ArrayList<>();
  private final String[] inForce = new String[KEYS];
  private volatile boolean stopping;

  /**
   * @param serdes not owned
   * @param classes classes by task; the first task is decided
   */
  DecisionTraffic(
      Target target,
      EventSerdes serdes,
      List<Listing> rows,
      Map<String, List<String>> classes,
      long seed) {
    this.target = target;
    this.serdes = serdes;
    this.rows = rows;
    this.task = classes.keySet().iterator().next();
    this.labels = classes.get(task);
    this.random = new Random(seed);
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                target.bootstrap(),
                "enable.idempotence",
                true,
                "max.block.ms",
                TIMEOUT_MILLIS,
                "delivery.timeout.ms",
                TIMEOUT_MILLIS,
                "request.timeout.ms",
                5_000),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    thread.setDaemon(true);
  }

  /** Sends the first event of each listing. */
  void sendListings() {
    for (int key = 0; key < KEYS; key++) {
      listing(key);
    }
    producer.flush();
  }

  /** Starts events and decisions; each listing has an answer. */
  void start() {
    thread.start();
  }

  /** Stops; returns everything that was sent, by number. */
  List<Sent> stop() throws InterruptedException {
    stopping = true;
    thread.join();
    producer.flush();
    check();
    return List.copyOf(sent);
  }

  /** Id of the decision in force for each listing, after {@link #stop}; null without one. */
  List<String> inForce() {
    return Arrays.asList(inForce.clone());
  }

  /**
   * Fails the run if a record could not be sent.
   *
   * @throws UserException with the producer's message
   */
  void check() {
    if (failure.get() != null) {
      throw new UserException("a record could not be sent: " + failure.get().getMessage());
    }
  }

  private void run() {
    try {
      while (!stopping) {
        int key = random.nextInt(KEYS);
        if (random.nextInt(5) < DECISIONS_OF_FIVE) {
          decide(key);
        } else {
          listing(key);
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      // Closed.
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  private void listing(int key) {
    ProductListing event =
        ProductListing.newBuilder()
            .setListingId(id(key))
            .setTitle(rows.get(key % rows.size()).title())
            .setDescription("event " + sent.size())
            .setUpdatedAt(Instant.ofEpochMilli(sent.size()))
            .build();
    send(
        target.listings(),
        new Sent(key, false, null),
        serdes.serde(ProductListing.class).serializer().serialize(target.listings(), event));
  }

  private void decide(int key) {
    String before = inForce[key];
    boolean isUndo = before != null && random.nextInt(10) < UNDOS_OF_TEN;
    String id = "decision-" + sent.size();
    inForce[key] = isUndo ? null : id;
    ReviewDecision decision =
        ReviewDecision.newBuilder()
            .setListingId(id(key))
            .setTask(task)
            .setLabel(isUndo ? "" : labels.get(random.nextInt(labels.size())))
            .setKind(isUndo ? DecisionKind.UNDO : DecisionKind.LABEL)
            .setDecisionId(id)
            .setUndoes(before)
            .setReviewer("chaos")
            .build();
    send(
        target.decisions(),
        new Sent(key, true, inForce[key]),
        serdes.serde(ReviewDecision.class).serializer().serialize(target.decisions(), decision));
  }

  private void send(String topic, Sent what, byte[] value) {
    byte[] number = Integer.toString(sent.size()).getBytes(StandardCharsets.US_ASCII);
    Headers headers = new RecordHeaders().add(Input.HEADER, number);
    sent.add(what);
    var unused =
        producer.send(
            new ProducerRecord<>(
                topic,
                what.key() % target.partitions(),
                null,
                id(what.key()).getBytes(StandardCharsets.UTF_8),
                value,
                headers),
            (metadata, problem) -> {
              if (problem != null) {
                failure.compareAndSet(null, problem);
              }
            });
  }

  static String id(int key) {
    return "item-" + key;
  }

  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    producer.close(Duration.ofSeconds(2));
  }
}
