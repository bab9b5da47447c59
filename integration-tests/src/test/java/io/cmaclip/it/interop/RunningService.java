package io.cmaclip.it.interop;

import io.cmaclip.fixtures.JavaProcess;
import io.cmaclip.it.commands.Command;
import io.cmaclip.model.predictor.TinyBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands {@code sandbox} and {@code serve} in separate processes, with a bundle of random
 * weights.
 *
 * @param bootstrap address of the broker
 * @param registry URL of the schema registry
 */
record RunningService(JavaProcess sandbox, JavaProcess serve, String bootstrap, String registry)
    implements AutoCloseable {
  /**
   * Starts both and returns when the service is ready.
   *
   * @param service JVM options of the service
   * @param settings passed with {@code --set}
   */
  static RunningService start(Path folder, JavaProcess.Builder service, List<String> settings)
      throws IOException, InterruptedException {
    JavaProcess sandbox =
        Command.builder().start("sandbox", "--kafka-port", "0", "--registry-port", "0");
    try {
      String ready = sandbox.awaitReady();
      String bootstrap = valueOf(ready, "kafka=");
      String registry = valueOf(ready, "registry=");
      Path bundle = folder.resolve("bundle");
      TinyBundle.write(bundle);
      List<String> arguments =
          new ArrayList<>(
              List.of("serve", "--bundle", bundle.toString(), "--bootstrap", bootstrap));
      arguments.addAll(List.of("--registry", registry));
      settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
      JavaProcess serve = service.start(arguments);
      try {
        serve.awaitReady();
        return new RunningService(sandbox, serve, bootstrap, registry);
      } catch (InterruptedException | AssertionError e) {
        serve.close();
        throw e;
      }
    } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
      sandbox.close();
      throw e;
    }
  }

  private static String valueOf(String line, String key) {
    int start = line.indexOf(key) + key.length();
    int end = line.indexOf(' ', start);
    return end < 0 ? line.substring(start) : line.substring(start, end);
  }

  @Override
  public void close() {
    serve.close();
    sandbox.close();
  }
}
