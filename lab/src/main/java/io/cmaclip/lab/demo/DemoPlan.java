package io.cmaclip.lab.demo;

import java.nio.file.Path;

/**
 * Settings of the demo.
 *
 * @param once stop when every listing is answered; otherwise repeat until stopped
 * @param faultyRecords send invalid records as well
 * @param perSecond send rate in listings per second; may be infinite
 * @param out file of the answers; null for none
 */
public record DemoPlan(boolean once, boolean faultyRecords, double perSecond, Path out) {}
