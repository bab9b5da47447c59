package io.cmaclip.streams.batching;

/** Is told of every batch. Called by predictor threads, several at once; returns at once. */
public interface BatchObserver {
  /** Looks away. */
  BatchObserver NONE =
      new BatchObserver() {
        @Override
        public void waited(long nanos) {
          // Nobody wants to know.
        }

        @Override
        public void forwarded(int listings, long nanos) {
          // Nobody wants to know.
        }
      };

  /** A listing was taken into a batch after so long in the queue. */
  void waited(long nanos);

  /** A forward succeeded. */
  void forwarded(int listings, long nanos);
}
