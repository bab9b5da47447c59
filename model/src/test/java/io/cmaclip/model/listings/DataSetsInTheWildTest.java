package io.cmaclip.model.listings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cmaclip.model.errors.UserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Data sets as pandas, spreadsheets, Windows and macOS write them. */
class DataSetsInTheWildTest {
  @TempDir private Path temp;

  @Test
  void readsCsvWithQuotedSeparatorsAndLineBreaks() throws IOException {
    write(
        "metadata.csv",
        "file_name,id,title,colour\n"
            + "images/a.jpg,1,\"Dress, long\",red\n"
            + "images/b.jpg,2,\"two\nlines \"\"quoted\"\"\",blue\n"
            + "\n"
            + "images/c.jpg,3,,green\n");
    write("images/a.jpg", "bytes of a");
    List<Listing> listings = read(MetadataOptions.DEFAULT);
    assertThat(listings).extracting(Listing::id).containsExactly("1", "2", "3");
    assertThat(listings)
        .extracting(Listing::title)
        .containsExactly("Dress, long", "two\nlines \"quoted\"", "");
    assertThat(listings.get(0).image()).asString(StandardCharsets.UTF_8).isEqualTo("bytes of a");
    assertThat(listings.get(0).fields()).isEqualTo(Map.of("colour", "red"));
  }

  @ParameterizedTest
  @CsvSource({"UTF-8, ;", "UTF-8, TAB", "UTF-16LE, TAB", "UTF-16BE, ;"})
  void readsSpreadsheetCsvWithByteOrderMarkAndOtherSeparators(String charset, String separator)
      throws IOException {
    String text = "\ufefffile_name;id;title;colour\r\nimages/größe.jpg;1;Größe 38, lang;grün\r\n";
    Files.write(
        temp.resolve("metadata.csv"),
        text.replace(";", separator.equals("TAB") ? "\t" : separator)
            .getBytes(Charset.forName(charset)));
    Listing listing = read(MetadataOptions.DEFAULT).get(0);
    assertThat(listing.fileName()).isEqualTo("images/größe.jpg");
    assertThat(listing.title()).isEqualTo("Größe 38, lang");
    assertThat(listing.fields()).isEqualTo(Map.of("colour", "grün"));
  }

  @Test
  void aCsvRowWithAnotherNumberOfValuesIsBadAndNamesItsLine() throws IOException {
    write("metadata.csv", "id,title\n1,a\n2,b,c\n3\n4,d\n");
    List<ListingRow> rows = rows(MetadataOptions.DEFAULT);
    assertThat(rows).extracting(ListingRow::isGood).containsExactly(true, false, false, true);
    assertThat(rows).extracting(ListingRow::line).containsExactly(2L, 3L, 4L, 5L);
    assertThat(rows.get(1).problem()).isEqualTo("3 values, but the header has 2 columns");
    assertThat(rows.get(2).problem()).isEqualTo("1 values, but the header has 2 columns");
  }

