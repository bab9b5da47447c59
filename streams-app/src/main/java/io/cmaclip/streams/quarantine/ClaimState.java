package io.cmaclip.streams.quarantine;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;

/**
 * Crash-tracking record of one owner of a partition. The latest record of an owner is valid.
 *
 * @param open whether the owner holds the partition; still true after a crash of the owner
 * @param running listings inside a decode or an inference call
 * @param candidates listings to run in isolation
 */
record ClaimState(
    boolean open, List<Running> running, @JsonProperty("suspects") List<Candidate> candidates) {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * A listing inside a decode or an inference call.
   *
   * @param alone whether it ran in isolation
   */
  record Running(Position position, boolean alone) {}

  /**
   * A listing that may be a poison pill.
   *
   * @param kills number of processes that ended while it ran in isolation
   */
  record Candidate(Position position, int kills) {}

  ClaimState {
    running = running == null ? List.of() : List.copyOf(running);
    candidates = candidates == null ? List.of() : List.copyOf(candidates);
  }

  byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Parses the JSON of {@link #toJson}.
   *
   * @throws IOException when the JSON is not a state
   */
  static ClaimState ofJson(byte[] json) throws IOException {
    return JSON.readValue(json, ClaimState.class);
  }
}
