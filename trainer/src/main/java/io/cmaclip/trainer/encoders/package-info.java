/**
 * Pretrained weights that a training run reuses: encoders with their tokenizer, and matching parts
 * of fusion and heads.
 */
package io.cmaclip.trainer.encoders;
