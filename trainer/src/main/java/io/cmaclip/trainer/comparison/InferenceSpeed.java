package io.cmaclip.trainer.comparison;

import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.listings.MetadataOptions;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.predictor.ZeroShotPredictor;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.trainer.evaluation.FolderSource;
import io.cmaclip.trainer.metrics.Medians;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the listings per second of one predictor with one thread: inference calls alone, batches
 * of 32. Rounds of the bundles are interleaved, so that all see the same load of the machine.
 */
final class InferenceSpeed {
  private static final int LISTINGS = 512;
  private static final int BATCH = 32;
  private static final int ROUNDS = 5;

  private InferenceSpeed() {}

  /**
   * Measures listings per second.
   *
   * @param trained trials by name
   * @param data the first 512 classifiable listings are used
   * @return the median of five rounds, by name
   */
  static Map<String, Double> of(Map<String, Trial> trained, Path data, MetadataOptions metadata)
      throws IOException {
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    Map<String, ListingPredictor> predictors = new LinkedHashMap<>();
    Map<String, List<List<PreparedListing>>> batches = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Trial> named : trained.entrySet()) {
        Bundle bundle = Bundle.open(named.getValue().bundle());
        batches.put(named.getKey(), batches(bundle, data, metadata));
        predictors.put(named.getKey(), predictor(bundle, named.getValue().variant().prompts()));
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (Map.Entry<String, ListingPredictor> named : predictors.entrySet()) {
          rates
              .computeIfAbsent(named.getKey(), n -> new ArrayList<>())
              .add(rate(named.getValue(), batches.get(named.getKey())));
        }
      }
    } finally {
      predictors.values().forEach(ListingPredictor::close);
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    rates.forEach((name, all) -> medians.put(name, Medians.of(all)));
    return medians;
  }

  private static ListingPredictor predictor(Bundle bundle, List<String> prompts) {
    return prompts.isEmpty()
        ? CmaClipPredictor.load(bundle, PredictorSettings.DEFAULT)
        : ZeroShotPredictor.load(bundle, prompts, PredictorSettings.DEFAULT, 1).get(0);
  }

  private static List<List<PreparedListing>> batches(
      Bundle bundle, Path data, MetadataOptions metadata) throws IOException {
    List<PreparedListing> prepared = new ArrayList<>();
    try (ListingFolder folder = ListingFolder.open(data, metadata);
        ListingPreprocessor preprocessor = bundle.preprocessor()) {
      FolderSource source = new FolderSource(folder, preprocessor);
      for (int i = 0; i < source.size() && prepared.size() < LISTINGS; i++) {
        PreparedListing listing = source.prepare(i);
        if (listing != null) {
          prepared.add(listing);
        }
      }
    }
    List<List<PreparedListing>> batches = new ArrayList<>();
    for (int from = 0; from < prepared.size(); from += BATCH) {
      batches.add(prepared.subList(from, Math.min(prepared.size(), from + BATCH)));
    }
    return batches;
  }

  private static double rate(ListingPredictor predictor, List<List<PreparedListing>> batches) {
    long start = System.nanoTime();
    int listings = 0;
    for (List<PreparedListing> batch : batches) {
      predictor.predict(batch);
      listings += batch.size();
    }
    return listings / ((System.nanoTime() - start) / 1e9);
  }
}
