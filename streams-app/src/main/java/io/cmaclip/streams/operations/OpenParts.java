package io.cmaclip.streams.operations;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parts of an operations port, closed in reverse order; one that cannot be closed does not keep the
 * others open. Confined to one thread.
 */
public final class OpenParts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenParts.class);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** Closes the part before all that were added earlier. */
  public void add(AutoCloseable part) {
    open.push(part);
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        LOG.warn("A part of the operations port cannot be closed: {}", e.getMessage());
      }
    }
  }
}
