package io.cmaclip.lab.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cmaclip.model.listings.Listing;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Invalid records, which must become dead letters. */
final class FaultyRecords {
  /** An invalid record; {@code id} is its name in the demo. */
  record FaultyRecord(String id, byte[] key, byte[] value) {}

  private FaultyRecords() {}

  /** Two records that are not Avro, a truncated one, one without a key, one with another key. */
  static List<FaultyRecord> all(Function<Listing, byte[]> serialize) {
    byte[] proper =
        serialize.apply(new Listing("faulty", "Red summer dress", null, null, Map.of()));
    return List.of(
        new FaultyRecord("faulty-text", utf8("faulty-text"), utf8("this is not Avro")),
        new FaultyRecord(
            "faulty-json", utf8("faulty-json"), utf8("{\"title\":\"Red summer dress\"}")),
        new FaultyRecord("faulty-cut", utf8("faulty"), Arrays.copyOf(proper, proper.length / 2)),
        new FaultyRecord("faulty-no-key", null, proper),
        new FaultyRecord("faulty-key", utf8("another-listing"), proper));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
