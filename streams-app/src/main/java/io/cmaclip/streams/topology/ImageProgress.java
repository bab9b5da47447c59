package io.cmaclip.streams.topology;

import io.cmaclip.events.ListingImage;
import io.cmaclip.model.prediction.ModalityStatus;
import io.cmaclip.streams.images.FetchCause;
import io.cmaclip.streams.images.FetchFailedException;
import java.util.BitSet;
import java.util.List;

/**
 * Immutable state of the search for a usable image.
 *
 * @param next index of the first image that was not tried in this pass
 * @param settled images that a retry cannot make usable
 * @param problem reported in the output when no image is used
 * @param retry whether a retry may find an image
 * @param passes number of passes before this one
 */
record ImageProgress(int next, BitSet settled, Problem problem, Retry retry, int passes) {
  /** Why no image is used; an unreadable image overrides a failed fetch. */
  record Problem(ModalityStatus image, String text) {
    static final Problem NONE = new Problem(ModalityStatus.MISSING, null);
  }

  /** Whether to retry a failed image. Later constants override earlier ones. */
  enum Retry {
    NO,
    /** With {@code image.unavailable = wait}. */
    IF_LISTINGS_WAIT,
    /** Always: the failure is the service's own, not that of the image or its host. */
    YES
  }

  static ImageProgress start(List<ListingImage> images) {
    BitSet settled = new BitSet();
    for (int i = 0; i < images.size(); i++) {
      settled.set(i, !isInline(images.get(i)) && !hasUrl(images.get(i)));
    }
    return new ImageProgress(0, settled, Problem.NONE, Retry.NO, 0);
  }

  /** Index of the image to try next; the number of images or more when none remains. */
  int candidate() {
    return settled.nextClearBit(next);
  }

  /** Marks images as settled, readable or not. */
  ImageProgress settle(int from, int to) {
    BitSet more = (BitSet) settled.clone();
    more.set(from, to);
    return new ImageProgress(to, more, problem, retry, passes);
  }

  /** The last tried images are unreadable. */
  ImageProgress unreadable(String why) {
    return new ImageProgress(
        next, settled, new Problem(ModalityStatus.UNREADABLE, why), retry, passes);
  }

  ImageProgress notFetched(int image, FetchFailedException failure) {
    Problem now =
        problem.image() == ModalityStatus.UNREADABLE
            ? problem
            : new Problem(ModalityStatus.FETCH_FAILED, failure.getMessage());
    Retry retryNow = retryOf(failure.reason());
    ImageProgress behind = retryNow == Retry.NO ? settle(image, image + 1) : this;
    Retry most = retryNow.compareTo(retry) > 0 ? retryNow : retry;
    return new ImageProgress(image + 1, behind.settled, now, most, passes);
  }

  /** Starts the next pass over the images that are not settled. */
  ImageProgress nextPass() {
    return new ImageProgress(0, settled, problem, Retry.NO, passes + 1);
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
