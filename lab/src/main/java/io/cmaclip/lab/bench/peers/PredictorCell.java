package io.cmaclip.lab.bench.peers;

import java.util.Map;

/**
 * Listings per second of one model at one batch size.
 *
 * @param tokens of every title
 * @param float32 of this project in float32
 * @param best of this project in its fastest number format
 * @param bestMode that format
 * @param peers by peer
 * @param ratios this project relative to each peer, in turn: float32 to peers in float32, the
 *     fastest format to the others
 */
record PredictorCell(
    String model,
    int batch,
    int tokens,
    double float32,
    double best,
    String bestMode,
    Map<String, Double> peers,
    Map<String, Double> ratios) {}
