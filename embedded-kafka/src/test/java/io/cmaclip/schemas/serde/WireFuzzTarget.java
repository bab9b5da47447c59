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
 * Any bytes decode to a listing or are undecodable, in bounded time and memory. The build decodes
 * only the seeds; {@code -Pfuzz} mutates them.
 */
class WireFuzzTarget {
  private static final String TOPIC = "listings";
  private static final Duration LONGEST = Duration.ofSeconds(2);

  /** The cost of a schema's first record; later records need a small multiple of their bytes. */
  private static final long MOST_BYTES = 32L << 20;

  // Shared by all runs, because starting a registry would dominate the measurement.
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
