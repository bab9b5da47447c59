package io.cmaclip.model.predictor;

import io.cmaclip.model.architecture.Architecture;
import io.cmaclip.model.architecture.Fusion;
import io.cmaclip.model.architecture.Stem;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.bundle.BundleWriter;
import io.cmaclip.model.bundle.OperatingPoint;
import io.cmaclip.model.bundle.SelfTest;
import io.cmaclip.model.noise.LogisticScore;
import io.cmaclip.model.noise.NoiseFeatures;
import io.cmaclip.model.noise.NoiseModel;
import io.cmaclip.model.prediction.ModalityState;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.model.text.TinyTokenizer;
import io.cmaclip.model.torchscript.TinyModel;
import io.cmaclip.model.weights.WeightMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A complete bundle with a few thousand random weights. */
public final class TinyBundle {
  private TinyBundle() {}

  public static Bundle write(Path folder) throws IOException {
    return write(folder, Fusion.CMA);
  }

  static Bundle write(Path folder, Fusion fusion) throws IOException {
    return write(folder, TinyModel.architecture(Stem.CONV, fusion));
  }

  public static Bundle write(Path folder, Architecture architecture) throws IOException {
    WeightMap weights = TinyModel.weights(architecture, TinyModel.TASKS, 11);
    List<PreparedListing> inputs = List.of(both(1, 5), imageOnly(2), textOnly(3, 7));
    SelfTest selfTest = SelfTestRecorder.record(architecture, TinyModel.TASKS, weights, inputs);
    Path tokenizer = folder.resolveSibling(folder.getFileName() + "-tokenizer.json");
    Files.write(tokenizer, TinyTokenizer.json());
    return BundleWriter.write(folder, manifest(architecture), tokenizer, weights, selfTest);
  }

  public static BundleManifest manifest(Architecture architecture) {
    return new BundleManifest(
        "tiny",
        "1",
        architecture,
        List.of(
            task("colour", List.of("red", "green", "blue"), 1.5, 0.5),
            task("pattern", List.of("plain", "dotted", "striped", "floral"), 0.7, null)),
        new NoiseModel(
            score(NoiseFeatures.MISMATCH),
            score(architecture.projection() + NoiseFeatures.IMAGE_EXTRA),
            score(architecture.projection() + NoiseFeatures.TEXT_EXTRA)),
        Map.of("accuracy", 0.25),
        Map.of("seed", 11),
        Instant.parse("2026-11-22T10:00:00Z"),
        Map.of());
  }

  private static BundleTask task(
      String name, List<String> classes, double temperature, Double threshold) {
    Map<ModalityState, OperatingPoint> points = new EnumMap<>(ModalityState.class);
    points.put(ModalityState.BOTH, new OperatingPoint(temperature, threshold));
    points.put(ModalityState.IMAGE_ONLY, new OperatingPoint(2 * temperature, threshold));
    return new BundleTask(name, classes, points);
  }

  private static LogisticScore score(int features) {
    return new LogisticScore(Collections.nCopies(features, 0.3), -0.2, 0.9);
  }

  public static PreparedListing both(long seed, int tokens) {
    return new PreparedListing(pixels(seed), tokens(seed, tokens));
  }

  public static PreparedListing imageOnly(long seed) {
    return new PreparedListing(pixels(seed), null);
  }

  public static PreparedListing textOnly(long seed, int tokens) {
    return new PreparedListing(null, tokens(seed, tokens));
  }

  private static byte[] pixels(long seed) {
    byte[] pixels = new byte[3 * 32 * 48];
    new Random(seed).nextBytes(pixels);
    return pixels;
  }

  private static int[] tokens(long seed, int count) {
    return new Random(seed).ints(count, 0, 40).toArray();
  }
}
