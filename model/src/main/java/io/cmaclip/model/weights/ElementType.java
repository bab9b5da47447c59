package io.cmaclip.model.weights;

/** Element types of tensors. */
public enum ElementType {
  FLOAT32(4, "F32"),
  FLOAT16(2, "F16"),
  FLOAT64(8, "F64"),
  INT64(8, "I64"),
  UINT8(1, "U8");

  private final int bytes;
  private final String safetensorsName;

  ElementType(int bytes, String safetensorsName) {
    this.bytes = bytes;
    this.safetensorsName = safetensorsName;
  }

  public boolean isFloatingPoint() {
    return this == FLOAT32 || this == FLOAT16 || this == FLOAT64;
  }

  public int bytes() {
    return bytes;
  }

  String safetensorsName() {
    return safetensorsName;
  }
}
