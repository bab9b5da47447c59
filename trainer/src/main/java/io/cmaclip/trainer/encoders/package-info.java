/**
 * What a training run takes over from a finished model: its encoders with their tokenizer, and the
 * parts behind them that fit.
 */
package io.cmaclip.trainer.encoders;
