package io.cmaclip.lab.chaos;

import io.cmaclip.events.LabelSource;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.TaskAttribute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Verifies the committed attributes of a run with decisions: each event and each decision has one
 * output, and each output shows the decision that is in force at its place in the topic.
 *
 * @param lost records without an output
 * @param doubled surplus outputs
 * @param overwritten outputs of listings that show another decision than the one in force
 * @param wrong outputs of decisions that show something else, and listings whose last output does
 *     not show the last decision
 * @param examples some of the deviations
 */
record DecisionVerifier(int lost, int doubled, int overwritten, int wrong, List<String> examples) {
  private static final int MAX_EXAMPLES = 20;

  /**
   * Verifies.
   *
   * @param sent by number
   * @param inForce decision in force of each listing at the end; null without one
   * @param seen committed outputs
   */
  static DecisionVerifier verify(
      List<DecisionTraffic.Sent> sent,
      List<String> inForce,
      List<OutputRecord> seen,
      Function<byte[], ListingAttributes> decode) {
    int[] outputs = new int[sent.size()];
    Map<String, String> now = new HashMap<>();
    List<String> overwritten = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    Map<String, String> last = new HashMap<>();
    for (OutputRecord output : inOrder(seen)) {
      outputs[output.number()]++;
      DecisionTraffic.Sent cause = sent.get(output.number());
      String shown = decisionId(decode.apply(output.value()));
      if (cause.isDecision()) {
        now.put(output.key(), cause.inForce());
      }
      if (!Objects.equals(shown, now.get(output.key()))) {
        (cause.isDecision() ? wrong : overwritten)
            .add(output + " shows " + shown + " instead of " + now.get(output.key()));
      }
      last.put(output.key(), shown);
    }
    for (int key = 0; key < inForce.size(); key++) {
      if (!Objects.equals(last.get(DecisionTraffic.id(key)), inForce.get(key))) {
        wrong.add(
            DecisionTraffic.id(key)
                + " ends with "
                + last.get(DecisionTraffic.id(key))
                + " instead of "
                + inForce.get(key));
      }
    }
    int lost = 0;
    int doubled = 0;
    for (int count : outputs) {
      lost += count == 0 ? 1 : 0;
      doubled += Math.max(0, count - 1);
    }
    List<String> examples = new ArrayList<>(overwritten);
    examples.addAll(wrong);
    return new DecisionVerifier(
        lost,
        doubled,
        overwritten.size(),
        wrong.size(),
        examples.subList(0, Math.min(MAX_EXAMPLES, examples.size())));
  }

  boolean isKept() {
    return lost == 0 && doubled == 0 && overwritten == 0 && wrong == 0;
  }

  private static List<OutputRecord> inOrder(List<OutputRecord> seen) {
    return seen.stream()
        .filter(output -> output.kind() == OutputKind.ATTRIBUTES)
        .sorted(
            Comparator.comparingInt(OutputRecord::partition)
                .thenComparingLong(OutputRecord::offset))
        .toList();
  }

  /** Id of the decision that an answer shows; null if all labels are the model's. */
  private static String decisionId(ListingAttributes answer) {
    return answer.getAttributes().stream()
        .filter(attribute -> attribute.getSource() == LabelSource.HUMAN)
        .map(TaskAttribute::getDecisionId)
        .findFirst()
        .orElse(null);
  }
}
