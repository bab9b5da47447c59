package io.cmaclip.lab.chaos;

/**
 * A service about to be hit.
 *
 * @param inFlight listings that were inside a forward when it was asked, a moment ago
 */
record Victim(Child service, int inFlight) {}
