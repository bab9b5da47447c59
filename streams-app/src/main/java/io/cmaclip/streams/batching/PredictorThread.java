package io.cmaclip.streams.batching;

import io.cmaclip.model.predictor.ListingPredictor;
import io.cmaclip.streams.suspects.RunGuard;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes batches and forwards them with one predictor, which no other thread touches and which it
 * closes at the end. While the predictor fails its self-test nothing is condemned: the work goes
 * back to the queue, and the self-test is repeated with back-off.
 */
final class PredictorThread extends Thread {
  private static final Logger LOG = LoggerFactory.getLogger(PredictorThread.class);

  private final int index;
  private final ListingPredictor predictor;
  private final BatchQueue queue;
  private final BisectingForward forward;
  private final PredictorHealth health;
  private final SupervisionSettings supervision;
  private final FatalHandler fatal;
  private final CountDownLatch closing;

  PredictorThread(
      int index,
      ListingPredictor predictor,
      BatchQueue queue,
      RunGuard guard,
      ForwardStatistics statistics,
      PredictorHealth health,
      SupervisionSettings supervision,
      FatalHandler fatal,
      CountDownLatch closing) {
    super("predictor-" + index);
    setDaemon(true);
    this.index = index;
    this.predictor = predictor;
    this.queue = queue;
    this.forward = new BisectingForward(predictor, guard, statistics);
    this.health = health;
    this.supervision = supervision;
    this.fatal = fatal;
    this.closing = closing;
  }

  @Override
  public void run() {
    try {
      untilWell();
      work();
    } catch (InterruptedException e) {
      health.ill(index, "it was interrupted");
      fatal.fatal(getName() + " was interrupted", e);
    } catch (Throwable e) {
      health.ill(index, "it died of " + e);
      fatal.fatal(getName() + " died", e);
    } finally {
      predictor.close();
    }
  }

  /** Closes the predictor of a thread that has never run, and so does not do it itself. */
  void closeIfNeverStarted() {
    if (getState() == State.NEW) {
      predictor.close();
    }
  }

  private void work() throws InterruptedException {
    List<BatchEntry> batch = queue.take();
    while (!batch.isEmpty()) {
      health.forwardBegins(index);
      try {
        forward.classify(batch);
      } catch (PredictorIllException e) {
        health.ill(index, "the self-test fails: " + e.getCause().getMessage());
        queue.putBack(unanswered(batch));
        LOG.warn("{} is ill, its listings wait", getName(), e.getCause());
        health.forwardEnds(index);
        untilWell();
      } finally {
        health.forwardEnds(index);
      }
      batch = queue.take();
    }
  }

  private void untilWell() throws InterruptedException {
    Duration backOff = supervision.firstBackOff();
    while (!passesSelfTest()) {
      if (closing.await(backOff.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
      Duration doubled = backOff.multipliedBy(2);
      backOff =
          doubled.compareTo(supervision.longestBackOff()) > 0
              ? supervision.longestBackOff()
              : doubled;
    }
  }

  private boolean passesSelfTest() {
    health.forwardBegins(index);
    try {
      predictor.selfTest();
      health.well(index);
      return true;
    } catch (RuntimeException e) {
      health.ill(index, "the self-test fails: " + e.getMessage());
      LOG.warn("the self-test of {} fails: {}", getName(), e.getMessage());
      return false;
    } finally {
      health.forwardEnds(index);
    }
  }

  private static List<BatchEntry> unanswered(List<BatchEntry> batch) {
    return batch.stream().filter(entry -> !entry.isFinished() && !entry.isDiscarded()).toList();
  }
}
