package io.cmaclip.streams.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.streams.mapping.EventMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingSuggestionTest {
  @TempDir Path folder;

  @Test
  void suggestsFieldsByNameAndValue() throws IOException {
    Path file =
        samples(
            """
            {"event": "product.updated", "item": {"sku": "A-1", "name": "Dress", "long-text": "x",
             "media": [{"big": "https://a.example/1.jpg"}], "color": "red",
             "department": "Women", "lastModified": "2026-01-01T00:00:00Z"}}
            {"event": "product.deleted", "item": {"sku": "A-2"}}
            """);

    String suggestion = MappingSuggestion.of(file, 100);

    assertThat(suggestion)
        .contains(
            "id: item.sku",
            "title: item.name",
            "images: item.media.big",
            "category: item.department",
            "updated-at: item.lastModified",
            "delete: \"event in ['product.deleted']\"",
            "  colour: item.color",
            "# description: nothing found");
    List<CheckedSample> checked = new SampleCheck(EventMapping.parse(suggestion)).check(file, 100);
    assertThat(checked.get(0)).isInstanceOf(CheckedSample.Listing.class);
    assertThat(checked.get(1)).isEqualTo(new CheckedSample.Deletion(2, "A-2"));
  }

  @Test
  void namesTheLineThatIsNotJson() throws IOException {
    Path file = folder.resolve("events.jsonl");
    Files.writeString(file, "{}\n\n{\"a\": secret}\n");

    assertThatExceptionOfType(UserException.class)
        .isThrownBy(() -> MappingSuggestion.of(file, 100))
        .withMessage(file + ", line 3: not JSON");
  }

  /** Joins the lines of an event that start with a space. */
  private Path samples(String text) throws IOException {
    Path file = folder.resolve("events.jsonl");
    Files.writeString(file, text.replace("\n ", " "));
    return file;
  }
}
