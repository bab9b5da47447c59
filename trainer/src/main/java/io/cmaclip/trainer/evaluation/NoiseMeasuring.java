package io.cmaclip.trainer.evaluation;

import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.review.ReviewCode;
import io.cmaclip.trainer.metrics.Auroc;
import io.cmaclip.trainer.metrics.RocCurve;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Computes the measures of noise detection. */
final class NoiseMeasuring {
  /** A noise score with the alarm that it raises; {@code code} null = any alarm. */
  private record Score(String name, ReviewCode code, ToDoubleFunction<NoiseScores> value) {
    boolean alarms(Outcome outcome) {
      return code == null ? !outcome.alarms().isEmpty() : outcome.alarms().contains(code);
    }

    double[] values(List<Outcome> outcomes) {
      return outcomes.stream().mapToDouble(o -> value.applyAsDouble(o.noise())).toArray();
    }
  }

  private static final Score MISMATCH =
      new Score("mismatch", ReviewCode.MODALITY_MISMATCH, NoiseScores::mismatch);
  private static final Score IMAGE = new Score("image", ReviewCode.NOISY_IMAGE, NoiseScores::image);
  private static final Score TEXT = new Score("text", ReviewCode.NOISY_TEXT, NoiseScores::text);
  private static final Score ANY =
      new Score("any", null, n -> Math.max(n.mismatch(), Math.max(n.image(), n.text())));

  private final List<Observation> clean;
  private final List<Observation> noisy;

  NoiseMeasuring(List<Observation> observations) {
    clean = observations.stream().filter(Observation::isClean).toList();
    noisy = observations.stream().filter(o -> !o.isClean()).toList();
  }

  NoiseEvaluation measure() {
    List<Outcome> cleanOutcomes = asGiven(clean);
    List<Outcome> noisyOutcomes = asGiven(noisy);
    Map<String, NoiseEvaluation.Rate> falseAlarms = new LinkedHashMap<>();
    for (Score score : List.of(ANY, MISMATCH, IMAGE, TEXT)) {
      falseAlarms.put(score.name(), rate(cleanOutcomes, score));
    }
    Map<String, NoiseEvaluation.Kind> kinds = new TreeMap<>();
    noisy.stream()
        .collect(Collectors.groupingBy(Observation::noise))
        .forEach(
            (kind, some) ->
                kinds.put(kind, kind(asGiven(some), cleanOutcomes, scoreOf(kind), false)));
    return new NoiseEvaluation(
        clean.size(),
        falseAlarms,
        kinds,
        noisy.isEmpty() ? null : rate(noisyOutcomes, ANY),
        noisy.isEmpty() || clean.isEmpty() ? null : auroc(noisyOutcomes, cleanOutcomes, ANY),
        made());
  }

  /** The score that should detect a kind of noise that the data names. */
  private static Score scoreOf(String kind) {
    return switch (kind) {
      case "image_swap", "title_swap" -> MISMATCH;
      case "image_corrupt" -> IMAGE;
      case "title_corrupt" -> TEXT;
      default -> ANY;
    };
  }

  private Map<String, NoiseEvaluation.Kind> made() {
    List<Observation> both = clean.stream().filter(Observation::hasBoth).toList();
    List<Outcome> asGiven = asGiven(both);
    Map<String, NoiseEvaluation.Kind> made = new LinkedHashMap<>();
    List<Outcome> images = outcomes(both, Perturbation.IMAGE_SWAPPED);
    made.put("picture swapped", kind(images, asGiven, MISMATCH, false));
    List<Outcome> titles = outcomes(both, Perturbation.TITLE_SWAPPED);
    made.put("title swapped", kind(titles, asGiven, MISMATCH, false));
    Corruption image =
        new Corruption(
            "picture",
            both,
            Observation::corruption,
            Perturbation.IMAGE_CORRUPTED,
            outcomes(both, Perturbation.IMAGE_REENCODED),
            IMAGE);
    Corruption title =
        new Corruption(
            "title",
            both,
            Observation::titleCorruption,
            Perturbation.TITLE_CORRUPTED,
            asGiven,
            TEXT);
    image.measureGroups(made);
    title.measureGroups(made);
    image.measureKinds(made);
    title.measureKinds(made);
    return made;
  }

  /** Corrupted images or titles against clean ones. */
  private record Corruption(
      String what,
      List<Observation> observations,
      Function<Observation, String> kind,
      Perturbation perturbation,
      List<Outcome> clean,
      Score score) {
    void measureGroups(Map<String, NoiseEvaluation.Kind> made) {
      measure(made, " corrupted, kinds fitted on", kind -> !Corruptor.isHeldOut(kind));
      measure(made, " corrupted, kinds not fitted on", Corruptor::isHeldOut);
    }

    void measureKinds(Map<String, NoiseEvaluation.Kind> made) {
      for (String one : new TreeSet<>(observations.stream().map(kind).toList())) {
        measure(made, " " + one, one::equals);
      }
    }

    private void measure(
        Map<String, NoiseEvaluation.Kind> made, String name, Predicate<String> kinds) {
      List<Observation> some =
          observations.stream().filter(o -> kinds.test(kind.apply(o))).toList();
      boolean heldOut = !some.isEmpty() && Corruptor.isHeldOut(kind.apply(some.get(0)));
      made.put(
          what + name, NoiseMeasuring.kind(outcomes(some, perturbation), clean, score, heldOut));
    }
  }

  private static NoiseEvaluation.Kind kind(
      List<Outcome> bad, List<Outcome> clean, Score score, boolean unseen) {
    boolean empty = bad.isEmpty() || clean.isEmpty();
    return new NoiseEvaluation.Kind(
        bad.size(),
        score.name(),
        empty ? null : auroc(bad, clean, score),
        rate(bad, score),
        rate(bad, ANY),
        empty ? List.of() : RocCurve.of(score.values(bad), score.values(clean)),
        unseen);
  }

  private static double auroc(List<Outcome> bad, List<Outcome> clean, Score score) {
    return Auroc.of(score.values(bad), score.values(clean));
  }

  private static NoiseEvaluation.Rate rate(List<Outcome> outcomes, Score score) {
    return NoiseEvaluation.Rate.of(
        (int) outcomes.stream().filter(score::alarms).count(), outcomes.size());
  }

  /** A listing that could not be classified scores 0 and raises no noise alarm. */
  private static List<Outcome> asGiven(List<Observation> observations) {
    return observations.stream()
        .map(o -> o.outcomes().getOrDefault(Perturbation.AS_GIVEN, Outcome.NONE))
        .toList();
  }

  /** Share of the clean listings that raise any alarm. */
  static NoiseEvaluation.Rate falseAlarms(List<Observation> some) {
    return rate(asGiven(some.stream().filter(Observation::isClean).toList()), ANY);
  }

  private static List<Outcome> outcomes(List<Observation> observations, Perturbation perturbation) {
    return observations.stream()
        .map(o -> o.outcome(perturbation))
        .filter(Objects::nonNull)
        .toList();
  }
}
