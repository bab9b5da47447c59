package io.cmaclip.lab.chaos;

import io.cmaclip.lab.chaos.processes.BrokerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A Kafka cluster of broker processes that keep port and data over restarts. Not thread-safe. */
final class Brokers implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(5);

  private final Path folder;
  private final List<Integer> ports;
  private final List<Integer> controllerPorts;
  private final List<Child> processes = new ArrayList<>();
  private int starts;

  private Brokers(Path folder, int count) {
    this.folder = folder;
    List<Integer> free = FreePorts.find(2 * count);
    this.ports = free.subList(0, count);
    this.controllerPorts = free.subList(count, 2 * count);
  }

  /** Starts all brokers and waits until they serve requests. */
  static Brokers start(Path folder, int count) throws InterruptedException {
    Brokers brokers = new Brokers(folder, count);
    try {
      for (int index = 0; index < count; index++) {
        brokers.processes.add(brokers.launch(index));
      }
      for (Child process : brokers.processes) {
        process.awaitReady(START);
      }
      return brokers;
    } catch (RuntimeException | InterruptedException e) {
      brokers.close();
      throw e;
    }
  }

  int count() {
    return ports.size();
  }

  String bootstrap() {
    return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
  }

  String name(int index) {
    return "broker-" + (index + 1);
  }

  /** SIGTERM; returns when the broker has exited. */
  void terminate(int index) throws InterruptedException {
    processes.get(index).terminate();
  }

  /** SIGKILL. */
  void kill(int index) throws InterruptedException {
    processes.get(index).kill();
  }

  /** Starts an exited broker and waits until it serves requests. */
  void restart(int index) throws InterruptedException {
    processes.set(index, launch(index));
    processes.get(index).awaitReady(START);
  }

  /** SIGSTOP to all. */
  void freeze() throws InterruptedException {
    for (Child process : processes) {
      process.freeze();
    }
  }

  /** SIGCONT to all. */
  void thaw() throws InterruptedException {
    for (Child process : processes) {
      process.thaw();
    }
  }

  private Child launch(int index) {
    return Child.start(
        name(index),
        folder.resolve(name(index) + "-" + ++starts + ".log"),
        "320m",
        BrokerProcess.class,
        List.of(
            Integer.toString(ports.get(index)),
            folder.resolve(name(index)).toString(),
            Integer.toString(index + 1),
            controllerPorts.stream().map(String::valueOf).collect(Collectors.joining(","))));
  }

  /** SIGKILL to all; the run deletes their data. */
  @Override
  public void close() {
    processes.forEach(Child::abandon);
  }
}
