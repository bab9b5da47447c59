package io.cmaclip.lab.chaos;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Comes to a {@link Verdict}. Used once, by one thread. */
final class Judge {
  private static final int MAX_EXAMPLES = 20;

  private final OutputComparison comparison;
  private final int inputs;
  private final List<String> examples = new ArrayList<>();
  private int lost;
  private int duplicated;
  private int outOfOrder;
  private int overtakenTombstones;
  private int stale;
  private int different;
  private int borderline;

  private Judge(OutputComparison comparison, int inputs) {
    this.comparison = comparison;
    this.inputs = inputs;
  }

  /**
   * Judges a run.
   *
   * @param inputs how many there were
   * @param calm everything seen in the undisturbed run, partitions in order
   * @param seen everything seen in the disturbed one
   */
  static Verdict judge(
      OutputComparison comparison, int inputs, List<Sighting> calm, List<Sighting> seen) {
    Judge judge = new Judge(comparison, inputs);
    Map<Integer, Map<OutputKind, List<Sighting>>> expected = judge.byInput(calm);
    Map<Integer, Map<OutputKind, List<Sighting>>> found = judge.byInput(seen);
    for (int number = 0; number < inputs; number++) {
      judge.judge(
          number, expected.getOrDefault(number, Map.of()), found.getOrDefault(number, Map.of()));
    }
    judge.order(seen);
    judge.lastOfKeys(calm, seen);
    return new Verdict(
        judge.lost,
        judge.duplicated,
        judge.outOfOrder,
        judge.overtakenTombstones,
        judge.stale,
        judge.different,
        judge.borderline,
        List.copyOf(judge.examples));
  }

  private Map<Integer, Map<OutputKind, List<Sighting>>> byInput(List<Sighting> sightings) {
    Map<Integer, Map<OutputKind, List<Sighting>>> byInput = new HashMap<>();
    for (Sighting sighting : sightings) {
      if (sighting.number() < 0 || sighting.number() >= inputs) {
        different++;
        example("an output of no input: " + at(sighting));
      }
      byInput
          .computeIfAbsent(sighting.number(), n -> new EnumMap<>(OutputKind.class))
          .computeIfAbsent(sighting.output(), o -> new ArrayList<>())
          .add(sighting);
    }
    return byInput;
  }

  private void judge(
      int number, Map<OutputKind, List<Sighting>> expected, Map<OutputKind, List<Sighting>> found) {
    if (found.isEmpty()) {
      lost++;
      example("input " + number + " is not answered");
      return;
    }
    for (OutputKind output : OutputKind.values()) {
      List<Sighting> calm = expected.getOrDefault(output, List.of());
      List<Sighting> seen = found.getOrDefault(output, List.of());
      if (calm.isEmpty() && !seen.isEmpty()) {
        unpaired(seen.get(0));
      } else if (!calm.isEmpty() && seen.isEmpty()) {
        missing(calm.get(0));
      }
      if (seen.size() > 1) {
        duplicated += seen.size() - 1;
        example(
            "input " + number + " has " + seen.size() + " records, the second " + at(seen.get(1)));
      }
      if (!calm.isEmpty()) {
        seen.forEach(sighting -> count(comparison.compare(calm.get(0), sighting), sighting));
      }
    }
  }

  private void unpaired(Sighting seen) {
    count(
        seen.output() == OutputKind.REVIEW
            ? comparison.unpaired(seen)
            : Sameness.different("an output on the wrong topic"),
        seen);
  }

  private void missing(Sighting calm) {
    if (calm.output() == OutputKind.REVIEW
        && comparison.unpaired(calm).kind() == Sameness.Kind.BORDERLINE) {
      borderline++;
      return;
    }
    lost++;
    example("input " + calm.number() + " has no record on " + calm.output());
  }

  private void count(Sameness sameness, Sighting seen) {
    switch (sameness.kind()) {
      case SAME -> {}
      case BORDERLINE -> borderline++;
      case DIFFERENT -> {
        different++;
        example("input " + seen.number() + ", " + at(seen) + ": " + sameness.what());
      }
    }
  }

  /** Of each key the first answers count: a repeat is a duplicate already. */
  private void order(List<Sighting> seen) {
    Map<String, Integer> lastOfKey = new HashMap<>();
    Map<String, Integer> lastTombstone = new HashMap<>();
    Map<String, Boolean> known = new HashMap<>();
    for (Sighting sighting : seen) {
      if (sighting.key() == null
          || known.put(sighting.output() + " " + sighting.number(), true) != null) {
        continue;
      }
      String key = sighting.output() + " " + sighting.key();
      if (sighting.number() < lastOfKey.getOrDefault(key, -1)) {
        outOfOrder++;
        example("input " + sighting.number() + " comes after a later version: " + at(sighting));
        if (sighting.number() < lastTombstone.getOrDefault(key, -1)) {
          overtakenTombstones++;
        }
      }
      lastOfKey.merge(key, sighting.number(), Math::max);
      if (sighting.value() == null) {
        lastTombstone.merge(key, sighting.number(), Math::max);
      }
    }
  }

  private void lastOfKeys(List<Sighting> calm, List<Sighting> seen) {
    Map<String, Integer> expected = last(calm);
    last(seen)
        .forEach(
            (key, number) -> {
              if (!number.equals(expected.get(key))) {
                stale++;
                example("key " + key + " ends with input " + number + ", not " + expected.get(key));
              }
            });
  }

  private static Map<String, Integer> last(List<Sighting> sightings) {
    Map<String, Integer> last = new HashMap<>();
    for (Sighting sighting : sightings) {
      if (sighting.output() == OutputKind.ATTRIBUTES) {
        last.put(sighting.key(), sighting.number());
      }
    }
    return last;
  }

  private void example(String text) {
    if (examples.size() < MAX_EXAMPLES) {
      examples.add(text);
    }
  }

  private static String at(Sighting sighting) {
    return sighting.output() + " partition " + sighting.partition() + " offset " + sighting.place();
  }
}
