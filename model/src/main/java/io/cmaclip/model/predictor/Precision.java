package io.cmaclip.model.predictor;

import io.cmaclip.model.bundle.SelfTest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Number format of the model's matrix products. */
public enum Precision {
  FLOAT32(SelfTest.TOLERANCE),
  /** Weights and arithmetic in float16, for GPUs. */
  FLOAT16(0.1),
  /** Products and attention of the wide transformers in bfloat16, for CPUs. */
  BFLOAT16(0.5),
  /** Products of the wide transformers in 8-bit integers, for CPUs. */
  INT8(0.5),
  /** The fastest of float32, bfloat16 and int8 that passes the self-test on this CPU. */
  AUTO(SelfTest.TOLERANCE);

  /** Values that can be configured, for messages. */
  public static final String RANGE = "float32, bfloat16, int8 or auto";

  private final double tolerance;

  Precision(double tolerance) {
    this.tolerance = tolerance;
  }

  /** Parses a configured value; empty when it is not one of {@link #RANGE}. */
  public static Optional<Precision> find(String text) {
    return Arrays.stream(values())
        .filter(precision -> precision != FLOAT16 && precision.toString().equals(text))
        .findFirst();
  }

  /** Whether a CPU computes in fewer bits than float32. */
  public boolean isReduced() {
    return this == BFLOAT16 || this == INT8;
  }

  /** Largest difference of an output from the self-test's; outputs are logits and cosines. */
  double tolerance() {
    return tolerance;
  }

  /** The configured value. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