  @Test
  void rejectsCsvThatIsNotUtf8OrRepeatsAColumn() throws IOException {
    Files.write(
        temp.resolve("metadata.csv"),
        "id,title\n1,caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertRejected(MetadataOptions.DEFAULT, "metadata.csv cannot be read: not UTF-8");
    write("metadata.csv", "id,title,title\n1,a,b\n");
    assertRejected(MetadataOptions.DEFAULT, "the header has the column title twice");
  }

  @Test
  void readsWhatPandasWritesForMissingValuesAndIndexes() throws IOException {
    write(
        "metadata.csv",
        ",id,title,colour,pattern,size\n0,1.0,a,red,,38.0\n1,2.0,b,nan,NA,\n2,3.0,c,<NA>,None,1.5\n");
    List<Listing> listings = read(MetadataOptions.DEFAULT);
    assertThat(listings).extracting(Listing::id).containsExactly("1", "2", "3");
    assertThat(listings)
        .extracting(Listing::fields)
        .containsExactly(Map.of("colour", "red", "size", "38"), Map.of(), Map.of("size", "1.5"));
  }

  @Test
  void jsonNanNullAndInfinityAreMissingAndWholeFloatsAreIntegers() throws IOException {
    write(
        "metadata.jsonl",
        """
        {"id": 1.0, "title": NaN, "colour": NaN, "pattern": null, "size": 38.0, "price": 19.9}
        {"id": 12345678901234567890, "title": "nan", "colour": "nan", "size": Infinity, "new": true}
        {"id": 3, "title": "c", "colour": ["red"], "size": -Infinity}
        """);
    List<Listing> listings = read(MetadataOptions.DEFAULT);
    assertThat(listings).extracting(Listing::id).containsExactly("1", "12345678901234567890", "3");
    assertThat(listings).extracting(Listing::title).containsExactly("", "", "c");
    assertThat(listings)
        .extracting(Listing::fields)
        .containsExactly(
            Map.of("size", "38", "price", "19.9"), Map.of("new", "true"), Map.of("colour", "red"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"title", "text", "caption"})
  void findsTheTitleInUsualColumns(String column) throws IOException {
    write("metadata.jsonl", "{\"id\": 1, \"" + column + "\": \"Dress\", \"colour\": \"red\"}\n");
    Listing listing = read(MetadataOptions.DEFAULT).get(0);
    assertThat(listing.title()).isEqualTo("Dress");
    assertThat(listing.fields()).isEqualTo(Map.of("colour", "red"));
  }

  @Test
  void aTextColumnIsAFieldIfThereIsATitleEvenWhereTheTitleIsMissing() throws IOException {
    write(
        "metadata.jsonl",
        "{\"id\": 1, \"text\": \"long\"}\n{\"id\": 2, \"title\": \"Dress\", \"text\": \"long\"}\n");
    List<Listing> listings = read(MetadataOptions.DEFAULT);
    assertThat(listings).extracting(Listing::title).containsExactly("", "Dress");
    assertThat(listings.get(0).fields()).isEqualTo(Map.of("text", "long"));
  }

  @Test
  void optionsChooseTheColumns() throws IOException {
    write("metadata.csv", "sku,name,colour,tags\nA-1,Dress,red,x\nA-2,Shirt,blue,y\n");
    MetadataOptions options = new MetadataOptions(null, "name", "sku", null);
    List<Listing> listings = read(options.withFields(List.of("colour")));
    assertThat(listings).extracting(Listing::id).containsExactly("A-1", "A-2");
    assertThat(listings).extracting(Listing::title).containsExactly("Dress", "Shirt");
    assertThat(listings.get(1).fields()).isEqualTo(Map.of("colour", "blue"));
    assertRejected(
        new MetadataOptions(null, "label", "sku", null),
        "--title = label: must be one of the columns sku, name, colour, tags");
    assertRejected(new MetadataOptions(null, null, "key", null), "--id = key");
  }

  @Test
  void fieldsThatAreNotReadMayHoldLists() throws IOException {
    write("metadata.jsonl", "{\"id\": 1, \"colour\": \"red\", \"tags\": [\"a\", \"b\"]}\n");
    assertThat(rows(MetadataOptions.DEFAULT).get(0).problem()).contains("field tags", "not a list");
    assertThat(read(MetadataOptions.DEFAULT.withFields(List.of("colour"))).get(0).fields())
        .isEqualTo(Map.of("colour", "red"));
  }

  @Test
  void usesTheFirstOfSeveralImages() throws IOException {
    write(
        "metadata.jsonl",
        "{\"id\": 1, \"file_names\": [\"a.jpg\", \"b.jpg\"]}\n{\"id\": 2, \"file_names\": []}\n");
    assertThat(read(MetadataOptions.DEFAULT))
        .extracting(Listing::fileName)
        .containsExactly("a.jpg", null);
  }

  @Test
  void readsImagesFromAnotherColumnIfItNamesExistingFiles() throws IOException {
    write("photos/a.jpg", "bytes of a");
    write("metadata.csv", "id,image,path\n1,http://x/a.jpg,photos/a.jpg\n");
    Listing listing = read(MetadataOptions.DEFAULT).get(0);
    assertThat(listing.image()).asString(StandardCharsets.UTF_8).isEqualTo("bytes of a");
    assertThat(listing.fields()).isEqualTo(Map.of("image", "http://x/a.jpg"));
  }

  @Test
  void findsImagesByBackslashesUnicodeFormsAndLetterCase() throws IOException {
    for (Form form : List.of(Form.NFC, Form.NFD)) {
      write(Normalizer.normalize("images/größe-" + form + ".jpg", form), form.name());
    }
    write("images/Upper.JPG", "upper");
    write("back\\slash.jpg", "slash");
    assertImage("images/größe-NFC.jpg", "NFC");
    assertImage(Normalizer.normalize("images/größe-NFC.jpg", Form.NFD), "NFC");
    assertImage("images/größe-NFD.jpg", "NFD");
    assertImage("images\\Upper.JPG", "upper");
    assertImage(".\\images\\upper.jpg", "upper");
    assertImage("back/slash.jpg", "slash");
  }

  @Test
  void doesNotGuessBetweenFilesThatDifferInLetterCase() throws IOException {
    write("A.jpg", "upper");
    write("a.JPG", "lower");
    assertImage("A.jpg", "upper");
    assertImage("a.jpg", null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"C:\\\\images\\\\a.jpg", "..\\\\a.jpg", "\\\\\\\\host\\\\a.jpg"})
  void rejectsWindowsPathsOutsideTheDataSet(String path) throws IOException {
    write("metadata.jsonl", "{\"id\": 1, \"file_name\": \"" + path + "\"}\n");
    assertThat(rows(MetadataOptions.DEFAULT).get(0).problem()).contains("path inside the data set");
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8, größe",
    "IBM437, größe",
    "IBM850, größe",
    "windows-1252, größe",
    "IBM852, květy",
    "IBM866, платье",
    "windows-1251, платье",
    "windows-31j, 赤い表",
    "GBK, 红色裙子",
    "Big5, 紅色裙子"
  })
  void findsImagesInZipsWithNamesInACodePage(String page, String name) throws IOException {
    String file = "kleider/" + name + ".jpg";
    Path zip =
        zip(
            Charset.forName(page),
            Map.of(
                "kleider/metadata.jsonl",
                "{\"id\": 1, \"file_name\": \"" + name + ".jpg\"}\n",
                file,
                "bytes"));
    assertOnlyImage(zip, "bytes");
  }

  @Test
  void readsZipsOfWindowsAndMacOs() throws IOException {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("dresses\\metadata.jsonl", "{\"id\": 1, \"file_name\": \"images/Grün.jpg\"}\n");
    entries.put(Normalizer.normalize("dresses\\images\\Grün.jpg", Form.NFD), "bytes");
    entries.put("__MACOSX/dresses/._metadata.jsonl", "\0\5\26\7");
    entries.put("__MACOSX/dresses/metadata.jsonl", "resource fork");
    entries.put("dresses/.DS_Store", "Bud1");
    assertOnlyImage(zip(StandardCharsets.UTF_8, entries), "bytes");
  }

  @Test
  void usesTheUnicodeNameThatInfoZipAdds() throws IOException {
    Path zip = temp.resolve("infozip.zip");
    byte[] path = "kleider/赤い.jpg".getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream extra = new ByteArrayOutputStream();
    extra.writeBytes(new byte[] {0x75, 0x70, (byte) (path.length + 5), 0, 1, 0, 0, 0, 0});
    extra.writeBytes(path);
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream entries = new ZipOutputStream(out, Charset.forName("IBM437"))) {
      put(
          entries,
          new ZipEntry("kleider/metadata.jsonl"),
          "{\"id\": 1, \"file_name\": \"赤い.jpg\"}");
      ZipEntry image = new ZipEntry("kleider/äö.jpg");
      image.setExtra(extra.toByteArray());
      put(entries, image, "bytes");
    }
    assertOnlyImage(zip, "bytes");
  }

