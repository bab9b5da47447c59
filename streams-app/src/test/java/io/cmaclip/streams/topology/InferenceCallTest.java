package io.cmaclip.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.batching.InFlight;
import io.cmaclip.streams.models.Inference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InferenceCallTest {
  private static final Inference RESULT = new Inference.Rejected(new IllegalStateException());

  private final List<String> events = new ArrayList<>();
  private final InferenceCall call =
      new InferenceCall(new Listing(), result -> events.add("result"));

  @Test
  void aResultEndsTheCallOnceAndRunsItsActionsFirst() {
    call.onEnd(() -> events.add("released"));
    assertThat(call.isDone()).isFalse();
    call.complete(RESULT);
    assertThat(call.isDone()).isTrue();
    call.complete(RESULT);
    call.end();
    assertThat(events).containsExactly("released", "result");
  }

  @Test
  void aDiscardedListingEndsItsCallWithoutResult() {
    call.onEnd(() -> events.add("released"));
    call.end();
    call.complete(RESULT);
    assertThat(events).containsExactly("released");
  }

  @Test
  void anActionAfterTheEndRunsImmediately() {
    call.end();
    call.onEnd(() -> events.add("late"));
    assertThat(events).containsExactly("late");
  }

  private static final class Listing implements InFlight<Outcome> {
    @Override
    public void complete(Outcome result) {
      throw new AssertionError("the listing stays in flight");
    }

    @Override
    public boolean isDone() {
      return false;
    }

    @Override
    public void reserve(long bytes) {}

    @Override
    public void onEnd(Runnable action) {}
  }
}
