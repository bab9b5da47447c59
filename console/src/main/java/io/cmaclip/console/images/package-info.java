/** Images of review items, made safe for a browser. */
package io.cmaclip.console.images;
