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
 * How far dead letters have been sent back: an offset per reason and partition, kept as the
 * committed offsets of one consumer group per reason. So a redrive of one reason leaves the others
 * for later, and none is ever sent a second time. Owned by one thread.
 */
final class RedriveProgress {
  private final Map<String, Map<TopicPartition, Long>> next = new HashMap<>();
  private final String groupPrefix;

  private RedriveProgress(String groupPrefix) {
    this.groupPrefix = groupPrefix;
  }

  /** Reasons whose progress is kept. */
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

  /** The consumer group that holds the progress of this reason. */
  String group(String reason) {
    return groupPrefix + "-" + reason;
  }

  /** First offset at which a record of one of the reasons may still have to be sent. */
  long first(Set<String> reasons, TopicPartition partition) {
    return reasons.stream()
        .mapToLong(reason -> next.get(reason).getOrDefault(partition, 0L))
        .min()
        .orElse(0);
  }

  boolean isDone(String reason, TopicPartition partition, long offset) {
    return offset < next.get(reason).getOrDefault(partition, 0L);
  }

  /** Everything of these reasons before the offset has been dealt with. */
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
