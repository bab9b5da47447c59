/** Tokenization of titles. */
package io.cmaclip.model.text;
