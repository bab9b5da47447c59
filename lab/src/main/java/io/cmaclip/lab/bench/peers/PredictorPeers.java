package io.cmaclip.lab.bench.peers;

import io.cmaclip.model.predictor.Precision;
import io.cmaclip.trainer.metrics.Medians;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures a model in this project's predictors and in the peers, which take turns with it one
 * after the other: a machine that slows down slows both. Used by one thread.
 */
final class PredictorPeers {
  /** How long and how often is measured. */
  record Plan(List<Integer> batches, int tokens, int rounds, double seconds) {}

  private final Plan plan;
  private final Consumer<String> log;
  private final Map<Integer, Measured> measured = new LinkedHashMap<>();

  /** Rates of one batch size. */
  private static final class Measured {
    private final Map<Precision, List<Double>> own = new EnumMap<>(Precision.class);
    private final Map<String, Double> peers = new LinkedHashMap<>();
    private final Map<String, Double> ratios = new LinkedHashMap<>();

    Precision fastest() {
      return own.entrySet().stream()
          .max(Comparator.comparingDouble(e -> Medians.of(e.getValue())))
          .orElseThrow()
          .getKey();
    }
  }

  PredictorPeers(Plan plan, Consumer<String> log) {
    this.plan = plan;
    this.log = log;
    plan.batches().forEach(batch -> measured.put(batch, new Measured()));
  }

  /** Measures one peer in turn with all own number formats. */
  void measure(Peer peer, PeerProcess process, OwnPredictors own, List<Precision> precisions)
      throws IOException, InterruptedException {
    for (int batch : plan.batches()) {
      Measured of = measured.get(batch);
      List<Double> theirs = new ArrayList<>();
      List<Double> ours = new ArrayList<>();
      // Round 0 warms up.
      for (int round = 0; round <= plan.rounds(); round++) {
        double seconds = round == 0 ? 0 : plan.seconds();
        double float32 = 0;
        double best = 0;
        for (Precision precision : precisions) {
          double rate = own.perSecond(precision, batch, plan.tokens(), seconds);
          float32 = precision == Precision.FLOAT32 ? rate : float32;
          best = Math.max(best, rate);
          if (round > 0) {
            of.own.computeIfAbsent(precision, p -> new ArrayList<>()).add(rate);
          }
        }
        double rate = process.perSecond(batch, plan.tokens(), seconds);
        if (round > 0) {
          theirs.add(rate);
          ours.add(peer.precision() == Precision.FLOAT32 ? float32 : best);
        }
      }
      of.peers.put(peer.label(), Medians.of(theirs));
      of.ratios.put(peer.label(), Medians.ofRatios(ours, theirs, 1));
      log.accept(
          "%s, batch %d: %.1f listings per second, ours to it %.2f"
              .formatted(peer.label(), batch, Medians.of(theirs), of.ratios.get(peer.label())));
    }
  }

  /** Whether a peer was measured. */
  boolean isEmpty() {
    return measured.values().stream().allMatch(of -> of.peers.isEmpty());
  }

  /** The cells of a model, one per batch size. */
  List<PredictorCell> cells(String model) {
    return measured.entrySet().stream()
        .map(
            entry -> {
              Measured of = entry.getValue();
              Precision fastest = of.fastest();
              return new PredictorCell(
                  model,
                  entry.getKey(),
                  plan.tokens(),
                  Medians.of(of.own.get(Precision.FLOAT32)),
                  Medians.of(of.own.get(fastest)),
                  fastest.toString(),
                  of.peers,
                  of.ratios);
            })
        .toList();
  }
}
