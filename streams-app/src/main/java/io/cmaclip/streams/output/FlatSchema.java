package io.cmaclip.streams.output;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;

/** Avro schemas of the flat shape. They only grow: a column, once there, stays. Stateless. */
final class FlatSchema {
  private FlatSchema() {}

  /**
   * The schema with these columns.
   *
   * @param known the latest schema of the topic; null without one
   * @return {@code known} itself if it has all columns
   * @throws SerializationException if the columns do not fit together or do not fit {@code known}
   */
  static Schema of(Projection<?> projection, List<Column> columns, Schema known) {
    requireDistinct(columns);
    if (known == null) {
      List<Schema.Field> fields = new ArrayList<>();
      fields.add(
          new Schema.Field(
              Row.LISTING_ID, Schema.create(Schema.Type.STRING), "The listing.", (Object) null));
      columns.forEach(column -> fields.add(column.field()));
      int dot = projection.recordName().lastIndexOf('.');
      return Schema.createRecord(
          projection.recordName().substring(dot + 1),
          projection.doc(),
          projection.recordName().substring(0, dot),
          false,
          fields);
    }
    if (known.getType() != Schema.Type.RECORD || known.getField(Row.LISTING_ID) == null) {
      throw new SerializationException(
          "the latest schema of the topic is "
              + known.getFullName()
              + ", which is not flat; set another topic for the flat shape");
    }
    List<Schema.Field> added = new ArrayList<>();
    for (Column column : columns) {
      Schema.Field field = known.getField(column.name());
      if (field == null) {
        added.add(column.field());
      } else if (!field.schema().equals(column.field().schema())) {
        throw new SerializationException(
            "column "
                + column.name()
                + " of "
                + known.getFullName()
                + " has the type "
                + field.schema()
                + " instead of "
                + column.field().schema());
      }
    }
    return added.isEmpty() ? known : extended(known, added);
  }

  private static Schema extended(Schema known, List<Schema.Field> added) {
    List<Schema.Field> fields = new ArrayList<>();
    known.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
    fields.addAll(added);
    return Schema.createRecord(
        known.getName(), known.getDoc(), known.getNamespace(), false, fields);
  }

  private static void requireDistinct(List<Column> columns) {
    Set<String> names = new HashSet<>(Set.of(Row.LISTING_ID));
    for (Column column : columns) {
      if (!names.add(column.name())) {
        throw new SerializationException(
            "two columns of the flat shape have the name "
                + column.name()
                + "; rename a task of the bundle");
      }
      if (column.name().length() > Column.MAX_NAME_CHARS) {
        throw new SerializationException(
            "the column name "
                + column.name()
                + " has more than "
                + Column.MAX_NAME_CHARS
                + " characters; shorten the name of the task");
      }
    }
  }
}
