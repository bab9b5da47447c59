package io.cmaclip.lab.bench;

import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.streams.models.ServingModel;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * CPU time of preprocessing and inference, in nanoseconds, and classified listings, over all
 * threads. Thread-safe.
 */
final class CpuTimes {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final LongAdder preprocess = new LongAdder();
  private final LongAdder inference = new LongAdder();
  private final LongAdder classified = new LongAdder();

  /**
   * CPU time in nanoseconds.
   *
   * @param process the whole process
   * @param classified number of listings in inference calls that have ended
   * @param parts of the threads alive at both times; the rest of {@code process} is garbage
   *     collection, compilation and native threads
   */
  record Sample(
      long process,
      long preprocess,
      long inference,
      long classified,
      Map<ThreadTimes.Part, Long> parts) {
    Sample since(Sample earlier) {
      Map<ThreadTimes.Part, Long> difference = new EnumMap<>(ThreadTimes.Part.class);
      parts.forEach((part, nanos) -> difference.put(part, nanos - earlier.parts.get(part)));
      return new Sample(
          process - earlier.process,
          preprocess - earlier.preprocess,
          inference - earlier.inference,
          classified - earlier.classified,
          difference);
    }
  }

  Sample sample() {
    return new Sample(
        process(), preprocess.sum(), inference.sum(), classified.sum(), ThreadTimes.sample());
  }

  private static long process() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** CPU time of the current thread, in nanoseconds. */
  static long thread() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /** The model with its CPU time counted. */
  ServingModel counted(ServingModel model) {
    return new ServingModel(
        model.predictors().stream().map(Counted::new).toList(),
        (title, images) -> {
          long start = thread();
          try {
            return model.preparer().prepare(title, images);
          } finally {
            preprocess.add(thread() - start);
          }
        },
        model.maxPreparedBytes(),
        model.reviewer());
  }

  private final class Counted extends DelegatingPredictor {
    Counted(ListingPredictor predictor) {
      super(predictor);
    }

    @Override
    public List<Prediction> predict(List<PreparedListing> batch) {
      long start = thread();
      try {
        return super.predict(batch);
      } finally {
        inference.add(thread() - start);
        classified.add(batch.size());
      }
    }
  }
}
