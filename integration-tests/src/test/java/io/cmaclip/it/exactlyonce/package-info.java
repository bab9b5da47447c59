/** The promise held on a real broker: every listing answered once, in order, whatever happens. */
package io.cmaclip.it.exactlyonce;
