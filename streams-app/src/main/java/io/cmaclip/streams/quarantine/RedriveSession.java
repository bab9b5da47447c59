package io.cmaclip.streams.quarantine;

import io.cmaclip.model.errors.UserException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/** One run of a redrive, with open clients. Owned by one thread. */
final class RedriveSession {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int ATTEMPTS = 120;

  /** What happens to a dead letter. */
  private enum Fate {
    SEND,
    DONE_EARLIER,
    SUPERSEDED,
    OTHER_REASON,
    CUT,
    WITHOUT_ORIGIN
  }

  /**
   * Clients of a session.
   *
   * @param groups group metadata by group id
   * @param versions null to send superseded dead letters too
   */
  record Clients(
      KafkaProducer<byte[], byte[]> producer,
      KafkaConsumer<byte[], byte[]> consumer,
      Function<String, ConsumerGroupMetadata> groups,
      NewerVersions versions) {}

  private final RedriveRequest request;
  private final Clients clients;
  private final RedriveProgress done;
  private final Set<String> reasons;
  private final Map<TopicPartition, Long> starts = new HashMap<>();
  private final Map<TopicPartition, Long> ends;
  private final Map<String, Integer> partitionsOf = new HashMap<>();
  private final Map<String, Long> sentByReason = new TreeMap<>();
  private final Map<Fate, Long> counts = new EnumMap<>(Fate.class);

  /**
   * @param partitions partitions of the dead-letter topic
   */
  RedriveSession(
      RedriveRequest request,
      Clients clients,
      RedriveProgress done,
      List<TopicPartition> partitions) {
    this.request = request;
    this.clients = clients;
    this.done = done;
    this.reasons = request.reason() == null ? RedriveProgress.reasons() : Set.of(request.reason());
    // Records that are dead-lettered again meanwhile are left to the next redrive.
    this.ends = clients.consumer().endOffsets(partitions);
    clients
        .consumer()
        .beginningOffsets(partitions)
        .forEach((part, first) -> starts.put(part, Math.max(first, done.first(reasons, part))));
    clients.consumer().assign(partitions);
  }

  RedriveReport run(LongConsumer progress) {
    if (clients.versions() != null) {
      readAll(
          records ->
              records.forEach(
                  record -> {
                    DeadLetter letter = new DeadLetter(record);
                    if (record.offset() < ends.get(letter.partition())
                        && fateByHeaders(letter) == Fate.SEND) {
                      clients.versions().add(letter);
                    }
                  }));
      clients.versions().open();
    }
    readAll(
        records -> {
          for (int attempt = 1; !transact(records); attempt++) {
            pause(attempt);
          }
          progress.accept(records.count());
        });
    return new RedriveReport(
        count(Fate.SEND),
        sentByReason,
        count(Fate.SUPERSEDED),
        count(Fate.OTHER_REASON),
        count(Fate.CUT),
        count(Fate.WITHOUT_ORIGIN));
  }

  /** Reads the dead letters from the start of the session to the end, or to the limit. */
  private void readAll(Consumer<ConsumerRecords<byte[], byte[]>> receiver) {
    starts.forEach(clients.consumer()::seek);
    while (count(Fate.SEND) < request.limit() && !NewerVersions.isAt(clients.consumer(), ends)) {
      ConsumerRecords<byte[], byte[]> records = clients.consumer().poll(POLL);
      if (!records.isEmpty()) {
        receiver.accept(records);
      }
    }
  }

