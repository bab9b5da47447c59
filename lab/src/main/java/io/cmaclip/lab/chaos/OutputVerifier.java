package io.cmaclip.lab.chaos;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares all outputs of two runs. Single use, not thread-safe. */
final class OutputVerifier {
  private static final int MAX_EXAMPLES = 20;

  private final OutputComparison comparison;
  private final int inputs;
  private final BitSet silent;
  private final List<String> examples = new ArrayList<>();
  private int lost;
  private int duplicated;
  private int outOfOrder;
  private int overtakenTombstones;
  private int stale;
  private int different;
  private int borderline;

  private OutputVerifier(OutputComparison comparison, int inputs, BitSet silent) {
    this.comparison = comparison;
    this.silent = silent;
    this.inputs = inputs;
  }

  /**
   * Verifies a run.
   *
   * @param inputs number of inputs
   * @param silent inputs that must have no output
   * @param reference outputs of the reference run, in order per partition
   * @param seen outputs of the run with faults
   */
  static Verdict verify(
      OutputComparison comparison,
      int inputs,
      BitSet silent,
      List<OutputRecord> reference,
      List<OutputRecord> seen) {
    OutputVerifier verifier = new OutputVerifier(comparison, inputs, silent);
    Map<Integer, Map<OutputKind, List<OutputRecord>>> expected = verifier.byInput(reference);
    Map<Integer, Map<OutputKind, List<OutputRecord>>> found = verifier.byInput(seen);
    for (int number = 0; number < inputs; number++) {
      verifier.verify(
          number, expected.getOrDefault(number, Map.of()), found.getOrDefault(number, Map.of()));
    }
    verifier.order(seen);
    verifier.lastOfKeys(reference, seen);
    return new Verdict(
        verifier.lost,
        verifier.duplicated,
        verifier.outOfOrder,
        verifier.overtakenTombstones,
        verifier.stale,
        verifier.different,
        verifier.borderline,
        List.copyOf(verifier.examples));
  }

  private Map<Integer, Map<OutputKind, List<OutputRecord>>> byInput(List<OutputRecord> records) {
    Map<Integer, Map<OutputKind, List<OutputRecord>>> byInput = new HashMap<>();
    for (OutputRecord output : records) {
      if (output.number() < 0 || output.number() >= inputs) {
        different++;
        example("output without an input: " + at(output));
      }
      byInput
          .computeIfAbsent(output.number(), n -> new EnumMap<>(OutputKind.class))
          .computeIfAbsent(output.kind(), o -> new ArrayList<>())
          .add(output);
    }
    return byInput;
  }

  private void verify(
      int number,
      Map<OutputKind, List<OutputRecord>> expected,
      Map<OutputKind, List<OutputRecord>> found) {
    if (silent.get(number)) {
      if (!found.isEmpty()) {
        different++;
        example("input " + number + " is unchanged and has an output");
      }
      return;
    }
    if (found.isEmpty()) {
      lost++;
      example("input " + number + " has no output");
      return;
    }
    for (OutputKind kind : OutputKind.values()) {
      List<OutputRecord> reference = expected.getOrDefault(kind, List.of());
      List<OutputRecord> seen = found.getOrDefault(kind, List.of());
      if (reference.isEmpty() && !seen.isEmpty()) {
        unpaired(seen.get(0));
      } else if (!reference.isEmpty() && seen.isEmpty()) {
        missing(reference.get(0));
      }
      if (seen.size() > 1) {
        duplicated += seen.size() - 1;
        example(
            "input " + number + " has " + seen.size() + " records, the second " + at(seen.get(1)));
      }
      if (!reference.isEmpty()) {
        seen.forEach(output -> count(comparison.compare(reference.get(0), output), output));
      }
    }
  }

  private void unpaired(OutputRecord seen) {
    count(
        seen.kind() == OutputKind.REVIEW
            ? comparison.unpaired(seen)
            : ComparisonResult.different("output on the wrong topic"),
        seen);
  }

  private void missing(OutputRecord reference) {
    if (reference.kind() == OutputKind.REVIEW
        && comparison.unpaired(reference).kind() == ComparisonResult.Kind.BORDERLINE) {
      borderline++;
      return;
    }
    lost++;
    example("input " + reference.number() + " has no record on " + reference.kind());
  }

  private void count(ComparisonResult result, OutputRecord seen) {
    switch (result.kind()) {
      case SAME -> {}
      case BORDERLINE -> borderline++;
      case DIFFERENT -> {
        different++;
        example("input " + seen.number() + ", " + at(seen) + ": " + result.what());
      }
    }
  }

  /** Considers only the first output of each input; others are duplicates. */
  private void order(List<OutputRecord> seen) {
    Map<String, Integer> lastOfKey = new HashMap<>();
    Map<String, Integer> lastTombstone = new HashMap<>();
    Map<String, Boolean> known = new HashMap<>();
    for (OutputRecord output : seen) {
      if (output.key() == null || known.put(output.kind() + " " + output.number(), true) != null) {
        continue;
      }
      String key = output.kind() + " " + output.key();
      if (output.number() < lastOfKey.getOrDefault(key, -1)) {
        outOfOrder++;
        example("input " + output.number() + " follows a later version: " + at(output));
        if (output.number() < lastTombstone.getOrDefault(key, -1)) {
          overtakenTombstones++;
        }
      }
      lastOfKey.merge(key, output.number(), Math::max);
      if (output.value() == null) {
        lastTombstone.merge(key, output.number(), Math::max);
      }
    }
  }

  private void lastOfKeys(List<OutputRecord> reference, List<OutputRecord> seen) {
    Map<String, Integer> expected = last(reference);
    last(seen)
        .forEach(
            (key, number) -> {
              if (!number.equals(expected.get(key))) {
                stale++;
                example("key " + key + " ends with input " + number + ", not " + expected.get(key));
              }
            });
  }

  private static Map<String, Integer> last(List<OutputRecord> records) {
    Map<String, Integer> last = new HashMap<>();
    for (OutputRecord output : records) {
      if (output.kind() == OutputKind.ATTRIBUTES) {
        last.put(output.key(), output.number());
      }
    }
    return last;
  }

  private void example(String text) {
    if (examples.size() < MAX_EXAMPLES) {
      examples.add(text);
    }
  }

  private static String at(OutputRecord output) {
    return output.kind() + " partition " + output.partition() + " offset " + output.offset();
  }
}
