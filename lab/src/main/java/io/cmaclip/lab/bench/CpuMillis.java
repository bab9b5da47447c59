package io.cmaclip.lab.bench;

import java.util.List;

/**
 * CPU time per listing in milliseconds.
 *
 * @param decode Avro decoding
 * @param preprocess image and title preprocessing
 * @param forward inference
 * @param rest all other code of the process: Kafka Streams, broker, producer and reader
 */
public record CpuMillis(double decode, double preprocess, double forward, double rest) {
  /** Sums measurements of the service; {@code decode} is measured separately. */
  static CpuMillis of(List<Throughput> measured, double decode) {
    double perListing = 1e6 * measured.stream().mapToInt(Throughput::listings).sum();
    double preprocess = measured.stream().mapToLong(t -> t.cpu().preprocess()).sum() / perListing;
    double forward = measured.stream().mapToLong(t -> t.cpu().inference()).sum() / perListing;
    double total = measured.stream().mapToLong(t -> t.cpu().process()).sum() / perListing;
    return new CpuMillis(decode, preprocess, forward, total - decode - preprocess - forward);
  }
}
