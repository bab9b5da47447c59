package io.cmaclip.streams.service;

/** What the outputs promise when something fails. */
public enum Guarantee {
  /** Each listing is answered once: offsets and outputs share a transaction. */
  EXACTLY_ONCE_V2("exactly_once_v2"),
  /** Each listing is answered; after a failure some are answered twice. */
  AT_LEAST_ONCE("at_least_once");

  private final String kafkaName;

  Guarantee(String kafkaName) {
    this.kafkaName = kafkaName;
  }

  /** Value of {@code processing.guarantee}. */
  public String kafkaName() {
    return kafkaName;
  }

  /**
   * The guarantee of that name.
   *
   * @throws IllegalArgumentException with the legal values
   */
  public static Guarantee of(String kafkaName) {
    for (Guarantee guarantee : values()) {
      if (guarantee.kafkaName.equals(kafkaName)) {
        return guarantee;
      }
    }
    throw new IllegalArgumentException(
        "guarantee = " + kafkaName + ": must be exactly_once_v2 or at_least_once");
  }
}
