package io.cmaclip.streams.review;

import io.cmaclip.model.review.ReviewReason;
import java.util.List;

/**
 * Why a person should look at a listing.
 *
 * @param reasons none: no review
 * @param priority higher comes first
 */
public record Review(List<ReviewReason> reasons, double priority) {
  public static final Review NONE = new Review(List.of(), 0);

  public Review {
    reasons = List.copyOf(reasons);
  }

  public boolean isWanted() {
    return !reasons.isEmpty();
  }
}
