package io.cmaclip.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.cmaclip.events.ListingAttributes;
import io.cmaclip.events.TaskAttribute;
import io.cmaclip.it.commands.Command;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve} with Confluent's serializers and deserializers. */
class ServeWithConfluentSerdesTest {
  @TempDir Path folder;

  @Test
  void answersListingsWithConfluentsClasses() throws Exception {
    Path jar = ConfluentClasses.jar();
    try (RunningService service =
        RunningService.start(
            folder,
            Command.builder().behindClassPath(jar),
            List.of("serde.class=" + ConfluentClasses.SERIALIZER))) {
      ServiceTopics topics = ServiceTopics.of(service);
      topics.produce(
          List.of(
              ServiceTopics.listing("1", "red dress"), ServiceTopics.listing("2", "blue dress")));
      Map<String, ListingAttributes> answers = topics.awaitAnswers(Set.of("1", "2"));
      assertThat(answers.keySet()).containsExactlyInAnyOrder("1", "2");
      assertThat(answers.values())
          .allSatisfy(
              answer ->
                  assertThat(answer.getAttributes())
                      .extracting(TaskAttribute::getTask)
                      .containsExactly("colour", "pattern"));
    }
  }
}
