/** A cache of byte blocks: in memory up to a limit, then on disk. */
package io.cmaclip.trainer.cache;
