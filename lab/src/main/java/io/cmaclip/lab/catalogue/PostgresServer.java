package io.cmaclip.lab.catalogue;

import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;

/**
 * A PostgreSQL server of the machine's package, in a folder and on a loopback port of its own, with
 * logical decoding. For tests and demos: everyone on this machine may connect. Not thread-safe.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
  private static final String HOST = "127.0.0.1";
  private static final String USER = "postgres";
  private static final Duration START = Duration.ofMinutes(1);
  private static final Duration SMART_END = Duration.ofSeconds(3);
  private static final Duration FAST_END = Duration.ofSeconds(30);
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  private final Path programs;
  private final Path folder;
  private final int port;
  private OwnProcess server;

  private PostgresServer(Path programs, Path folder, int port) {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
  }

  /** Folder of the programs of the newest installed version, as Debian installs them. */
  public static Optional<Path> installed() {
    if (!Files.isDirectory(PACKAGES)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(PACKAGES)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .filter(bin -> Files.isExecutable(bin.resolve("psql")))
          .max(Comparator.comparing(bin -> bin.getParent().getFileName().toString()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Creates a cluster and starts it.
   *
   * @param programs from {@link #installed}
   * @param port free port of the loopback interface
   * @throws UserException if it does not start
   */
  public static PostgresServer start(Path programs, int port) throws InterruptedException {
    try {
      // Not inside the caller's folder: the server's user must be able to reach it.
      Path folder = Files.createTempDirectory("cmaclip-postgres-");
      if (ROOT) {
        // initdb and postgres refuse to run as root.
        UserPrincipal user =
            folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER);
        Files.setOwner(folder, user);
      }
      PostgresServer postgres = new PostgresServer(programs, folder, port);
      postgres.initialise();
      postgres.start();
      return postgres;
    } catch (IOException e) {
      throw new UserException("PostgreSQL: " + e.getMessage(), e);
    }
  }

  private void initialise() throws IOException, InterruptedException {
    List<String> command = asItsUser("initdb");
    command.addAll(
        List.of("-D", data(), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"));
    run(command, "");
    run(
        withoutPrivileges(List.of("tee", "-a", data() + "/postgresql.conf")),
        """
        listen_addresses = '%s'
        port = %d
        unix_socket_directories = '%s'
        wal_level = logical
        max_wal_senders = 8
        max_replication_slots = 8
        fsync = off
        shared_buffers = 16MB
        max_connections = 40
        """
            .formatted(HOST, port, folder));
  }

  /** Starts the server again after {@link #terminate}. */
  public void start() throws InterruptedException {
    List<String> command = asItsUser("postgres");
    command.addAll(List.of("-D", data()));
    server = OwnProcess.start("postgres", log(), command);
    long deadline = System.nanoTime() + START.toNanos();
    while (!isReady()) {
      if (!server.isAlive() || System.nanoTime() - deadline > 0) {
        throw new UserException("PostgreSQL does not start; see " + log());
      }
      Thread.sleep(50);
    }
  }

  private boolean isReady() throws InterruptedException {
    try {
      return rows("postgres", "select 1").equals(List.of("1"));
    } catch (UserException e) {
      return false;
    }
  }

  /** SIGTERM, which waits for clients, and after some seconds SIGINT, which disconnects them. */
  public void terminate() throws InterruptedException {
    server.signal("TERM");
    if (!server.awaitEnd(SMART_END)) {
      server.signal("INT");
      if (!server.awaitEnd(FAST_END)) {
        server.kill();
      }
    }
    server.forget();
  }

  /** JDBC URL of a database. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://" + HOST + ":" + port + "/" + database;
  }

  public int port() {
    return port;
  }

  /** Runs statements. */
  public void execute(String database, String sql) throws InterruptedException {
    rows(database, sql);
  }

  /**
   * Runs statements and returns the rows, columns separated by {@code |}.
   *
   * @throws UserException if a statement fails or the server does not answer
   */
  public List<String> rows(String database, String sql) throws InterruptedException {
    try {
      String answer =
          run(
              List.of(
                  programs.resolve("psql").toString(),
                  "-X",
                  "-q",
                  "-A",
                  "-t",
                  "-v",
                  "ON_ERROR_STOP=1",
                  "-h",
                  HOST,
                  "-p",
                  Integer.toString(port),
                  "-U",
                  USER,
                  "-d",
                  database,
                  "-f",
                  "-"),
              sql);
      return answer.lines().toList();
    } catch (IOException e) {
      throw new UserException("psql: " + e.getMessage(), e);
    }
  }

  private static String run(List<String> command, String input)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Thread writer =
        new Thread(
            () -> {
              try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
              } catch (IOException e) {
                // The program ended before it read everything; its status tells.
              }
            },
            "sql");
    writer.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    writer.join();
    if (status != 0) {
      throw new UserException(command.get(0) + " failed: " + output.strip());
    }
    return output;
  }

  private List<String> asItsUser(String program) {
    return withoutPrivileges(List.of(programs.resolve(program).toString()));
  }

  private static List<String> withoutPrivileges(List<String> command) {
    List<String> full = new ArrayList<>();
    if (ROOT) {
      full.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups", "--"));
    }
    full.addAll(command);
    return full;
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private Path log() {
    return folder.resolve("log");
  }

  @Override
  public void close() {
    try {
      if (server.isAlive()) {
        server.signal("INT");
        if (!server.awaitEnd(FAST_END)) {
          server.kill();
        }
      }
      server.forget();
      Utils.delete(folder.toFile());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UserException("cannot delete " + folder + ": " + e.getMessage(), e);
    }
  }
}
