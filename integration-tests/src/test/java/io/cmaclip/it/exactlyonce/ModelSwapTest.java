package io.cmaclip.it.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cmaclip.cli.ResidentSet;
import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.TaskAttribute;
import io.cmaclip.fixtures.JavaProcess;
import io.cmaclip.fixtures.ShippedBundle;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.bundle.BundleWriter;
import io.cmaclip.model.bundle.SelfTest;
import io.cmaclip.model.prediction.Prediction;
import io.cmaclip.model.prediction.TaskPrediction;
import io.cmaclip.model.predictor.CmaClipPredictor;
import io.cmaclip.model.predictor.PredictorSettings;
import io.cmaclip.model.preprocessing.ListingPreprocessor;
import io.cmaclip.model.pytorch.DeviceChoice;
import io.cmaclip.model.weights.SafetensorsFile;
import io.cmaclip.schemas.serde.EventSerdes;
import io.cmaclip.streams.models.SwapResult;
import io.cmaclip.streams.service.Guarantee;
import io.cmaclip.streams.topics.TopicNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two shipped bundles with different tokenizers, tasks and classes. */
@Timeout(400)
class ModelSwapTest {
  private static final int SWAPS = 6;
  private static final String LOADED = "while the current model version serves";
  private static final int LEAST = 2_000;
  private static final int MOST_UNANSWERED = 400;

  @TempDir Path folder;
  private final Path garments = ShippedBundle.find("garments");
  private final Path products = ShippedBundle.find("fashion-products");

  @ParameterizedTest
  @EnumSource(Guarantee.class)
  void swapsUnderLoadKeepExactlyOnceAndEachAnswerMatchesItsModelVersion(Guarantee guarantee)
      throws Exception {
    Path damaged = copy(products, "damaged");
    byte[] weights = Files.readAllBytes(damaged.resolve("weights.safetensors"));
    weights[weights.length - 1] ^= 1;
    Files.write(damaged.resolve("weights.safetensors"), weights);
    Path wrong = withWrongSelfTest(Bundle.open(products));
    int sent;
    List<ListingAttributes> answers;
    try (TestCluster cluster = new TestCluster(folder.resolve("data"), FakeService.MAX_INLINE);
        SwappingService swapping = new SwappingService(cluster, guarantee, folder, garments);
        Answers counted = Answers.numbered(cluster);
        Load load = new Load(cluster, counted)) {
      for (int swap = 0; swap < SWAPS; swap++) {
        if (swap == 2) { // garments serves
          failedSwap(swapping, load, damaged, SwapResult.REFUSED, "has SHA-256");
          failedSwap(swapping, load, wrong, SwapResult.ROLLED_BACK, "the self-test fails");
        }
        load.awaitSome();
        swapping.swapTo(swap % 2 == 0 ? products : garments);
      }
      load.awaitSome();
      sent = load.end();
      assertThat(sent).as("sent").isGreaterThan(LEAST);
      assertThat(counted.awaitAnswered(sent, Answers.PATIENCE)).as("answered").isTrue();
      counted.awaitQuiet();
      assertThat(counted.answered()).as("answered").isEqualTo(sent);
      assertThat(counted.duplicated()).as("duplicated").isZero();
      assertThat(counted.outOfOrder()).as("out of order").isZero();
      assertThat(swapping.fatal).isEmpty();
      assertThat(swapping.journal.status().swaps()).isEqualTo(SWAPS);
      answers = answers(cluster, sent);
    }
    assertThat(answers).hasSize(sent);
    Map<String, List<ListingAttributes>> byModel =
        answers.stream().collect(Collectors.groupingBy(a -> a.getModel().getFingerprint()));
    assertThat(byModel)
        .containsOnlyKeys(Bundle.open(garments).fingerprint(), Bundle.open(products).fingerprint());
    for (Path bundle : List.of(garments, products)) {
      requireOwnAnswers(Bundle.open(bundle), byModel.get(Bundle.open(bundle).fingerprint()));
    }
    System.out.printf(
        "%s: %d listings, %d swaps, answered by garments %d, by fashion-products %d%n",
        guarantee.kafkaName(),
        sent,
        SWAPS,
        byModel.get(Bundle.open(garments).fingerprint()).size(),
        byModel.get(Bundle.open(products).fingerprint()).size());
  }

