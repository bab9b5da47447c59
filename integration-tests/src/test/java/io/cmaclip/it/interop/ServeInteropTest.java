package io.cmaclip.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cmaclip.it.commands.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Confluent's clients of other languages produce listings and consume answers of a running service.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServeInteropTest {
  private RunningService service;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    if (Stream.of(ForeignClient.values()).anyMatch(ForeignClient::isInstalled)) {
      service = RunningService.start(folder, Command.builder(), List.of());
    }
  }

  @AfterAll
  void stop() {
    if (service != null) {
      service.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersListingsOfForeignClientsWhichReadAnswersAndReviewItems(ForeignClient client)
      throws IOException {
    client.assumeInstalled();
    String plain = client + "-1";
    String doubtful = client + "-2";
    client.produce(
        service.registry(),
        service.bootstrap(),
        ServiceTopics.LISTINGS,
        ForeignClientTest.LISTING_SCHEMA,
        List.of(
            ServiceTopics.json(plain, "red dress \u00e9"),
            "{\"listingId\":\"%s\",\"title\":\"\",\"description\":null,\"images\":[],\"category\":null,\"declaredAttributes\":{},\"updatedAt\":0}"
                .formatted(doubtful)));

    JsonNode answer =
        client
            .consume(service.registry(), service.bootstrap(), ServiceTopics.ATTRIBUTES, plain)
            .get(plain);
    assertThat(answer.path("listingId").asText()).isEqualTo(plain);
    assertThat(answer.path("modalities").path("image").asText()).isEqualTo("USED");
    assertThat(answer.path("modalities").path("text").asText()).isEqualTo("USED");
    assertThat(answer.path("listingUpdatedAt").asLong()).isEqualTo(1767355200123L);
    assertThat(answer.path("attributes").findValuesAsText("task"))
        .containsExactly("colour", "pattern");
    assertThat(answer.path("model").path("fingerprint").asText()).hasSize(64);

    JsonNode item =
        client
            .consume(service.registry(), service.bootstrap(), ServiceTopics.REVIEW, doubtful)
            .get(doubtful);
    assertThat(item.path("reasons").findValuesAsText("code"))
        .contains("IMAGE_MISSING", "TEXT_MISSING");
    assertThat(item.path("attributes").path("attributes")).isEmpty();
  }
}
