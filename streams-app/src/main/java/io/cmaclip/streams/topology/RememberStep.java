package io.cmaclip.streams.topology;

import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.batching.ResultForwarder;
import io.cmaclip.events.ProductListing;
import io.cmaclip.streams.review.Review;
import io.cmaclip.streams.unchanged.AnswerStore;
import io.cmaclip.streams.unchanged.Hash;
import io.cmaclip.streams.unchanged.Remembered;
import io.cmaclip.streams.unchanged.UnchangedMode;
import io.cmaclip.streams.unchanged.UnchangedResult;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Keeps the answer store equal to the outputs: forwards the outputs of a listing and writes its
 * answer in the same transaction. Leaves out outputs that would equal the last ones, if the mode is
 * {@link UnchangedMode#SKIP}. Called concurrently by stream threads, each with its own tasks.
 */
final class RememberStep implements ResultForwarder<byte[], byte[], Outcome, byte[], byte[]> {
  private final ResultForwarder<byte[], byte[], Outcome, byte[], byte[]> route;
  private final UnchangedMode mode;
  private final ListingObserver observer;

  RememberStep(
      ResultForwarder<byte[], byte[], Outcome, byte[], byte[]> route,
      UnchangedMode mode,
      ListingObserver observer) {
    this.route = route;
    this.mode = mode;
    this.observer = observer;
  }

  @Override
  public void forward(
      ReceivedRecord<byte[], byte[]> received,
      Outcome outcome,
      ProcessorContext<byte[], byte[]> context) {
    if (outcome instanceof Outcome.Remembering remembering) {
      forward(received, remembering, context);
      return;
    }
    route.forward(received, outcome, context);
    if (mode.needsStore() && outcome instanceof Outcome.Deleted) {
      AnswerStore.of(context).remove(received.key());
    }
  }

  private void forward(
      ReceivedRecord<byte[], byte[]> received,
      Outcome.Remembering outcome,
      ProcessorContext<byte[], byte[]> context) {
    AnswerStore store = AnswerStore.of(context);
    boolean isNew = outcome.how() == UnchangedResult.CLASSIFIED;
    Optional<Remembered> last = isNew ? Optional.empty() : store.find(received.key());
    Hash outputs = mode == UnchangedMode.SKIP ? outputs(outcome.answered()) : Hash.NONE;
    Remembered entry = outcome.entry().written(outputs);
    boolean isSkipped =
        mode == UnchangedMode.SKIP
            && last.filter(before -> before.written().equals(outputs)).isPresent();
    if (!isSkipped) {
      route.forward(received, outcome.answered(), context);
    }
    if (!last.equals(Optional.of(entry))) {
      store.put(received.key(), entry);
    }
    observer.unchanged(isSkipped ? UnchangedResult.SKIPPED : outcome.how());
  }

  /** Hash of everything that the outputs of a listing depend on, except for its times. */
  private static Hash outputs(Outcome.Answered answered) {
    ProductListing listing = answered.listing();
    Review review =
        answered
            .reviewer()
            .review(
                answered.prediction(),
                answered.modalities().image(),
                answered.modalities().text(),
                listing.getDeclaredAttributes())
            .withImageProblem(answered.imageProblem());
    StringBuilder text = new StringBuilder();
    text.append(review).append(answered.modalities()).append(answered.model());
    if (review.isWanted()) {
      text.append(listing.getDescription())
          .append(listing.getCategory())
          .append(new TreeMap<>(listing.getDeclaredAttributes()));
    }
    return Hash.of(text.toString());
  }
}
