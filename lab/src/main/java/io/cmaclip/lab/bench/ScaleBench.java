package io.cmaclip.lab.bench;

import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.streams.config.ConfigSource;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceKeys;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.topics.ClusterDoor;
import io.cmaclip.streams.topics.TopicSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * Measures several service processes of one group, each with a simulated GPU, on one broker: the
 * CPU time of their own processes per listing, and how long partitions are without answers while a
 * process is added. Used by one thread.
 */
public final class ScaleBench {
  static final int PARTITIONS = 16;

  /** What the services hold in flight for all partitions, and some more. */
  private static final int BACKLOG = 10_000;

  /**
   * Share of the first processes' rate that is sent while one is added. With a backlog, a partition
   * waits for others even without a rebalance.
   */
  private static final double REBALANCE_LOAD = 0.3;

  private static final Duration BEFORE = Duration.ofSeconds(10);
  private static final Duration SETTLED = Duration.ofSeconds(5);
  private static final Duration LONGEST_REBALANCE = Duration.ofMinutes(2);

  private final Bundle bundle;
  private final ServiceConfig config;
  private final LocalCluster cluster;
  private final Path folder;
  private final Consumer<String> log;

  /**
   * A benchmark.
   *
   * @param config service configuration; the benchmark overrides cluster, topics and group
   * @param cluster not closed
   * @param folder for logs and state
   */
  public ScaleBench(
      Bundle bundle,
      ServiceConfig config,
      LocalCluster cluster,
      Path folder,
      Consumer<String> log) {
    this.bundle = bundle;
    this.config = config;
    this.cluster = cluster;
    this.folder = folder;
    this.log = log;
  }

  /**
   * Runs all steps, then adds a process to two.
   *
   * @param processes numbers of processes, ascending
   * @param listings measured listings of each step, per process
   */
  public ScaleBenchResult run(List<Integer> processes, int listings) throws InterruptedException {
    List<ScaleBenchResult.Step> steps = new ArrayList<>();
    for (int count : processes) {
      try (Group group = new Group("scale-" + count, Double.POSITIVE_INFINITY)) {
        group.start(count);
        ScaleBenchResult.Step step = group.measure(listings * count);
        log.accept(
            "%d processes: %.0f listings per second, %.3f CPU-ms per listing"
                .formatted(count, step.perSecond(), step.cpuMillisPerListing()));
        steps.add(step);
      }
    }
    double ideal =
        new SimulatedGpu(bundle.manifest(), ServiceBench.GPU_BASE, ServiceBench.GPU_PER_LISTING)
            .idealPerSecond(ServiceBench.BATCH);
    int first = 2;
    ScaleBenchResult.Rebalance rebalance;
    try (Group group = new Group("scale-rebalance", REBALANCE_LOAD * first * ideal)) {
      group.start(first);
      rebalance = group.addOne();
    }
    return new ScaleBenchResult(
        steps,
        steps.get(steps.size() - 1).cpuMillisPerListing() / steps.get(0).cpuMillisPerListing() - 1,
        rebalance,
        ideal,
        PARTITIONS,
        Runtime.getRuntime().availableProcessors(),
        config.get(ServiceKeys.GUARANTEE).kafkaName());
  }

  /** Service processes with topics and a consumer group of their own, under load. */
  private final class Group implements AutoCloseable {
    private final String name;
    private final Map<String, String> settings = new TreeMap<>(cluster.settings());
    private final ServiceSettingsReader reader;
    private final Admin admin;
    private final List<ServiceProcess> services = new ArrayList<>();
    private ServiceLoad load;

    Group(String name, double perSecond) {
      this.name = name;
      settings.put("application.id", ServiceSession.applicationId(name));
      settings.put("topics.partitions", Integer.toString(PARTITIONS));
      settings.put(ServiceKeys.BATCH_MAX_SIZE.name(), Integer.toString(ServiceBench.BATCH));
      for (String topic : List.of("listings", "attributes", "review", "dead-letter", "suspects")) {
        settings.put("topics." + topic, "bench-" + name + "-" + topic);
      }
      ServiceConfig own = config.with(ConfigSource.flags(settings));
      reader = new ServiceSettingsReader(own);
      admin = ClusterDoor.open(own.clientProperties());
      new TopicSetup(admin, reader.topicNames(), reader.topics())
          .prepare(reader.service().maxInlineImageBytes());
      load =
          new ServiceLoad(
              own, reader.topicNames(), i -> Titles.listing("s", i), BACKLOG, perSecond);
      load.start();
    }