  /**
   * Sends a batch and stores the progress.
   *
   * @return false if another producer wrote one of the listings meanwhile; nothing was sent then
   */
  private boolean transact(ConsumerRecords<byte[], byte[]> records) {
    if (clients.versions() != null) {
      clients.versions().refresh();
    }
    KafkaProducer<byte[], byte[]> producer = clients.producer();
    producer.beginTransaction();
    try {
      List<DeadLetter> letters = new ArrayList<>();
      List<Future<RecordMetadata>> sends = new ArrayList<>();
      Map<Fate, Long> fates = new EnumMap<>(Fate.class);
      Map<TopicPartition, Long> next = new HashMap<>();
      Set<String> positions = new HashSet<>();
      for (ConsumerRecord<byte[], byte[]> record : records) {
        DeadLetter letter = new DeadLetter(record);
        if (count(Fate.SEND) + letters.size() >= request.limit()
            || record.offset() >= ends.get(letter.partition())) {
          continue;
        }
        Fate fate = fate(letter);
        if (fate == Fate.SEND && isRepeated(letter, positions)) {
          fate = Fate.SUPERSEDED;
        }
        if (fate == Fate.SEND) {
          sends.add(producer.send(letter.original(partitionsOf(letter.origin()))));
          letters.add(letter);
        }
        fates.merge(fate, 1L, Long::sum);
        next.put(letter.partition(), record.offset() + 1);
      }
      List<Sent> sent = new ArrayList<>();
      for (int i = 0; i < sends.size(); i++) {
        sent.add(new Sent(letters.get(i), confirm(sends.get(i), letters.get(i))));
      }
      if (clients.versions() != null && clients.versions().isOvertaken(sent)) {
        producer.abortTransaction();
        return false;
      }
      next.forEach((part, offset) -> done.advance(reasons, part, offset));
      for (String reason : reasons) {
        producer.sendOffsetsToTransaction(
            done.offsets(reason), clients.groups().apply(done.group(reason)));
      }
      producer.commitTransaction();
      fates.forEach((fate, count) -> counts.merge(fate, count, Long::sum));
      letters.forEach(letter -> sentByReason.merge(letter.reason(), 1L, Long::sum));
      return true;
    } catch (UserException e) {
      producer.abortTransaction();
      throw e;
    }
  }

  private Fate fate(DeadLetter letter) {
    Fate fate = fateByHeaders(letter);
    return fate == Fate.SEND
            && clients.versions() != null
            && clients.versions().isSuperseded(letter)
        ? Fate.SUPERSEDED
        : fate;
  }

  /** Whether the same record was dead-lettered twice, which happens with at_least_once. */
  private boolean isRepeated(DeadLetter letter, Set<String> positions) {
    return clients.versions() != null
        && letter.offset() >= 0
        && !positions.add(letter.originPartition() + "@" + letter.offset());
  }

  private Fate fateByHeaders(DeadLetter letter) {
    String reason = letter.reason();
    if (!reasons.contains(reason)) {
      return Fate.OTHER_REASON;
    }
    if (done.isDone(reason, letter.partition(), letter.record().offset())) {
      return Fate.DONE_EARLIER;
    }
    if (letter.isCut()) {
      return Fate.CUT;
    }
    return letter.origin() == null || letter.origin().equals(request.deadLetterTopic())
        ? Fate.WITHOUT_ORIGIN
        : Fate.SEND;
  }

  private long count(Fate fate) {
    return counts.getOrDefault(fate, 0L);
  }

  private int partitionsOf(String topic) {
    return partitionsOf.computeIfAbsent(
        topic,
        name -> {
          int partitions = clients.consumer().partitionsFor(name).size();
          if (partitions == 0) {
            throw new UserException(
                "topic " + name + ", the origin of dead letters, does not exist");
          }
          return partitions;
        });
  }

  private static void pause(int attempt) {
    if (attempt >= ATTEMPTS) {
      throw new UserException(
          "other producers keep writing the listings of these dead letters; run redrive again later");
    }
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    }
  }

  private static RecordMetadata confirm(Future<RecordMetadata> send, DeadLetter letter) {
    try {
      return send.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProducerFencedException fenced) {
        throw fenced;
      }
      if (e.getCause() instanceof InvalidProducerEpochException fenced) {
        throw fenced;
      }
      throw new UserException(
          "cannot send dead letter %s, offset %s back to %s: %s"
              .formatted(
                  letter.partition(),
                  letter.record().offset(),
                  letter.origin(),
                  e.getCause().getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    }
  }
}
