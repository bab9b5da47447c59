/**
 * CMA-CLIP as TorchScript: the text of the model, and the archive that holds it with its weights
 * for serving, training and any PyTorch.
 */
package io.cmaclip.model.torchscript;