  @Test
  void sigkillDuringASwapNeitherLosesNorDuplicates() throws Exception {
    Map<String, String> settings =
        Map.of(
            "bundle.watch", "true",
            "bundle.watch-interval", "100 ms",
            "operations.port", "off",
            "kafka.consumer.session.timeout.ms", "6000",
            "kafka.consumer.heartbeat.interval.ms", "1000",
            "kafka.producer.transaction.timeout.ms", "6000");
    Path serving = copy(garments, "serving");
    Path next = copy(products, "next");
    try (TestCluster cluster = new TestCluster(folder.resolve("data"), FakeService.MAX_INLINE);
        Answers counted = Answers.numbered(cluster);
        Load load = new Load(cluster, counted)) {
      try (JavaProcess first = ServiceProcess.serve(cluster, serving, settings)) {
        first.awaitReady();
        load.awaitSome();
        Files.move(serving, folder.resolve("former"));
        Files.move(next, serving);
        assertThat(first.awaitError(line -> line.contains(LOADED), Duration.ofMinutes(2)))
            .as("%s", first)
            .isNotNull();
        first.kill();
        assertThat(first.err()).noneMatch(line -> line.contains("in the place of"));
      }
      try (JavaProcess second = ServiceProcess.serve(cluster, serving, settings)) {
        second.awaitReady();
        load.awaitSome();
        int sent = load.end();
        assertThat(counted.awaitAnswered(sent, Answers.PATIENCE)).as("answered").isTrue();
        counted.awaitQuiet();
        assertThat(counted.answered()).as("answered").isEqualTo(sent);
        assertThat(counted.duplicated()).as("duplicated").isZero();
        assertThat(counted.outOfOrder()).as("out of order").isZero();
      }
    }
  }

  @Test
  @Tag("slow")
  void releasesTheMemoryOfReplacedModels() throws Exception {
    try (TestCluster cluster = new TestCluster(folder.resolve("data"), FakeService.MAX_INLINE);
        SwappingService swapping =
            new SwappingService(cluster, Guarantee.EXACTLY_ONCE_V2, folder, garments)) {
      long start = ResidentSet.bytes().orElseThrow();
      long settled = 0;
      for (int swap = 0; swap < 60; swap++) {
        swapping.swapTo(swap % 2 == 0 ? products : garments);
        settled = swap == 19 ? ResidentSet.bytes().orElseThrow() : settled;
      }
      long end = ResidentSet.bytes().orElseThrow();
      System.out.printf(
          "resident MB: one model %d, after 20 swaps %d, after 60 swaps %d%n",
          start >> 20, settled >> 20, end >> 20);
      assertThat(end - settled).as("growth over 40 swaps").isLessThan(100L << 20);
    }
  }

  private static void failedSwap(
      SwappingService swapping, Load load, Path bundle, SwapResult result, String reason)
      throws Exception {
    String serving = swapping.journal.status().serving().fingerprint();
    swapping.put(bundle);
    SwappingService.await(
        () ->
            swapping.journal.status().lastFailure() != null
                && swapping.journal.status().lastFailure().result() == result);
    assertThat(swapping.journal.status().lastFailure().reason()).contains(reason);
    load.awaitSome();
    assertThat(swapping.journal.status().serving().fingerprint()).isEqualTo(serving);
    assertThat(swapping.service.model().fingerprint()).isEqualTo(serving);
  }

