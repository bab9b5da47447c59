package io.cmaclip.streams.unchanged;

import io.cmaclip.model.prediction.ModalityStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The last answer of a key, with what it was given for.
 *
 * @param title hash of the title
 * @param listing hash of title and images, see {@link Content}
 * @param image hash of the image file that was used; {@link Hash#NONE} without one
 * @param checkedAt when the images of the listing were last read
 * @param outputs the last outputs of the key
 */
public record Remembered(
    Hash title, Hash listing, Hash image, Instant checkedAt, Outputs outputs, Answer answer) {
  /**
   * The last outputs of the key.
   *
   * @param hash {@link Hash#NONE} if unknown
   * @param offset offset of the listing in the listings topic; -1 if it is not tracked
   */
  public record Outputs(Hash hash, long offset) {
    public static final Outputs UNKNOWN = new Outputs(Hash.NONE, -1);
  }

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

  /**
   * Whether both answers are of the same model, title and image, so that they differ by rounding.
   */
  public boolean isSameAs(Remembered other) {
    return title.equals(other.title)
        && image.equals(other.image)
        && answer.modalities().equals(other.answer.modalities())
        && Objects.equals(answer.imageProblem(), other.answer.imageProblem())
        && isBy(other.answer.model().fingerprint());
  }

  /** The same answer to a listing whose image was fetched again. */
  public Remembered checked(Content content, Instant now) {
    return new Remembered(title, content.listing(), image, now, outputs, answer);
  }

  /** The same answer after its outputs. */
  public Remembered written(Outputs its) {
    return new Remembered(title, listing, image, checkedAt, its, answer);
  }

  /** The same listing with another answer. */
  public Remembered with(Answer other) {
    return new Remembered(title, listing, image, checkedAt, outputs, other);
  }

  private boolean isBy(String fingerprint) {
    return answer.model().fingerprint().equals(fingerprint);
  }
}
