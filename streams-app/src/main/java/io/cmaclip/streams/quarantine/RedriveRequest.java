package io.cmaclip.streams.quarantine;

import io.cmaclip.model.errors.UsageException;

/**
 * What to send back.
 *
 * @param deadLetterTopic where to read
 * @param group prefix of the consumer groups that keep the progress, and the transactional id
 * @param reason only those put aside for it; null for all
 * @param limit most records to send, at least 1
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