  /** Labels are classes of the bundle, and a sample equals the predictions of the bundle alone. */
  private static void requireOwnAnswers(Bundle bundle, List<ListingAttributes> answers)
      throws Exception {
    Map<String, Set<String>> classes =
        bundle.manifest().tasks().stream()
            .collect(Collectors.toMap(BundleTask::name, t -> new HashSet<>(t.classes())));
    for (ListingAttributes answer : answers) {
      assertThat(answer.getAttributes())
          .extracting(TaskAttribute::getTask)
          .containsExactlyInAnyOrderElementsOf(classes.keySet());
      for (TaskAttribute attribute : answer.getAttributes()) {
        assertThat(classes.get(attribute.getTask())).contains(attribute.getLabel());
      }
    }
    try (ListingPreprocessor preprocessor =
            ListingPreprocessor.of(
                bundle.manifest().architecture(), Files.readAllBytes(bundle.tokenizer()));
        CmaClipPredictor predictor =
            CmaClipPredictor.load(bundle, PredictorSettings.DEFAULT.withDevice(DeviceChoice.CPU))) {
      for (int i = 0; i < answers.size(); i += 10) {
        String title = "listing " + answers.get(i).getListingUpdatedAt().toEpochMilli();
        Prediction own =
            predictor.predict(List.of(preprocessor.prepare(title, List.of()).listing())).get(0);
        Map<String, TaskPrediction> byTask =
            own.tasks().stream()
                .collect(Collectors.toMap(TaskPrediction::task, Function.identity()));
        for (TaskAttribute attribute : answers.get(i).getAttributes()) {
          assertThat(attribute.getConfidence())
              .as("%s of %s", attribute.getTask(), title)
              .isCloseTo(byTask.get(attribute.getTask()).confidence(), within(1e-4));
        }
      }
    }
  }

  private static List<ListingAttributes> answers(TestCluster cluster, int count) {
    try (Answers all = Answers.records(cluster, TopicNames.DEFAULT.attributes());
        EventSerdes serdes = cluster.serdes()) {
      Deserializer<ListingAttributes> deserializer =
          serdes.serde(ListingAttributes.class).deserializer();
      List<ListingAttributes> answers = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> record : all.awaitRecords(count, Duration.ofMinutes(1))) {
        answers.add(deserializer.deserialize(record.topic(), record.value()));
      }
      return answers;
    }
  }

  private Path copy(Path bundle, String name) throws IOException {
    Path target = Files.createDirectory(folder.resolve(name));
    try (Stream<Path> files = Files.list(bundle)) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
    return target;
  }

  private Path withWrongSelfTest(Bundle bundle) throws IOException {
    float[][] outputs = bundle.selfTest().outputs().clone();
    outputs[0] = outputs[0].clone();
    outputs[0][0] += 1;
    try (SafetensorsFile weights = bundle.openWeights()) {
      return BundleWriter.write(
              folder.resolve("wrong"),
              bundle.manifest(),
              bundle.tokenizer(),
              weights,
              new SelfTest(bundle.selfTest().inputs(), outputs))
          .folder();
    }
  }

  /** Sends listings continuously, a few hundred ahead of the answers, and counts the answers. */
  private static final class Load implements AutoCloseable {
    private final NumberedListings listings;
    private final Answers counted;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final CompletableFuture<Void> running;

    Load(TestCluster cluster, Answers counted) {
      this.listings = new NumberedListings(cluster);
      this.counted = counted;
      this.running = CompletableFuture.runAsync(this::run);
    }

    private void run() {
      while (!ending.get()) {
        if (sent.get() - answered.get() < MOST_UNANSWERED) {
          listings.send(sent.get(), sent.get() + 20);
          sent.addAndGet(20);
        }
        counted.awaitAnswered(answered.get() + 1, Duration.ofMillis(20));
        answered.set(counted.answered());
      }
    }

    /** Waits until a few hundred more listings are answered. */
    void awaitSome() {
      int before = answered.get();
      SwappingService.await(() -> answered.get() >= before + MOST_UNANSWERED || running.isDone());
      assertThat(running).isNotDone();
    }

    /** Stops sending and returns the number of listings. */
    int end() throws Exception {
      ending.set(true);
      running.get(1, TimeUnit.MINUTES);
      return sent.get();
    }

    @Override
    public void close() {
      ending.set(true);
      running.exceptionally(failure -> null).join();
      listings.close();
    }
  }
}
