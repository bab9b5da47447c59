package io.cmaclip.streams.quarantine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;

/**
 * What one owner of a partition has written about it; the last one it wrote counts.
 *
 * @param open whether the owner still holds the partition; of an owner that is gone: it died
 * @param running listings inside a decode or a forward
 * @param suspects listings to be run one at a time
 */
record ClaimState(boolean open, List<Running> running, List<Suspect> suspects) {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /**
   * A listing inside a decode or a forward.
   *
   * @param alone whether nothing else of the process was inside one at that time
   */
  record Running(Position position, boolean alone) {}

  /**
   * A listing that may have ended a process.
   *
   * @param kills how many ended while it ran alone, 0 or more
   */
  record Suspect(Position position, int kills) {}

  ClaimState {
    running = running == null ? List.of() : List.copyOf(running);
    suspects = suspects == null ? List.of() : List.copyOf(suspects);
  }

  byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads what {@link #toJson} has written.
   *
   * @throws IOException when it is something else
   */
  static ClaimState ofJson(byte[] json) throws IOException {
    return JSON.readValue(json, ClaimState.class);
  }
}
