package io.cmaclip.lab.demo;

/**
 * Totals of the demo; the JSON of {@code demo --json}.
 *
 * @param listings records sent
 * @param labelled listings with a record on the attributes topic
 * @param review listings with a record on the review topic
 * @param deadLetter listings with a dead letter
 * @param missing unanswered listings
 * @param duplicated surplus answers
 * @param seconds time from the first record sent to the last answer read
 */
public record DemoResult(
    int listings,
    int labelled,
    int review,
    int deadLetter,
    int missing,
    int duplicated,
    double seconds) {
  public boolean isExactlyOnce() {
    return missing == 0 && duplicated == 0;
  }
}
