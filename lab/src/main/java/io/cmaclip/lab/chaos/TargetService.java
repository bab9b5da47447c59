package io.cmaclip.lab.chaos;

/**
 * The target service of a fault.
 *
 * @param inFlight listings in inference a moment ago
 */
record TargetService(Child service, int inFlight) {}
