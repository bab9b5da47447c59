package io.cmaclip.streams.quarantine;

import io.cmaclip.model.errors.UserException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Progress of redrives: an offset per reason and partition, stored as committed offsets of one
 * consumer group per reason. A redrive of one reason therefore does not affect the others, and no
 * dead letter is sent twice. Not thread-safe.
 */
final class RedriveProgress {
  private final Map<String, Map<TopicPartition, Long>> next = new HashMap<>();
  private final String groupPrefix;

  private RedriveProgress(String groupPrefix) {
    this.groupPrefix = groupPrefix;
  }

  /** All reasons, including {@link DeadLetter#OTHER}. */
  static Set<String> reasons() {
    Set<String> reasons = new LinkedHashSet<>();
    Arrays.stream(DeadLetterReason.values()).map(Enum::name).forEach(reasons::add);
    reasons.add(DeadLetter.OTHER);
    return reasons;
  }

  static RedriveProgress read(Admin admin, String groupPrefix, Collection<TopicPartition> parts) {
    RedriveProgress progress = new RedriveProgress(groupPrefix);
    Map<String, ListConsumerGroupOffsetsSpec> groups = new HashMap<>();
    for (String reason : reasons()) {
      groups.put(progress.group(reason), new ListConsumerGroupOffsetsSpec().topicPartitions(parts));
    }
    try {
      var offsets =
          admin.listConsumerGroupOffsets(
              groups, new ListConsumerGroupOffsetsOptions().requireStable(true));
      for (String reason : reasons()) {
        Map<TopicPartition, Long> committed = new HashMap<>();
        offsets
            .partitionsToOffsetAndMetadata(progress.group(reason))
            .get()
            .forEach((part, offset) -> committed.put(part, offset == null ? 0 : offset.offset()));
        progress.next.put(reason, committed);
      }
      return progress;
    } catch (ExecutionException e) {
      throw new UserException(
          "the progress of earlier redrives cannot be read: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("interrupted", e);
    }
  }

  /** The consumer group that stores the progress of a reason. */
  String group(String reason) {
    return groupPrefix + "-" + reason;
  }

  /** First offset that may hold an unsent record of one of the reasons. */
  long first(Set<String> reasons, TopicPartition partition) {
    return reasons.stream()
        .mapToLong(reason -> next.get(reason).getOrDefault(partition, 0L))
        .min()
        .orElse(0);
  }

  boolean isDone(String reason, TopicPartition partition, long offset) {
    return offset < next.get(reason).getOrDefault(partition, 0L);
  }

  /** Marks all records of these reasons before the offset as done. */
  void advance(Set<String> reasons, TopicPartition partition, long offset) {
    for (String reason : reasons) {
      next.get(reason).merge(partition, offset, Math::max);
    }
  }

  Map<TopicPartition, OffsetAndMetadata> offsets(String reason) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    next.get(reason).forEach((part, offset) -> offsets.put(part, new OffsetAndMetadata(offset)));
    return offsets;
  }
}
