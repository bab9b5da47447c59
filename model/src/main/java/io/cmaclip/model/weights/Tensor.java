package io.cmaclip.model.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * A tensor in memory, at most 2 GiB. Immutable by convention: {@link #data} hands out read-only
 * views.
 */
public final class Tensor {
  private final TensorInfo info;
  private final ByteBuffer data;

  /**
   * @param data the elements in row-major order, little-endian, from its position to its limit
   * @throws IllegalArgumentException when data is not as long as type and shape say
   */
  public Tensor(TensorInfo info, ByteBuffer data) {
    if (data.remaining() != info.bytes()) {
      throw new IllegalArgumentException(
          "tensor " + info + " takes " + info.bytes() + " bytes, not " + data.remaining());
    }
    this.info = info;
    this.data = data.slice().asReadOnlyBuffer();
  }

  /** A float32 tensor with a copy of these values. */
  public static Tensor of(float[] values, long... shape) {
    ByteBuffer data = allocate(4L * values.length);
    data.asFloatBuffer().put(values);
    return new Tensor(info(ElementType.FLOAT32, shape), data);
  }

  /** An int64 tensor with a copy of these values. */
  public static Tensor of(long[] values, long... shape) {
    ByteBuffer data = allocate(8L * values.length);
    data.asLongBuffer().put(values);
    return new Tensor(info(ElementType.INT64, shape), data);
  }

  /** An unsigned 8-bit tensor over these bytes, not copied. */
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

  /** The elements, row-major, little-endian; a view of its own for each caller. */
  public ByteBuffer data() {
    return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The same numbers in another floating-point type; itself when it is of that type already. Rounds
   * to nearest even; beyond 65504 a float16 becomes infinite. Between float16 and float64 it goes
   * by way of float32.
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

  /** A copy of the numbers of a floating-point tensor. */
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
