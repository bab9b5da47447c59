package io.cmaclip.lab.chaos.processes;

import io.cmaclip.embedded.registry.EmbeddedRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A schema registry process with persistent schemas. */
public final class RegistryProcess {
  private RegistryProcess() {}

  /** Arguments: port, folder. Prints {@code ready} when it accepts requests. */
  public static void main(String[] args) throws IOException, InterruptedException {
    ParentWatch.start(line -> {});
    EmbeddedRegistry registry = EmbeddedRegistry.start(Integer.parseInt(args[0]), Path.of(args[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(registry::close, "close-registry"));
    System.out.println("ready");
    new CountDownLatch(1).await();
  }
}
