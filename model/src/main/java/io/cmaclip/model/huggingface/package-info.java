/**
 * Reads and writes CLIP models in Hugging Face's format: configuration, preprocessor, tokenizer and
 * weights. Pickled files are never read.
 */
package io.cmaclip.model.huggingface;
