package io.cmaclip.console.web;

import io.cmaclip.console.queue.Progress;
import io.cmaclip.console.queue.ReviewQueue;
import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells the open pages, as server-sent events, that the queue has changed. An event has no data:
 * the page asks for what it shows. One thread compares and writes; any thread may add a client.
 */
final class Changes implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final int TICKS_PER_PING = 20;
  private static final long CLOSING_SECONDS = 5;

  private final ReviewQueue queue;
  private final Set<SseClient> clients = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "console-changes");
            made.setDaemon(true);
            return made;
          });
  // Confined to the thread.
  private Progress last;
  private int ticks;

  Changes(ReviewQueue queue) {
    this.queue = queue;
    var unused =
        thread.scheduleWithFixedDelay(
            this::tick, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  void accept(SseClient client) {
    client.keepAlive();
    client.onClose(() -> clients.remove(client));
    clients.add(client);
    try {
      // The first bytes tell the page that it is connected.
      thread.execute(() -> client.sendComment("open"));
    } catch (RejectedExecutionException closing) {
      client.close();
    }
  }

  private void tick() {
    Progress now = queue.progress();
    boolean hasChanged = !now.equals(last);
    last = now;
    // A client that has left is noticed only by writing to it.
    boolean isPing = ++ticks % TICKS_PER_PING == 0;
    for (SseClient client : clients) {
      if (hasChanged) {
        client.sendEvent("changed", "");
      } else if (isPing) {
        client.sendComment("ping");
      }
    }
  }

  /** Closes all streams. A server that stops before its streams are closed never ends. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      var unused = thread.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    clients.forEach(SseClient::close);
  }
}
