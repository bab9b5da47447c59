/** The PyTorch library: loading, devices, and TorchScript modules in memory. */
package io.cmaclip.model.pytorch;
