package io.cmaclip.schemas.serde;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.squareup.wire.schema.CoreLoader;
import com.squareup.wire.schema.ErrorCollector;
import com.squareup.wire.schema.Linker;
import com.squareup.wire.schema.Loader;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.ProtoFile;
import com.squareup.wire.schema.Schema;
import com.squareup.wire.schema.internal.SchemaEncoder;
import com.squareup.wire.schema.internal.parser.ProtoParser;
import io.cmaclip.schemas.client.SchemaText;
import io.cmaclip.schemas.client.UnreadableSchemaException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes descriptors of the text of a {@code .proto} file and of the files that it imports. */
final class ProtobufFile {
  private static final String MAIN = "registered.proto";

  private final Schema schema;
  private final SchemaEncoder encoder;
  private final Map<String, FileDescriptor> descriptors = new HashMap<>();

  private ProtobufFile(Schema schema) {
    this.schema = schema;
    this.encoder = new SchemaEncoder(schema);
  }

  /**
   * The descriptor of a registered schema.
   *
   * @throws UnreadableSchemaException if it cannot be parsed, or an import is missing
   */
  static FileDescriptor parse(SchemaText text) {
    ErrorCollector errors = new ErrorCollector();
    try {
      Schema linked =
          new Linker(new References(text.references()), errors, true, true)
              .link(List.of(file(MAIN, text.text())));
      if (!errors.getErrors().isEmpty()) {
        throw new UnreadableSchemaException("schema is not readable: " + errors.getErrors().get(0));
      }
      return new ProtobufFile(linked).descriptor(MAIN);
    } catch (UnreadableSchemaException unreadable) {
      throw unreadable;
    } catch (InvalidProtocolBufferException
        | DescriptorValidationException
        | RuntimeException
        | StackOverflowError unreadable) {
      throw new UnreadableSchemaException("schema is not readable: " + unreadable.getMessage());
    }
  }

  private FileDescriptor descriptor(String path)
      throws InvalidProtocolBufferException, DescriptorValidationException {
    FileDescriptor known = descriptors.get(path);
    if (known != null) {
      return known;
    }
    ProtoFile file = schema.protoFile(path);
    if (file == null) {
      throw new UnreadableSchemaException("schema references " + path + ", which is missing");
    }
    List<FileDescriptor> imports = new ArrayList<>();
    for (String imported :
        Stream.concat(file.getImports().stream(), file.getPublicImports().stream()).toList()) {
      imports.add(descriptor(imported));
    }
    FileDescriptor made =
        FileDescriptor.buildFrom(
            FileDescriptorProto.parseFrom(encoder.encode(file).toByteArray()),
            imports.toArray(new FileDescriptor[0]));
    descriptors.put(path, made);
    return made;
  }

  /** The message type at these indexes: of the file, of the messages in that type, and so on. */
  static Descriptor at(FileDescriptor file, List<Integer> indexes) {
    Descriptor type = null;
    for (int index : indexes) {
      List<Descriptor> types = type == null ? file.getMessageTypes() : type.getNestedTypes();
      if (index < 0 || index >= types.size()) {
        throw new IllegalArgumentException("no message type " + indexes);
      }
      type = types.get(index);
    }
    return type;
  }

  private static ProtoFile file(String path, String text) {
    return ProtoFile.Companion.get(ProtoParser.Companion.parse(Location.get(path), text));
  }

  /** Loads imports from the references of the schema; Google's common types are built in. */
  private record References(Map<String, String> texts) implements Loader {
    @Override
    public ProtoFile load(String path) {
      String text = texts.get(path);
      return text == null ? CoreLoader.INSTANCE.load(path) : file(path, text);
    }

    @Override
    public Loader withErrors(ErrorCollector errors) {
      return this;
    }
  }
}
