package io.cmaclip.lab.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** CPU time of the process's Java threads by the part they belong to. */
final class ThreadTimes {
  /** Name of the thread that sends the listings. */
  static final String SENDER = "bench-sender";

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Prefixes of the client that sends listings, and of the thread that reads answers. */
  private static final List<String> CLIENT_THREADS =
      List.of(SENDER, "main", "kafka-producer-network-thread | producer-");

  /** Prefixes of the threads of broker, controller and schema registry. */
  private static final List<String> BROKER_THREADS =
      List.of(
          "data-plane-kafka-",
          "kafka-0-",
          "kafka-1-",
          "kafka-log-",
          "kafka-scheduler-",
          "group-coordinator",
          "share-coordinator",
          "transaction",
          "TxnMarker",
          "AddPartitionsToTxn",
          "ExpirationReaper",
          "ThrottledChannelReaper",
          "quorum-controller",
          "raft-",
          "executor-",
          "broker-",
          "controller-",
          "LogDirFailureHandler",
          "schema-registry",
          "ForwardingManager",
          "NodeToControllerChannelManager");

  /** Parts of the process. */
  enum Part {
    SERVICE,
    BROKER,
    CLIENTS;

    /** The part of a thread; a thread of no known part counts as the service's. */
    static Part of(String thread) {
      if (CLIENT_THREADS.stream().anyMatch(thread::startsWith)) {
        return CLIENTS;
      }
      return BROKER_THREADS.stream().anyMatch(thread::startsWith) ? BROKER : SERVICE;
    }
  }

  private ThreadTimes() {}

  /** Nanoseconds of the threads alive, by part; all parts are present. */
  static Map<Part, Long> sample() {
    long[] ids = THREADS.getAllThreadIds();
    ThreadInfo[] infos = THREADS.getThreadInfo(ids);
    long[] nanos = THREADS.getThreadCpuTime(ids);
    Map<Part, Long> sums = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      sums.put(part, 0L);
    }
    for (int i = 0; i < ids.length; i++) {
      if (infos[i] != null && nanos[i] > 0) {
        sums.merge(Part.of(infos[i].getThreadName()), nanos[i], Long::sum);
      }
    }
    return sums;
  }
}
