package io.cmaclip.lab.bench;

/**
 * Result of {@code bench reclassify}; the JSON of {@code --json}. Times in ms, until the committed
 * answer is read.
 *
 * @param p99Alone 99th percentile of the latency of live listings without a reclassification
 * @param p99Together the same while the reclassification runs
 * @param growth difference of the two
 * @param growthOfQueue the growth that the GPU alone causes, computed: a call cannot be interrupted
 * @param batchMillis time of one full batch
 * @param utilisation all answers per second divided by the ideal rate, while both run
 * @param utilisationAlone the same for live listings alone
 */
public record ReclassifyBenchResult(
    double p99Alone,
    double p99Together,
    double growth,
    double growthOfQueue,
    double batchMillis,
    double utilisation,
    double utilisationAlone) {}
