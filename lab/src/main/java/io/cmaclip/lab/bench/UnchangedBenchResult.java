package io.cmaclip.lab.bench;

/**
 * Result of {@code bench unchanged}; the JSON of {@code --json}. Rates are listings per second.
 *
 * @param different keys whose last answers differ between the modes
 * @param events events of each mode
 * @param unchangedShare share of events without new content
 * @param images whether the listings have an image
 * @param restore null if it was not measured
 */
public record UnchangedBenchResult(
    double classifyPerSecond,
    double repeatPerSecond,
    double ratio,
    int different,
    int events,
    int keys,
    double unchangedShare,
    boolean images,
    RestoreBench.Result restore) {}
