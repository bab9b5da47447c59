package io.cmaclip.lab.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.events.LabelSource;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.TaskAttribute;
import io.cmaclip.lab.chaos.DecisionTraffic.Sent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DecisionVerifierTest {
  private static final String MODEL = "";

  /** Event, decision a, event, undo of a, event. */
  private static final List<Sent> SENT =
      List.of(
          new Sent(0, false, null),
          new Sent(0, true, "a"),
          new Sent(0, false, null),
          new Sent(0, true, null),
          new Sent(0, false, null));

  @Test
  void acceptsOneOutputOfEachRecordWithTheDecisionInForce() {
    assertThat(
            verify(
                    null,
                    output(0, ""),
                    output(1, "a"),
                    output(2, "a"),
                    output(3, ""),
                    output(4, ""))
                .isKept())
        .isTrue();
    assertThat(
            verify("a", output(0, ""), output(4, ""), output(3, ""), output(1, "a"), output(2, "a"))
                .isKept())
        .isTrue();
  }

  @Test
  void countsLostAndDoubledOutputs() {
    DecisionVerifier verdict =
        verify("a", output(0, ""), output(1, "a"), output(1, "a"), output(2, "a"));
    assertThat(verdict.lost()).isEqualTo(2);
    assertThat(verdict.doubled()).isEqualTo(1);
    assertThat(verdict.isKept()).isFalse();
  }

  @Test
  void countsAnswersThatOverwriteALabelOrShowOneThatWasTakenBack() {
    DecisionVerifier verdict =
        verify(null, output(0, ""), output(1, "a"), output(2, ""), output(3, ""), output(4, "a"));
    assertThat(verdict.overwritten()).isEqualTo(2);
    assertThat(verdict.wrong()).as("the last output shows a decision that was undone").isEqualTo(1);
  }

  @Test
  void countsADecisionWithoutEffectAndAWrongEndState() {
    DecisionVerifier verdict =
        verify("a", output(0, ""), output(1, ""), output(2, "a"), output(3, ""), output(4, ""));
    assertThat(verdict.wrong()).isEqualTo(2);
    assertThat(verdict.examples()).hasSize(2);
  }

  private static DecisionVerifier verify(String inForce, OutputRecord... outputs) {
    List<OutputRecord> placed = new ArrayList<>();
    for (OutputRecord output : outputs) {
      placed.add(
          new OutputRecord(
              output.kind(),
              output.number(),
              0,
              placed.size(),
              0,
              output.key(),
              output.value(),
              output.headers()));
    }
    Collections.reverse(placed);
    return DecisionVerifier.verify(
        SENT,
        Collections.singletonList(inForce),
        placed,
        value -> answer(new String(value, UTF_8)));
  }

  private static OutputRecord output(int number, String decisionId) {
    return new OutputRecord(
        OutputKind.ATTRIBUTES,
        number,
        0,
        0,
        0,
        DecisionTraffic.id(0),
        decisionId.getBytes(UTF_8),
        Map.of());
  }

  private static ListingAttributes answer(String decisionId) {
    boolean isModel = decisionId.equals(MODEL);
    return ListingAttributes.newBuilder()
        .setListingId(DecisionTraffic.id(0))
        .setAttributes(
            List.of(
                TaskAttribute.newBuilder()
                    .setTask("colour")
                    .setLabel("red")
                    .setSource(isModel ? LabelSource.MODEL : LabelSource.HUMAN)
                    .setDecisionId(isModel ? null : decisionId)
                    .build()))
        .build();
  }
}
