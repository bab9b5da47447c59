package io.cmaclip.streams.reclassify;

import io.cmaclip.events.ListingAttributes;
import java.nio.ByteBuffer;
import java.util.Set;

/** Which answered listings to reclassify. */
public sealed interface Selection {
  /**
   * Whether a listing is selected.
   *
   * @param answer its last answer
   */
  boolean matches(byte[] key, ListingAttributes answer);

  /** Answers of another model than this one. */
  record OtherModel(String fingerprint) implements Selection {
    @Override
    public boolean matches(byte[] key, ListingAttributes answer) {
      return !answer.getModel().getFingerprint().equals(fingerprint);
    }
  }

  /**
   * Answers whose confidence in a task is too low, or that lack the task.
   *
   * @param below 0 to 1
   */
  record LowConfidence(String task, double below) implements Selection {
    @Override
    public boolean matches(byte[] key, ListingAttributes answer) {
      return answer.getAttributes().stream()
          .filter(attribute -> attribute.getTask().equals(task))
          .allMatch(attribute -> attribute.getConfidence() < below);
    }
  }

  /** Answers of listings that the review budget did not admit. */
  record Held() implements Selection {
    @Override
    public boolean matches(byte[] key, ListingAttributes answer) {
      return answer.getReviewHeld();
    }
  }

  /** Answers of these keys. */
  record Keys(Set<ByteBuffer> keys) implements Selection {
    public Keys {
      keys = Set.copyOf(keys);
    }

    @Override
    public boolean matches(byte[] key, ListingAttributes answer) {
      return keys.contains(ByteBuffer.wrap(key));
    }
  }
}
