package io.cmaclip.model.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * A tensor in memory, at most 2 GiB. Immutable by convention: {@link #data} returns read-only
 * views.
 */
public final class Tensor {
  private final TensorInfo info;
  private final ByteBuffer data;

  /**
   * Creates a tensor over a buffer.
   *
   * @param data elements in row-major order, little-endian, from position to limit
   * @throws IllegalArgumentException when the length of {@code data} does not match type and shape
   */
  public Tensor(TensorInfo info, ByteBuffer data) {
    if (data.remaining() != info.bytes()) {
      throw new IllegalArgumentException(
          "tensor " + info + " takes " + info.bytes() + " bytes, not " + data.remaining());
    }
    this.info = info;
    this.data = data.slice().asReadOnlyBuffer();
  }

  /** Creates a float32 tensor with a copy of the values. */
  public static Tensor of(float[] values, long... shape) {
    ByteBuffer data = allocate(4L * values.length);
    data.asFloatBuffer().put(values);
    return new Tensor(info(ElementType.FLOAT32, shape), data);
  }

  /** Creates an int64 tensor with a copy of the values. */
  public static Tensor of(long[] values, long... shape) {
    ByteBuffer data = allocate(8L * values.length);
    data.asLongBuffer().put(values);
    return new Tensor(info(ElementType.INT64, shape), data);
  }

  /** Creates an unsigned 8-bit tensor over the array, without a copy. */
  public static Tensor of(byte[] values, long... shape) {
    return new Tensor(info(ElementType.UINT8, shape), ByteBuffer.wrap(values));
  }

  private static TensorInfo info(ElementType type, long... shape) {
    return new TensorInfo(type, Arrays.stream(shape).boxed().toList());
  }

  static ByteBuffer allocate(long bytes) {
    return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }

  public TensorInfo info() {
    return info;
  }

  public List<Long> shape() {
    return info.shape();
  }

  /** Returns a new view of the elements, row-major, little-endian. */
  public ByteBuffer data() {
    return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Converts to another floating-point type, rounding to nearest even; float16 overflows to
   * infinity above 65504. Returns this tensor when it already has the type. Conversions between
   * float16 and float64 go through float32.
   *
   * @throws IllegalArgumentException unless both types are floating-point
   */
  public Tensor as(ElementType type) {
    if (type == info.type()) {
      return this;
    }
    if (type != ElementType.FLOAT32 && info.type() != ElementType.FLOAT32) {
      return as(ElementType.FLOAT32).as(type);
    }
    TensorInfo target = new TensorInfo(type, info.shape());
    ByteBuffer to = allocate(target.bytes());
    ByteBuffer from = data();
    while (from.hasRemaining()) {
      switch (info.type()) {
        case FLOAT32 -> put(to, type, from.getFloat());
        case FLOAT16 -> to.putFloat(Half.toFloat(from.getShort()));
        case FLOAT64 -> to.putFloat((float) from.getDouble());
        default -> throw noConversion(type);
      }
    }
    return new Tensor(target, to.flip());
  }

  private void put(ByteBuffer to, ElementType type, float value) {
    switch (type) {
      case FLOAT16 -> to.putShort(Half.fromFloat(value));
      case FLOAT64 -> to.putDouble(value);
      default -> throw noConversion(type);
    }
  }

  private IllegalArgumentException noConversion(ElementType type) {
    return new IllegalArgumentException("no conversion from " + info.type() + " to " + type);
  }

  /** Returns a copy of a floating-point tensor's elements. */
  public float[] toFloats() {
    FloatBuffer floats = as(ElementType.FLOAT32).data().asFloatBuffer();
    float[] values = new float[floats.remaining()];
    floats.get(values);
    return values;
  }

  @Override
  public String toString() {
    return "Tensor[" + info.type() + " " + info.shape() + "]";
  }
}
