package io.cmaclip.lab.bench;

import java.util.List;

/**
 * CPU time per listing in milliseconds.
 *
 * @param decode Avro decoding
 * @param preprocess image and title preprocessing
 * @param forward inference
 * @param rest all other code of the process: Kafka Streams, broker, producer and reader
 * @param service threads of the service, {@code decode}, {@code preprocess} and {@code forward}
 *     included
 * @param broker threads of broker, controller and schema registry
 * @param clients threads that send listings and read answers
 * @param jvm garbage collection, compilation and native threads
 */
public record CpuMillis(
    double decode,
    double preprocess,
    double forward,
    double rest,
    double service,
    double broker,
    double clients,
    double jvm) {
  /** Sums measurements of the service; {@code decode} is measured separately. */
  static CpuMillis of(List<Throughput> measured, double decode) {
    double perListing = 1e6 * measured.stream().mapToInt(Throughput::listings).sum();
    double preprocess = measured.stream().mapToLong(t -> t.cpu().preprocess()).sum() / perListing;
    double forward = measured.stream().mapToLong(t -> t.cpu().inference()).sum() / perListing;
    double total = measured.stream().mapToLong(t -> t.cpu().process()).sum() / perListing;
    double service = part(measured, ThreadTimes.Part.SERVICE) / perListing;
    double broker = part(measured, ThreadTimes.Part.BROKER) / perListing;
    double clients = part(measured, ThreadTimes.Part.CLIENTS) / perListing;
    return new CpuMillis(
        decode,
        preprocess,
        forward,
        total - decode - preprocess - forward,
        service,
        broker,
        clients,
        total - service - broker - clients);
  }

  private static double part(List<Throughput> measured, ThreadTimes.Part part) {
    return measured.stream().mapToLong(t -> t.cpu().parts().get(part)).sum();
  }

  /**
   * Preprocessing and inference as a share of the CPU time of the service's threads: the ratio of
   * service to predictor when broker and clients run on other machines.
   */
  double ownShare() {
    return (preprocess + forward) / service;
  }
}
