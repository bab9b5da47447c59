package io.cmaclip.trainer.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cmaclip.model.listings.MetadataFormat;
import io.cmaclip.model.listings.MetadataRow;
import io.cmaclip.model.listings.MetadataRows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Apache Parquet. A file is read into memory as a whole, because its index is at its end. */
public final class ParquetFormat implements MetadataFormat {
  /** Largest file in bytes; metadata without embedded images is far smaller. */
  private static final int LARGEST = 1 << 30;

  /** Start of the name of an index column that pandas adds. */
  private static final String INDEX = "__index_level_";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @Override
  public boolean reads(String fileName) {
    return fileName.endsWith(".parquet");
  }

  @Override
  public MetadataRows open(InputStream in) throws IOException {
    try (in) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new IOException("larger than 1 GiB; embedded images are not supported");
      }
      ParquetReadOptions options =
          ParquetReadOptions.builder(new PlainParquetConfiguration())
              .withCodecFactory(new ParquetCodecs())
              .build();
      return new Rows(ParquetFileReader.open(new Memory(bytes), options));
    } catch (RuntimeException e) {
      // The library throws unchecked exceptions of many types for damaged files.
      throw new IOException("not Parquet: " + e.getMessage(), e);
    }
  }

  private static final class Rows implements MetadataRows {
    private final ParquetFileReader file;
    private final MessageType schema;
    private final MessageColumnIO columns;

    /** Records of the current row group; null before the first. */
    private RecordReader<Group> records;

    private long left;
    private long row;

    Rows(ParquetFileReader file) {
      this.file = file;
      this.schema = file.getFooter().getFileMetaData().getSchema();
      this.columns = new ColumnIOFactory().getColumnIO(schema);
    }

    @Override
    public MetadataRow next() throws IOException {
      try {
        while (left == 0) {
          PageReadStore pages = file.readNextRowGroup();
          if (pages == null) {
            return null;
          }
          records = columns.getRecordReader(pages, new GroupRecordConverter(schema));
          left = pages.getRowCount();
        }
        left--;
        row++;
        return MetadataRow.good(row, object(records.read()));
      } catch (RuntimeException e) {
        throw new IOException("row " + (row + 1) + ": " + e.getMessage(), e);
      }
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  private static ObjectNode object(Group group) {
    ObjectNode object = JSON.objectNode();
    GroupType type = group.getType();
    for (int i = 0; i < type.getFieldCount(); i++) {
      Type field = type.getType(i);
      if (!field.getName().startsWith(INDEX)) {
        JsonNode value = field(group, i, field);
        if (value != null) {
          object.set(field.getName(), value);
        }
      }
    }
    return object;
  }

  /** A field's value, a list of a repeated field's values, or null. */
  private static JsonNode field(Group group, int index, Type type) {
    int count = group.getFieldRepetitionCount(index);
    if (!type.isRepetition(Type.Repetition.REPEATED)) {
      return count == 0 ? null : value(group, index, 0, type);
    }
    ArrayNode list = JSON.arrayNode();
    for (int i = 0; i < count; i++) {
      list.add(value(group, index, i, type));
    }
    return list;
  }

  private static JsonNode value(Group group, int index, int repetition, Type type) {
    if (type.isPrimitive()) {
      return primitive(group, index, repetition, type);
    }
    Group inner = group.getGroup(index, repetition);
    return type.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation
        ? elements(inner)
        : object(inner);
  }

  /** Elements of a LIST, whose repeated field wraps each element in a group of one field. */
  private static ArrayNode elements(Group list) {
    ArrayNode elements = JSON.arrayNode();
    Type repeated = list.getType().getType(0);
    for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
      boolean wrapped = !repeated.isPrimitive() && repeated.asGroupType().getFieldCount() == 1;
      elements.add(
          wrapped
              ? field(list.getGroup(0, i), 0, repeated.asGroupType().getType(0))
              : value(list, 0, i, repeated));
    }
    return elements;
  }

  private static JsonNode primitive(Group group, int index, int repetition, Type type) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
      case BOOLEAN -> JSON.booleanNode(group.getBoolean(index, repetition));
      case FLOAT -> JSON.numberNode(group.getFloat(index, repetition));
      case DOUBLE -> JSON.numberNode(group.getDouble(index, repetition));
      case INT32 -> whole(group.getInteger(index, repetition), logical);
      case INT64 -> whole(group.getLong(index, repetition), logical);
      case INT96 -> JSON.textNode(group.getInt96(index, repetition).toString());
      case BINARY, FIXED_LEN_BYTE_ARRAY ->
          logical instanceof DecimalLogicalTypeAnnotation decimal
              ? decimal(
                  new BigInteger(group.getBinary(index, repetition).getBytes()), decimal.getScale())
              : JSON.textNode(group.getBinary(index, repetition).toStringUsingUTF8());
    };
  }

  private static JsonNode whole(long value, LogicalTypeAnnotation logical) {
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return decimal(BigInteger.valueOf(value), decimal.getScale());
    }
    if (logical instanceof DateLogicalTypeAnnotation) {
      return JSON.textNode(LocalDate.ofEpochDay(value).toString());
    }
    if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
      ChronoUnit unit =
          switch (timestamp.getUnit()) {
            case MILLIS -> ChronoUnit.MILLIS;
            case MICROS -> ChronoUnit.MICROS;
            case NANOS -> ChronoUnit.NANOS;
          };
      return JSON.textNode(Instant.EPOCH.plus(value, unit).toString());
    }
    return JSON.numberNode(value);
  }

  private static JsonNode decimal(BigInteger unscaled, int scale) {
    return JSON.textNode(new BigDecimal(unscaled, scale).stripTrailingZeros().toPlainString());
  }

  /** A file in memory. */
  private record Memory(byte[] bytes) implements InputFile {
    @Override
    public long getLength() {
      return bytes.length;
    }

    @Override
    public SeekableInputStream newStream() {
      Bytes in = new Bytes(bytes);
      return new DelegatingSeekableInputStream(in) {
        @Override
        public long getPos() {
          return in.position();
        }

        @Override
        public void seek(long position) {
          in.seek(Math.toIntExact(position));
        }
      };
    }
  }

  /** A stream over bytes whose position can be set. */
  private static final class Bytes extends ByteArrayInputStream {
    Bytes(byte[] bytes) {
      super(bytes);
    }

    int position() {
      return pos;
    }

    void seek(int position) {
      pos = position;
    }
  }
}
