package io.cmaclip.streams.topology;

import io.cmaclip.batching.ReceivedRecord;
import java.nio.charset.StandardCharsets;

/** The key of the output records of a record. */
final class OutputKey {
  private OutputKey() {}

  /** The bytes of the record's key, or the id of the listing if the record has no key. */
  static byte[] of(ReceivedRecord<byte[], byte[]> received, String listingId) {
    return received.key() == null ? listingId.getBytes(StandardCharsets.UTF_8) : received.key();
  }
}
