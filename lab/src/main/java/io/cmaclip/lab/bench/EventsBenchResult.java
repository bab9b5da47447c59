package io.cmaclip.lab.bench;

/**
 * Result of {@code bench events}; the JSON of {@code --json}. Rates are listings per second with
 * inference at no cost, ratios are medians of the pairs.
 *
 * @param productListingPerSecond rate of the service's own Avro record
 * @param jsonPerSecond rate of plain JSON with a mapping of nine fields
 * @param ratio the second rate divided by the first, in pairs
 * @param debeziumPerSecond rate of Debezium's change events with the ready mapping
 * @param debeziumRatio that rate divided by the first, in pairs
 * @param events title-only events in each half of a pair
 */
public record EventsBenchResult(
    double productListingPerSecond,
    double jsonPerSecond,
    double ratio,
    double debeziumPerSecond,
    double debeziumRatio,
    int events,
    int pairs) {}
