package io.cmaclip.streams.quarantine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Crash tracking in a compacted topic. A dedicated thread reads the topic and settles claims, so no
 * stream thread waits for the broker. Thread-safe.
 */
public final class QuarantineLog implements Quarantine {
  private static final Logger LOG = LoggerFactory.getLogger(QuarantineLog.class);
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A claim, the key prefix of its partition, and the key of its record. */
  private record Request(PartitionClaim claim, String prefix, String key) {}

  private final String applicationId;
  private final QuarantineSettings settings;
  private final QuarantineTopic topic;
  private final String owner = UUID.randomUUID().toString();
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::work, "quarantine");
  private final Set<PartitionClaim> claims = ConcurrentHashMap.newKeySet();
  private volatile boolean abandoned;

  /** Written by the quarantine thread only. */
  private volatile boolean waiting;

  private QuarantineLog(String applicationId, QuarantineSettings settings, QuarantineTopic topic) {
    this.applicationId = applicationId;
    this.settings = settings;
    this.topic = topic;
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Opens the clients; the topic is read at the first claim.
   *
   * @param topic existing, compacted topic
   * @param consumer properties of a consumer without a group
   * @param producer properties of a producer without transactions
   */
  public static QuarantineLog open(
      String applicationId,
      QuarantineSettings settings,
      String topic,
      Map<String, Object> consumer,
      Map<String, Object> producer) {
    Map<String, Object> reading = new HashMap<>(consumer);
    reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    Map<String, Object> writing = new HashMap<>(producer);
    // Each decode or inference call waits for such a record.
    writing.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    writing.put(ProducerConfig.ACKS_CONFIG, "all");
    writing.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000);
    writing.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    writing.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
    return new QuarantineLog(
        applicationId,
        settings,
        new QuarantineTopic(
            topic,
            new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer()),
            new KafkaConsumer<>(
                reading, new ByteArrayDeserializer(), new ByteArrayDeserializer())));
  }

  @Override
  public PartitionClaim claim(TopicPartition partition) {
    String prefix = applicationId + "/" + partition + "/";
    String key = prefix + owner;
    PartitionClaim claim =
        new PartitionClaim(settings, state -> write(key, state), System::nanoTime);
    claims.removeIf(PartitionClaim::isReleased);
    claims.add(claim);
    requests.add(new Request(claim, prefix, key));
    return claim;
  }

  @Override
  public long candidates() {
    return claims.stream().mapToLong(PartitionClaim::candidates).sum();
  }

  @Override
  public boolean isWaiting() {
    return waiting;
  }

  @Override
  public void abandon() {
    abandoned = true;
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private CompletableFuture<Void> write(String key, ClaimState state) {
    return abandoned ? CompletableFuture.completedFuture(null) : topic.write(key, state);
  }

  private void work() {
    try (topic) {
      List<Request> open = new ArrayList<>();
      while (closing.getCount() > 0) {
        if (open.isEmpty()) {
          open.add(requests.take());
        }
        requests.drainTo(open);
        if (settle(open)) {
          open.clear();
        } else {
          boolean unused = closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException | InterruptException e) {
      // Closing: clear the interrupt, so that the clients can close gracefully.
      boolean unused = Thread.interrupted();
    }
  }

  /** False if it must be retried. */
  private boolean settle(List<Request> open) throws InterruptedException {
    try {
      Map<String, ClaimState> states = topic.read();
      List<CompletableFuture<Void>> writes = new ArrayList<>();
      for (Request request : open) {
        writes.add(request.claim().inherit(inheritance(request, states)));
      }
      CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new))
          .get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
      for (Request request : open) {
        request.claim().settle();
        for (String key : states.keySet()) {
          if (key.startsWith(request.prefix()) && !key.equals(request.key())) {
            CompletableFuture<Void> unused = topic.write(key, null);
          }
        }
      }
      if (waiting) {
        waiting = false;
        LOG.info("The crash-tracking topic is available again.");
      }
      return true;
    } catch (KafkaException | ExecutionException | TimeoutException e) {
      Throwable why = e instanceof ExecutionException ? e.getCause() : e;
      if (why instanceof RetriableException || why instanceof TimeoutException) {
        if (!waiting) {
          waiting = true;
          LOG.warn("Listings wait: the crash-tracking topic is unavailable: {}", why.toString());
        }
        return false;
      }
      if (why instanceof InterruptException interrupt) {
        throw interrupt;
      }
      LOG.error(
          "Crash tracking is unavailable: poison-pill listings will not be detected: {}",
          why.toString());
      open.forEach(request -> request.claim().settleUnrecorded());
      return true;
    }
  }

  private Inheritance inheritance(Request request, Map<String, ClaimState> states) {
    Inheritance found =
        Inheritance.of(
            states.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(request.prefix()))
                .map(Map.Entry::getValue)
                .toList());
    if (found.afterCrash()) {
      LOG.warn(
          "{}: the previous owner did not shut down cleanly; its listings are tracked for {} s;"
              + " candidates for the poison-pill quarantine: {}",
          request.prefix(),
          settings.watch().toSeconds(),
          found.kills().size());
    }
    return found;
  }
}
