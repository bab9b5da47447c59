/** Blocks of bytes that are expensive to make: in memory up to a limit, then on disk. */
package io.cmaclip.trainer.cache;
