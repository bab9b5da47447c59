package io.cmaclip.streams.quarantine;

import java.util.Map;

/**
 * Result of a redrive, in numbers of records.
 *
 * @param sent sent back
 * @param sentByReason sent back, by their reason
 * @param superseded not sent: the listing has a newer version, or was deleted since
 * @param otherReason not sent: another reason was requested
 * @param cut not sent: key or value is truncated
 * @param withoutOrigin not sent: no header names the origin
 */
public record RedriveReport(
    long sent,
    Map<String, Long> sentByReason,
    long superseded,
    long otherReason,
    long cut,
    long withoutOrigin) {
  public RedriveReport {
    sentByReason = Map.copyOf(sentByReason);
  }
}
