package io.cmaclip.streams.cli;

import io.cmaclip.cli.EndSignal;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.predictor.ImageEmbeddings;
import io.cmaclip.schemas.client.RegistryUnavailableException;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.config.ModelChangeKeys;
import io.cmaclip.streams.config.OperationsKeys;
import io.cmaclip.streams.config.ServiceConfig;
import io.cmaclip.streams.config.ServiceKeys;
import io.cmaclip.streams.config.ServiceSettingsReader;
import io.cmaclip.streams.decisions.DecisionSettings;
import io.cmaclip.streams.events.InputReaders;
import io.cmaclip.streams.events.ListingReader;
import io.cmaclip.streams.metrics.ServedModel;
import io.cmaclip.streams.models.BundleWatch;
import io.cmaclip.streams.models.BundledModel;
import io.cmaclip.streams.models.ModelJournal;
import io.cmaclip.streams.models.Onlooker;
import io.cmaclip.streams.models.ServingModel;
import io.cmaclip.streams.models.Shadow;
import io.cmaclip.streams.operations.Information;
import io.cmaclip.streams.operations.Operations;
import io.cmaclip.streams.output.Outputs;
import io.cmaclip.streams.review.ReviewBudget;
import io.cmaclip.streams.service.ClassificationService;
import io.cmaclip.streams.service.ProcessExit;
import io.cmaclip.streams.service.ServiceBuilder;
import io.cmaclip.streams.service.ServiceSettings;
import io.cmaclip.streams.unchanged.UnchangedSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cmaclip serve}. */
@Command(
    name = "serve",
    description = {
      "Classifies listings from Kafka until Ctrl-C or SIGTERM.",
      "Prints 'ready' once the model is warm and the service processes listings. Creates missing"
          + " topics and validates existing ones. Waits for brokers and registry that are not up"
          + " yet (start.wait). The first start begins with the earliest listing.",
    })
