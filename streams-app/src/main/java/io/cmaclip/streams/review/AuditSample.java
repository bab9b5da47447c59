package io.cmaclip.streams.review;

import io.cmaclip.model.files.Checksum;
import io.cmaclip.model.review.ReviewCode;
import io.cmaclip.model.review.ReviewPriority;
import io.cmaclip.model.review.ReviewReason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A uniform random sample of the answers. Whether a listing belongs to it depends on its key and
 * content alone, so that a repeated event is not drawn a second time, and a larger share contains
 * the sample of a smaller one. Thread-safe.
 *
 * @param share 0 to 1
 */
public record AuditSample(double share) {
  /** Keeps the sample independent of other uses of hashes of keys. */
  private static final byte[] SALT = "cmaclip.audit.1".getBytes(StandardCharsets.UTF_8);

  private static final int UNUSED_BITS = 11;
  private static final double UNIT = 0x1.0p-53;

  /**
   * The review with reason AUDIT, if the sample contains the listing. Listings that are reviewed
   * anyway belong to the sample, too: otherwise it would tell nothing about their accepted labels.
   *
   * @param review of an answer of the model
   */
  public Review of(Review review, byte[] key, String contentHash) {
    if (share == 0 || review.prediction() == null || !contains(key, contentHash)) {
      return review;
    }
    List<ReviewReason> reasons = new ArrayList<>(review.reasons());
    reasons.add(
        new ReviewReason(
            ReviewCode.AUDIT,
            null,
            String.format(Locale.ROOT, "random sample of %s of all answers", share)));
    return new Review(
        review.prediction(), reasons, ReviewPriority.of(reasons, review.prediction()));
  }

  /** Probability with which a listing with this review was drawn; null if it was not. */
  public Double probability(Review review) {
    return review.has(ReviewCode.AUDIT) ? share : null;
  }

  boolean contains(byte[] key, String contentHash) {
    MessageDigest digest = Checksum.sha256();
    digest.update(SALT);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, key.length));
    digest.update(key);
    digest.update(contentHash.getBytes(StandardCharsets.UTF_8));
    long bits = ByteBuffer.wrap(digest.digest()).getLong() >>> UNUSED_BITS;
    return bits * UNIT < share;
  }
}
