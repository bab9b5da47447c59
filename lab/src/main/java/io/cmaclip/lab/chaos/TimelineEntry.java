package io.cmaclip.lab.chaos;

/**
 * A fault that was inflicted, as reported.
 *
 * @param atSeconds after the first listing was sent
 * @param fault name of its kind
 * @param inFlight listings inside a forward of the target (or of some service, where the target is
 *     none) right before
 * @param recoverySeconds until everything sent before was answered; null when that never came
 */
public record TimelineEntry(
    double atSeconds,
    String fault,
    String target,
    int inFlight,
    Double recoverySeconds,
    String note) {}
