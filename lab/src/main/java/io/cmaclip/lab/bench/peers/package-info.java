/**
 * Other inference engines and PyTorch's training, in Python processes, measured in turn with this
 * project's predictor and trainer.
 */
package io.cmaclip.lab.bench.peers;
