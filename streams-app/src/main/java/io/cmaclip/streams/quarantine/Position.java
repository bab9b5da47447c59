package io.cmaclip.streams.quarantine;

import io.cmaclip.batching.ReceivedRecord;
import java.util.zip.CRC32C;

/**
 * Identifies a listing in its partition. The checksum tells apart listings at the same offset of a
 * topic that was deleted and created again.
 *
 * @param checksum CRC-32C of key and value
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
