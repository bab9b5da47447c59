package io.cmaclip.model.listings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * CSV with a header line. The separator is the most frequent of comma, semicolon and tab in the
 * header. The file is UTF-8, or UTF-16 with a byte order mark.
 */
final class CsvFormat implements MetadataFormat {
  /** Texts that pandas, and with it {@code load_dataset}, reads as a missing value. */
  private static final Set<String> MISSING =
      Set.of(
          "",
          "#N/A",
          "#N/A N/A",
          "#NA",
          "-1.#IND",
          "-1.#QNAN",
          "-NaN",
          "-nan",
          "1.#IND",
          "1.#QNAN",
          "<NA>",
          "N/A",
          "NA",
          "NULL",
          "NaN",
          "None",
          "n/a",
          "nan",
          "null");

  /** A whole number that pandas has turned into a float, because its column has missing values. */
  private static final Pattern WHOLE = Pattern.compile("(-?\\d{1,15})\\.0+");

  private static final int HEADER_LIMIT = 1 << 16;
  private static final String SEPARATORS = ",;\t";

  private final CsvFactory csv =
      CsvFactory.builder().enable(CsvParser.Feature.SKIP_EMPTY_LINES).build();

  @Override
  public boolean reads(String fileName) {
    return fileName.endsWith(".csv") || fileName.endsWith(".tsv");
  }

  @Override
  public MetadataRows open(InputStream in) throws IOException {
    try {
      BufferedReader reader = reader(in);
      CsvParser parser = csv.createParser(reader);
      parser.setSchema(CsvSchema.emptySchema().withColumnSeparator(separator(reader)));
      return new Rows(parser);
    } catch (CharacterCodingException e) {
      throw notUtf8(e);
    }
  }

  private static IOException notUtf8(CharacterCodingException e) {
    return new IOException("not UTF-8; save it as UTF-8 (in Excel: CSV UTF-8)", e);
  }

  private static BufferedReader reader(InputStream in) throws IOException {
    PushbackInputStream start = new PushbackInputStream(in, 3);
    byte[] mark = start.readNBytes(3);
    Charset charset = StandardCharsets.UTF_8;
    int length = 0;
    if (mark.length == 3 && mark[0] == (byte) 0xEF && mark[1] == (byte) 0xBB) {
      length = 3;
    } else if (mark.length > 1 && mark[0] == (byte) 0xFF && mark[1] == (byte) 0xFE) {
      charset = StandardCharsets.UTF_16LE;
      length = 2;
    } else if (mark.length > 1 && mark[0] == (byte) 0xFE && mark[1] == (byte) 0xFF) {
      charset = StandardCharsets.UTF_16BE;
      length = 2;
    }
    start.unread(mark, length, mark.length - length);
    return new BufferedReader(
        new InputStreamReader(
            start,
            charset
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)),
        HEADER_LIMIT);
  }

  private static char separator(BufferedReader reader) throws IOException {
    int[] counts = new int[SEPARATORS.length()];
    boolean quoted = false;
    reader.mark(HEADER_LIMIT);
    for (int i = 0, c = reader.read(); i < HEADER_LIMIT - 1 && c >= 0; i++, c = reader.read()) {
      if (!quoted && (c == '\n' || c == '\r') && i > 0) {
        break;
      }
      quoted ^= c == '"';
      int separator = quoted ? -1 : SEPARATORS.indexOf(c);
      if (separator >= 0) {
        counts[separator]++;
      }
    }
    reader.reset();
    int best = 0;
    for (int i = 1; i < counts.length; i++) {
      best = counts[i] > counts[best] ? i : best;
    }
    return SEPARATORS.charAt(best);
  }

  private static final class Rows implements MetadataRows {
    private final CsvParser parser;
    private final List<String> header;
    private final List<String> values = new ArrayList<>();
    private boolean ended;

    Rows(CsvParser parser) throws IOException {
      this.parser = parser;
      readRow();
      this.header = List.copyOf(values);
      Set<String> names = new HashSet<>();
      for (String name : header) {
        if (!name.isBlank() && !names.add(name.strip())) {
          throw new IOException("the header has the column " + name.strip() + " twice");
        }
      }
    }

    /** Reads a row into {@code values}; returns its line, 0 after the last row. */
    private long readRow() throws IOException {
      values.clear();
      try {
        if (ended || parser.nextToken() != JsonToken.START_ARRAY) {
          return 0;
        }
        long line = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          line = values.isEmpty() ? parser.currentTokenLocation().getLineNr() : line;
          values.add(parser.getText());
        }
        return line;
      } catch (CharacterCodingException e) {
        throw notUtf8(e);
      }
    }

    @Override
    public MetadataRow next() throws IOException {
      try {
        long line = readRow();
        return line == 0 ? null : row(line);
      } catch (JsonProcessingException e) {
        // The parser cannot find the next row after an error such as an open quote.
        ended = true;
        return MetadataRow.bad(
            e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
            "not CSV, nothing is read after it: " + e.getOriginalMessage());
      }
    }

    private MetadataRow row(long line) {
      if (values.size() != header.size()) {
        return MetadataRow.bad(
            line, values.size() + " values, but the header has " + header.size() + " columns");
      }
      ObjectNode row = JsonNodeFactory.instance.objectNode();
      for (int i = 0; i < header.size(); i++) {
        String name = header.get(i).strip();
        String value = values.get(i);
        // A column without a name is the index of a pandas frame.
        if (!name.isEmpty() && !MISSING.contains(value.strip())) {
          row.put(name, WHOLE.matcher(value).matches() ? value.replaceAll("\\.0+$", "") : value);
        }
      }
      return MetadataRow.good(line, row);
    }

    @Override
    public void close() throws IOException {
      parser.close();
    }
  }
}
