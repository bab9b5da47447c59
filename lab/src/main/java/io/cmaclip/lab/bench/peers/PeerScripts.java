package io.cmaclip.lab.bench.peers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The peers' scripts in a folder.
 *
 * @param python command of the interpreter
 */
record PeerScripts(String python, Path folder) {
  private static final List<String> FILES =
      List.of(
          "cma_clip.py",
          "exported_onnx.py",
          "predictor.py",
          "service.py",
          "training.py",
          "bare-step.json");

  /** Copies the scripts into a folder. */
  static PeerScripts copy(String python, Path folder) throws IOException {
    for (String file : FILES) {
      try (InputStream in = PeerScripts.class.getResourceAsStream(file)) {
        Files.copy(in, folder.resolve(file));
      }
    }
    return new PeerScripts(python, folder);
  }

  /** Recipe of a training run whose step does the work of {@code training.py} and no more. */
  Path bareStep() {
    return folder.resolve("bare-step.json");
  }

  /** Starts an inference engine. */
  PeerProcess predictor(Peer peer, ExportedModel model, int threads) throws IOException {
    return start(
        peer.label(),
        List.of(
            "predictor.py",
            peer.label(),
            model.file().toString(),
            model.settings().toString(),
            Integer.toString(threads)));
  }

  /** Starts training in PyTorch. */
  PeerProcess training(ExportedModel model, int threads) throws IOException {
    return start(
        "torch",
        List.of(
            "training.py",
            model.file().toString(),
            model.settings().toString(),
            Integer.toString(threads)));
  }

  /**
   * Where a service reads and writes.
   *
   * @param kafka bootstrap servers
   * @param registry address of the schema registry
   * @param name consumer group, and prefix of the topics
   */
  record Address(String kafka, String registry, String name) {}

  /**
   * Starts a service.
   *
   * @param bundle folder of the model's bundle
   */
  PeerProcess service(
      ServicePeer peer, ExportedModel model, Path bundle, Address address, int threads)
      throws IOException {
    return start(
        peer.label(),
        List.of(
            "service.py",
            peer.client(),
            peer.engine().label(),
            model.file().toString(),
            bundle.toAbsolutePath().toString(),
            Integer.toString(threads),
            address.kafka(),
            address.registry(),
            address.name()));
  }

  private PeerProcess start(String name, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(python);
    command.add(folder.resolve(arguments.get(0)).toString());
    command.addAll(arguments.subList(1, arguments.size()));
    return PeerProcess.start(name, command, folder.resolve(name + ".log"));
  }
}
