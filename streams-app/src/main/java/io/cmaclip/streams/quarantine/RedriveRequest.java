package io.cmaclip.streams.quarantine;

import io.cmaclip.model.errors.UsageException;

/**
 * Which dead letters to send back.
 *
 * @param deadLetterTopic topic to read
 * @param group prefix of the consumer groups that store the progress, and the transactional id
 * @param reason reason to select; null for all
 * @param limit maximum number of records to send, at least 1
 */
public record RedriveRequest(String deadLetterTopic, String group, String reason, long limit) {
  public RedriveRequest {
    if (reason != null && !RedriveProgress.reasons().contains(reason)) {
      throw new UsageException(
          "--reason "
              + reason
              + ": must be one of "
              + String.join(", ", RedriveProgress.reasons()));
    }
    if (limit < 1) {
      throw new UsageException("--limit " + limit + ": must be at least 1");
    }
  }
}
