package io.cmaclip.lab.catalogue;

import io.cmaclip.embedded.broker.LocalCluster;
import io.cmaclip.lab.chaos.Child;
import io.cmaclip.lab.chaos.FreePorts;
import io.cmaclip.model.errors.UserException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The whole chain on this machine: a products table in PostgreSQL, Debezium's source, a broker, the
 * service in a process of its own, Debezium's JDBC sink, and the table of the answers in the same
 * database. Not thread-safe.
 */
public final class CatalogueChain implements AutoCloseable {
  /** Table, and topic, of the answers. */
  public static final String ANSWERS = "product_attributes";

  static final String DATABASE = "shop";
  private static final String TOPIC = "catalogue.public.products";
  private static final String SOURCE = "products";
  private static final String SINK = "answers";
  private static final Duration READY = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(200);

  /** Differences between the tables: rows without counterpart, and answers of an older row. */
  private static final String DIFFERENCES =
      """
      select count(*) from products p full join %s a on a.id = p.id
      where p.id is null or a.id is null
        or a.listing_updated_at is distinct from p.updated_at at time zone 'UTC'
      """
          .formatted(ANSWERS);

  private final Path bundle;
  private final Path folder;
  private final LocalCluster cluster;
  private final PostgresServer postgres;
  private ConnectWorker connect;
  private Child service;
  private int starts;

  private CatalogueChain(Path bundle, Path folder, LocalCluster cluster, PostgresServer postgres) {
    this.bundle = bundle;
    this.folder = folder;
    this.cluster = cluster;
    this.postgres = postgres;
  }

  /**
   * What must be installed first, in one line.
   *
   * @return empty if nothing is missing
   */
  public static String missing() {
    if (PostgresServer.installed().isEmpty()) {
      return "PostgreSQL is not installed: apt-get install postgresql";
    }
    if (ConnectJars.installed().isEmpty()) {
      return "Kafka Connect is not installed: run lab/connect/install.sh";
    }
    return "";
  }

  /**
   * Starts everything, with empty tables.
   *
   * @param folder folder of logs
   * @throws UserException if something is missing or does not start
   */
  public static CatalogueChain start(Path bundle, Path folder) throws InterruptedException {
    if (!missing().isEmpty()) {
      throw new UserException(missing());
    }
    List<Integer> ports = FreePorts.find(2);
    LocalCluster cluster = LocalCluster.start();
    CatalogueChain chain;
    try {
      chain =
          new CatalogueChain(
              bundle,
              folder,
              cluster,
              PostgresServer.start(PostgresServer.installed().orElseThrow(), ports.get(0)));
    } catch (RuntimeException | InterruptedException e) {
      cluster.close();
      throw e;
    }
    try {
      chain.open(ports.get(1));
      return chain;
    } catch (RuntimeException | InterruptedException e) {
      chain.close();
      throw e;
    }
  }

  private void open(int connectPort) throws InterruptedException {
    postgres.execute("postgres", "create database " + DATABASE);
    postgres.execute(DATABASE, ProductSteps.TABLE);
    startService();
    connect =
        ConnectWorker.start(
            ConnectJars.installed().orElseThrow(),
            folder,
            connectPort,
            cluster.settings().get("kafka.bootstrap.servers"));
    // The service creates the topics, which Connect does not.
    service.awaitReady(READY);
    connect.put(SOURCE, Connectors.source(postgres, DATABASE, "catalogue", "products"));
    connect.put(SINK, Connectors.sink(postgres, DATABASE, ANSWERS));
  }

  /** Starts the service without waiting for it. */
  public void startService() {
    starts++;
    Map<String, String> settings = new TreeMap<>();
    settings.put("application.id", "catalogue");
    settings.put("listings.format", "json");
    settings.put("listings.mapping", "debezium");
    settings.put("topics.listings", TOPIC);
    settings.put("topics.attributes", ANSWERS);
    settings.put("topics.partitions", "1");
    settings.put("attributes.format", "json");
    settings.put("attributes.shape", "flat");
    settings.put("threads", "1");
    settings.put("predictors", "1");
    settings.put("operations.port", "off");
    // Short, so that the listings of a killed process are taken over soon.
    settings.put("kafka.session.timeout.ms", "6000");
    settings.put("kafka.heartbeat.interval.ms", "1000");
    settings.put("kafka.producer.transaction.timeout.ms", "10000");
    settings.put("kafka.state.dir", folder.resolve("state").toString());
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--bundle",
                bundle.toString(),
                "--bootstrap",
                cluster.settings().get("kafka.bootstrap.servers"),
                "--registry",
                cluster.settings().get("schema.registry.url")));
    settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    service =
        Child.start(
            "service",
            folder.resolve("service-" + starts + ".log"),
            "400m",
            ServeProcess.class,
            arguments);
  }

  /** SIGKILL, and a new process. */
  public void killService() throws InterruptedException {
    service.kill();
    startService();
  }

  /** SIGTERM of Connect, and a new process. */
  public void restartConnect() throws InterruptedException {
    connect.terminate();
    connect.start();
  }

  /** SIGTERM of PostgreSQL, and a new process; the connectors that failed meanwhile restart. */
  public void restartPostgres() throws InterruptedException {
    postgres.terminate();
    postgres.start();
  }

  /** Applies a change to the products table. */
  public void apply(ProductStep step) throws InterruptedException {
    postgres.execute(DATABASE, "begin;\n" + step.sql() + "\ncommit;");
  }

  /**
   * Waits until the answers follow the products: the same keys, each from the latest row.
   *
   * @throws UserException after the timeout
   */
  public void awaitAnswers(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (differences() != 0) {
      if (System.nanoTime() - deadline > 0) {
        throw new UserException(
            "the answers differ from the products in "
                + differences()
                + " rows after "
                + timeout.toSeconds()
                + " s; logs are in "
                + folder);
      }
      if (!service.isAlive()) {
        throw new UserException("the service has ended; see " + service.log());
      }
      connect.restartFailed(SOURCE);
      connect.restartFailed(SINK);
      Thread.sleep(POLL.toMillis());
    }
  }

  /** Rows that differ, or -1 while the table of the answers does not exist. */
  private long differences() throws InterruptedException {
    String exists = "select to_regclass('" + ANSWERS + "') is not null";
    return postgres.rows(DATABASE, exists).equals(List.of("t"))
        ? Long.parseLong(postgres.rows(DATABASE, DIFFERENCES).get(0))
        : -1;
  }

  /** Rows of the answers as JSON objects, by id, without the time of the answer. */
  public List<String> answers() throws InterruptedException {
    return postgres.rows(
        DATABASE, "select to_jsonb(a) - 'processed_at' from " + ANSWERS + " a order by id");
  }

  /** Rows of a query on the database of the shop, columns separated by {@code |}. */
  public List<String> rows(String sql) throws InterruptedException {
    return postgres.rows(DATABASE, sql);
  }

  @Override
  public void close() {
    if (service != null) {
      service.abandon();
    }
    if (connect != null) {
      connect.close();
    }
    postgres.close();
    cluster.close();
  }
}
