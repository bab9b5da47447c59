package io.cmaclip.streams.quarantine;

import java.util.Map;

/**
 * What a redrive did.
 *
 * @param sent records sent back
 * @param sentByReason the same by the reason for which they had been put aside
 * @param otherReason left where they are, because another reason was asked for
 * @param cut cannot be sent back: key or value had been cut to fit
 * @param withoutOrigin cannot be sent back: no header says where they came from
 */
public record RedriveReport(
    long sent, Map<String, Long> sentByReason, long otherReason, long cut, long withoutOrigin) {
  public RedriveReport {
    sentByReason = Map.copyOf(sentByReason);
  }
}
