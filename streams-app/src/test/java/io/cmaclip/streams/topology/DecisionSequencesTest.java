package io.cmaclip.streams.topology;

import static io.cmaclip.streams.topology.TopologyHarness.listing;
import static io.cmaclip.streams.topology.TopologyHarness.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.events.DecisionKind;
import io.cmaclip.events.LabelSource;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.events.ReviewReasonCode;
import io.cmaclip.events.TaskAttribute;
import io.cmaclip.fixtures.FakePredictor;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.streams.decisions.DecisionSettings;
import io.cmaclip.streams.unchanged.UnchangedMode;
import io.cmaclip.streams.unchanged.UnchangedSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random sequences of decisions, undos, updates, deletions and hot swaps against a simple model of
 * the rules: each listing has one sequence, and all listings take a step before the next one.
 */
@Timeout(300)
class DecisionSequencesTest {
  private static final int SEQUENCES = 1000;
  private static final int STEPS = 14;
  private static final List<String> TITLES = List.of("red", "blue", "green");
  private static final List<String> LABELS = List.of("crimson", "navy", "olive");

  @TempDir Path folder;

  /** What the attributes topic should say of a listing. */
  private static final class Expected {
    private final List<ReviewDecision> sent = new ArrayList<>();
    private String title;
    private String label;
    private String decisionId;
    private String model;
    private int stale;

    boolean isDeleted() {
      return title == null;
    }

    void updated(String next, String byModel) {
      if (label != null && !next.equals(title)) {
        stale++;
        label = null;
        decisionId = null;
      }
      title = next;
      model = byModel;
    }

    void deleted() {
      title = null;
      label = null;
      decisionId = null;
    }
  }

  @ParameterizedTest
  @EnumSource(UnchangedMode.class)
  void endInTheStateThatTheRulesGive(UnchangedMode mode) throws Exception {
    SplittableRandom random = new SplittableRandom(mode.name().hashCode());
    Map<String, Expected> expected = new LinkedHashMap<>();
    Map<String, String> hashes = new HashMap<>();
    Map<String, ListingAttributes> seen = new HashMap<>();
    Map<String, Integer> stale = new HashMap<>();
    try (TopologyHarness topology =
        new TopologyHarness(
            folder,
            new UnchangedSettings(mode, Duration.ofDays(1), 8L << 20, null),
            new DecisionSettings("review-decisions", 0))) {
      String model = FakePredictor.MODEL.fingerprint();
      for (int i = 0; i < SEQUENCES; i++) {
        expected.put("listing-" + i, new Expected());
      }
      for (int step = 0; step < STEPS; step++) {
        if (step % 5 == 4) {
          model = "model-" + step;
          swap(topology, model);
        }
        for (Map.Entry<String, Expected> one : expected.entrySet()) {
          take(topology, one.getKey(), one.getValue(), hashes, model, random);
        }
        topology.finish();
        for (TestRecord<byte[], byte[]> record : topology.attributesSoFar()) {
          String key = new String(record.key(), StandardCharsets.UTF_8);
          ListingAttributes event =
              record.value() == null ? null : topology.attributesEvent(record);
          seen.put(key, event);
          if (event != null) {
            hashes.put(expected.get(key).title, event.getContentHash());
          }
        }
        for (TestRecord<byte[], byte[]> record : topology.reviewSoFar()) {
          topology
              .reviewItem(record)
              .getReasons()
              .forEach(
                  reason -> {
                    assertThat(reason.getCode()).isEqualTo(ReviewReasonCode.HUMAN_LABEL_STALE);
                    stale.merge(new String(record.key(), StandardCharsets.UTF_8), 1, Integer::sum);
                  });
        }
      }
      topology.nothingElse();
    }
    List<String> wrong = new ArrayList<>();
    expected.forEach(
        (key, state) -> {
          String is = seen.get(key) == null ? "deleted" : text(seen.get(key));
          String should = state.isDeleted() ? "deleted" : text(state);
          if (!is.equals(should) || stale.getOrDefault(key, 0) != state.stale) {
            wrong.add(key + " is " + is + ", should be " + should);
          }
        });
    assertThat(wrong).as("wrong end states of %s sequences", SEQUENCES).isEmpty();
    assertThat(expected.values()).filteredOn(state -> state.label != null).hasSizeGreaterThan(100);
  }

