package io.cmaclip.streams.bench;

/**
 * What was measured.
 *
 * @param gpuUtilisation answered per second of what the simulated GPU could do, 0 to 1
 * @param freeForwardPerSecond answered per second when forwards cost nothing
 * @param serviceToPredictor answered per second of what the predictors do alone, title-only
 *     listings, median of the pairs
 * @param serviceToPredictorWithPictures the same with pictures, which only the service decodes
 * @param cpuMillisPerListing of listings with pictures
 * @param cpuMillisPerTitle of title-only listings
 * @param listings title-only listings against the simulated GPU
 */
public record ServiceBenchResult(
    double gpuUtilisation,
    double gpuPerSecond,
    double gpuIdealPerSecond,
    double freeForwardPerSecond,
    double serviceToPredictor,
    double serviceToPredictorWithPictures,
    Pairs titlePairs,
    Pairs picturePairs,
    CpuMillis cpuMillisPerListing,
    CpuMillis cpuMillisPerTitle,
    int listings,
    int batch,
    int threads,
    int predictors,
    String guarantee) {}