  @Test
  void readsZipsWithMoreEntriesThanSixteenBitsCount() throws IOException {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("deep/er/metadata.jsonl", "{\"id\": 1, \"file_name\": \"70000.jpg\"}\n");
    for (int i = 0; i <= 70_000; i++) {
      entries.put("deep/er/" + i + ".jpg", i == 70_000 ? "last" : "");
    }
    assertOnlyImage(zip(StandardCharsets.UTF_8, entries), "last");
  }

  @Test
  void readsSeveralMetadataFilesOfOneDataSet() throws IOException {
    write(
        "shoes/metadata.jsonl",
        "{\"id\": 1, \"file_name\": \"a.jpg\"}\n{\"file_name\": \"b.jpg\"}\n");
    write("bags/metadata.csv", "file_name\na.jpg\n");
    write("bags/a.jpg", "bag");
    write("shoes/a.jpg", "shoe");
    List<Listing> listings = read(MetadataOptions.DEFAULT);
    assertThat(listings).extracting(Listing::id).containsExactly("bags/a.jpg", "1", "shoes/b.jpg");
    assertThat(listings.get(0).image()).asString(StandardCharsets.UTF_8).isEqualTo("bag");
    assertThat(listings.get(1).image()).asString(StandardCharsets.UTF_8).isEqualTo("shoe");
  }

