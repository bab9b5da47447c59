package io.cmaclip.it.deploy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs the folder of the image under bubblewrap the way a container engine runs the image: as
 * another user, without a home folder, read-only except two volumes, and without the rest of the
 * project.
 */
final class Container {
  static final Path IMAGE = Path.of("target", "deploy", "image").toAbsolutePath();

  private static final Pattern VARIABLE = Pattern.compile("\\b(CMACLIP_\\w+)=(\\S+)");

  private final Path volumes;
  private final boolean network;
  private final List<String> mounts = new ArrayList<>();
  private String user = "10001";
  private String group = "10001";

  /**
   * Prepares a container; does not start it.
   *
   * @param volumes an empty folder for the volumes
   * @param network whether the container shares the host's network; otherwise it has none
   */
  Container(Path volumes, boolean network) throws IOException {
    assumeTrue(
        DeployTool.BWRAP.run(List.of("--unshare-all", "--ro-bind", "/", "/", "true")).status() == 0,
        "skipped: bwrap cannot create namespaces here");
    assumeTrue(
        Files.isDirectory(IMAGE),
        "skipped: no " + IMAGE + "; integration-tests/deploy-setup.sh builds it");
    this.volumes = volumes;
    this.network = network;
    Files.createDirectories(temp());
    Files.createDirectories(state());
  }

  Path temp() {
    return volumes.resolve("tmp");
  }

  Path state() {
    return volumes.resolve("state");
  }

  /** Runs as another user than that of the Dockerfile. */
  Container as(String userId, String groupId) {
    user = userId;
    group = groupId;
    return this;
  }

  /** Mounts a file read-only. */
  Container with(Path file, String at) {
    mounts.addAll(List.of("--ro-bind", file.toString(), at));
    return this;
  }

  /** Environment variables of the Dockerfile. */
  static Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>();
    VARIABLE
        .matcher(DeployFiles.text(DeployFiles.DEPLOY.resolve("Dockerfile")))
        .results()
        .forEach(variable -> variables.put(variable.group(1), variable.group(2)));
    return variables;
  }

  /** Starts a program of the image. The variables override those of the Dockerfile. */
  Process start(Map<String, String> more, List<String> command) throws IOException {
    List<String> all = new ArrayList<>(List.of("bwrap", "--unshare-all", "--die-with-parent"));
    if (network) {
      all.add("--share-net");
    }
    all.addAll(List.of("--uid", user, "--gid", group));
    // The host's Java and C library replace those of the base image.
    all.addAll(List.of("--ro-bind", "/usr", "/usr", "--ro-bind", "/etc", "/etc"));
    for (String folder : List.of("bin", "lib", "lib64")) {
      all.addAll(List.of("--symlink", "usr/" + folder, "/" + folder));
    }
    Path java = Path.of(System.getProperty("java.home"));
    if (!java.startsWith("/usr")) {
      all.addAll(List.of("--ro-bind", java.toString(), java.toString()));
    }
    all.addAll(List.of("--ro-bind", IMAGE.toString(), "/opt/cmaclip"));
    all.addAll(List.of("--bind", temp().toString(), "/tmp"));
    all.addAll(List.of("--bind", state().toString(), "/var/lib/cmaclip"));
    all.addAll(mounts);
    all.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--remount-ro", "/"));
    all.addAll(List.of("--chdir", "/opt/cmaclip", "--clearenv"));
    Map<String, String> variables = variables();
    variables.put("PATH", java.resolve("bin") + ":/usr/bin:/bin");
    variables.putAll(more);
    variables.forEach((name, value) -> all.addAll(List.of("--setenv", name, value)));
    all.addAll(command);
    return new ProcessBuilder(all)
        .redirectOutput(volumes.resolve("out").toFile())
        .redirectError(volumes.resolve("err").toFile())
        .start();
  }

  String out() {
    return DeployFiles.text(volumes.resolve("out"));
  }

  String err() {
    return DeployFiles.text(volumes.resolve("err"));
  }

  /** The Java process of a started container. */
  static Optional<ProcessHandle> java(Process container) {
    try (Stream<ProcessHandle> all = container.descendants()) {
      return all.filter(one -> one.info().command().orElse("").endsWith("/java")).findFirst();
    }
  }
}
