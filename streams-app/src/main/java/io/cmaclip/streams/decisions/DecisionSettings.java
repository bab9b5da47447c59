package io.cmaclip.streams.decisions;

/**
 * Settings of decisions and of the audit sample.
 *
 * @param topic topic of the decisions; null without one
 * @param auditShare share of the answers that are reviewed as a random sample, 0 to 1
 */
public record DecisionSettings(String topic, double auditShare) {
  public static final DecisionSettings OFF = new DecisionSettings(null, 0);

  public DecisionSettings {
    if (!(auditShare >= 0 && auditShare <= 1)) {
      throw new IllegalArgumentException("audit share = " + auditShare + ": must be 0 to 1");
    }
  }

  /** Whether there is a topic of decisions, and so a store of labels. */
  public boolean areRead() {
    return topic != null;
  }

  /** Whether the content hash of each listing is needed. */
  public boolean needContentHash() {
    return areRead() || auditShare > 0;
  }
}
