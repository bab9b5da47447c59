package io.cmaclip.lab.bench;

/**
 * Result of {@code bench service}; the JSON of {@code --json}. Rates are listings per second.
 *
 * @param gpuUtilisation rate with the simulated GPU divided by its ideal rate, 0 to 1
 * @param gpuUtilisationFast the same for a GPU of 5 ms + 0.2 ms per listing
 * @param gpuUtilisationFastTwoPredictors the same with {@code predictors = 2}
 * @param freeForwardPerSecond rate with inference at no cost
 * @param measuredToUnmeasured that rate divided by the rate without metrics, median of the pairs
 * @param serviceToPredictor rate of the service divided by the rate of preprocessing and inference
 *     without Kafka, for listings with images, median of the pairs
 * @param serviceToPredictorTitleOnly the same for title-only listings
 * @param ownShare for listings with images, preprocessing and inference as a share of the CPU time
 *     of the service's threads: the ratio when broker and clients run on other machines
 * @param ownShareTitleOnly the same for title-only listings
 * @param cpuMillisPerListing CPU time for listings with images
 * @param cpuMillisPerTitle CPU time for title-only listings
 * @param listings number of title-only listings for the simulated GPU
 */
public record ServiceBenchResult(
    double gpuUtilisation,
    double gpuPerSecond,
    double gpuIdealPerSecond,
    double gpuUtilisationFast,
    double gpuUtilisationFastTwoPredictors,
    double freeForwardPerSecond,
    double measuredToUnmeasured,
    double serviceToPredictor,
    double serviceToPredictorTitleOnly,
    double ownShare,
    double ownShareTitleOnly,
    Pairs picturePairs,
    Pairs titlePairs,
    CpuMillis cpuMillisPerListing,
    CpuMillis cpuMillisPerTitle,
    int listings,
    int batch,
    int threads,
    int predictors,
    String guarantee) {}
