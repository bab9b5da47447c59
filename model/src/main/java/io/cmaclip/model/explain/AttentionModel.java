package io.cmaclip.model.explain;

import ai.djl.ndarray.NDArray;
import io.cmaclip.model.architecture.ImageEncoder;
import io.cmaclip.model.architecture.TaskShape;
import io.cmaclip.model.bundle.Bundle;
import io.cmaclip.model.bundle.BundleManifest;
import io.cmaclip.model.bundle.BundleTask;
import io.cmaclip.model.errors.UserException;
import io.cmaclip.model.preprocessing.PreparedListing;
import io.cmaclip.model.pytorch.LoadedModule;
import io.cmaclip.model.torchscript.ExplainScript;
import io.cmaclip.model.weights.SafetensorsFile;
import java.io.IOException;
import java.util.List;

/** Computes the sequence-wise attention of a bundle on the CPU. Used by one thread. */
public final class AttentionModel implements AutoCloseable {
  private final ImageEncoder image;
  private final LoadedModule module;

  private AttentionModel(ImageEncoder image, LoadedModule module) {
    this.image = image;
    this.module = module;
  }

  /**
   * Loads the weights of a bundle.
   *
   * @throws UserException when the fusion of the bundle has no sequence-wise attention
   */
  public static AttentionModel load(Bundle bundle) throws IOException {
    BundleManifest manifest = bundle.manifest();
    List<TaskShape> tasks = manifest.tasks().stream().map(BundleTask::shape).toList();
    try (SafetensorsFile weights = bundle.openWeights()) {
      return new AttentionModel(
          manifest.architecture().image(),
          LoadedModule.load(ExplainScript.of(manifest.architecture(), tasks, weights)));
    } catch (IllegalArgumentException e) {
      throw new UserException("bundle " + bundle.folder() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Inner products of the queries of the title with the keys of the image patches.
   *
   * @param listing with image and title
   */
  public AttentionProducts look(PreparedListing listing) {
    LoadedModule.Output found =
        module.call(
            "products",
            in ->
                new NDArray[] {
                  in.image(listing.pixels(), image.height(), image.width()),
                  in.tokens(listing.tokens())
                });
    long[] shape = found.shape();
    return new AttentionProducts(
        (int) shape[0], (int) shape[1], (int) shape[2], (int) shape[3], found.values());
  }

  @Override
  public void close() {
    module.close();
  }
}
