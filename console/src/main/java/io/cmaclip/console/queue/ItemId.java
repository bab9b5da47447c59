package io.cmaclip.console.queue;

import java.util.Base64;
import org.apache.kafka.common.utils.Bytes;

/**
 * Names an item in addresses: its partition and key.
 *
 * @param partition partition of the topics
 * @param key record key
 */
public record ItemId(int partition, Bytes key) {
  String text() {
    return partition + "-" + Base64.getUrlEncoder().withoutPadding().encodeToString(key.get());
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws IllegalArgumentException if it is not an item id
   */
  public static ItemId parse(String text) {
    int dash = text.indexOf('-');
    if (dash < 1) {
      throw new IllegalArgumentException("not an item id");
    }
    return new ItemId(
        Integer.parseInt(text.substring(0, dash)),
        Bytes.wrap(Base64.getUrlDecoder().decode(text.substring(dash + 1))));
  }
}
