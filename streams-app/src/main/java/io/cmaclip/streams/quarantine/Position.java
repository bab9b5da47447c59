package io.cmaclip.streams.quarantine;

import io.cmaclip.batching.ReceivedRecord;
import java.util.zip.CRC32C;

/**
 * Where a listing stands in its partition, and what it is: a topic that was made anew holds other
 * listings at the same offsets.
 *
 * @param checksum CRC-32C of key and value as they came
 */
record Position(long offset, int checksum) {
  static Position of(ReceivedRecord<byte[], byte[]> received) {
    CRC32C crc = new CRC32C();
    if (received.key() != null) {
      crc.update(received.key());
    }
    if (received.value() != null) {
      crc.update(received.value());
    }
    return new Position(received.offset(), (int) crc.getValue());
  }
}
