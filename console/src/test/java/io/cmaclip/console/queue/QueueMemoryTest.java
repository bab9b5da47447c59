package io.cmaclip.console.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.console.quality.Testing;
import io.cmaclip.events.ReviewItem;
import io.cmaclip.events.TaskAttribute;
import io.cmaclip.fixtures.Events;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a waiting item costs the heap. */
@Tag("slow")
class QueueMemoryTest {
  private static final Logger LOG = LoggerFactory.getLogger(QueueMemoryTest.class);
  private static final int ITEMS = 1_000_000;
  private static final int MOST_BYTES_PER_ITEM = 256;

  @Test
  void waitingItemNeedsAQuarterOfAKilobyteOfTheHeap() {
    long before = usedHeap();
    long start = System.nanoTime();
    PartitionQueue queue =
        new PartitionQueue(
            0,
            new QueueStore(entries(), entries()),
            Duration.ofSeconds(60),
            Testing.NONE,
            Clock.systemUTC());
    long loaded = System.nanoTime();
    long perItem = (usedHeap() - before) / ITEMS;
    long filtering = System.nanoTime();
    assertThat(queue.candidates("ann", new ItemFilter(null, null, "rare"), 5)).hasSize(1);
    long filtered = System.nanoTime();

    assertThat(queue.waiting()).isEqualTo(ITEMS);
    LOG.info(
        "{} waiting items: {} bytes each, read in {} ms, a rare label found in {} ms",
        ITEMS,
        perItem,
        (loaded - start) / 1_000_000,
        (filtered - filtering) / 1_000_000);
    assertThat(perItem).isPositive().isLessThanOrEqualTo(MOST_BYTES_PER_ITEM);
  }

  /** A store that holds nothing and makes its entries when it is read. */
  @SuppressWarnings("unchecked")
  private static KeyValueStore<Bytes, byte[]> entries() {
    return (KeyValueStore<Bytes, byte[]>)
        Proxy.newProxyInstance(
            QueueMemoryTest.class.getClassLoader(),
            new Class<?>[] {KeyValueStore.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("all")) {
                throw new UnsupportedOperationException(method.getName());
              }
              return new Entries();
            });
  }

  private static final class Entries implements KeyValueIterator<Bytes, byte[]> {
    private static final int LABELS = 20;

    private final Iterator<Integer> numbers = IntStream.range(0, ITEMS).iterator();
    private final List<ItemFacts> common =
        IntStream.range(0, LABELS).mapToObj(label -> facts("label " + label)).toList();
    private final ItemFacts rare = facts("rare");

    @Override
    public boolean hasNext() {
      return numbers.hasNext();
    }

    @Override
    public KeyValue<Bytes, byte[]> next() {
      int number = numbers.next();
      ItemFacts facts = number == ITEMS / 2 ? rare : common.get(number % LABELS);
      Entry entry = Entry.waiting(facts, number);
      byte[] key = "listing-%012d".formatted(number).getBytes(StandardCharsets.UTF_8);
      return KeyValue.pair(Bytes.wrap(key), EntryCodec.encode(entry));
    }

    /** Facts of an item with five tasks. */
    private static ItemFacts facts(String label) {
      ReviewItem item = Events.reviewItem();
      item.getAttributes()
          .setAttributes(
              Stream.of("category", "colour", "pattern", "sleeve", "material")
                  .map(
                      task -> {
                        TaskAttribute attribute = Events.attributes().getAttributes().get(0);
                        attribute.setTask(task);
                        attribute.setLabel(label);
                        return attribute;
                      })
                  .toList());
      return ItemFacts.of(item);
    }

    @Override
    public Bytes peekNextKey() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private static long usedHeap() {
    for (int turn = 0; turn < 3; turn++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
