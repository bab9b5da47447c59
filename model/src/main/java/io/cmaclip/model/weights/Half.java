package io.cmaclip.model.weights;

/** IEEE 754 half precision: 1 sign, 5 exponent, 10 fraction bits. */
final class Half {
  private Half() {}

  static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >> 10) & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
    }
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    return Float.intBitsToFloat(sign | (exponent + 112) << 23 | fraction << 13);
  }

  /** Rounds to nearest, ties to even. */
  static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & 0x7fffffff;
    if (magnitude > 0x7f800000) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= 0x477ff000) {
      return (short) (sign | 0x7c00);
    }
    if (magnitude < 0x38800000) {
      // Subnormal half: a multiple of 2^-24; rint rounds ties to even.
      return (short) (sign | (int) Math.rint(Math.abs((double) value) * 0x1p24));
    }
    int odd = magnitude >> 13 & 1;
    return (short) (sign | (magnitude - (112 << 23) + 0xfff + odd) >> 13);
  }
}
