/**
 * CLIP models as Hugging Face's {@code save_pretrained} leaves them: configuration, preprocessor,
 * tokenizer and weights, read and written. Nothing is ever unpickled.
 */
package io.cmaclip.model.huggingface;
