package io.cmaclip.model.torchscript;

import io.cmaclip.model.weights.ElementType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes {@code data.pkl} of an archive: the module tree in Python's pickle protocol 2, with
 * tensors as references to the entries {@code data/0}, {@code data/1} ... in the order of {@link
 * #tensors}.
 */
final class ModulePickle {
  private static final int PROTOCOL = 0x80;
  private static final int NEW_TRUE = 0x88;
  private static final int NEW_FALSE = 0x89;
  private static final int NEW_OBJECT = 0x81;
  private static final int TUPLE1 = 0x85;
  private static final int LONG1 = 0x8a;

  /** Value of an attribute of type {@code List[int]}. */
  record IntegerList(List<Integer> values) {}

  /** Value of an attribute of type {@code List[Tensor]}. */
  record TensorList(List<ScriptTensor> values) {}

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<ScriptTensor> tensors = new ArrayList<>();

  ModulePickle(ScriptModule root) {
    code(PROTOCOL, 2);
    value(root);
    code('.');
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  List<ScriptTensor> tensors() {
    return tensors;
  }

  private void value(Object value) {
    if (value == null) {
      code('N');
    } else if (value instanceof ScriptModule module) {
      module(module);
    } else if (value instanceof ScriptTensor tensor) {
      tensor(tensor);
    } else if (value instanceof Boolean flag) {
      code(flag ? NEW_TRUE : NEW_FALSE);
    } else if (value instanceof Number number) {
      if (number instanceof Double) {
        code('G');
        out.writeBytes(ByteBuffer.allocate(8).putDouble(number.doubleValue()).array());
      } else {
        integer(number.longValue());
      }
    } else if (value instanceof String text) {
      text(text);
    } else if (value instanceof IntegerList list) {
      list("build_intlist", list.values());
    } else if (value instanceof TensorList list) {
      list("build_tensorlist", list.values());
    } else {
      throw new IllegalArgumentException("no TorchScript value: " + value.getClass());
    }
  }

  /** Writes a list with its element type, which an empty list does not show. */
  private void list(String builder, List<?> values) {
    global("torch.jit._pickle", builder);
    code(']', '(');
    values.forEach(this::value);
    code('e', TUPLE1, 'R');
  }

  private void module(ScriptModule module) {
    global(ScriptText.NAMESPACE, module.type());
    code(')', NEW_OBJECT, '}', '(');
    for (Map.Entry<String, Object> attribute : module.attributes().entrySet()) {
      text(attribute.getKey());
      value(attribute.getValue());
    }
    code('u', 'b');
  }

  private void tensor(ScriptTensor tensor) {
    List<Long> shape = tensor.info().shape();
    List<Long> strides = new ArrayList<>();
    long stride = 1;
    for (int i = shape.size() - 1; i >= 0; i--) {
      strides.add(0, stride);
      stride *= Math.max(1, shape.get(i));
    }
    global("torch._utils", "_rebuild_tensor_v2");
    code('(', '(');
    text("storage");
    global("torch", storage(tensor.info().type()));
    text(Integer.toString(tensors.size()));
    text("cpu");
    integer(tensor.info().size());
    code('t', 'Q');
    integer(0);
    tuple(shape);
    tuple(strides);
    code(NEW_FALSE);
    global("collections", "OrderedDict");
    code(')', 'R', 't', 'R');
    tensors.add(tensor);
  }

  private static String storage(ElementType type) {
    return switch (type) {
      case FLOAT32 -> "FloatStorage";
      case FLOAT16 -> "HalfStorage";
      case FLOAT64 -> "DoubleStorage";
      case INT64 -> "LongStorage";
      case UINT8 -> "ByteStorage";
    };
  }

  private void tuple(List<Long> values) {
    code('(');
    values.forEach(this::integer);
    code('t');
  }

  private void integer(long value) {
    if (value >= 0 && value < 256) {
      code('K', (int) value);
    } else if (value == (int) value) {
      code('J');
      littleEndian(4, value);
    } else {
      code(LONG1, 8);
      littleEndian(8, value);
    }
  }

  private void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    code('X');
    littleEndian(4, utf8.length);
    out.writeBytes(utf8);
  }

  private void global(String module, String name) {
    code('c');
    out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void littleEndian(int bytes, long value) {
    byte[] all = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    out.write(all, 0, bytes);
  }

  private void code(int... codes) {
    for (int c : codes) {
      out.write(c);
    }
  }
}
