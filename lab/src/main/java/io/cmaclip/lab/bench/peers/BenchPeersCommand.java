package io.cmaclip.lab.bench.peers;

import io.cmaclip.cli.ProjectHome;
import io.cmaclip.cli.ResultOutput;
import io.cmaclip.lab.bench.images.EnlargedListings;
import io.cmaclip.lab.bench.model.PaperModel;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.errors.UsageException;
import io.cmaclip.model.predictor.Precision;
import io.cmaclip.model.pytorch.Processor;
import io.cmaclip.model.weights.SafetensorsFile;
import io.cmaclip.model.weights.Weights;
import io.cmaclip.streams.cli.KafkaLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.utils.Utils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cmaclip bench peers}. */
@Command(
    name = "peers",
    description = {
      "Measures predictor, training step and service against others in Python.",
      "",
      "Engines: ONNX Runtime, OpenVINO and PyTorch, float32 and reduced formats, each with as many",
      "requests of one thread at once as this project has predictors. A peer that is not installed",
      "is named and left out. lab/peers/setup.sh installs all of them. ratios is the rate of this",
      "project relative to the peer's in each round; the median over the rounds.",
      "",
      "Services: serve, exactly once, in turn with Python services of confluent-kafka or Quix",
      "Streams, Pillow and ONNX Runtime, at least once, on one embedded broker."
    })
public final class BenchPeersCommand implements Callable<Integer> {
  private static final String PAPER = "paper";
  private static final List<String> PARTS = List.of("predictor", "service", "training");

