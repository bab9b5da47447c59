package io.cmaclip.lab.demo;

/**
 * What the demo counted on the output topics.
 *
 * @param listings records sent
 * @param labelled answered on the attributes topic
 * @param review of those, on the review topic too
 * @param deadLetter on the dead-letter topic
 * @param missing not answered
 * @param duplicated answers too many
 * @param seconds from the first record sent to the last answer read
 */
public record DemoResult(
    int listings,
    int labelled,
    int review,
    int deadLetter,
    int missing,
    int duplicated,
    double seconds) {
  /** Whether each listing was answered exactly once. */
  public boolean isExactlyOnce() {
    return missing == 0 && duplicated == 0;
  }
}
