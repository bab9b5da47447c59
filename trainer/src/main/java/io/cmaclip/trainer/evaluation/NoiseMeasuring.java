package io.cmaclip.trainer.evaluation;

import io.cmaclip.model.prediction.NoiseScores;
import io.cmaclip.model.review.ReviewCode;
import io.cmaclip.trainer.metrics.Auroc;
import io.cmaclip.trainer.metrics.RocCurve;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Makes the measures of noise. */
final class NoiseMeasuring {
  /** One of the scores, its alarm and its name; {@code code} null: any alarm. */
  private record Score(String name, ReviewCode code, ToDoubleFunction<NoiseScores> value) {
    boolean alarms(Reply reply) {
      return code == null ? !reply.alarms().isEmpty() : reply.alarms().contains(code);
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
    List<Reply> cleanReplies = asGiven(clean);
    List<Reply> noisyReplies = asGiven(noisy);
    Map<String, NoiseEvaluation.Rate> falseAlarms = new LinkedHashMap<>();
    for (Score score : List.of(ANY, MISMATCH, IMAGE, TEXT)) {
      falseAlarms.put(score.name(), rate(cleanReplies, score));
    }
    Map<String, NoiseEvaluation.Kind> kinds = new TreeMap<>();
    for (Observation one : noisy) {
      kinds.computeIfAbsent(
          one.noise(),
          kind -> {
            List<Observation> such = noisy.stream().filter(o -> o.noise().equals(kind)).toList();
            return kind(asGiven(such), cleanReplies, scoreOf(kind), false);
          });
    }
    return new NoiseEvaluation(
        clean.size(),
        falseAlarms,
        kinds,
        noisy.isEmpty() ? null : rate(noisyReplies, ANY),
        noisy.isEmpty() || clean.isEmpty() ? null : auroc(noisyReplies, cleanReplies, ANY),
        made());
  }

  /** Which score should see a kind of noise that the data names. */
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
    List<Reply> asGiven = asGiven(both);
    List<Reply> reencoded = replies(both, Question.IMAGE_REENCODED);
    Map<String, NoiseEvaluation.Kind> made = new LinkedHashMap<>();
    put(made, "picture swapped", both, Question.IMAGE_SWAPPED, asGiven, MISMATCH);
    put(made, "title swapped", both, Question.TITLE_SWAPPED, asGiven, MISMATCH);
    Map<Boolean, String> sort = Map.of(false, "kinds fitted on", true, "kinds not fitted on");
    for (boolean unseen : new boolean[] {false, true}) {
      Predicate<Observation> ofSort = o -> Spoiling.isUnseen(o.corruption()) == unseen;
      List<Observation> some = both.stream().filter(ofSort).toList();
      String name = "picture corrupted, " + sort.get(unseen);
      put(made, name, some, Question.IMAGE_CORRUPTED, reencoded, IMAGE);
    }
    for (boolean unseen : new boolean[] {false, true}) {
      Predicate<Observation> ofSort = o -> Spoiling.isUnseen(o.titleCorruption()) == unseen;
      List<Observation> some = both.stream().filter(ofSort).toList();
      String name = "title corrupted, " + sort.get(unseen);
      put(made, name, some, Question.TITLE_CORRUPTED, asGiven, TEXT);
    }
    for (String kind : new TreeSet<>(both.stream().map(Observation::corruption).toList())) {
      List<Observation> some = both.stream().filter(o -> o.corruption().equals(kind)).toList();
      put(made, "picture " + kind, some, Question.IMAGE_CORRUPTED, reencoded, IMAGE);
    }
    for (String kind : new TreeSet<>(both.stream().map(Observation::titleCorruption).toList())) {
      List<Observation> some = both.stream().filter(o -> o.titleCorruption().equals(kind)).toList();
      put(made, "title " + kind, some, Question.TITLE_CORRUPTED, asGiven, TEXT);
    }
    return made;
  }

  private static void put(
      Map<String, NoiseEvaluation.Kind> made,
      String name,
      List<Observation> spoilt,
      Question question,
      List<Reply> clean,
      Score score) {
    boolean unseen =
        switch (question) {
          case IMAGE_CORRUPTED ->
              !spoilt.isEmpty() && Spoiling.isUnseen(spoilt.get(0).corruption());
          case TITLE_CORRUPTED ->
              !spoilt.isEmpty() && Spoiling.isUnseen(spoilt.get(0).titleCorruption());
          default -> false;
        };
    made.put(name, kind(replies(spoilt, question), clean, score, unseen));
  }

  private static NoiseEvaluation.Kind kind(
      List<Reply> bad, List<Reply> clean, Score score, boolean unseen) {
    boolean empty = bad.isEmpty() || clean.isEmpty();
    return new NoiseEvaluation.Kind(
        bad.size(),
        score.name(),
        empty ? null : auroc(bad, clean, score),
        rate(bad, score),
        rate(bad, ANY),
        empty ? List.of() : RocCurve.of(values(bad, score), values(clean, score)),
        unseen);
  }

  private static double auroc(List<Reply> bad, List<Reply> clean, Score score) {
    return Auroc.of(values(bad, score), values(clean, score));
  }

  private static double[] values(List<Reply> replies, Score score) {
    return replies.stream().mapToDouble(r -> score.value().applyAsDouble(r.noise())).toArray();
  }

  private static NoiseEvaluation.Rate rate(List<Reply> replies, Score score) {
    return NoiseEvaluation.Rate.of(
        (int) replies.stream().filter(score::alarms).count(), replies.size());
  }

  /** A listing without a forward scores 0 and raises no alarm of noise. */
  private static List<Reply> asGiven(List<Observation> observations) {
    Reply silent = new Reply(List.of(), NoiseScores.NONE, Set.of());
    return observations.stream()
        .map(o -> Objects.requireNonNullElse(o.reply(Question.AS_GIVEN), silent))
        .toList();
  }

  /** Share of the clean ones among some listings that raise any alarm. */
  static NoiseEvaluation.Rate falseAlarms(List<Observation> some) {
    return rate(asGiven(some.stream().filter(Observation::isClean).toList()), ANY);
  }

  private static List<Reply> replies(List<Observation> observations, Question question) {
    return observations.stream().map(o -> o.reply(question)).filter(Objects::nonNull).toList();
  }
}
