package io.cmaclip.embedded.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.fixtures.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryPersistenceTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir Path folder;

  @Test
  void restoresItsStateAfterARestart() throws IOException {
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(0, folder)) {
      RegistryProbe probe = new RegistryProbe(registry.url());
      probe.register("a", Schemas.BASE);
      probe.register("a", Schemas.WITH_OPTIONAL);
      probe.register("b", Schemas.OTHER_TYPE);
      probe.put("/config/a", "{\"compatibility\":\"FULL\"}");
      probe.put("/config", "{\"compatibility\":\"NONE\"}");
      probe.delete("/subjects/a/versions/1");
      probe.delete("/subjects/b");
      probe.delete("/subjects/b?permanent=true");
    }
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(0, folder)) {
      RegistryProbe probe = new RegistryProbe(registry.url());
      assertThat(probe.get("/subjects?deleted=true").body()).hasToString("[\"a\"]");
      assertThat(probe.get("/subjects/a/versions").body()).hasToString("[2]");
      assertThat(probe.get("/schemas/ids/3").body().path("schema").asText())
          .isEqualTo(Schemas.OTHER_TYPE);
      assertThat(probe.get("/config").body().path("compatibilityLevel").asText()).isEqualTo("NONE");
      assertThat(probe.get("/config/a").body().path("compatibilityLevel").asText())
          .isEqualTo("FULL");
      assertThat(probe.register("b", Schemas.BASE).body().path("id").asInt()).isEqualTo(1);
      assertThat(probe.get("/subjects/b/versions").body()).hasToString("[2]");
    }
  }

  @Test
  void dropsAnIncompleteLastLine() throws IOException {
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(0, folder)) {
      new RegistryProbe(registry.url()).register("a", Schemas.BASE);
    }
    Files.writeString(journal(), "{\"event\":\"registered\",\"sub", StandardOpenOption.APPEND);
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(0, folder)) {
      new RegistryProbe(registry.url()).register("a", Schemas.WITH_OPTIONAL);
    }
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(0, folder)) {
      assertThat(new RegistryProbe(registry.url()).get("/subjects/a/versions").body())
          .hasToString("[1,2]");
    }
  }

  @Test
  void reportsADamagedLine() throws IOException {
    Files.writeString(journal(), "{\"event\":\"unheard of\"}\n");
    assertThatThrownBy(() -> EmbeddedRegistry.start(0, folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("registry.jsonl line 1 is not readable");
  }

  @Test
  void rejectsAFolderInUse() throws IOException {
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(0, folder)) {
      assertThat(registry.url()).isNotEmpty();
      assertThatThrownBy(() -> EmbeddedRegistry.start(0, folder))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use");
    }
  }

  @Test
  void everyConfirmedSchemaSurvivesAKill() throws IOException, InterruptedException {
    List<Integer> answered = new ArrayList<>();
    CountDownLatch enough = new CountDownLatch(20);
    try (JavaProcess process = JavaProcess.of(ForkedRegistry.class).start(folder.toString())) {
      RegistryProbe probe =
          new RegistryProbe(process.awaitLine(line -> line.startsWith("http"), PATIENCE));
      Thread killer = new Thread(() -> killAfter(enough, process));
      killer.start();
      try {
        while (true) {
          answered.add(
              probe
                  .register("s" + answered.size(), fixedOfSize(answered.size()))
                  .body()
                  .path("id")
                  .asInt());
          enough.countDown();
        }
      } catch (IllegalStateException killed) {
        killer.join();
      }
    }
    assertThat(answered).hasSizeGreaterThanOrEqualTo(20);
    try (EmbeddedRegistry registry = EmbeddedRegistry.start(0, folder)) {
      RegistryProbe probe = new RegistryProbe(registry.url());
      for (int i = 0; i < answered.size(); i++) {
        assertThat(probe.get("/schemas/ids/" + answered.get(i)).body().path("schema").asText())
            .isEqualTo(fixedOfSize(i));
      }
    }
  }

  private static void killAfter(CountDownLatch enough, JavaProcess process) {
    try {
      enough.await();
      process.kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String fixedOfSize(int i) {
    return "{\"type\":\"fixed\",\"name\":\"F\",\"size\":" + (i + 1) + "}";
  }

  private Path journal() {
    return folder.resolve("registry.jsonl");
  }

  /** Main class of a registry process to kill. */
  static final class ForkedRegistry {
    private ForkedRegistry() {}

    public static void main(String[] args) throws Exception {
      try (EmbeddedRegistry registry = EmbeddedRegistry.start(0, Path.of(args[0]))) {
        System.out.println(registry.url());
        Thread.sleep(60_000);
      }
    }
  }
}
