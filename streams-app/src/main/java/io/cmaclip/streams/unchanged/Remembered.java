package io.cmaclip.streams.unchanged;

import io.cmaclip.model.prediction.ModalityStatus;
import java.time.Duration;
import java.time.Instant;

/**
 * The last answer of a key, with what it was given for.
 *
 * @param title hash of the title
 * @param listing hash of title and images, see {@link Content}
 * @param image hash of the image file that was used; {@link Hash#NONE} without one
 * @param checkedAt when the images of the listing were last read
 * @param written hash of the last outputs; {@link Hash#NONE} if unknown
 */
public record Remembered(
    Hash title, Hash listing, Hash image, Instant checkedAt, Hash written, Answer answer) {

  /** Whether this is the answer to a listing, as far as can be told without fetching an image. */
  public boolean isOf(Content content, String fingerprint, Instant now, Duration refetchAfter) {
    if (!listing.equals(content.listing()) || !isBy(fingerprint)) {
      return false;
    }
    if (content.origin() == Content.Origin.INLINE) {
      return true;
    }
    // A failed fetch may succeed the next time, and an image after a failed one may be replaced.
    boolean isSettled =
        answer.modalities().image() == ModalityStatus.USED && answer.modalities().imageIndex() == 0;
    return isSettled
        && (content.origin() == Content.Origin.VERIFIED
            || now.isBefore(checkedAt.plus(refetchAfter)));
  }

  /**
   * Whether this is the answer to a listing with this title whose first usable image is this file.
   */
  public boolean isOfImage(Content content, int index, Hash file, String fingerprint) {
    return title.equals(content.title())
        && image.equals(file)
        && answer.modalities().image() == ModalityStatus.USED
        && answer.modalities().imageIndex() == index
        && isBy(fingerprint);
  }

  /** The same answer to a listing whose image was fetched again. */
  public Remembered checked(Content content, Instant now) {
    return new Remembered(title, content.listing(), image, now, written, answer);
  }

  /** The same answer after its outputs. */
  public Remembered written(Hash outputs) {
    return new Remembered(title, listing, image, checkedAt, outputs, answer);
  }

  private boolean isBy(String fingerprint) {
    return answer.model().fingerprint().equals(fingerprint);
  }
}
