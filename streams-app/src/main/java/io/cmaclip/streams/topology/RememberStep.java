package io.cmaclip.streams.topology;

import io.cmaclip.batching.ReceivedRecord;
import io.cmaclip.batching.ResultForwarder;
import io.cmaclip.events.ProductListing;
import io.cmaclip.streams.reclassify.ReviewRequest;
import io.cmaclip.streams.reclassify.SourceOffset;
import io.cmaclip.streams.review.Review;
import io.cmaclip.streams.unchanged.AnswerStore;
import io.cmaclip.streams.unchanged.Hash;
import io.cmaclip.streams.unchanged.Remembered;
import io.cmaclip.streams.unchanged.UnchangedMode;
import io.cmaclip.streams.unchanged.UnchangedResult;
import io.cmaclip.streams.unchanged.UnchangedSettings;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Keeps the answer store equal to the outputs: forwards the outputs of a listing and writes its
 * answer in the same transaction. Leaves out outputs that would equal the last ones, if the mode is
 * {@link UnchangedMode#SKIP}. Called concurrently by stream threads, each with its own tasks.
 */
final class RememberStep implements ResultForwarder<byte[], byte[], Outcome, byte[], byte[]> {
  private final RouteStep route;
  private final UnchangedSettings settings;
  private final LabelStep labels;
  private final BudgetStep budget;
  private final ListingObserver observer;

  RememberStep(
      RouteStep route,
      UnchangedSettings settings,
      LabelStep labels,
      BudgetStep budget,
      ListingObserver observer) {
    this.route = route;
    this.settings = settings;
    this.labels = labels;
    this.budget = budget;
    this.observer = observer;
  }

  @Override
  public void forward(
      ReceivedRecord<byte[], byte[]> received,
      Outcome outcome,
      ProcessorContext<byte[], byte[]> context) {
    if (isReclassified(received) && isSuperseded(received, AnswerStore.of(context))) {
      observer.unchanged(UnchangedResult.SUPERSEDED);
      return;
    }
    if (outcome instanceof Outcome.Remembering remembering) {
      forward(received, remembering, context);
      return;
    }
    route.forward(received, outcome, context);
    if (settings.mode().needsStore()
        && outcome instanceof Outcome.Deleted
        && received.key() != null) {
      if (settings.reclassifyTopic() == null) {
        AnswerStore.of(context).remove(received.key());
      } else {
        AnswerStore.of(context).remove(received.key(), received.offset());
      }
    }
  }

  private boolean isReclassified(ReceivedRecord<byte[], byte[]> received) {
    return received.partition().topic().equals(settings.reclassifyTopic());
  }

  /** Whether the listing has a newer version or was deleted, or is no copy of a listing. */
  private static boolean isSuperseded(ReceivedRecord<byte[], byte[]> received, AnswerStore store) {
    OptionalLong source = SourceOffset.of(received.headers());
    return received.key() == null
        || received.value() == null
        || source.isEmpty()
        || store.lastOffset(received.key()) > source.getAsLong();
  }

  /** The offset to remember: that of the listing in the listings topic. */
  private long offset(ReceivedRecord<byte[], byte[]> received) {
    if (settings.reclassifyTopic() == null) {
      return -1;
    }
    return isReclassified(received)
        ? SourceOffset.of(received.headers()).orElse(-1)
        : received.offset();
  }

  private void forward(
      ReceivedRecord<byte[], byte[]> received,
      Outcome.Remembering made,
      ProcessorContext<byte[], byte[]> context) {
    if (received.key() == null) {
      if (route.route(received, made.answered(), context)) {
        observer.unchanged(made.how());
      }
      return;
    }
    AnswerStore store = AnswerStore.of(context);
    boolean maySkip = settings.mode() == UnchangedMode.SKIP;
    boolean isNew = made.how() == UnchangedResult.CLASSIFIED;
    Optional<Remembered> last = isNew && !maySkip ? Optional.empty() : store.find(received.key());
    Outcome.Remembering outcome = maySkip ? stable(made, last) : made;
    Outcome.Reviewed reviewed = outcome.answered().reviewed();
    Hash outputs = maySkip ? outputs(reviewed) : Hash.NONE;
    Remembered entry = outcome.entry().written(new Remembered.Outputs(outputs, offset(received)));
    boolean isSkipped =
        maySkip
            && last.filter(before -> before.outputs().hash().equals(outputs)).isPresent()
            && !labels.areStale(received.key(), outcome.answered(), context)
            && !ReviewRequest.isIn(received.headers())
            && !mayBeAdmittedNow(received, reviewed);
    if (!isSkipped && !route.route(received, reviewed, context)) {
      return;
    }
    if (!last.equals(Optional.of(entry))) {
      store.put(received.key(), entry);
    }
    observer.unchanged(isSkipped ? UnchangedResult.SKIPPED : outcome.how());
  }

  /** Whether the listing, held back by the review budget before, comes for review again. */
  private boolean mayBeAdmittedNow(
      ReceivedRecord<byte[], byte[]> received, Outcome.Reviewed reviewed) {
    return budget.isOn() && isReclassified(received) && reviewed.review().isWanted();
  }

  /**
   * The last answer, if nothing has changed. The listing, or the one whose answer it repeats, may
   * have been classified again because a rejected listing of the key was in flight before it; then
   * the confidences differ by rounding.
   */
  private static Outcome.Remembering stable(Outcome.Remembering made, Optional<Remembered> last) {
    return last.filter(made.entry()::isSameAs).map(same -> made.with(same.answer())).orElse(made);
  }

  /** Hash of everything that the outputs of a listing depend on, except for its times. */
  private static Hash outputs(Outcome.Reviewed reviewed) {
    Outcome.Answered answered = reviewed.answered();
    ProductListing listing = answered.listing();
    Review review = reviewed.review();
    StringBuilder text = new StringBuilder();
    text.append(review).append(answered.answer().modalities()).append(answered.answer().model());
    if (review.isWanted()) {
      text.append(listing.getDescription())
          .append(listing.getCategory())
          .append(new TreeMap<>(listing.getDeclaredAttributes()));
    }
    return Hash.of(text.toString());
  }
}
