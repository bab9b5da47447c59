package io.cmaclip.trainer.stages;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.trainer.batches.Batch;
import java.nio.ByteBuffer;
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
    PtNDArray pictures) {
  static DeviceBatch of(Batch batch, ImageEncoder image, NDManager manager) {
    long size = batch.size();
    return new DeviceBatch(
        (PtNDArray)
            manager.create(
                ByteBuffer.wrap(batch.pixels()),
                new Shape(size, 3, image.height(), image.width()),
                DataType.UINT8),
        integers(batch.tokens(), manager, size, batch.tokensPerTitle()),
        flags(batch.hasImage(), manager),
        flags(batch.hasText(), manager),
        integers(batch.lengths(), manager, size),
        integers(batch.labels(), manager, size, batch.labels().length / size),
        flags(batch.ownImage(), manager),
        flags(batch.ownText(), manager),
        flags(batch.spoiltImage(), manager),
        flags(batch.spoiltText(), manager),
        integers(batch.titles(), manager, size),
        integers(batch.pictures(), manager, size));
  }

  private static PtNDArray integers(long[] values, NDManager manager, long... shape) {
    return (PtNDArray) manager.create(LongBuffer.wrap(values), new Shape(shape), DataType.INT64);
  }

  private static PtNDArray flags(boolean[] values, NDManager manager) {
    return (PtNDArray) manager.create(values);
  }
}
