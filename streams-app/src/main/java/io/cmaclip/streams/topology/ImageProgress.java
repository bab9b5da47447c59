package io.cmaclip.streams.topology;

import io.cmaclip.events.ListingImage;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.streams.images.FetchCause;
import io.cmaclip.streams.images.FetchFailedException;
import java.util.BitSet;
import java.util.List;

/**
 * How far the search for a usable image has come. Never changed: each attempt leads to another one.
 *
 * @param next where to go on
 * @param settled images that will not become usable by being tried again
 * @param problem what the answer says when no image is used
 * @param retry whether some image may come yet
 * @param pauses how often the search has begun again
 */
record ImageProgress(int next, BitSet settled, Problem problem, Retry retry, int pauses) {
  /** Why there is no image, as far as it is known; one that cannot be read counts for more. */
  record Problem(ModalityStatus image, String text) {
    static final Problem NONE = new Problem(ModalityStatus.MISSING, null);
  }

  /** Whether an image that failed is worth another try. The later ones count for more. */
  enum Retry {
    NO,
    /** If listings wait for images that cannot be fetched now. */
    IF_LISTINGS_WAIT,
    /** In any case, because we are at fault ourselves. */
    YES
  }

  static ImageProgress start(List<ListingImage> images) {
    BitSet settled = new BitSet();
    for (int i = 0; i < images.size(); i++) {
      settled.set(i, !isInline(images.get(i)) && !hasUrl(images.get(i)));
    }
    return new ImageProgress(0, settled, Problem.NONE, Retry.NO, 0);
  }

  /** The image to try next; beyond the last one when there is none. */
  int candidate() {
    return settled.nextClearBit(next);
  }

  /** These images have been had, whether they can be read or not. */
  ImageProgress had(int from, int to) {
    BitSet more = (BitSet) settled.clone();
    more.set(from, to);
    return new ImageProgress(to, more, problem, retry, pauses);
  }

  /** Those last had cannot be read. */
  ImageProgress unreadable(String why) {
    return new ImageProgress(
        next, settled, new Problem(ModalityStatus.UNREADABLE, why), retry, pauses);
  }

  ImageProgress notFetched(int image, FetchFailedException failure) {
    Problem now =
        problem.image() == ModalityStatus.UNREADABLE
            ? problem
            : new Problem(ModalityStatus.FETCH_FAILED, failure.getMessage());
    Retry again = retryOf(failure.reason());
    ImageProgress behind = again == Retry.NO ? had(image, image + 1) : this;
    Retry most = again.compareTo(retry) > 0 ? again : retry;
    return new ImageProgress(image + 1, behind.settled, now, most, pauses);
  }

  /** From the beginning, with the images that are not settled. */
  ImageProgress again() {
    return new ImageProgress(0, settled, problem, Retry.NO, pauses + 1);
  }

  static boolean isInline(ListingImage image) {
    return image.getBytes() != null;
  }

  private static boolean hasUrl(ListingImage image) {
    return image.getUrl() != null && !image.getUrl().isBlank();
  }

  private static Retry retryOf(FetchCause reason) {
    if (reason == FetchCause.OVERLOADED) {
      return Retry.YES;
    }
    return reason.isTransient() ? Retry.IF_LISTINGS_WAIT : Retry.NO;
  }
}
