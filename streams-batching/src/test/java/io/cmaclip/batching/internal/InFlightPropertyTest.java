package io.cmaclip.batching.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Runs random sequences of receiving, completing, forwarding, committing, aborting and closing
 * against a model of the broker. No offset of a record without output is ever committed, and in the
 * end each record's output is visible once, in order.
 */
class InFlightPropertyTest {
  private static final int PARTITIONS = 3;
  private static final int BYTES = 10;

  private static final class Received extends InFlightRecord<Object, Object> {
    Received(long offset, ByteBudget budget) {
      super(offset, null, budget, BYTES);
      reserve(BYTES);
    }

    void answered(boolean smaller) {
      if (smaller) {
        reserve(BYTES / 2);
      }
      complete(null);
    }
  }

  /** A partition with its state on the broker. */
  private static final class Partition {
    final TopicPartition name;
    InFlightQueue<Received> queue;
    List<Received> unfinished = new ArrayList<>();
    List<Long> inTransaction = new ArrayList<>();
    final List<Long> visible = new ArrayList<>();
    long committed;
    long position;
    long end;
    boolean revived;

    Partition(int number) {
      name = new TopicPartition("listings", number);
    }
  }

  @Property(tries = 2_000)
  void everyOutputIsVisibleOnceInAnyOrderOfEvents(
      @ForAll @Size(max = 250) List<@IntRange(max = 99) Integer> steps) {
    Broker broker = new Broker();
    for (int step : steps) {
      broker.take(step % 11, broker.partitions.get(step % PARTITIONS), step);
    }
    broker.finishAll();
    for (Partition partition : broker.partitions) {
      assertThat(partition.committed).isEqualTo(partition.end);
      assertThat(partition.visible).hasSize((int) partition.end);
      partition.queue.discardAll();
    }
    assertThat(broker.budget.usedBytes()).isZero();
  }

  /** A thread of Kafka Streams with its state on the broker. */
  private static final class Broker {
    private final ByteBudget budget = new ByteBudget(1_000_000);
    private final InFlightPartitions inFlight = new InFlightPartitions();
    private final List<Partition> partitions = new ArrayList<>();

    Broker() {
      for (int i = 0; i < PARTITIONS; i++) {
        partitions.add(new Partition(i));
        begin(partitions.get(i));
      }
    }

    void finishAll() {
      for (Partition partition : partitions) {
        while (partition.position < partition.end || partition.revived) {
          receive(partition);
        }
        List.copyOf(partition.unfinished).forEach(record -> finish(partition, record, false));
        forward(partition);
      }
      commit();
    }

    void take(int action, Partition partition, int draw) {
      switch (action) {
        case 0, 1, 2, 3 -> receive(partition);
        case 4, 5, 6 -> {
          if (!partition.unfinished.isEmpty()) {
            int any = draw % partition.unfinished.size();
            finish(partition, partition.unfinished.get(any), draw % 2 == 0);
          }
        }
        case 7 -> forward(partition);
        case 8 -> commit();
        case 9 -> abort();
        default -> revoke(partition);
      }
    }

    private void begin(Partition partition) {
      partition.queue = new InFlightQueue<>(1_000, budget);
      partition.unfinished = new ArrayList<>();
      inFlight.register(partition.name, partition.queue);
    }

    private void receive(Partition partition) {
      if (partition.revived) {
        // Kafka Streams notices the reset position only now.
        partition.revived = false;
        partition.position = partition.committed;
        if (partition.position == partition.end) {
          return;
        }
      }
      Received record = new Received(partition.position++, budget);
      partition.end = Math.max(partition.end, partition.position);
      partition.queue.add(record);
      partition.unfinished.add(record);
    }

    private static void finish(Partition partition, Received record, boolean smaller) {
      record.answered(smaller);
      partition.unfinished.remove(record);
    }

    private static void forward(Partition partition) {
      for (Received record = partition.queue.peekFinished();
          record != null;
          record = partition.queue.peekFinished()) {
        partition.inTransaction.add(record.offset());
        partition.queue.remove();
      }
    }

    /** Kafka Streams proposes the offsets after all processed records. */
    private void commit() {
      Map<TopicPartition, OffsetAndMetadata> proposed = new HashMap<>();
      partitions.forEach(p -> proposed.put(p.name, new OffsetAndMetadata(p.position)));
      Map<TopicPartition, OffsetAndMetadata> lowered = inFlight.lower(proposed);
      for (Partition partition : partitions) {
        partition.visible.addAll(partition.inTransaction);
        partition.inTransaction = new ArrayList<>();
        OffsetAndMetadata offset = lowered.get(partition.name);
        if (offset != null) {
          assertThat(offset.offset()).isGreaterThanOrEqualTo(partition.committed);
          partition.committed = offset.offset();
        }
        // The commit covers no record without output and no output that may be repeated.
        assertThat(partition.visible)
            .containsExactlyElementsOf(LongStream.range(0, partition.committed).boxed().toList());
      }
    }

    /** Aborts the transaction: outputs are rolled back, tasks closed and initialised again. */
    private void abort() {
      for (Partition partition : partitions) {
        partition.inTransaction = new ArrayList<>();
        partition.queue.discardAll();
        begin(partition);
        partition.revived = true;
      }
    }

    /** Closes the task, then commits; the next owner starts at the committed offset. */
    private void revoke(Partition partition) {
      partition.queue.discardAll();
      commit();
      begin(partition);
      partition.position = partition.committed;
      partition.revived = false;
    }
  }
}
