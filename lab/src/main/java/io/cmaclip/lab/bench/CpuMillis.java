package io.cmaclip.lab.bench;

import java.util.List;

/**
 * Processor time a listing costs, in milliseconds.
 *
 * @param decode from bytes to event
 * @param preprocess image and title made ready
 * @param forward in the predictors
 * @param rest everything else in the process: Kafka Streams, broker, producer and reader
 */
public record CpuMillis(double decode, double preprocess, double forward, double rest) {
  /**
   * Of measurements of the service together.
   *
   * @param decode measured apart
   */
  static CpuMillis of(List<Throughput> measured, double decode) {
    double perListing = 1e6 * measured.stream().mapToInt(Throughput::listings).sum();
    double preprocess = measured.stream().mapToLong(t -> t.cpu().preprocess()).sum() / perListing;
    double forward = measured.stream().mapToLong(t -> t.cpu().forward()).sum() / perListing;
    double total = measured.stream().mapToLong(t -> t.cpu().process()).sum() / perListing;
    return new CpuMillis(decode, preprocess, forward, total - decode - preprocess - forward);
  }
}
