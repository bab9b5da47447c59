package io.cmaclip.it.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The project keeps the structure rules. {@link RulesTest} shows that each rule finds violations.
 */
class StructureTest {
  private static final List<Module> MODULES = Module.all();

  /** The modules that each module may use. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("html", Set.of()),
          Map.entry("schemas", Set.of()),
          Map.entry("model", Set.of()),
          Map.entry("streams-batching", Set.of()),
          Map.entry("command-line", Set.of("model")),
          Map.entry("embedded-kafka", Set.of("schemas")),
          Map.entry("test-fixtures", Set.of("schemas", "model")),
          Map.entry("trainer", Set.of("html", "model", "command-line")),
          Map.entry(
              "streams-app",
              Set.of("html", "schemas", "model", "command-line", "streams-batching")),
          Map.entry("console", Set.of("schemas", "model", "command-line", "streams-app")),
          Map.entry(
              "lab",
              Set.of(
                  "schemas",
                  "model",
                  "command-line",
                  "streams-batching",
                  "embedded-kafka",
                  "trainer",
                  "streams-app",
                  "console")));

  private static final String COMMAND_LINE = "picocli..";
  private static final String TENSORS = "ai.djl..";
  private static final String KAFKA = "org.apache.kafka..";

  /**
   * Packages of the broker; {@code org.apache.kafka.clients}, common and streams are client
   * packages.
   */
  private static final String[] BROKER = {
    "kafka..",
    "org.apache.kafka.controller..",
    "org.apache.kafka.coordinator..",
    "org.apache.kafka.image..",
    "org.apache.kafka.metadata..",
    "org.apache.kafka.network..",
    "org.apache.kafka.raft..",
    "org.apache.kafka.server..",
    "org.apache.kafka.storage.."
  };

  static Stream<Module> modules() {
    return MODULES.stream();
  }

  @Test
  void modulesUseOnlyAllowedModules() {
    assertThat(MODULES).extracting(Module::name).isSubsetOf(ARROWS.keySet());
    assertThat(Rules.arrows(MODULES, ARROWS)).isEmpty();
  }

  @Test
  void onlyTheirModuleUsesInternalPackages() {
    assertThat(Rules.internals(MODULES)).isEmpty();
  }

  @Test
  void noPackageIsSplitBetweenModules() {
    assertThat(Rules.splitPackages(MODULES)).isEmpty();
  }

  @Test
  void modelAndSchemasDoNotUsePicocli() {
    assertThat(libraries("model", COMMAND_LINE)).isEmpty();
    assertThat(libraries("schemas", COMMAND_LINE)).isEmpty();
  }

  @Test
  void modelAndTrainerDoNotUseKafka() {
    for (String module : List.of("model", "command-line", "trainer")) {
      assertThat(libraries(module, KAFKA)).isEmpty();
    }
  }

  @Test
  void schemasAndServiceDoNotUseTensors() {
    for (String module : List.of("schemas", "embedded-kafka", "streams-app")) {
      assertThat(libraries(module, TENSORS)).isEmpty();
    }
  }

  @Test
  void serviceDoesNotUseBrokerClasses() {
    for (String module : List.of("schemas", "streams-app")) {
      assertThat(libraries(module, BROKER)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("modules")
  void packagesAreFreeOfCycles(Module module) {
    assertThat(Rules.cycles(module.classes())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void noPackageHasASingleClass(Module module) {
    assertThat(Rules.lonelyClasses(module.classes())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void noSignatureHasMoreThanSixParameters(Module module) {
    assertThat(Rules.wideSignatures(module.classes())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void everyPackageHasPackageInfo(Module module) throws IOException {
    assertThat(Rules.undescribedPackages(module.sources())).isEmpty();
  }

  private static List<String> libraries(String module, String... forbidden) {
    return MODULES.stream()
        .filter(one -> one.name().equals(module))
        .map(one -> Rules.libraries(one.classes(), forbidden))
        .findFirst()
        .orElseThrow();
  }
}
