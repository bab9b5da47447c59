package io.cmaclip.streams.topology;

import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.batching.ResultForwarder;
import io.cmaclip.events.ReviewDecision;
import io.cmaclip.streams.decisions.DecisionResult;
import io.cmaclip.streams.decisions.Decisions;
import io.cmaclip.streams.decisions.LabelStore;
import io.cmaclip.streams.models.ModelVersions;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Applies the decisions of reviewers to the label store. Listings pass. Called by stream threads,
 * each with its own tasks.
 */
final class DecideStep implements ResultForwarder<byte[], byte[], Outcome, byte[], byte[]> {
  private final String topic;
  private final ResultForwarder<byte[], byte[], Outcome, byte[], byte[]> listings;
  private final RouteStep route;
  private final ModelVersions models;
  private final InstantSource clock;
  private final ListingObserver observer;

  /**
   * @param topic of the decisions; null without one
   * @param listings receives the outcomes of listings
   * @param route receives the listings whose labels have changed
   * @param models not owned
   */
  DecideStep(
      String topic,
      ResultForwarder<byte[], byte[], Outcome, byte[], byte[]> listings,
      RouteStep route,
      ModelVersions models,
      InstantSource clock,
      ListingObserver observer) {
    this.topic = topic;
    this.listings = listings;
    this.route = route;
    this.models = models;
    this.clock = clock;
    this.observer = observer;
  }

  @Override
  public void forward(
      ReceivedRecord<byte[], byte[]> received,
      Outcome outcome,
      ProcessorContext<byte[], byte[]> context) {
    if (!received.partition().topic().equals(topic)) {
      listings.forward(received, outcome, context);
      return;
    }
    ReceivedRecord<byte[], byte[]> now = at(received, clock.instant());
    if (outcome instanceof Outcome.Decided decided) {
      decide(now, decided.decision(), context);
    } else {
      route.forward(now, outcome, context);
    }
  }

  private void decide(
      ReceivedRecord<byte[], byte[]> received,
      ReviewDecision decision,
      ProcessorContext<byte[], byte[]> context) {
    Decisions.Decided decided =
        Decisions.decide(
            LabelStore.of(context).find(received.key()).orElse(null),
            decision,
            models.current().classes());
    boolean isWritten =
        !decided.result().isChange()
            || route.route(received, new Outcome.Relabelled(decided.listing()), context);
    observer.decided(isWritten ? decided.result() : DecisionResult.TOO_LARGE);
  }

  /** A decision with the time of its outputs; its own time only puts it before listings. */
  private static ReceivedRecord<byte[], byte[]> at(
      ReceivedRecord<byte[], byte[]> decision, Instant time) {
    return new ReceivedRecord<>(
        decision.key(),
        decision.value(),
        decision.headers(),
        time.toEpochMilli(),
        decision.partition(),
        decision.offset());
  }
}
