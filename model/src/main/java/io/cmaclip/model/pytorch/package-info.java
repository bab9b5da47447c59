/** The PyTorch library: how it is loaded, its devices, and modules in its memory. */
package io.cmaclip.model.pytorch;
