package io.cmaclip.lab.demo;

import java.nio.file.Path;

/**
 * How the demo runs.
 *
 * @param once ends when every listing is answered; otherwise round after round until stopped
 * @param faultyRecords whether records that are no listings go in among the others
 * @param perSecond listings sent per second; infinity for as fast as they are answered
 * @param out where the answers are written in the end; null for nowhere
 */
public record DemoPlan(boolean once, boolean faultyRecords, double perSecond, Path out) {}
