package io.cmaclip.streams.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.fixtures.FakePredictor;
import io.cmaclip.fixtures.FakePreparer;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.bundle.BundleWriter;
import io.cmaclip.model.predictor.TinyBundle;
import io.cmaclip.model.weights.SafetensorsFile;
import io.cmaclip.streams.review.Review;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BundleWatchTest {
  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
  private static final Duration INTERVAL = Duration.ofMillis(20);

  @TempDir Path folder;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<String> loaded = new CopyOnWriteArrayList<>();
  private final List<String> served = new CopyOnWriteArrayList<>();
  private Bundle first;
  private Bundle second;
  private Path watched;
  private ModelJournal journal;
  private BundleWatch watch;

  @BeforeEach
  void start() throws IOException {
    first = TinyBundle.write(folder.resolve("first"));
    second = variant("second", classes -> classes);
    watched = Files.createSymbolicLink(folder.resolve("watched"), first.folder());
    journal =
        new ModelJournal(
            first, meters, InstantSource.fixed(NOW), next -> served.add(next.fingerprint()));
    watch =
        BundleWatch.start(
            watched,
            INTERVAL,
            this::load,
            (next, patience) -> assertThat(next).isNotNull(),
            journal);
  }

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  void eachBundleUnderTheLinkIsSwappedInOnce() throws Exception {
    link(second.folder());
    await(() -> journal.status().swaps() == 1);
    assertThat(journal.status().serving()).isEqualTo(second.identity());
    assertThat(served).containsExactly(second.fingerprint());
    link(first.folder());
    await(() -> journal.status().swaps() == 2);
    duringTenPolls(() -> journal.status().swaps() == 2);
    assertThat(loaded).containsExactly(second.fingerprint(), first.fingerprint());
    assertThat(count("swapped")).isEqualTo(2);
    assertThat(served).containsExactly(second.fingerprint(), first.fingerprint());
  }

  @Test
  void aFolderRenamedOverTheWatchedOneIsSwappedIn() throws Exception {
    watch.close();
    Path plain = folder.resolve("plain");
    Files.move(copy(first.folder(), "a"), plain);
    watch = BundleWatch.start(plain, INTERVAL, this::load, (next, patience) -> {}, journal);
    Path next = copy(second.folder(), "b");
    duringTenPolls(loaded::isEmpty);
    Files.move(plain, folder.resolve("old"));
    Files.move(next, plain);
    await(() -> journal.status().serving().equals(second.identity()));
  }

  @Test
  void anIncompleteBundleIsRefusedOnceAndSwappedInWhenComplete() throws Exception {
    Path half = copy(second.folder(), "half");
    byte[] weights = Files.readAllBytes(half.resolve("weights.safetensors"));
    Files.write(half.resolve("weights.safetensors"), new byte[100]);
    link(half);
    await(() -> count("refused") > 0);
    assertThat(journal.status().lastFailure())
        .satisfies(
            failure -> {
              assertThat(failure.fingerprint()).isEqualTo(second.fingerprint());
              assertThat(failure.result()).isEqualTo(SwapResult.REFUSED);
              assertThat(failure.reason()).contains("weights.safetensors has SHA-256");
              assertThat(failure.at()).isEqualTo(NOW);
            });
    duringTenPolls(() -> count("refused") == 1); // no retry before a change
    assertThat(journal.status().serving()).isEqualTo(first.identity());

    Files.write(half.resolve("weights.safetensors"), weights);
    await(() -> journal.status().serving().equals(second.identity()));
    assertThat(loaded).containsExactly(second.fingerprint());
  }

  @Test
  void aTemporarilyMissingFolderIsIgnored() throws Exception {
    Files.delete(watched);
    duringTenPolls(loaded::isEmpty);
    Files.createSymbolicLink(watched, first.folder());
    duringTenPolls(loaded::isEmpty);
    link(second.folder());
    await(() -> journal.status().swaps() == 1);
    assertThat(count("refused")).isZero();
  }

  @Test
  void aBundleThatCannotBeLoadedIsRolledBack() throws Exception {
    watch.close();
    watch =
        BundleWatch.start(
            watched,
            INTERVAL,
            bundle -> {
              throw new IllegalStateException("the self-test fails: output 3");
            },
            (next, patience) -> {},
            journal);
    link(second.folder());
    await(() -> count("rolled_back") > 0);
    assertThat(journal.status().serving()).isEqualTo(first.identity());
    assertThat(journal.status().lastFailure().reason()).contains("output 3");
  }

  @Test
  void changedClassesAreReported() throws Exception {
    Bundle other =
        variant(
            "other",
            classes -> classes.stream().map(name -> name.equals("red") ? "rouge" : name).toList());
    link(other.folder());
    await(() -> journal.status().swaps() == 1);
    assertThat(journal.status().changedClasses())
        .containsExactly(new ClassChange("colour", List.of("rouge"), List.of("red")));
  }

  private ServingModel load(Bundle bundle) {
    loaded.add(bundle.fingerprint());
    return new ServingModel(
        List.of(new FakePredictor()),
        new FakePreparer()::prepare,
        100,
        (prediction, image, text, declared) -> new Review(prediction, List.of(), 0));
  }

  /** Another version of the first bundle with renamed classes. */
  private Bundle variant(String name, UnaryOperator<List<String>> classes) throws IOException {
    BundleManifest m = first.manifest();
    List<BundleTask> tasks =
        m.tasks().stream()
            .map(t -> new BundleTask(t.name(), classes.apply(t.classes()), t.operatingPoints()))
            .toList();
    BundleManifest other =
        new BundleManifest(
            m.name(),
            name,
            m.architecture(),
            tasks,
            m.noise(),
            m.metrics(),
            m.training(),
            m.createdAt(),
            m.files());
    try (SafetensorsFile weights = first.openWeights()) {
      return BundleWriter.write(
          folder.resolve(name), other, first.tokenizer(), weights, first.selfTest());
    }
  }

  private Path copy(Path bundle, String name) throws IOException {
    Path target = Files.createDirectory(folder.resolve(name));
    try (var files = Files.list(bundle)) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
    return target;
  }

  /** Replaces the link atomically, as {@code ln -s next fresh && mv -T fresh watched}. */
  private void link(Path bundle) throws IOException {
    Path fresh = Files.createSymbolicLink(folder.resolve("fresh"), bundle);
    Files.move(fresh, watched, StandardCopyOption.ATOMIC_MOVE);
  }

  private double count(String result) {
    return meters.get("cmaclip.swaps").tag("result", result).counter().count();
  }

  /** The condition holds during ten polls of the folder. */
  private static void duringTenPolls(Callable<Boolean> holds) {
    Awaitility.await().pollInterval(INTERVAL).during(INTERVAL.multipliedBy(10)).until(holds);
  }

  private static void await(Callable<Boolean> until) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(20))
        .until(until);
  }
}
