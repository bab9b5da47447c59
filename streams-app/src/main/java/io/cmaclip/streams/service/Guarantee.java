package io.cmaclip.streams.service;

/** Processing guarantee of the outputs. */
public enum Guarantee {
  /** The outputs and the offset of a listing share a transaction. */
  EXACTLY_ONCE_V2("exactly_once_v2"),
  /** Every listing has its outputs; after a failure some outputs repeat. */
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
   * The guarantee with this Kafka name.
   *
   * @throws IllegalArgumentException naming the allowed values
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
