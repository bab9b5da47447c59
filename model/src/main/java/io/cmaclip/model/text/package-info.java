/** From titles to token ids. */
package io.cmaclip.model.text;
