package io.cmaclip.streams.bench;

/**
 * Processor time a listing with a picture costs, in milliseconds.
 *
 * @param decode from bytes to event
 * @param preprocess picture and title made ready
 * @param forward in the predictors
 * @param rest everything else in the process: Kafka Streams, broker, producer and reader
 */
public record CpuMillis(double decode, double preprocess, double forward, double rest) {}