    void start(int count) throws InterruptedException {
      for (int i = 0; i < count; i++) {
        launch();
      }
      for (ServiceProcess service : services) {
        service.awaitReady();
      }
    }

    private void launch() {
      String number = name + "-" + services.size();
      List<String> arguments = new ArrayList<>();
      arguments.add(bundle.folder().toAbsolutePath().toString());
      Map<String, String> all = new TreeMap<>(settings);
      // Two processes cannot share a folder of state stores.
      all.put("kafka.state.dir", folder.resolve("state-" + number).toString());
      all.put("operations.port", "0");
      all.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
      services.add(
          ServiceProcess.start(
              BenchServe.Model.SIMULATED, folder.resolve(number + ".log"), arguments));
    }

    /** Warms up with as many listings, then measures. */
    ScaleBenchResult.Step measure(int listings) throws InterruptedException {
      awaitAssignment(services.size());
      for (int warm = 0; warm < listings; ) {
        warm += load.poll(partition -> {});
      }
      long cpu = cpuNanos();
      long begin = System.nanoTime();
      int answered = 0;
      while (answered < listings) {
        answered += load.poll(partition -> {});
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      return new ScaleBenchResult.Step(
          services.size(), answered / seconds, (cpuNanos() - cpu) / 1e6 / answered);
    }

    private long cpuNanos() {
      return services.stream().mapToLong(ServiceProcess::cpuNanos).sum();
    }

    ScaleBenchResult.Rebalance addOne() throws InterruptedException {
      int from = services.size();
      awaitAssignment(from);
      pollFor(BEFORE, new PartitionGaps()); // warms up
      PartitionGaps usual = new PartitionGaps();
      pollFor(BEFORE, usual);
      Map<Integer, String> before = owners();
      PartitionGaps gaps = new PartitionGaps();
      launch();
      awaitAssignment(from + 1, gaps);
      pollFor(SETTLED, gaps);
      gaps.end(System.nanoTime());
      Map<Integer, String> after = owners();
      Set<Integer> moved = new HashSet<>();
      after.forEach(
          (partition, owner) -> {
            if (!owner.equals(before.get(partition))) {
              moved.add(partition);
            }
          });
      Set<Integer> untouched = new HashSet<>(after.keySet());
      untouched.removeAll(moved);
      return new ScaleBenchResult.Rebalance(
          from,
          from + 1,
          moved.size(),
          usual.longestMillis(after.keySet()),
          gaps.longestMillis(untouched),
          gaps.longestMillis(moved));
    }

    private void pollFor(Duration time, PartitionGaps gaps) {
      long end = System.nanoTime() + time.toNanos();
      while (System.nanoTime() < end) {
        load.poll(partition -> gaps.answered(partition, System.nanoTime()));
      }
    }

    private void awaitAssignment(int processes) throws InterruptedException {
      awaitAssignment(processes, new PartitionGaps());
    }

    /** Reads answers until each process owns partitions, and all partitions have an owner. */
    private void awaitAssignment(int processes, PartitionGaps gaps) throws InterruptedException {
      long deadline = System.nanoTime() + LONGEST_REBALANCE.toNanos();
      int threads = config.get(ServiceKeys.THREADS);
      while (true) {
        Map<Integer, String> owners = owners();
        int busy = new HashSet<>(owners.values()).size();
        if (owners.size() == PARTITIONS && busy == Math.min(PARTITIONS, processes * threads)) {
          return;
        }
        if (System.nanoTime() > deadline) {
          throw new UserException(
              "%d of %d partitions have an owner, %d stream threads work"
                  .formatted(owners.size(), PARTITIONS, busy));
        }
        pollFor(Duration.ofMillis(500), gaps);
      }
    }

    /** The stream thread that owns each partition. */
    private Map<Integer, String> owners() throws InterruptedException {
      String group = ServiceSession.applicationId(name);
      Map<Integer, String> owners = new HashMap<>();
      try {
        for (MemberDescription member :
            admin.describeConsumerGroups(List.of(group)).all().get().get(group).members()) {
          for (TopicPartition partition : member.assignment().topicPartitions()) {
            if (partition.topic().equals(reader.topicNames().listings())) {
              owners.put(partition.partition(), member.consumerId());
            }
          }
        }
        return owners;
      } catch (ExecutionException e) {
        throw new UserException("the consumer group cannot be read: " + e.getCause(), e);
      }
    }

    @Override
    public void close() {
      load.close();
      services.forEach(ServiceProcess::close);
      admin.close();
    }
  }
}
