package io.cmaclip.lab.bench;

/**
 * Result of {@code bench embeddings}; the JSON of {@code --json}. Rates are listings per second.
 *
 * @param encodePerSecond without reuse
 * @param ratio {@code reusePerSecond / encodePerSecond}
 * @param encoded images that the encoder ran on, with reuse
 * @param reused images whose encoder outputs were reused
 * @param bytes heap of the outputs at the end
 * @param different keys with another label, acceptance or modality, or a confidence that differs by
 *     more than 1e-5
 * @param largestDifference of two confidences of the other keys
 */
public record EmbeddingsBenchResult(
    double encodePerSecond,
    double reusePerSecond,
    double ratio,
    long encoded,
    long reused,
    long bytes,
    int different,
    double largestDifference,
    int events,
    int listingsPerImage) {}
