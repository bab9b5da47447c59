package io.cmaclip.lab.chaos;

/**
 * An injected fault in the report.
 *
 * @param atSeconds time since the first listing was sent
 * @param fault name of the fault's kind
 * @param inFlight listings in inference in the target just before the fault; in some service if the
 *     target is not a service
 * @param recoverySeconds time until every earlier input was answered; null if never
 */
public record TimelineEntry(
    double atSeconds,
    String fault,
    String target,
    int inFlight,
    Double recoverySeconds,
    String note) {}
