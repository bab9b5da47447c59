/** Watches the bundle's folder and lets another model serve when another bundle stands there. */
package io.cmaclip.streams.swap;
