package io.cmaclip.lab.chaos;

import java.util.List;

/**
 * Result of a chaos run with decisions; the JSON of {@code chaos --decisions --json}.
 *
 * @param unchanged what the services do with unchanged listings
 * @param kills services killed with SIGKILL
 * @param killsInFlight kills of services with listings in inference
 * @param listings events of listings that were sent
 * @param decisions decisions and undos that were sent
 * @param lost records without an output
 * @param doubled surplus outputs
 * @param overwritten outputs of listings that do not show the decision in force
 * @param wrong decisions with another output, and listings that end in another state
 * @param endedByThemselves services that exited unexpectedly and were replaced
 * @param kept whether nothing is lost, doubled, overwritten or wrong
 */
public record DecisionChaosReport(
    long seed,
    String unchanged,
    int instances,
    int brokers,
    int kills,
    int killsInFlight,
    long listings,
    long decisions,
    int lost,
    int doubled,
    int overwritten,
    int wrong,
    int endedByThemselves,
    List<String> examples,
    double seconds,
    boolean kept) {}