  /** Takes one step. The hash of a title's content is the same for each listing. */
  private static void take(
      TopologyHarness topology,
      String key,
      Expected state,
      Map<String, String> hashes,
      String model,
      SplittableRandom random) {
    String label = LABELS.get(random.nextInt(LABELS.size()));
    String id = key + "/" + state.sent.size();
    int kind = state.sent.isEmpty() && state.isDeleted() ? 0 : random.nextInt(10);
    switch (kind) {
      case 0, 1 -> {
        String title =
            kind == 1 && !state.isDeleted()
                ? state.title
                : TITLES.get(random.nextInt(TITLES.size()));
        topology.send(listing(key, title));
        state.updated(title, model);
      }
      case 2 -> {
        topology.send(utf8(key), null);
        state.deleted();
      }
      case 3, 4, 5 -> {
        ReviewDecision decision =
            decision(key, id).setLabel(label).setContentHash(hash(state, hashes)).build();
        send(topology, state, decision);
        if (!state.isDeleted() && state.label == null) {
          state.label = label;
          state.decisionId = id;
        }
      }
      case 6 -> {
        String former = "hash of a former title";
        send(topology, state, decision(key, id).setLabel(label).setContentHash(former).build());
      }
      case 7 -> {
        boolean isInForce = state.label != null && random.nextBoolean();
        String named = isInForce ? state.decisionId : "no such decision";
        send(
            topology,
            state,
            decision(key, id)
                .setLabel(label)
                .setUndoes(named)
                .setContentHash(hash(state, hashes))
                .build());
        if (isInForce) {
          state.label = label;
          state.decisionId = id;
        }
      }
      case 8 -> {
        boolean isInForce = state.label != null && random.nextInt(4) > 0;
        String named = isInForce ? state.decisionId : "no such decision";
        send(
            topology, state, decision(key, id).setKind(DecisionKind.UNDO).setUndoes(named).build());
        if (isInForce) {
          state.label = null;
          state.decisionId = null;
        }
      }
      default -> repeat(topology, state, random);
    }
  }

  /** Sends a decision again that has had an effect, unless it could have one once more. */
  private static void repeat(TopologyHarness topology, Expected state, SplittableRandom random) {
    if (state.label != null && !state.sent.isEmpty()) {
      ReviewDecision again = state.sent.get(random.nextInt(state.sent.size()));
      if (again.getDecisionId().equals(state.decisionId)) {
        topology.decide(again);
      }
    }
  }

  private static void send(TopologyHarness topology, Expected state, ReviewDecision decision) {
    state.sent.add(decision);
    topology.decide(decision);
  }

  private static ReviewDecision.Builder decision(String key, String id) {
    return ReviewDecision.newBuilder()
        .setListingId(key)
        .setTask("colour")
        .setLabel("")
        .setDecisionId(id);
  }

  private static String hash(Expected state, Map<String, String> hashes) {
    return state.isDeleted() ? "hash of a deleted listing" : hashes.get(state.title);
  }

  private static String text(Expected state) {
    String label =
        state.label != null
            ? state.label
            : FakePredictor.label(new PreparedListing(null, state.title.chars().toArray()));
    return label + " " + state.decisionId + " " + state.model;
  }

  private static String text(ListingAttributes event) {
    TaskAttribute answer = event.getAttributes().get(0);
    assertThat(answer.getSource() == LabelSource.HUMAN).isEqualTo(answer.getDecisionId() != null);
    return answer.getLabel()
        + " "
        + answer.getDecisionId()
        + " "
        + event.getModel().getFingerprint();
  }

  private static void swap(TopologyHarness topology, String fingerprint) throws Exception {
    topology.swapTo(fingerprint);
  }
}
