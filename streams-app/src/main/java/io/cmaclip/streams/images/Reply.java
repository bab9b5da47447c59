package io.cmaclip.streams.images;

/** What a server said to one request, where that is no failure. */
sealed interface Reply {
  /**
   * A file.
   *
   * @param etag null when the server gives none
   */
  record File(FetchedImage image, String etag) implements Reply {}

  /** The file is what it was when it had the tag asked with. */
  record Unchanged() implements Reply {}

  /** It is elsewhere. */
  record Moved(String location) implements Reply {}
}
