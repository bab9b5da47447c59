package io.cmaclip.it.exactlyonce;

import io.cmaclip.fixtures.JavaProcess;
import io.cmaclip.it.commands.Command;
import io.cmaclip.streams.service.Guarantee;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts the service in a separate JVM, which tests can kill. */
final class ServiceProcess {
  private ServiceProcess() {}

  /**
   * The real service with a fake predictor.
   *
   * @param trouble the injected fault of the model
   */
  static JavaProcess fake(TestCluster cluster, Guarantee guarantee, String heap, Fault trouble)
      throws IOException {
    return JavaProcess.of(FakeService.class)
        .heap(heap)
        .start(cluster.bootstrap(), cluster.registryUrl(), guarantee.kafkaName(), trouble.name());
  }

  static JavaProcess fake(TestCluster cluster, Guarantee guarantee) throws IOException {
    return fake(cluster, guarantee, "512m", Fault.NONE);
  }

  /** {@code serve}, as users start it. */
  static JavaProcess serve(TestCluster cluster, Path bundle, Map<String, String> settings)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "serve",
                "--bundle",
                bundle.toString(),
                "--bootstrap",
                cluster.bootstrap(),
                "--registry",
                cluster.registryUrl()));
    settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    return Command.builder().start(arguments);
  }
}
