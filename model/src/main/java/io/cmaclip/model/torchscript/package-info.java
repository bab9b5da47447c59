/**
 * CMA-CLIP as TorchScript: the text of the model, and the archive with its weights for serving and
 * training in any PyTorch.
 */
package io.cmaclip.model.torchscript;
