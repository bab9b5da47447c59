package io.cmaclip.it.commands;

import io.cmaclip.streams.topics.CommittedRecords;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a topic as who waits for answers does. */
final class CommittedKeys {
  private static final Duration POLL = Duration.ofMillis(200);

  private CommittedKeys() {}

  /**
   * Keys of what is committed, from the beginning.
   *
   * @param client how to reach the cluster
   * @return at least so many, or what there is when the patience is over
   */
  static List<String> read(
      Map<String, Object> client, String topic, int atLeast, Duration patience) {
    try (CommittedRecords records = new CommittedRecords(client, List.of(topic), POLL)) {
      List<String> keys = new ArrayList<>();
      long deadline = System.nanoTime() + patience.toNanos();
      while (keys.size() < atLeast && System.nanoTime() < deadline) {
        records.poll(POLL, record -> keys.add(new String(record.key(), StandardCharsets.UTF_8)));
      }
      return keys;
    }
  }
}
