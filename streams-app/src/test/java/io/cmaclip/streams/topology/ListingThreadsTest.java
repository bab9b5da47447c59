package io.cmaclip.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.batching.Priority;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ListingThreadsTest {
  @Test
  void preparesListingsOfLowPriorityAfterAllOthers() throws Exception {
    List<String> prepared = new CopyOnWriteArrayList<>();
    CountDownLatch free = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(4);
    try (ListingThreads threads =
        new ListingThreads(
            1,
            (what, cause) -> {
              throw new AssertionError(what, cause);
            })) {
      threads.prepare(Priority.NORMAL, () -> await(free));
      for (String listing : List.of("again 1", "live 1", "again 2", "live 2")) {
        threads.prepare(
            listing.startsWith("live") ? Priority.NORMAL : Priority.LOW,
            () -> {
              prepared.add(listing);
              done.countDown();
            });
      }
      free.countDown();
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(prepared).containsExactly("live 1", "live 2", "again 1", "again 2");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
