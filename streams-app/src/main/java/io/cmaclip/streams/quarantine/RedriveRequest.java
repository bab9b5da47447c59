package io.cmaclip.streams.quarantine;

import io.cmaclip.model.errors.UsageException;

/**
 * Which dead letters to send back.
 *
 * @param deadLetterTopic topic to read
 * @param attributesTopic topic with the answers, to find newer versions that the listings topic no
 *     longer holds
 * @param group prefix of the consumer groups that store the progress, and the transactional id
 * @param reason reason to select; null for all
 * @param limit maximum number of records to send, at least 1
 * @param force whether to send listings that have a newer version or were deleted since
 */
public record RedriveRequest(
    String deadLetterTopic,
    String attributesTopic,
    String group,
    String reason,
    long limit,
    boolean force) {
  public RedriveRequest {
    if (reason != null && !RedriveProgress.reasons().contains(reason)) {
      throw new UsageException(
          "--reason %s: must be one of %s"
              .formatted(reason, String.join(", ", RedriveProgress.reasons())));
    }
    if (limit < 1) {
      throw new UsageException("--limit " + limit + ": must be at least 1");
    }
  }
}
