package io.cmaclip.lab.bench.model;

import io.cmaclip.cli.Main;
import io.cmaclip.cli.ProjectHome;
import io.cmaclip.cli.ResultOutput;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.errors.UsageException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cmaclip bench memory}: starts itself again in a JVM whose heap is touched beforehand. */
@Command(
    name = "memory",
    description = {
      "Watches the resident memory over many predictions.",
      "",
      "Runs in a JVM of its own whose heap is resident from the start, so that growth is native",
      "memory. rssGrowth is the share by which the resident set after all predictions is above that",
      "after the warm-up. Batches of 1 to 32 listings, titles of all lengths, a tenth without",
      "image, a tenth without title."
    })
public final class BenchMemoryCommand implements Callable<Integer> {
  @Option(
      names = "--bundle",
      paramLabel = "DIR",
      description = "Default: the shipped bundle fashion-products.")
  private Path bundle;

  @Option(
      names = "--predictions",
      paramLabel = "N",
      description = "Predictions after the warm-up. Default: ${DEFAULT-VALUE}.")
  private long predictions = 100_000;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "Predictions of the warm-up. Default: ${DEFAULT-VALUE}.")
  private long warmUp = 10_000;

  @Option(names = "--threads", paramLabel = "N", description = "Predictors. Default: one per core.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      description = "Java heap, for example 512m. Default: ${DEFAULT-VALUE}.")
  private String heap = "512m";

  @Mixin private ResultOutput output;

  @Option(names = "--in-this-jvm", hidden = true)
  private boolean inThisJvm;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (predictions < 1 || warmUp < 1 || threads < 1) {
      throw new UsageException("predictions, warm-up and threads must be at least 1");
    }
    if (!heap.matches("[1-9]\\d*[mg]")) {
      throw new UsageException("heap = " + heap + ": must be a number with m or g");
    }
    Path folder = bundle == null ? ProjectHome.resolve("bundles/fashion-products") : bundle;
    if (!inThisJvm) {
      return again(folder);
    }
    MemoryRun.Result result = new MemoryRun(Bundle.open(folder), threads).run(warmUp, predictions);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("predictions", result.predictions());
    fields.put("rssGrowth", result.growth());
    fields.put("rssAfterWarmUpBytes", result.residentAfterWarmUp());
    fields.put("rssAtEndBytes", result.residentAtEnd());
    fields.put("heapBytes", result.heap());
    fields.put("warmUp", result.warmUp());
    fields.put("threads", threads);
    if (output.isJson()) {
      output.end(fields);
    } else {
      fields.forEach((name, value) -> output.text().println(name + ": " + value));
      output.text().flush();
    }
    return 0;
  }

  private int again(Path folder) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> !argument.matches("-Xm[sx].*|-XX:.*(RAM|Heap).*"))
        .forEach(command::add);
    command.addAll(List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+AlwaysPreTouch"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("bench", "memory", "--in-this-jvm", "--bundle", folder.toString()));
    command.addAll(List.of("--predictions", Long.toString(predictions)));
    command.addAll(List.of("--warm-up", Long.toString(warmUp)));
    command.addAll(List.of("--threads", Integer.toString(threads)));
    if (output.isJson()) {
      command.add("--json");
    }
    Process process = new ProcessBuilder(command).inheritIO().start();
    Thread end = new Thread(process::destroy, "end-of-measured-jvm");
    Runtime.getRuntime().addShutdownHook(end);
    int status = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(end);
    return status;
  }
}