  private static final int FEWEST = 1_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--python",
      paramLabel = "COMMAND",
      description = "Python of lab/peers/setup.sh. Default: lab/peers/target/venv/bin/python.")
  private String python;

  @Option(
      names = "--models",
      paramLabel = "MODEL",
      split = ",",
      description =
          "paper (ViT-B/32, random weights) or folders of bundles. Default: paper and the shipped"
              + " bundles.")
  private List<String> models = List.of(PAPER, "bundles/fashion-products", "bundles/garments");

  @Option(
      names = "--peers",
      paramLabel = "PEER",
      split = ",",
      description = "Default: those whose number format this processor has.")
  private List<String> peers;

  @Option(
      names = "--batches",
      paramLabel = "N",
      split = ",",
      description = "Batch sizes. Default: ${DEFAULT-VALUE}.")
  private List<Integer> batches = List.of(1, 8, 32);

  @Option(
      names = "--tokens",
      paramLabel = "N",
      description = "Tokens of every title. Default: ${DEFAULT-VALUE}.")
  private int tokens = 24;

  @Option(names = "--threads", paramLabel = "N", description = "Default: one per core.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds. Default: ${DEFAULT-VALUE}.")
  private int rounds = 5;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Least time of each measurement. Default: ${DEFAULT-VALUE}.")
  private double seconds = 1;

  @Option(
      names = "--only",
      paramLabel = "PART",
      split = ",",
      description = "Parts to measure: predictor, service, training. Default: all.")
  private List<String> only = PARTS;

  @Option(
      names = "--bundle",
      paramLabel = "DIR",
      description = "Bundle of the services. Default: ${DEFAULT-VALUE}.")
  private String bundle = "bundles/garments";

  @Option(
      names = "--listings",
      paramLabel = "N",
      description = "Listings of each measurement of a service. Default: ${DEFAULT-VALUE}.")
  private int listings = 3_000;

  @Option(
      names = "--image-size",
      paramLabel = "WxH",
      description = "Size of the JPEGs that the services read. Default: ${DEFAULT-VALUE}.")
  private String imageSize = "300x400";

  @Mixin private ResultOutput output;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Peer> chosen = chosenPeers();
    if (threads < 1 || rounds < 1 || seconds < 0 || tokens < 3) {
      throw new UsageException(
          "threads and rounds must be at least 1, seconds at least 0, tokens at least 3");
    }
    if (batches.stream().anyMatch(batch -> batch < 1 || batch > 1024)) {
      throw new UsageException("--batches = " + batches + ": must be between 1 and 1024");
    }
    if (!PARTS.containsAll(only)) {
      throw new UsageException("--only = " + only + ": must be of " + PARTS);
    }
    if (listings < FEWEST) {
      throw new UsageException("--listings = " + listings + ": must be at least " + FEWEST);
    }
    String interpreter =
        python == null
            ? ProjectHome.resolve("lab/peers/target/venv/bin/python").toString()
            : python;
    Map<String, String> missing = new LinkedHashMap<>();
    Map<String, Object> result = new LinkedHashMap<>();
    Path folder = Files.createTempDirectory("bench-peers-");
    try {
      PeerScripts scripts = PeerScripts.copy(interpreter, folder);
      if (only.contains("predictor")) {
        result.put("predictor", predictors(chosen, scripts, missing));
      }
      if (only.contains("service")) {
        result.put("service", service(scripts, missing));
      }
      if (only.contains("training")) {
        result.put("training", training(scripts, missing));
      }
    } finally {
      Utils.delete(folder.toFile());
    }
    result.put("missing", missing);
    result.put("threads", threads);
    result.put("processor", Processor.detect().matrixFeatures());
    if (!output.isJson()) {
      result.forEach((name, value) -> output.text().println(name + ": " + value));
    }
    output.end(result);
    return 0;
  }

  private List<Peer> chosenPeers() {
    if (peers == null) {
      return Peer.useful(Processor.detect().hasBfloat16Products());
    }
    try {
      return peers.stream().map(Peer::of).toList();
    } catch (IllegalArgumentException e) {
      throw new UsageException("--peers = " + e.getMessage() + ": must be of " + Peer.LABELS);
    }
  }

  private List<PredictorCell> predictors(
      List<Peer> chosen, PeerScripts scripts, Map<String, String> missing)
      throws IOException, InterruptedException {
    List<PredictorCell> cells = new ArrayList<>();
    for (String model : models) {
      cells.addAll(predictor(model, chosen, scripts, missing));
    }
    return cells;
  }

  private List<PredictorCell> predictor(
      String model, List<Peer> chosen, PeerScripts scripts, Map<String, String> missing)
      throws IOException, InterruptedException {
    if (model.equals(PAPER)) {
      return predictor(PaperModel.manifest(), PaperModel.weights(), chosen, scripts, missing);
    }
    Bundle bundle = Bundle.open(ProjectHome.resolve(model));
    try (SafetensorsFile weights = bundle.openWeights()) {
      return predictor(bundle.manifest(), weights, chosen, scripts, missing);
    }
  }

  private List<PredictorCell> predictor(
      BundleManifest manifest,
      Weights weights,
      List<Peer> chosen,
      PeerScripts scripts,
      Map<String, String> missing)
      throws IOException, InterruptedException {
    int context = manifest.architecture().text().context();
    PredictorPeers measured =
        new PredictorPeers(
            new PredictorPeers.Plan(batches, Math.min(tokens, context), rounds, seconds),
            this::say);
    List<Precision> precisions =
        Processor.detect().hasBfloat16Products()
            ? List.of(Precision.FLOAT32, Precision.BFLOAT16, Precision.INT8)
            : List.of(Precision.FLOAT32, Precision.INT8);
    ExportedModel exported = ExportedModel.write(scripts.folder(), manifest, weights);
    try (OwnPredictors own = new OwnPredictors(manifest, weights, precisions, threads)) {
      for (Peer peer : chosen) {
        try (PeerProcess process = scripts.predictor(peer, exported, threads)) {
          say(manifest.name() + ", " + peer.label() + ": outputs differ by " + process.greeting());
          measured.measure(peer, process, own, precisions);
        } catch (PeerMissingException e) {
          say(peer.label() + " is left out: " + e.getMessage());
          missing.put(peer.label(), e.getMessage());
        }
      }
    }
    return measured.isEmpty() ? List.of() : measured.cells(manifest.name());
  }

  private ServicePeers.Result service(PeerScripts scripts, Map<String, String> missing)
      throws IOException, InterruptedException {
    KafkaLogs.onlyErrors();
    ServicePeers.Plan plan = new ServicePeers.Plan(listings, rounds, threads);
    return new ServicePeers(
            plan,
            Bundle.open(ProjectHome.resolve(bundle)),
            EnlargedListings.shipped(imageSize),
            this::say)
        .measure(scripts, missing);
  }

  private TrainingPeer.Result training(PeerScripts scripts, Map<String, String> missing)
      throws IOException, InterruptedException {
    try {
      return new TrainingPeer(scripts, threads, seconds).measure(rounds, this::say);
    } catch (PeerMissingException e) {
      say("PyTorch's training is left out: " + e.getMessage());
      missing.put("training", e.getMessage());
      return null;
    }
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }
}
