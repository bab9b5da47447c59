package io.cmaclip.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.it.containers.ContainerEngine;
import io.cmaclip.it.containers.ContainerEngine.Result;
import io.cmaclip.it.containers.ContainerRuns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image of the Dockerfile in a container engine. {@code .ci/run} builds it. */
@Tag("containers")
@Timeout(300)
class BuiltImageTest {
  private static final String IMAGE = "cma-clip-kafka:0.1.0";
  private static final long MAX_BYTES = 700_000_000;

  private final ObjectMapper json = new ObjectMapper();

  @BeforeEach
  void requireImage() throws Exception {
    ContainerEngine.assumeImage(IMAGE);
    ContainerRuns.record(getClass().getSimpleName());
  }

  @Test
  void staysBelowItsSizeAndRunsAsAnUnprivilegedUser() throws Exception {
    JsonNode image = json.readTree(ContainerEngine.docker("image", "inspect", IMAGE).out()).get(0);
    System.out.printf("image size: %,d bytes%n", image.get("Size").longValue());
    assertThat(image.get("Size").longValue()).isLessThan(MAX_BYTES);
    assertThat(image.at("/Config/User").textValue()).isEqualTo("10001:10001");
    assertThat(image.at("/Config/Labels/org.opencontainers.image.licenses").textValue())
        .isEqualTo("Apache-2.0");
    assertThat(image.at("/Config/Healthcheck/Test/1").textValue()).isEqualTo("/opt/cmaclip/health");
  }

  @Test
  void holdsTheFilesOfTheImageFolder() throws Exception {
    assumeTrue(Files.isDirectory(Container.IMAGE), "skipped: no " + Container.IMAGE);
    Result files = run(List.of("--entrypoint", "find"), "/opt/cmaclip", "-type", "f");
    assertThat(files.status()).as(files.err()).isZero();
    try (Stream<Path> expected = Files.walk(Container.IMAGE)) {
      assertThat(new TreeSet<>(files.out().lines().toList()))
          .containsExactlyElementsOf(
              new TreeSet<>(
                  expected
                      .filter(Files::isRegularFile)
                      .map(file -> "/opt/cmaclip/" + Container.IMAGE.relativize(file))
                      .toList()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10001:10001", "1000700000:0"}) // The second one is of OpenShift.
  void classifiesReadOnlyWithoutNetworkAndWritesItsVolume(String user) throws Exception {
    List<String> hardened =
        List.of(
            "--user=" + user,
            "--read-only",
            "--network=none",
            "--cap-drop=ALL",
            "--security-opt=no-new-privileges",
            "--tmpfs=/tmp:exec,mode=1777");
    Result answer =
        run(
            hardened,
            "classify",
            "--bundle=/opt/cmaclip/bundles/garments",
            "--title=red wool sweater",
            "--json");
    assertThat(answer.status()).as(answer.err()).isZero();
    assertThat(json.readTree(answer.out()).at("/tasks/colour/label").textValue()).isNotBlank();
    List<String> shell = new ArrayList<>(hardened);
    shell.addAll(List.of("--entrypoint", "touch"));
    Result written = run(shell, "/var/lib/cmaclip/file");
    assertThat(written.status()).as(written.err()).isZero();
  }

  private static Result run(List<String> options, String... command) throws Exception {
    List<String> all = new ArrayList<>(List.of("run", "--rm"));
    all.addAll(options);
    all.add(IMAGE);
    all.addAll(List.of(command));
    return ContainerEngine.docker(all.toArray(String[]::new));
  }
}