public final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  private static final Duration READY_TIMEOUT = Duration.ofMillis(500);

  @Spec private CommandSpec spec;

  @Option(names = "--bundle", paramLabel = "DIR", description = "Folder of the model bundle.")
  private Path bundleFolder;

  @Mixin private ClusterOptions cluster;
  @Mixin private ConfigOptions configOptions;

  private final UnaryOperator<ServingModel> around;

  ServeCommand() {
    this(UnaryOperator.identity());
  }

  /**
   * @param around wraps the bundle's model, for tests
   */
  public ServeCommand(UnaryOperator<ServingModel> around) {
    this.around = around;
  }

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> flags = cluster.flags();
    if (bundleFolder != null) {
      flags.put(ServiceKeys.BUNDLE.name(), bundleFolder.toString());
    }
    ServiceConfig config = configOptions.read(flags);
    ServiceSettingsReader reader = new ServiceSettingsReader(config);
    Bundle bundle = Bundle.open(config.require(ServiceKeys.BUNDLE));
    ServiceSettings settings = reader.service();
    long embeddingsBytes = reader.imageEmbeddingsBytes();
    checkDrift(bundle, reader);
    UnchangedSettings unchanged = reader.unchanged();
    DecisionSettings decisions = reader.decisions();
    ReviewBudget budget = reader.reviewBudget();
    InputReaders readers = new InputReaders(reader.inputs());
    Connections.requireRegistry(config);
    // Cheap checks come first; loading the model comes last.
    try (EndSignal end = EndSignal.listen(settings.lifecycle().shutdownLimit());
        Operations operations = operations(reader, settings)) {
      StartWait wait =
          new StartWait(config.get(OperationsKeys.START_WAIT), end::isGiven, operations::waitsFor);
      Optional<EventSerdes> connected = new StartUp(config, settings).connect(wait);
      if (connected.isEmpty()) {
        return 0;
      }
      Optional<ImageEmbeddings> embeddings =
          embeddingsBytes == 0
              ? Optional.empty()
              : Optional.of(operations.meters().embeddings(embeddingsBytes));
      EventSerdes serdes = connected.get();
      Outputs outputs = new Outputs(reader.outputs(), settings.topics(), serdes);
      Map<String, ListingReader> opened = readers.open(serdes);
      // From here on, each model that is loaded is also closed.
      try (serdes;
          Shadow shadow =
              ShadowModel.open(config, serdes, operations.meters().registry()).orElse(null);
          ClassificationService service =
              open(
                  builder(settings, load(bundle, reader, embeddings), serdes)
                      .readers(opened)
                      .outputs(outputs)
                      .unchanged(unchanged)
                      .decisions(decisions)
                      .budget(budget, reader.listingValue())
                      .onlooker(shadow == null ? Onlooker.NONE : shadow)
                      .meters(operations.meters()))) {
        operations.serves(ServedModel.of(bundle));
        operations.watch(service);
        service.start();
        if (shadow != null) {
          shadow.start(service::isBehind);
        }
        ModelJournal journal =
            new ModelJournal(
                bundle,
                operations.meters().registry(),
                InstantSource.system(),
                next -> operations.serves(ServedModel.of(next)));
        operations.reports(journal);
        try (BundleWatch watch =
            watch(config, next -> load(next, reader, embeddings), service, journal)) {
          LOG.debug("the bundle's folder is {}watched", watch == null ? "not " : "");
          serve(service, settings, end);
        }
      }
    }
    return 0;
  }

  /** Null if the hot swap is off. */
  private BundleWatch watch(
      ServiceConfig config,
      Function<Bundle, ServingModel> load,
      ClassificationService service,
      ModelJournal journal) {
    return config.get(ModelChangeKeys.WATCH)
        ? BundleWatch.start(
            config.require(ServiceKeys.BUNDLE),
            config.get(ModelChangeKeys.WATCH_INTERVAL),
            load,
            service::swapTo,
            journal)
        : null;
  }

  /** The service closes the model. */
  private ServingModel load(
      Bundle bundle, ServiceSettingsReader reader, Optional<ImageEmbeddings> embeddings) {
    checkDrift(bundle, reader);
    BundledModel model = BundledModel.load(bundle, reader.model()).closedOnShutdown();
    embeddings.ifPresent(model::reuseImages);
    return around.apply(model.serving()).thenRun(model::close);
  }

  private static void checkDrift(Bundle bundle, ServiceSettingsReader reader) {
    reader.drift().check(bundle.manifest().tasks().stream().map(BundleTask::name).toList());
  }

  private void serve(ClassificationService service, ServiceSettings settings, EndSignal end)
      throws InterruptedException {
    while (!end.isGiven() && !service.awaitReady(READY_TIMEOUT)) {
      service.problem().ifPresent(problem -> LOG.debug("not ready: {}", problem));
    }
    if (end.isGiven()) {
      return;
    }
    LOG.info(
        "classifying {} of {} as {}, {}, threads: {}, batches of up to {}",
        String.join(", ", settings.topics().inputs()),
        settings.streams().bootstrap(),
        settings.streams().applicationId(),
        settings.streams().guarantee().kafkaName(),
        settings.streams().threads(),
        settings.batching().maxSize());
    PrintWriter out = spec.commandLine().getOut();
    out.println("ready");
    out.flush();
    end.await();
    LOG.info("shutting down; the next start processes the listings in flight");
  }

  private static Operations operations(ServiceSettingsReader reader, ServiceSettings settings) {
    return Operations.open(
        reader.operations(), reader.drift(), Information.of(settings, reader.model().device()));
  }

  private static ServiceBuilder builder(
      ServiceSettings settings, ServingModel model, EventSerdes serdes) {
    return ClassificationService.builder(settings, model, serdes, new ProcessExit());
  }

  private static ClassificationService open(ServiceBuilder builder) {
    try {
      return builder.open();
    } catch (RegistryUnavailableException e) {
      throw new UserException("schema.registry.url: " + e.getMessage(), e);
    } catch (KafkaException e) {
      throw new UserException(e.getMessage(), e);
    }
  }
}
