package io.cmaclip.trainer.stages;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.trainer.batches.Batch;
import io.cmaclip.trainer.batches.Encoded;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/** A batch as tensors. They belong to the manager given, and must outlive the backward pass. */
record DeviceBatch(
    PtNDArray pixels,
    PtNDArray tokens,
    PtNDArray hasImage,
    PtNDArray hasText,
    PtNDArray lengths,
    PtNDArray labels,
    PtNDArray ownImage,
    PtNDArray ownText,
    PtNDArray spoiltImage,
    PtNDArray spoiltText,
    PtNDArray titles,
    PtNDArray pictures,
    PtNDArray image,
    PtNDArray imageRows,
    PtNDArray text,
    PtNDArray textRows) {
  static DeviceBatch of(Batch batch, ImageEncoder image, NDManager manager) {
    long size = batch.size();
    Encoded encoded = batch.encoded();
    return new DeviceBatch(
        pixels(batch, image, manager),
        tokens(batch, manager),
        flags(batch.hasImage(), manager),
        flags(batch.hasText(), manager),
        integers(batch.lengths(), manager, size),
        integers(batch.labels(), manager, size, batch.labels().length / size),
        flags(batch.ownImage(), manager),
        flags(batch.ownText(), manager),
        flags(batch.spoiltImage(), manager),
        flags(batch.spoiltText(), manager),
        integers(batch.titles(), manager, size),
        integers(batch.pictures(), manager, size),
        encoded == null ? nothing(manager) : floats(encoded.image(), manager, size, image.tokens()),
        encoded == null
            ? nothing(manager)
            : integers(encoded.imageRows(), manager, encoded.imageRows().length),
        encoded == null
            ? nothing(manager)
            : floats(encoded.text(), manager, size, batch.tokensPerTitle()),
        encoded == null
            ? nothing(manager)
            : integers(encoded.textRows(), manager, encoded.textRows().length));
  }

  /** Of all listings, or of those whose picture is yet to be encoded. */
  private static PtNDArray pixels(Batch batch, ImageEncoder image, NDManager manager) {
    byte[] pixels = batch.pixels();
    long rows = batch.size();
    if (batch.encoded() != null) {
      rows = batch.encoded().imageRows().length;
      int length = image.pixelBytes();
      pixels = new byte[Math.toIntExact(rows * length)];
      for (int i = 0; i < rows; i++) {
        int row = (int) batch.encoded().imageRows()[i];
        System.arraycopy(batch.pixels(), row * length, pixels, i * length, length);
      }
    }
    Shape shape = new Shape(rows, 3, image.height(), image.width());
    return rows == 0
        ? (PtNDArray) manager.zeros(shape, DataType.UINT8)
        : (PtNDArray) manager.create(ByteBuffer.wrap(pixels), shape, DataType.UINT8);
  }

  /** Of all listings, or of those whose title is yet to be encoded. */
  private static PtNDArray tokens(Batch batch, NDManager manager) {
    int length = batch.tokensPerTitle();
    if (batch.encoded() == null) {
      return integers(batch.tokens(), manager, batch.size(), length);
    }
    long[] rows = batch.encoded().textRows();
    long[] tokens = new long[rows.length * length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(batch.tokens(), (int) rows[i] * length, tokens, i * length, length);
    }
    return integers(tokens, manager, rows.length, length);
  }

  private static PtNDArray nothing(NDManager manager) {
    return (PtNDArray) manager.zeros(new Shape(0));
  }

  private static PtNDArray floats(float[] values, NDManager manager, long... shape) {
    long width = values.length / Math.max(1, shape[0] * shape[1]);
    return (PtNDArray)
        manager.create(
            FloatBuffer.wrap(values), new Shape(shape[0], shape[1], width), DataType.FLOAT32);
  }

  private static PtNDArray integers(long[] values, NDManager manager, long... shape) {
    return values.length == 0
        ? (PtNDArray) manager.zeros(new Shape(shape), DataType.INT64)
        : (PtNDArray) manager.create(LongBuffer.wrap(values), new Shape(shape), DataType.INT64);
  }

  private static PtNDArray flags(boolean[] values, NDManager manager) {
    return (PtNDArray) manager.create(values);
  }
}
