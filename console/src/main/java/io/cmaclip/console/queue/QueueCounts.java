package io.cmaclip.console.queue;

import java.nio.ByteBuffer;

/**
 * Accounts of a partition or of all owned ones. Items in are always the sum of the others.
 *
 * @param in items that came
 * @param decided items that a reviewer decided
 * @param superseded items that a newer answer made out of date
 * @param deleted items whose listing was deleted
 * @param expired items that waited too long
 * @param waiting items that wait
 */
public record QueueCounts(
    long in, long decided, long superseded, long deleted, long expired, long waiting) {
  static final QueueCounts NONE = new QueueCounts(0, 0, 0, 0, 0, 0);

  /** How an item leaves the queue. */
  enum Exit {
    DECIDED,
    SUPERSEDED,
    DELETED,
    EXPIRED
  }

  QueueCounts arrived() {
    return new QueueCounts(in + 1, decided, superseded, deleted, expired, waiting + 1);
  }

  QueueCounts left(Exit exit) {
    return new QueueCounts(
        in,
        decided + (exit == Exit.DECIDED ? 1 : 0),
        superseded + (exit == Exit.SUPERSEDED ? 1 : 0),
        deleted + (exit == Exit.DELETED ? 1 : 0),
        expired + (exit == Exit.EXPIRED ? 1 : 0),
        waiting - 1);
  }

  QueueCounts undone() {
    return new QueueCounts(in, decided - 1, superseded, deleted, expired, waiting + 1);
  }

  QueueCounts plus(QueueCounts other) {
    return new QueueCounts(
        in + other.in,
        decided + other.decided,
        superseded + other.superseded,
        deleted + other.deleted,
        expired + other.expired,
        waiting + other.waiting);
  }

  byte[] encode() {
    ByteBuffer bytes = ByteBuffer.allocate(6 * Long.BYTES);
    bytes.putLong(in).putLong(decided).putLong(superseded);
    return bytes.putLong(deleted).putLong(expired).putLong(waiting).array();
  }

  static QueueCounts decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new QueueCounts(
        in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
  }
}
