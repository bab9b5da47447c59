package io.cmaclip.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.listings.Listing;
import io.cmaclip.model.listings.ListingFolder;
import io.cmaclip.model.listings.ListingRow;
import io.cmaclip.model.listings.MetadataOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parquet files that {@code src/test/python/parquet_files.py} writes with pandas and pyarrow. */
class ParquetFormatTest {
  @TempDir private Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"snappy", "zstd", "gzip", "none"})
  void readsWhatPandasWrites(String codec) throws IOException {
    Files.write(temp.resolve("metadata.parquet"), resource("pandas-" + codec));
    List<Listing> listings = read(temp, MetadataOptions.DEFAULT);
    assertThat(listings).extracting(Listing::id).containsExactly("1", "images/1.png", "3", "4");
    assertThat(listings)
        .extracting(Listing::title)
        .containsExactly("Kleid in Größe 38", "Dress 1", "", "Dress 3");
    assertThat(listings.get(0).fields())
        .containsOnly(
            Map.entry("colour", "red"),
            Map.entry("pattern", "plain"),
            Map.entry("price", "19.9"),
            Map.entry("listed", "2024-05-01T00:00:00Z"),
            Map.entry("new", "true"));
    assertThat(listings.get(1).fields()).containsOnlyKeys("colour", "listed", "new");
    assertThat(listings.get(2).fields()).containsEntry("price", "5").doesNotContainKey("pattern");
  }

  @Test
  void readsParquetInAZipAndShardsByPattern() throws IOException {
    Path zip = temp.resolve("data.zip");
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream entries = new ZipOutputStream(out)) {
      entries.putNextEntry(new ZipEntry("data/part-0.parquet"));
      entries.write(resource("pandas-snappy"));
      entries.putNextEntry(new ZipEntry("data/images/0.png"));
      entries.write(1);
    }
    List<Listing> listings = read(zip, MetadataOptions.of("part-*.parquet"));
    assertThat(listings).hasSize(4);
    assertThat(listings.get(0).image()).containsExactly(1);
  }

  @Test
  void readsDatesDecimalsAndListsOfOneValueAndRejectsListsAndObjects() throws IOException {
    Files.write(temp.resolve("metadata.parquet"), resource("nested"));
    MetadataOptions options = MetadataOptions.DEFAULT.withFields(List.of("day", "price", "one"));
    List<Listing> listings = read(temp, options);
    assertThat(listings)
        .extracting(Listing::fields)
        .containsExactly(
            Map.of("day", "2024-05-01", "price", "19.9", "one", "red"),
            Map.of("price", "-5", "one", "blue"));
    assertThat(problem(MetadataOptions.DEFAULT.withFields(List.of("tags"))))
        .isEqualTo("field tags: must be text, a number or null, not a list");
    assertThat(problem(MetadataOptions.DEFAULT.withFields(List.of("image"))))
        .contains("field image")
        .contains("not an object");
  }

  @Test
  void namesACodecThatIsNotSupported() throws IOException {
    Files.write(temp.resolve("metadata.parquet"), resource("brotli"));
    assertThatThrownBy(() -> read(temp, MetadataOptions.DEFAULT))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("codec BROTLI is not supported");
  }

  @Test
  void rejectsDamagedFiles() throws IOException {
    byte[] bytes = resource("pandas-none");
    for (int length : new int[] {0, 3, 11, bytes.length / 2, bytes.length - 9}) {
      Files.write(temp.resolve("metadata.parquet"), Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> read(temp, MetadataOptions.DEFAULT))
          .as("%d bytes", length)
          .isInstanceOf(UserException.class)
          .hasMessageContaining("metadata.parquet cannot be read");
    }
  }

  private String problem(MetadataOptions options) {
    try (ListingFolder folder = ListingFolder.open(temp, options);
        Stream<ListingRow> rows = folder.rows()) {
      return rows.toList().get(0).problem();
    }
  }

  private static List<Listing> read(Path data, MetadataOptions options) {
    try (ListingFolder folder = ListingFolder.open(data, options);
        Stream<Listing> listings = folder.listings()) {
      return listings.toList();
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = ParquetFormatTest.class.getResourceAsStream(name + ".parquet")) {
      return in.readAllBytes();
    }
  }
}
