package io.cmaclip.lab.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cmaclip.fixtures.ShippedBundle;
import io.cmaclip.lab.demo.ShippedListings;
import io.cmaclip.model.listings.Listing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * From a products table to a table of answers, through PostgreSQL, Debezium, Kafka and the service
 * in processes of their own. Runs where PostgreSQL and the jars of {@code lab/connect/install.sh}
 * are.
 */
@Tag("slow")
@Timeout(900)
class CatalogueChainTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** Batches of other sizes differ in the last digits. */
  private static final double TOLERANCE = 1e-4;

  private static final int PRODUCTS = 40;

  private static final int LONGEST_DELAY_MILLIS = 1_500;

  /** Numbers of steps. */
  private static final int INSERT = 0;

  private static final int NEW_IMAGE = 2;
  private static final int DELETE = 4;
  private static final int INSERT_MORE = 6;

  @TempDir Path folder;

  private interface Fault {
    void strike(CatalogueChain chain) throws InterruptedException;
  }

  @BeforeEach
  void requireInstallation() {
    assumeThat(CatalogueChain.missing()).isEmpty();
  }

  @Test
  void afterKillsInTheMiddleTheTableEqualsThatOfAnUndisturbedRun() throws Exception {
    List<ProductStep> steps = steps();
    List<JsonNode> undisturbed = run("undisturbed", steps, Map.of());
    List<JsonNode> disturbed =
        run(
            "disturbed",
            steps,
            Map.of(
                INSERT, CatalogueChain::killService,
                NEW_IMAGE, CatalogueChain::restartConnect,
                DELETE, CatalogueChain::restartPostgres,
                INSERT_MORE, CatalogueChain::killService));
    assertThat(undisturbed).hasSize(PRODUCTS - 2);
    assertThat(disturbed).hasSameSizeAs(undisturbed);
    for (int i = 0; i < undisturbed.size(); i++) {
      assertSame(undisturbed.get(i), disturbed.get(i));
    }
  }

  /**
   * The answers after all steps. A fault strikes directly after the step with its number, which is
   * on its way through the chain then: the answers have followed all steps before it.
   */
  private List<JsonNode> run(String name, List<ProductStep> steps, Map<Integer, Fault> faults)
      throws InterruptedException, IOException {
    Path logs = Files.createDirectory(folder.resolve(name));
    Random delays = new Random(7);
    try (CatalogueChain chain = CatalogueChain.start(ShippedBundle.find("garments"), logs)) {
      for (int i = 0; i < steps.size(); i++) {
        if (faults.containsKey(i) && i > 0) {
          chain.awaitAnswers(PATIENCE);
        }
        chain.apply(steps.get(i));
        if (faults.containsKey(i)) {
          // The change is anywhere between the database's log and the table of the answers.
          Thread.sleep(delays.nextInt(LONGEST_DELAY_MILLIS));
          faults.get(i).strike(chain);
        }
      }
      chain.awaitAnswers(PATIENCE);
      return chain.answers().stream().map(CatalogueChainTest::json).toList();
    }
  }

  private static List<ProductStep> steps() throws IOException {
    List<Listing> listings = ShippedListings.all().stream().limit(PRODUCTS).toList();
    return ProductSteps.of(listings);
  }

  private static void assertSame(JsonNode expected, JsonNode actual) {
    String id = expected.path("id").asText();
    assertThat(actual.size()).as(id).isEqualTo(expected.size());
    expected
        .properties()
        .forEach(
            column -> {
              JsonNode value = actual.path(column.getKey());
              if (column.getValue().isNumber()) {
                assertThat(value.asDouble())
                    .as(id + " " + column.getKey())
                    .isCloseTo(column.getValue().asDouble(), within(TOLERANCE));
              } else {
                assertThat(value).as(id + " " + column.getKey()).isEqualTo(column.getValue());
              }
            });
  }

  private static JsonNode json(String row) {
    try {
      return JSON.readTree(row);
    } catch (IOException e) {
      throw new AssertionError(row, e);
    }
  }
}
