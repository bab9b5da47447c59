package io.cmaclip.lab.bench;

/**
 * What was measured.
 *
 * @param gpuUtilisation answered per second of what the simulated GPU could do, 0 to 1
 * @param freeForwardPerSecond answered per second when forwards cost nothing
 * @param measuredToUnmeasured that rate against the same without metrics, median of the pairs
 * @param serviceToPredictor answered per second of what the model alone does with the same listings
 *     (title and image made ready, then forwarded), median of the pairs
 * @param serviceToPredictorTitleOnly the same with title-only listings
 * @param cpuMillisPerListing of listings with images
 * @param cpuMillisPerTitle of title-only listings
 * @param listings title-only listings against the simulated GPU
 */
public record ServiceBenchResult(
    double gpuUtilisation,
    double gpuPerSecond,
    double gpuIdealPerSecond,
    double freeForwardPerSecond,
    double measuredToUnmeasured,
    double serviceToPredictor,
    double serviceToPredictorTitleOnly,
    Pairs picturePairs,
    Pairs titlePairs,
    CpuMillis cpuMillisPerListing,
    CpuMillis cpuMillisPerTitle,
    int listings,
    int batch,
    int threads,
    int predictors,
    String guarantee) {}
