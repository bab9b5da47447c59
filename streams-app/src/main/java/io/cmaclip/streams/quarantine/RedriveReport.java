package io.cmaclip.streams.quarantine;

import java.util.Map;

/**
 * Result of a redrive, in numbers of records.
 *
 * @param sent sent back
 * @param sentByReason sent back, by their reason
 * @param otherReason not sent: another reason was requested
 * @param cut not sent: key or value is truncated
 * @param withoutOrigin not sent: no header names the origin
 */
public record RedriveReport(
    long sent, Map<String, Long> sentByReason, long otherReason, long cut, long withoutOrigin) {
  public RedriveReport {
    sentByReason = Map.copyOf(sentByReason);
  }
}
