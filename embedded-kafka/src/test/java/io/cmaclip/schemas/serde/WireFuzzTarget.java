package io.cmaclip.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ProductListing;
import io.cmaclip.fixtures.Events;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes on the listings topic are a listing or undecodable, in bounded time and memory. The
 * build decodes the seeds alone; {@code -Pfuzz} goes on from them.
 */
class WireFuzzTarget {
  private static final String TOPIC = "listings";
  private static final Duration LONGEST = Duration.ofSeconds(2);

  /** What the first record of a schema costs; what comes after is a small multiple of the bytes. */
  private static final long MOST_BYTES = 32L << 20;

  // Once for all runs: a registry of its own for each would be most of what is measured.
  private static final EventSerdes SERDES =
      EventSerdes.create(
          Map.of("schema.registry.url", "embedded:", "missing.id.cache.ttl.sec", "3600"));
  private static final Deserializer<ProductListing> LISTINGS =
      SERDES.serde(ProductListing.class).deserializer();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static Stream<byte[]> seeds() {
    return Stream.of(
        SERDES.serde(ProductListing.class).serializer().serialize(TOPIC, Events.listing()),
        SERDES.serde(ListingAttributes.class).serializer().serialize("other", Events.attributes()),
        new byte[] {0, 0, 0, 0, 9, 2, 3});
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "4m")
  void anyBytesAreAListingOrUndecodable(byte[] bytes) {
    if (bytes == null) {
      return;
    }
    long time = THREADS.getCurrentThreadCpuTime();
    long memory = THREADS.getCurrentThreadAllocatedBytes();
    try {
      ProductListing listing = LISTINGS.deserialize(TOPIC, bytes);
      assertThat(listing.getListingId()).isNotNull();
    } catch (UndecodableRecordException refused) {
      assertThat(refused).hasMessageNotContaining("OutOfMemory");
    }
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - memory).isLessThan(MOST_BYTES);
    assertThat(THREADS.getCurrentThreadCpuTime() - time).isLessThan(LONGEST.toNanos());
  }
}
