package io.cmaclip.it.deploy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.cmaclip.fixtures.FreePort;
import io.cmaclip.it.deploy.DeployTool.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A Kubernetes API server with its etcd on loopback. It validates, admits and stores objects; there
 * are no controllers and no nodes, so nothing runs.
 */
final class ApiServer implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final Path folder;
  private final List<Process> processes = new ArrayList<>();

  private ApiServer(Path folder) {
    this.folder = folder;
  }

  /**
   * Starts a server; skips the test when the programs are not installed.
   *
   * @param folder an empty folder
   */
  static ApiServer start(Path folder) throws IOException, GeneralSecurityException {
    Path etcd = DeployTool.ETCD.path();
    Path apiServer = DeployTool.KUBE_APISERVER.path();
    DeployTool.KUBECTL.assumeInstalled();
    ApiServer server = new ApiServer(folder);
    try {
      int etcdPort = FreePort.find();
      server.startEtcd(etcd, etcdPort);
      server.startApiServer(apiServer, etcdPort);
      Awaitility.await("API server")
          .atMost(TIMEOUT)
          .pollInterval(Duration.ofMillis(500))
          .until(() -> server.kubectl("", "get", "--raw", "/readyz").status() == 0);
      return server;
    } catch (RuntimeException | IOException | GeneralSecurityException e) {
      server.close();
      throw e;
    }
  }

  private void startEtcd(Path program, int port) throws IOException {
    String client = "http://127.0.0.1:" + port;
    String peer = "http://127.0.0.1:" + FreePort.find();
    startProcess(
        program,
        "--data-dir=" + folder.resolve("etcd"),
        "--listen-client-urls=" + client,
        "--advertise-client-urls=" + client,
        "--listen-peer-urls=" + peer,
        "--initial-advertise-peer-urls=" + peer,
        "--initial-cluster=default=" + peer,
        "--unsafe-no-fsync");
  }

  private void startApiServer(Path program, int etcdPort)
      throws IOException, GeneralSecurityException {
    int port = FreePort.find();
    String token = UUID.randomUUID().toString();
    Path tokens = folder.resolve("tokens.csv");
    Files.writeString(tokens, token + ",admin,admin,system:masters\n");
    Path key = folder.resolve("service-account.pem");
    Files.writeString(key, privateKey());
    Path certificates = folder.resolve("certificates");
    startProcess(
        program,
        "--etcd-servers=http://127.0.0.1:" + etcdPort,
        "--bind-address=127.0.0.1",
        "--secure-port=" + port,
        "--cert-dir=" + certificates,
        "--token-auth-file=" + tokens,
        "--authorization-mode=RBAC",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + key,
        "--service-account-signing-key-file=" + key,
        "--service-cluster-ip-range=10.0.0.0/24",
        "--endpoint-reconciler-type=none");
    Files.writeString(
        kubeconfig(),
        """
        apiVersion: v1
        kind: Config
        clusters:
          - {name: test, cluster: {server: "https://127.0.0.1:%d", certificate-authority: "%s"}}
        users: [{name: test, user: {token: "%s"}}]
        contexts: [{name: test, context: {cluster: test, user: test}}]
        current-context: test
        """
            .formatted(port, certificates.resolve("apiserver.crt"), token));
  }

  private static String privateKey() throws GeneralSecurityException {
    byte[] key = KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate().getEncoded();
    return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
        .formatted(Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(key));
  }

  private void startProcess(Path program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    processes.add(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(program.getFileName() + ".log").toFile())
            .start());
  }

  private Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  /** Runs kubectl as administrator of the cluster. */
  Result kubectl(String input, String... arguments) {
    return DeployTool.KUBECTL.run(List.of(arguments), input, environment());
  }

  /** Runs Helm as administrator of the cluster. */
  Result helm(String... arguments) {
    return DeployTool.HELM.run(List.of(arguments), "", environment());
  }

  private Map<String, String> environment() {
    return Map.of("KUBECONFIG", kubeconfig().toString());
  }

  @Override
  public void close() {
    for (int i = processes.size() - 1; i >= 0; i--) { // etcd last
      stop(processes.get(i));
    }
  }

  private static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
