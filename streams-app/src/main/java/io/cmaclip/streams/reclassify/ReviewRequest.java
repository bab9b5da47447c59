package io.cmaclip.streams.reclassify;

import org.apache.kafka.common.header.Headers;

/** The header of a listing that goes to review once it is answered, whatever the answer is. */
public final class ReviewRequest {
  public static final String HEADER = "cmaclip.reclassify.review";

  private static final byte[] NO_VALUE = {};

  private ReviewRequest() {}

  /** Adds the header. */
  static void add(Headers headers) {
    headers.add(HEADER, NO_VALUE);
  }

  public static boolean isIn(Headers headers) {
    return headers.lastHeader(HEADER) != null;
  }
}
