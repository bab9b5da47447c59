package io.cmaclip.model.listings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.SharedFolder;
import io.cmaclip.model.errors.UserException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListingFolderTest {
  private static final String ROWS =
      """
      {"file_name": "a.jpg", "id": "1", "title": "Red dress", "colour": "red", "noise": "none"}

      {"file_name": "sub/b.jpg", "id": 2, "title": null, "colour": "", "size": 38}
      {"id": "3", "title": "No image"}
      {"file_name": "gone.jpg", "title": "Lost"}
      """;

  @TempDir private Path temp;

  @Test
  void readsListingsInFileOrder() throws IOException {
    assertListings(folder(ROWS));
  }

  @Test
  void readsAZipInPlace() throws IOException {
    assertListings(zip("", ROWS));
  }

  @Test
  void theMetadataMayLieInTheOnlyFolderThatHasIt() throws IOException {
    assertListings(zip("train/", ROWS));
    Path outer = temp.resolve("outer");
    Files.createDirectories(outer);
    Files.move(folder(ROWS), outer.resolve("train"));
    assertListings(outer);
  }

  @Test
  void reportsLineAndFieldOfABadRowAndReadsTheOthers() throws IOException {
    String rows =
        """
        {"id": "1", "title": "good"}
        {"id": "2", "title": "cut
        {"id": "1", "title": "again"}
        {"title": "nameless"}
        {"id": "5", "colour": ["red", "blue"]}
        ["id", "6"]
        {"id": "7", "id": "8"}
        {"id": "9", "title": "good too"} {}
        {"id": "10", "title": "good too"}
        """;
    try (ListingFolder folder = ListingFolder.open(folder(rows), "metadata.jsonl");
        Stream<ListingRow> stream = folder.rows()) {
      List<ListingRow> all = stream.toList();
      assertThat(all)
          .extracting(ListingRow::isGood)
          .containsExactly(true, false, false, false, false, false, false, false, true);
      assertThat(all.get(1).problem()).startsWith("not JSON");
      assertThat(all.get(2).problem()).isEqualTo("field id = 1: also in line 1");
      assertThat(all.get(3).problem()).contains("field id is missing");
      assertThat(all.get(4).problem()).contains("field colour").contains("not a list");
      assertThat(all.get(5).problem()).isEqualTo("not a JSON object");
      assertThat(all.get(6).problem()).contains("Duplicate field 'id'");
      assertThat(all.get(8).line()).isEqualTo(9);
    }
    try (ListingFolder folder = ListingFolder.open(folder(rows), "metadata.jsonl");
        Stream<Listing> stream = folder.listings()) {
      assertThatThrownBy(stream::toList)
          .isInstanceOf(UserException.class)
          .hasMessageContaining("metadata.jsonl line 2: not JSON");
    }
  }

  @Test
  void refusesAnImageOutsideTheDataSet() throws IOException {
    Files.writeString(temp.resolve("secret.jpg"), "secret");
    for (String name : List.of("../secret.jpg", "sub/../../secret.jpg", "/etc/hostname")) {
      String row = "{\"id\": \"1\", \"file_name\": \"" + name + "\"}\n";
      for (Path data : List.of(folder(row), zip("", row))) {
        try (ListingFolder folder = ListingFolder.open(data, "metadata.jsonl");
            Stream<ListingRow> rows = folder.rows()) {
          assertThat(rows.toList().get(0).problem()).contains("file_name = " + name);
        }
      }
    }
  }

  @Test
  void refusesOverlongLinesWithoutBufferingThem() throws IOException {
    String rows = "{\"id\": \"1\", \"title\": \"" + "x".repeat(3 << 20) + "\"}\n{\"id\": \"2\"}\n";
    try (ListingFolder folder = ListingFolder.open(folder(rows), "metadata.jsonl");
        Stream<ListingRow> stream = folder.rows()) {
      List<ListingRow> all = stream.toList();
      assertThat(all.get(0).problem()).isEqualTo("longer than 1048576 bytes");
      assertThat(all.get(1).listing().id()).isEqualTo("2");
    }
  }

  @Test
  void bytesThatAreNotUtf8AreABadRow() throws IOException {
    Path data = folder("");
    Files.write(
        data.resolve("metadata.jsonl"),
        "{\"id\": \"1\", \"title\": \"caf\u00e9\"}\n".getBytes(StandardCharsets.ISO_8859_1));
    try (ListingFolder folder = ListingFolder.open(data, "metadata.jsonl");
        Stream<ListingRow> rows = folder.rows()) {
      assertThat(rows.toList().get(0).isGood()).isFalse();
    }
  }

  @Test
  void skipsAByteOrderMarkAndWindowsLineEnds() throws IOException {
    Path data = folder("\ufeff{\"id\": \"1\", \"title\": \"x\"}\r\n\r\n{\"id\": \"2\"}\r\n");
    try (ListingFolder folder = ListingFolder.open(data, "metadata.jsonl");
        Stream<Listing> listings = folder.listings()) {
      assertThat(listings.map(Listing::id)).containsExactly("1", "2");
      assertThat(folder.count()).isEqualTo(2);
    }
  }

  @Test
  void refusesInvalidDataSetsInOneLine() throws IOException {
    assertRefused(temp.resolve("gone"), "no such folder or zip");
    Path text = Files.writeString(temp.resolve("text.zip"), "text");
    assertRefused(text, "neither a folder nor a zip");
    Path empty = Files.createDirectories(temp.resolve("empty"));
    assertRefused(empty, "no metadata.jsonl in it");
    for (String split : List.of("train", "test")) {
      Files.createDirectories(empty.resolve(split));
      Files.writeString(empty.resolve(split + "/metadata.jsonl"), "");
    }
    assertRefused(empty, "several folders: [test/metadata.jsonl, train/metadata.jsonl]");
  }

  @Test
  void readsTheFashionProductsDataSet() {
    Path zip = SharedFolder.require("data/fashion-products/test.zip");
    try (ListingFolder folder = ListingFolder.open(zip, "metadata-noisy.jsonl");
        Stream<Listing> listings = folder.listings()) {
      assertThat(folder.count()).isEqualTo(2180);
      assertThat(listings.filter(listing -> listing.image() != null && !listing.title().isBlank()))
          .hasSizeGreaterThan(2100);
    }
  }

  private static void assertListings(Path data) {
    try (ListingFolder folder = ListingFolder.open(data, "metadata.jsonl");
        Stream<Listing> stream = folder.listings()) {
      List<Listing> listings = stream.toList();
      assertThat(listings).extracting(Listing::id).containsExactly("1", "2", "3", "gone.jpg");
      assertThat(listings)
          .extracting(Listing::title)
          .containsExactly("Red dress", "", "No image", "Lost");
      assertThat(listings.get(0).image()).asString(StandardCharsets.UTF_8).isEqualTo("bytes of a");
      assertThat(listings.get(1).image()).asString(StandardCharsets.UTF_8).isEqualTo("bytes of b");
      assertThat(listings.get(2).image()).isNull();
      assertThat(listings.get(3).image()).isNull();
      assertThat(listings.get(0).fields()).isEqualTo(Map.of("colour", "red", "noise", "none"));
      assertThat(listings.get(1).fields()).isEqualTo(Map.of("size", "38"));
      assertThat(folder.count()).isEqualTo(4);
    }
  }

  private static void assertRefused(Path data, String message) {
    assertThatThrownBy(() -> ListingFolder.open(data, "metadata.jsonl"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message);
  }

  private Path folder(String rows) throws IOException {
    Path folder = Files.createTempDirectory(temp, "folder");
    Files.createDirectories(folder.resolve("sub"));
    Files.writeString(folder.resolve("a.jpg"), "bytes of a");
    Files.writeString(folder.resolve("sub/b.jpg"), "bytes of b");
    Files.writeString(folder.resolve("metadata.jsonl"), rows);
    return folder;
  }

  private Path zip(String prefix, String rows) throws IOException {
    Path zip = Files.createTempFile(temp, "data", ".zip");
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream entries = new ZipOutputStream(out)) {
      write(entries, prefix + "metadata.jsonl", rows);
      write(entries, prefix + "a.jpg", "bytes of a");
      write(entries, prefix + "sub/b.jpg", "bytes of b");
    }
    return zip;
  }

  private static void write(ZipOutputStream entries, String name, String text) throws IOException {
    entries.putNextEntry(new ZipEntry(name));
    entries.write(text.getBytes(StandardCharsets.UTF_8));
    entries.closeEntry();
  }
}
