/** Tries mappings on files of sample events, and suggests a mapping for them. */
package io.cmaclip.streams.samples;
