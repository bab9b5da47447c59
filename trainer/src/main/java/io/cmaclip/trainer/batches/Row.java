package io.cmaclip.trainer.batches;

/** A listing before its batch is assembled. */
record Row(int listing, Part<byte[]> image, Part<int[]> title) {
  /**
   * One modality of a listing.
   *
   * @param data levels or tokens; null when missing
   * @param source listing of the unchanged data; -1 when augmented or missing
   */
  record Part<T>(T data, Content content, int source) {
    static <T> Part<T> of(T data, Content content, int source) {
      return data == null ? missing() : new Part<>(data, content, source);
    }

    static <T> Part<T> missing() {
      return new Part<>(null, Content.MISSING, -1);
    }
  }
}
