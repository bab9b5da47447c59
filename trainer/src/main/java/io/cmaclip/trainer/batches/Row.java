package io.cmaclip.trainer.batches;

/** A listing on its way into a batch. */
record Row(int listing, Part<byte[]> image, Part<int[]> title) {
  /**
   * One modality of it.
   *
   * @param data levels or tokens; null when missing
   * @param source listing that these are of, untouched; -1 when they were altered or are missing
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
