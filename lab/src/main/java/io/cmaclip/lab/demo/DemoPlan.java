package io.cmaclip.lab.demo;

import java.nio.file.Path;

/**
 * Settings of the demo.
 *
 * @param once stop when every listing is answered; otherwise repeat, or review, until stopped
 * @param faultyRecords send invalid records as well
 * @param review open the review console when every listing is answered; needs {@code
 *     topics.decisions}
 * @param perSecond send rate in listings per second; may be infinite
 * @param out file of the answers; null for none
 */
public record DemoPlan(
    boolean once, boolean faultyRecords, boolean review, double perSecond, Path out) {}
