package io.cmaclip.streams.images;

/** A successful response. */
sealed interface Reply {
  /**
   * A file.
   *
   * @param etag null without one
   */
  record File(FetchedImage image, String etag) implements Reply {}

  /** The file still has the ETag of the request. */
  record Unchanged() implements Reply {}

  /** A redirect. */
  record Moved(String location) implements Reply {}
}