  @Test
  void readsShardsByPatternAndOneFileByItsPath() throws IOException {
    write("data/part-0.csv", "id,title\n1,a\n");
    write("data/part-1.csv", "id,title\n2,b\n1,c\n");
    List<ListingRow> rows = rows(MetadataOptions.of("part-*.csv"));
    assertThat(rows)
        .extracting(ListingRow::file)
        .containsExactly("data/part-0.csv", "data/part-1.csv", "data/part-1.csv");
    assertThat(rows.get(2).problem()).isEqualTo("field id = 1: also in data/part-0.csv line 2");
    assertThat(read(MetadataOptions.of("data/part-0.csv"))).hasSize(1);
  }

  @Test
  void doesNotGuessBetweenSplitsOrForms() throws IOException {
    write("train/metadata.csv", "id\n1\n");
    write("test/metadata.csv", "id\n2\n");
    assertRejected(
        MetadataOptions.DEFAULT, "several folders: [test/metadata.csv, train/metadata.csv]");
    assertThat(read(MetadataOptions.of("train/metadata.csv"))).hasSize(1);
    write("metadata.csv", "id\n1\n");
    write("metadata.jsonl", "{\"id\": 1}\n");
    assertRejected(
        MetadataOptions.DEFAULT, "has metadata.csv and metadata.jsonl; choose one with --metadata");
  }

  @Test
  void suggestsFilesThatMayBeTheMetadata() throws IOException {
    write("products.csv", "id\n1\n");
    assertRejected(
        MetadataOptions.DEFAULT,
        "no metadata.jsonl, metadata.csv or metadata.parquet in it; it has products.csv");
  }

  @Test
  void aJsonArrayIsNamedInTheReason() throws IOException {
    write("metadata.jsonl", "[\n{\"id\": 1}\n]\n");
    assertThat(rows(MetadataOptions.DEFAULT).get(0).problem()).startsWith("a JSON array");
  }

  private void assertImage(String fileName, String content) throws IOException {
    write(
        "metadata.jsonl",
        "{\"id\": 1, \"file_name\": \"" + fileName.replace("\\", "\\\\") + "\"}\n");
    byte[] image = read(MetadataOptions.DEFAULT).get(0).image();
    assertThat(image == null ? null : new String(image, StandardCharsets.UTF_8))
        .as(fileName)
        .isEqualTo(content);
  }

  private static void assertOnlyImage(Path data, String content) {
    try (ListingFolder folder = ListingFolder.open(data, MetadataOptions.DEFAULT);
        Stream<Listing> listings = folder.listings()) {
      assertThat(listings.toList())
          .singleElement()
          .extracting(Listing::image)
          .isEqualTo(content.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void assertRejected(MetadataOptions options, String message) {
    assertThatThrownBy(() -> read(options))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message);
  }

  private List<Listing> read(MetadataOptions options) {
    try (ListingFolder folder = ListingFolder.open(temp, options);
        Stream<Listing> listings = folder.listings()) {
      return listings.toList();
    }
  }

  private List<ListingRow> rows(MetadataOptions options) {
    try (ListingFolder folder = ListingFolder.open(temp, options);
        Stream<ListingRow> rows = folder.rows()) {
      return rows.toList();
    }
  }

  private void write(String path, String text) throws IOException {
    Path file = temp.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Path zip(Charset names, Map<String, String> entries) throws IOException {
    Path zip = Files.createTempFile(temp, "data", ".zip");
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream content = new ZipOutputStream(out, names)) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        put(content, new ZipEntry(entry.getKey()), entry.getValue());
      }
    }
    return zip;
  }

  private static void put(ZipOutputStream out, ZipEntry entry, String text) throws IOException {
    out.putNextEntry(entry);
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.closeEntry();
  }
}
